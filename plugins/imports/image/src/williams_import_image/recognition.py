"""Has one page of a picture recognised."""

from __future__ import annotations

from pydantic import Field

from williams.domain.content import ObjectRef
from williams.domain.models import DeferredModel
from williams.domain.provenance import ModelUsed
from williams.plugin.context import StageContext
from williams.plugin.engines import RECOGNITION, RecognizedLine
from williams.plugin.importing import RawContent
from williams.plugin.turns import turn


class Page(DeferredModel):
    """A page, upright and grey. ``number`` counts from 1."""

    number: int
    picture: ObjectRef


class Extracted(RawContent):
    """What the picture says of itself, and its pages."""

    pages: list[Page] = Field(default_factory=list)


class RecognisedPage(DeferredModel):
    number: int
    lines: list[RecognizedLine]
    engine: ModelUsed


async def recognised(page: Page, language: str | None, ctx: StageContext) -> RecognisedPage:
    """One page at a time: each takes a processor, and room. Raises what the engine raises."""
    async with turn():
        ctx.check_cancelled()
        found = await ctx.engine(RECOGNITION).recognize(ctx.scratch.open(page.picture), language)
    return RecognisedPage(number=page.number, lines=found.lines, engine=found.engine)
