"""Every command that a page tells its reader to type is run by a test, or the page says why not."""

from __future__ import annotations

import pytest

from tests.unit.docs.pages import ALL, GENERATED, Page


@pytest.mark.parametrize("page", [page for page in ALL if page not in GENERATED], ids=lambda page: page.name)
def test_every_block_says_whether_it_is_run(page: Page) -> None:
    silent = [block.code for block in page.shell_blocks if not block.mark]
    assert not silent, f"{page.name}: put <!-- run --> or <!-- not run: why --> on the line above"


def test_the_tutorial_is_run_from_its_beginning_to_its_end() -> None:
    (tutorial,) = [page for page in ALL if page.name == "docs/tutorial/first-podcast.md"]
    assert {block.mark for block in tutorial.shell_blocks[1:-1]} == {"run"}
