"""The committed table of permissions is that of the templates."""

from pathlib import Path

from tests.infra.permissions_page import PAGE, page


def test_the_page_shows_what_is_deployed(tmp_path: Path) -> None:
    assert PAGE.read_text() == page(tmp_path), "docs/reference/permissions.md is out of date: run `make docs`"
