"""A listing is read to its end, however many pages it has: once each source, bounded, and never in circles."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest

from tests.unit.plugin.samples import TextImport
from williams.domain.content import ObjectRef
from williams.domain.errors import PluginDefect
from williams.domain.listings import Entry, LeftOut, Listing, Look
from williams.plugin import ListingPlugin
from williams.plugin.context import StageContext
from williams.plugin.declaration import checked
from williams.plugin.importing import Download
from williams.plugin.listing import IN_CIRCLES, REPEATED, read_listing
from williams.plugin.registry import Registry
from williams_testing.library import MemoryLibrary

SOURCE = "https://example.org/list"


class Shelf(ListingPlugin):
    """Gives the pages that it is made of, by their tokens."""

    plugin_id: ClassVar[str] = "import.shelf"
    name: ClassVar[str] = "Shelf"
    version: ClassVar[str] = "1.0.0"
    pages: ClassVar[dict[str | None, Listing]] = {}

    async def can_handle(self, url: str) -> bool:
        return await self.lists(url)

    async def validate_url(self, url: str) -> bool:
        return bool(url)

    async def lists(self, source: str) -> bool:
        return source == SOURCE

    def lists_what(self, download: Download, head: bytes) -> bool:
        return head.startswith(b"SHELF") and download.filename == "list"

    async def entries(self, look: Look, ctx: StageContext) -> Listing:
        ctx.check_cancelled()
        return self.pages[look.next_token].model_copy(update={"state": f"{look.state}>{look.next_token}"})


def page(*names: str, following: str | None = None, silent: int = 0) -> Listing:
    entries = [Entry(source=f"https://example.org/{name}") for name in names]
    left_out = [LeftOut(cause="is private", count=silent)] if silent else []
    return Listing(title="A shelf", entries=entries, next_token=following, left_out=left_out)


BEYOND = "stands beyond the first 3, which are as many as are taken of one listing"
CASES: dict[str, tuple[dict[str | None, Listing], str, dict[str, int]]] = {
    "one page": ({None: page("a", "b")}, "ab", {}),
    "empty": ({None: page()}, "", {}),
    "pages": ({None: page("a", following="2", silent=1), "2": page("b", silent=2)}, "ab", {"is private": 3}),
    "repeated": ({None: page("a", "a", following="2"), "2": page("a", "b")}, "ab", {REPEATED: 2}),
    "in circles": ({None: page("a", following="2"), "2": page("b", following="2")}, "ab", {IN_CIRCLES: 1}),
    "back to the first": (
        {None: page("a", following="2"), "2": page("b", following="3"), "3": page(following="2")},
        "ab",
        {IN_CIRCLES: 1},
    ),
    "too many on a page": ({None: page("a", "b", "c", "d", "e")}, "abc", {BEYOND: 2}),
    "too many pages": (
        {None: page("a", "b", "c", following="2"), "2": page("d")},
        "abc",
        {f"page or more {BEYOND}": 1},
    ),
    "endless and empty": (
        {None: page(following="1"), **{str(n): page(following=str(n + 1)) for n in range(1, 9)}},
        "",
        {f"page or more {BEYOND}": 1},
    ),
}


@pytest.mark.parametrize(("pages", "names", "left_out"), CASES.values(), ids=CASES)
async def test_a_listing_is_read_to_its_end(
    pages: dict[str | None, Listing],
    names: str,
    left_out: dict[str, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Shelf, "pages", pages)
    whole = await read_listing(Shelf(), Look(source=SOURCE), MemoryLibrary().context(Shelf(), tmp_path, most_entries=3))
    assert [entry.source for entry in whole.entries] == [f"https://example.org/{name}" for name in names]
    assert {each.cause: each.count for each in whole.left_out} == left_out
    assert (whole.title, whole.next_token) == ("A shelf", None)


async def test_the_last_page_says_what_the_next_look_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Shelf, "pages", {None: page("a", following="2"), "2": page("b")})
    look = Look(source=SOURCE, state="before")
    whole = await read_listing(Shelf(), look, MemoryLibrary().context(Shelf(), tmp_path))
    assert whole.state == "before>2"


async def _takes_no_context(self: object, look: Look) -> Listing:
    raise NotImplementedError(self, look)


def test_what_lists_is_checked_when_it_is_loaded() -> None:
    assert isinstance(checked(Shelf, "import.shelf"), Shelf)
    with pytest.raises(PluginDefect, match=r"entries must take \(look, ctx\)"):
        checked(type("Variant", (Shelf,), {"entries": _takes_no_context}), "import.shelf")


@pytest.mark.parametrize(("head", "found"), [(b"SHELF 1", "import.shelf"), (b"A text", None)])
def test_what_came_from_an_address_is_known_for_a_listing(head: bytes, found: str | None) -> None:
    registry = Registry({"import.text": TextImport(), "import.shelf": Shelf()})
    came = ObjectRef(key="k", media_type="text/plain", size=1, sha256="0" * 64)
    lister = registry.lister_of(Download(object=came, url=SOURCE, filename="list"), head)
    assert (lister.plugin_id if lister else None) == found
