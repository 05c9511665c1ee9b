"""Where a page sends its readers on by itself."""

from __future__ import annotations

import pytest
from williams_import_web import WebImport
from williams_import_web.refresh import refreshed_to

from tests.unit.import_web.kinds import paragraphs, story
from williams.domain.errors import InvalidRequest
from williams.domain.ids import new_id
from williams_testing.library import OWNER, MemoryLibrary

URL = "https://example.org/a/page"


def sending(content: str, body: str = "<p>This page has moved.</p>") -> bytes:
    return f'<html><head><meta http-equiv="Refresh" content="{content}"></head><body>{body}</body></html>'.encode()


@pytest.mark.parametrize(
    ("page", "target"),
    [
        (sending("0; url=/new"), "https://example.org/new"),
        (sending("0;URL='../b?x=1&amp;y=2'"), "https://example.org/b?x=1&y=2"),
        (sending("5, https://other.example/"), "https://other.example/"),
        (b"<META content=0;url=next HTTP-EQUIV=refresh>", "https://example.org/a/next"),
        (sending("300; url=/new"), None),
        (sending("0"), None),
        (sending("0; url=/a/page"), None),
        (sending("5; url=/next", paragraphs(2)), None),
        (b"<noscript><meta http-equiv=refresh content='0; url=/plain'></noscript><p>Text.</p>", None),
        (b"<!-- <meta http-equiv=refresh content='0; url=/old'> --><p>Text.</p>", None),
    ],
)
def test_where_a_page_leads(page: bytes, target: str | None) -> None:
    assert refreshed_to(page, URL) == target


async def test_a_page_is_followed_to_its_text() -> None:
    library = MemoryLibrary({URL: sending("0; url=/new"), "https://example.org/new": story()})
    plugin = WebImport()
    library.bind(plugin)
    content = library.catalog.content(OWNER, await plugin.import_content(URL, new_id("job")))
    assert content.metadata.title == "Three brothers and a lamp"
    assert library.objects.read(f"webpages/{content.content_id}/page.html") == story()


@pytest.mark.parametrize(
    ("content", "says"), [("0; url=/b/page", "more than 3 times"), ("0; url=ftp://x/", "nothing is")]
)
async def test_circles_and_dead_ends_are_told(content: str, says: str) -> None:
    back = sending("0; url=/a/page")
    library = MemoryLibrary({URL: sending(content), "https://example.org/b/page": back})
    plugin = WebImport()
    library.bind(plugin)
    with pytest.raises(InvalidRequest, match=says):
        await plugin.import_content(URL, new_id("job"))
