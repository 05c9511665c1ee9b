"""Every link leads somewhere."""

from __future__ import annotations

import pytest

from tests.unit.docs.pages import ALL, ROOT, Page


@pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
def test_links_lead_to_what_exists(page: Page) -> None:
    broken = []
    for link in page.links:
        place, _, anchor = link.partition("#")
        target = (page.path.parent / place).resolve() if place else page.path
        if not target.exists() or not target.is_relative_to(ROOT):
            broken.append(link)
        elif anchor and anchor not in Page(target).anchors:
            broken.append(f"{link} (no such heading)")
    assert not broken


def test_every_page_is_reached_from_the_readme() -> None:
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in seen or path.suffix != ".md":
            continue
        seen.add(path)
        waiting += [(path.parent / link.partition("#")[0]).resolve() for link in Page(path).links]
    assert {page.path for page in ALL} <= seen


def test_pictures_are_small() -> None:
    pictures = [path for path in (ROOT / "docs" / "pictures").iterdir() if path.suffix in (".svg", ".jpg", ".png")]
    assert pictures
    assert sum(path.stat().st_size for path in pictures) < 400_000
