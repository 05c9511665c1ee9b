"""What slides can be asked for, and what travels between their stages."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from williams_publishing.placing import MostFigures
from williams_writing.parameters import Writer

from williams.domain.bounds import line_of
from williams.domain.fitting import LONGEST_TITLE
from williams.domain.language_tags import LanguageTag
from williams.domain.provenance import ModelUsed
from williams.plugin.engines import Grounded

TalkTitle: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE), AfterValidator(line_of)]


class SlidesParameters(BaseModel):
    """What slides can be asked for. ``slides`` is the most: what says little makes few."""

    model_config = ConfigDict(extra="forbid", title="Slides")

    slides: int = Field(
        default=10,
        ge=1,
        le=60,
        strict=True,
        title="Slides",
        description="How many slides to make at most, beside the first, those with a figure alone, and those with the "
        "sources.",
        examples=[5, 20],
    )
    figures: MostFigures = Field(
        default=10,
        description="How many figures of the sources to show at most: those of sections that are cited.",
    )
    tables: int = Field(
        default=5,
        ge=0,
        le=50,
        strict=True,
        title="Tables",
        description="How many tables of the sources to show at most: those of sections that are cited, if one slide "
        "holds them.",
        examples=[2],
    )
    title: TalkTitle | None = Field(
        default=None,
        title="Title",
        description="The title on the first slide. Left out: it is made of the sources' titles.",
        examples=["Lighthouses, in brief"],
    )
    language: LanguageTag | None = Field(
        default=None,
        title="Language",
        description="BCP 47 tag of what is written. Left out: the first source's; quotations stay in their own.",
        examples=["en", "de-AT"],
    )
    pdf: bool = Field(
        default=True,
        title="PDF",
        description="Make a PDF of the slides, too.",
        examples=[False],
    )
    writer: Writer = None


class WrittenSlide(BaseModel):
    """``language`` is that of its statements; ``title`` is in it, too."""

    title: str
    language: str
    statements: list[Grounded] = Field(min_length=1)


class Talk(BaseModel):
    """The output of ``script``. ``dropped`` counts texts that were left out, since they stood on nothing.

    Of sources that have figures and no sentence to tell there are no slides, and ``model`` is None: nobody wrote.
    """

    title: str
    language: str
    slides: list[WrittenSlide] = Field(default_factory=list)
    model: ModelUsed | None = None
    cost_usd: float = 0.0
    dropped: int = 0
