"""What is kept of a content's words, by which it is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from williams.domain.bm25 import TermWeights, paragraph_weights
from williams.domain.sketches import Sketch, sketch_of


@dataclass(frozen=True)
class Wording:
    """``terms`` are the weights of each paragraph's terms, ``sketch`` is of all paragraphs; see ``sketch_of``."""

    terms: Sequence[TermWeights]
    sketch: Sketch | None

    @classmethod
    def of(cls, texts: Sequence[str], language: str | None) -> Self:
        """Read the texts of paragraphs; ``language`` is a BCP 47 tag."""
        return cls(terms_of_each(texts, language), sketch_of(texts))


def terms_of_each(texts: Sequence[str], language: str | None) -> list[TermWeights]:
    """Return the weights of each text's terms."""
    return [paragraph_weights(text, language) for text in texts]
