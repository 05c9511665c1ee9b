"""Getting a paper's full text from where it is open: JATS before HTML before PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from pydantic import BaseModel, Field

from williams.domain.errors import PermanentError, ProviderUnavailable
from williams.domain.notices import Notice
from williams.plugin.context import StageContext
from williams.plugin.importing import Download
from williams_import_paper.record import Form, FullText, Record

PDF_TYPE: Final = "application/pdf"
MEDIA_TYPES: Final[dict[Form, str]] = {"jats": "application/xml", "html": "text/html", "pdf": PDF_TYPE}
STORED_NAMES: Final = {"application/xml": "paper.xml", "text/html": "paper.html", PDF_TYPE: "paper.pdf"}
KNOWN: Final = "record.json"
ABSTRACT: Final = "abstract.json"
_ORDER: Final[tuple[Form, ...]] = ("jats", "html", "pdf")
_MOST_TRIED: Final = 8
_HEAD_BYTES: Final = 1 << 20
_MARKS: Final[dict[Form, bytes]] = {"jats": b"<body", "html": b"ltx_document"}


class Known(BaseModel):
    """What is kept beside a paper's text: what the services said of it, and where the text is from."""

    record: Record
    text: FullText | None = None
    notices: list[Notice] = Field(default_factory=list)


def form_of(path: Path, media_type: str) -> Form | None:
    """Return what a file is, by its bytes; None for what is read here by nobody."""
    if media_type == PDF_TYPE:
        return "pdf"
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if _MARKS["html"] in head:
        return "html"
    return "jats" if b"<article" in head and b"<front" in head else None


class Text(NamedTuple):
    """A full text that was fetched, and where from; ``refused`` says of which others it was not."""

    download: Download | None
    place: FullText | None
    refused: list[Notice]


async def full_text(record: Record, ctx: StageContext, most_bytes: int) -> Text:
    """Return the first full text that is what it is said to be, and notices of those that were not.

    Of one that was promised and cannot be had, the next is taken, and said.
    """
    notices: list[Notice] = []
    places = sorted({each.url: each for each in record.full_texts}.values(), key=lambda each: _ORDER.index(each.form))
    for number, place in enumerate(places[:_MOST_TRIED]):
        ctx.check_cancelled()
        ctx.progress(0.5 + number / 20, f"Fetching the text from {place.source}")
        try:
            fetched = await ctx.fetch.fetch(place.url, ctx.scratch.path(f"text/{number}"), most_bytes)
        except (PermanentError, ProviderUnavailable) as error:
            notices.append(_refused(place, error.detail))
            continue
        if not _is(fetched.path, fetched.media_type, place.form):
            notices.append(_refused(place, f"what it gives is {fetched.media_type}, and no text of a paper"))
            continue
        stored = ctx.scratch.save("download/original", fetched.path, MEDIA_TYPES[place.form])
        name, declared = STORED_NAMES[stored.media_type], fetched.declared_type
        download = Download(object=stored, url=fetched.url, filename=name, declared_type=declared)
        return Text(download, place, notices)
    return Text(None, None, notices)


def _is(path: Path, media_type: str, form: Form) -> bool:
    """Europe PMC answers for papers that are not open with a front alone, arXiv with a page that says why."""
    if form == "pdf":
        return media_type == PDF_TYPE
    return media_type != PDF_TYPE and _MARKS[form] in path.read_bytes()


def _refused(place: FullText, why: str) -> Notice:
    message = f"{place.source} says that the text is at {place.url}, but: {why}"
    return Notice(code="full-text-refused", message=message[:1000], remedy="The next place was tried.")
