"""One page of a bibliography: a file is read in a process of its own, a library of Zotero is asked for what is new."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote, urlsplit

from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin import Entry, LeftOut, Listing, Look, StageContext
from williams_import_paper.asking import Asking
from williams_import_paper.bibliographies.kinds import kind_by_name
from williams_import_paper.bibliographies.library import list_library
from williams_import_paper.bibliographies.zotero import zotero_library

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


async def bibliography(look: Look, asking: Asking) -> Listing:
    """Return what a bibliography names. Raises what fetching and reading do."""
    library = zotero_library(look.source)
    return await (_file(look, asking.ctx) if library is None else list_library(library, look, asking))


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
