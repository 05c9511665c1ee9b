"""What a report can be asked for, and what travels between its stages."""

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

ReportTitle: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE), AfterValidator(line_of)]
Arrangement: TypeAlias = Literal["theme", "source"]
FileFormat: TypeAlias = Literal["pdf", "docx", "html", "markdown"]
Style: TypeAlias = Literal[
    "acs", "ama", "apa", "chicago", "gb-7714", "gost", "harvard", "ieee", "mla", "nature", "vancouver"
]


def _each_once(formats: list[FileFormat]) -> list[FileFormat]:
    return list(dict.fromkeys(formats))


class ReportParameters(BaseModel):
    """What a report can be asked for."""

    model_config = ConfigDict(extra="forbid", title="Report")

    title: ReportTitle | None = Field(
        default=None,
        title="Title",
        description="The report's title. Left out: it is made of the sources' titles.",
        examples=["Where Provenance Stands"],
    )
    language: LanguageTag | None = Field(
        default=None,
        title="Language",
        description="BCP 47 tag of the report, whose own words are in it. Left out: that of the first source. "
        "Quotations stay in their sources' languages.",
        examples=["en", "pt-BR"],
    )
    words: int = Field(
        default=1200,
        ge=100,
        le=20_000,
        strict=True,
        title="Words",
        description="How many words to aim at, the summary among them. Sources that say less make a shorter report.",
        examples=[600, 3000],
    )
    arrangement: Arrangement = Field(
        default="theme",
        title="Arrangement",
        description="`theme`: what several sources say about a thing stands together. `source`: source after source.",
        examples=["source"],
    )
    style: Style = Field(
        default="ieee",
        title="Citation style",
        description="The style of the references (Citation Style Language).",
        examples=["apa", "chicago"],
    )
    formats: Annotated[list[FileFormat], AfterValidator(_each_once)] = Field(
        default=["pdf", "docx", "html", "markdown"],
        min_length=1,
        max_length=4,
        title="Formats",
        description="Which files to make.",
        examples=[["pdf"], ["docx", "html"]],
    )
    tables: int = Field(
        default=20,
        ge=0,
        le=100,
        strict=True,
        title="Tables",
        description="How many tables of the sources to hold at most.",
        examples=[5],
    )
    figures: MostFigures = Field(
        default=10,
        description="How many figures of the sources to show at most: those of sections that are cited.",
    )
    provenance: bool = Field(
        default=True,
        title="Provenance",
        description="Append a table that says for each statement its source, place, characters and license.",
        examples=[False],
    )
    writer: Writer = None


class Section(BaseModel):
    """What is said under one heading. ``heading`` is None where the statements stand under none."""

    heading: str | None = Field(default=None, description="The section's heading, or null.")
    statements: list[Grounded] = Field(min_length=1)


class Manuscript(BaseModel):
    """The output of ``script``. ``dropped`` counts statements that were left out, since they stood on nothing."""

    title: str
    language: str
    summary: list[Grounded]
    sections: list[Section] = Field(min_length=1)
    model: ModelUsed
    cost_usd: float = 0.0
    dropped: int = 0

    @property
    def is_quoted(self) -> bool:
        """Whether the statements are the sources' own sentences: an engine that writes was given a prompt."""
        return self.model.prompt is None
