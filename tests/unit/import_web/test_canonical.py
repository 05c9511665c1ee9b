"""One page under several addresses is one content."""

from __future__ import annotations

import pytest
from williams_import_web import WebImport
from williams_import_web.canonical import canonical_address

from tests.unit.import_web.kinds import TITLE, story
from williams.domain.ids import new_id
from williams_testing.library import OWNER, MemoryLibrary

URL = "https://example.org/a/page"


def calling_itself(href: str, shown: str = "") -> bytes:
    return story(shown, f'<link rel="canonical" href="{href}">')


@pytest.mark.parametrize(
    ("href", "url", "address"),
    [
        (URL, f"{URL}?utm_source=letter", URL),
        ("/a/page", f"{URL}#part", None),
        (URL, "https://m.example.org/a/page", URL),
        ("page?a=1&amp;b=2", f"{URL}?b=2&a=1", f"{URL}?a=1&b=2"),
        (URL, URL, None),
        ("https://example.org/", URL, None),
        ("https://elsewhere.example/a/page", URL, None),
        ("ftp://example.org/a", URL, None),
        ("", URL, None),
    ],
)
def test_the_address_that_a_page_calls_its_own(href: str, url: str, address: str | None) -> None:
    assert canonical_address(calling_itself(href), url) == address


async def test_two_addresses_of_a_page_are_one_content() -> None:
    printed, letter = "https://example.org/print?id=7", f"{URL}?utm_source=letter"
    pages = {address: calling_itself(URL, f"<!-- {address} -->") for address in (URL, printed, letter)}
    library = MemoryLibrary(pages)
    plugin = WebImport()
    library.bind(plugin)
    made = {await plugin.import_content(address, new_id("job")) for address in pages}
    assert len(made) == 1
    assert library.objects.read(f"webpages/{made.pop()}/page.html") == pages[URL]


@pytest.mark.parametrize("own", [None, story().replace(TITLE.encode(), b"Front page")])
async def test_a_page_whose_own_address_gives_something_else_is_taken_as_it_is(own: bytes | None) -> None:
    pages = {f"{URL}?a=1": calling_itself(URL)} | ({URL: own} if own else {})
    library = MemoryLibrary(pages)
    plugin = WebImport()
    library.bind(plugin)
    content = library.catalog.content(OWNER, await plugin.import_content(f"{URL}?a=1", new_id("job")))
    assert library.objects.read(f"webpages/{content.content_id}/page.html") == calling_itself(URL)
