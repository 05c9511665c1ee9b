"""Has a page of a PDF recognised as a picture of text."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydantic import Field

from williams.domain.errors import ContentTooLarge, CorruptContent, InvalidRequest
from williams.domain.models import DeferredModel
from williams.domain.provenance import ModelUsed
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin.context import StageContext
from williams.plugin.engines import RECOGNITION, RecognizedLine
from williams.plugin.importing import RawContent
from williams.plugin.turns import turn

_SECONDS: Final = 20.0
"""Of drawing a page, which takes one at most."""
_SPARE_SECONDS: Final = 10.0
"""Left of the stage's time for the recognition and the checkpoint."""


class Scan(DeferredModel):
    """A page to be recognised. ``page`` counts from 1, ``page_label`` is what is printed on it."""

    page: int
    page_label: str | None = None


class Extracted(RawContent):
    """``paragraphs`` are those of the pages that have text; ``scans`` are the others that show something."""

    scans: list[Scan] = Field(default_factory=list)


class RecognisedScan(DeferredModel):
    """What was recognised on a page. ``failure`` says why nothing could be, if that is so."""

    scan: Scan
    lines: list[RecognizedLine] = Field(default_factory=list)
    engine: ModelUsed | None = None
    failure: str | None = None


async def recognised(scan: Scan, source: Path, language: str | None, ctx: StageContext) -> RecognisedScan:
    """Draw a page in a process of its own and have it recognised. One page at a time: each takes a processor, and room.

    A page that cannot be drawn, or is in a language that the engine does not read, costs itself alone. Raises what the
    engine raises of its provider; DeadlineExceeded, WorkerCrashed.
    """
    async with turn():
        ctx.check_cancelled()
        picture = ctx.scratch.path(f"recognise/page-{scan.page}.png")
        try:
            await _draw(scan.page, source, picture, ctx)
            page = await ctx.engine(RECOGNITION).recognize(picture, language)
        except (CorruptContent, ContentTooLarge, InvalidRequest) as error:
            return RecognisedScan(scan=scan, failure=error.detail)
        finally:
            picture.unlink(missing_ok=True)
        return RecognisedScan(scan=scan, lines=page.lines, engine=page.engine)


async def _draw(page: int, source: Path, picture: Path, ctx: StageContext) -> None:
    options = {"page": page, "picture": str(picture)}
    await read_isolated(
        Reader("williams_import_pdf.drawing:draw_page", "PDF", "Print the page to a new PDF.", options),
        source,
        ctx.scratch.path(f"recognise/page-{page}.json"),
        Limits(seconds=_SECONDS, remaining=ctx.deadline.remaining - _SPARE_SECONDS),
        lambda *_: None,
        ctx.check_cancelled,
    )
