"""What a deck can be asked for, and what travels between the stages."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from williams_publishing.placing import MostFigures
from williams_writing.parameters import Writer

from williams.domain.bounds import line_of
from williams.domain.language_tags import LanguageTag
from williams.domain.notices import Notice
from williams.domain.provenance import Citation, ModelUsed

Kind: TypeAlias = Literal["basic", "reversed", "cloze"]
"""What can be written."""
DeckKind: TypeAlias = Literal["basic", "reversed", "cloze", "figure"]
DeckTitle: TypeAlias = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(line_of)]


def _each_once(kinds: list[Kind]) -> list[Kind]:
    return list(dict.fromkeys(kinds))


class FlashcardParameters(BaseModel):
    """What a deck can be asked for. ``count`` is the most: what says little makes few cards."""

    model_config = ConfigDict(extra="forbid", title="Flashcards")

    count: int = Field(
        default=40,
        ge=1,
        le=300,
        strict=True,
        title="Number of cards",
        description="How many cards to make at most, beside those with figures.",
        examples=[20, 100],
    )
    kinds: Annotated[list[Kind], AfterValidator(_each_once)] = Field(
        default=["basic", "reversed", "cloze"],
        min_length=1,
        max_length=3,
        title="Kinds of cards",
        description=(
            "`basic`: a question and its answer. `reversed`: a term and its definition, asked both ways. "
            "`cloze`: a sentence with a gap."
        ),
        examples=[["cloze"], ["basic", "reversed"]],
    )
    figures: MostFigures = Field(
        default=10,
        description="How many cards that show a figure of the sources to make at most, beside the others.",
    )
    language: LanguageTag | None = Field(
        default=None,
        title="Language",
        description="BCP 47 tag of the cards. Left out: the first source's; quoted cards are in their source's own.",
        examples=["en", "de-AT"],
    )
    writer: Writer = None
    title: DeckTitle | None = Field(
        default=None, title="Title", description="The deck's title.", examples=["Biology, week 3"]
    )


class DeckCard(BaseModel):
    """One card. ``fact`` is the statement that it teaches, which is what its citations say.

    ``question`` is None on a cloze card, where ``answer`` is what of the fact is hidden, and a term on a reversed one.
    ``language`` is the fact's. The fact of a figure is its caption.
    """

    kind: DeckKind
    question: str | None
    answer: str
    fact: str
    language: str
    citations: list[Citation] = Field(min_length=1)


class Deck(BaseModel):
    """The output of ``script``. ``dropped`` counts cards that were left out, since they could not be used.

    ``model`` is None where nobody wrote: all cards are of figures.
    """

    title: str
    language: str
    cards: list[DeckCard] = Field(min_length=1)
    model: ModelUsed | None = None
    cost_usd: float = 0.0
    dropped: int = 0
    notices: list[Notice] = Field(default_factory=list)
