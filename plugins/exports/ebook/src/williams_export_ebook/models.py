"""What a book can be asked for, and what travels between its stages."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from williams_publishing.placing import MostFigures
from williams_writing.parameters import Writer

from williams.domain.bounds import line_of
from williams.domain.fitting import LONGEST_TITLE
from williams.domain.language_tags import LanguageTag
from williams.domain.provenance import ModelUsed
from williams.plugin.engines import Grounded

BookTitle: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE), AfterValidator(line_of)]


class EbookParameters(BaseModel):
    """What a book can be asked for."""

    model_config = ConfigDict(extra="forbid")

    mode: Literal["complete", "digest"] = Field(
        default="complete",
        title="Mode",
        description="`complete` holds the sources whole, a chapter for each; `digest` holds what they say in short.",
        examples=["digest"],
    )
    title: BookTitle | None = Field(
        default=None,
        title="Title",
        description="The book's title. Left out: it is made of the sources' titles.",
        examples=["Readings on Provenance"],
    )
    language: LanguageTag | None = Field(
        default=None,
        title="Language",
        description="BCP 47 tag of the book, whose headings and notes are in it. Left out: that of the first source.",
        examples=["en", "pt-BR"],
    )
    words: int = Field(
        default=600,
        ge=100,
        le=5000,
        strict=True,
        title="Words",
        description="Of a digest: how many words to aim at for each source.",
        examples=[300],
    )
    notes: bool = Field(
        default=True,
        title="Notes",
        description="Give each paragraph a note that leads to its source and place. A digest always has them.",
        examples=[False],
    )
    references: bool = Field(
        default=True,
        title="References",
        description="Keep the lists of references that the sources have themselves.",
        examples=[False],
    )
    figures: MostFigures = Field(
        default=10,
        description="Of a digest: how many figures of the sources to show at most, those of sections that are cited. "
        "A complete book shows all.",
    )
    pdf: bool = Field(
        default=True,
        title="PDF",
        description="Make a PDF of the book, too: A5, tagged, with an outline and footnotes.",
        examples=[False],
    )
    writer: Writer = Field(
        default=None,
        description="Who writes a digest: `<engine>` or `<engine>/<model>`. Left out: the default engine.",
    )


class Section(BaseModel):
    """What is said under one heading of a source."""

    heading: str | None = Field(default=None, description="The section that the passages stand in, or null.")
    statements: list[Grounded] = Field(min_length=1)


class Manuscript(BaseModel):
    """The output of ``script``. ``sections`` are a digest's; a complete book has none, for its text is the sources'.

    ``dropped`` counts statements that were left out, since they stood on nothing.
    """

    title: str
    language: str
    sections: list[Section] = Field(default_factory=list)
    model: ModelUsed | None = None
    cost_usd: float = 0.0
    dropped: int = 0
