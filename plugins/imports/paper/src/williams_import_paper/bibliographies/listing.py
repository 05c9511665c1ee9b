"""One page of a bibliography: a file is read in a process of its own, a library of Zotero is asked for what is new."""

from __future__ import annotations

import json
from typing import Final
from urllib.parse import unquote, urlsplit

from williams.domain.errors import CorruptContent
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin import Entry, LeftOut, Listing, Look, StageContext
from williams_import_paper.bibliographies.entries import NAMELESS
from williams_import_paper.bibliographies.kinds import kind_by_name
from williams_import_paper.bibliographies.zotero import NO_WORK, PAGE, ZoteroLibrary, page_of, zotero_library

_SECONDS: Final = 60.0
_SPARE_SECONDS: Final = 10.0
_MOST_BYTES: Final = 50 * 1024 * 1024
_READER: Final = "williams_import_paper.bibliographies.reading:read_bibliography"


def is_bibliography(source: str) -> bool:
    """True for a library of Zotero, and for files of BibTeX, RIS and CSL-JSON by their names."""
    if zotero_library(source):
        return True
    try:
        return kind_by_name(unquote(urlsplit(source).path)) is not None
    except ValueError:
        return False


async def bibliography(look: Look, ctx: StageContext, zotero: str) -> Listing:
    """Return what a bibliography names; ``zotero`` is the API's base address. Raises what fetching and reading do."""
    library = zotero_library(look.source)
    return await (_file(look, ctx) if library is None else _library(library, look, ctx, zotero))


async def _file(look: Look, ctx: StageContext) -> Listing:
    fetched = await ctx.fetch.fetch(look.source, ctx.scratch.path("listing/bibliography"), _MOST_BYTES)
    answer = await read_isolated(
        Reader(_READER, "bibliography", "Export it anew.", {"name": fetched.filename}),
        fetched.path,
        ctx.scratch.path("listing/reading.json"),
        Limits(seconds=_SECONDS, remaining=ctx.deadline.remaining - _SPARE_SECONDS),
        lambda done, total: ctx.progress(done / total, "Reading the bibliography"),
        ctx.check_cancelled,
    )
    return Listing(
        title=fetched.filename,
        entries=[Entry.model_validate(each) for each in answer["entries"]],
        left_out=[LeftOut(cause=cause, count=count) for cause, count in answer["left_out"].items()],
    )


async def _library(library: ZoteroLibrary, look: Look, ctx: StageContext, base: str) -> Listing:
    """A page is asked for by its first item; the newest version that was seen goes along, and is the next look's."""
    since = int(look.state or 0)
    start, newest = _token(look.next_token, since)
    url = library.url(base, start, since)
    fetched = await ctx.fetch.fetch(url, ctx.scratch.path(f"listing/{start}"), _MOST_BYTES)
    page = page_of(fetched.path.read_bytes())
    newest = max(newest, page.newest)
    entries = [each.entry() for each in page.cited]
    causes = {NAMELESS: entries.count(None), NO_WORK: page.passed_over}
    return Listing(
        title=f"Zotero {library.path}",
        entries=[Entry.model_validate(entry) for entry in entries if entry],
        next_token=json.dumps([start + PAGE, newest]) if page.count >= PAGE else None,
        left_out=[LeftOut(cause=cause, count=count) for cause, count in causes.items() if count],
        state=str(newest),
        unchanged=not page.count and not start and since > 0,
    )


def _token(token: str | None, since: int) -> tuple[int, int]:
    if token is None:
        return 0, since
    try:
        start, newest = json.loads(token)
        return int(start), int(newest)
    except (ValueError, TypeError) as error:
        raise CorruptContent("The place in the listing cannot be read. Look at it anew.") from error
