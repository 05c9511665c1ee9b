"""The large library, document by document: the same in every process that makes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from tests.benchmarks.size.language import Language, Passage
from williams.domain.bm25 import TermWeights
from williams.domain.content import Content, ContentMetadata, Paragraph
from williams.domain.sketches import sketch_of
from williams.domain.wording import Wording, terms_of_each
from williams.ports.vectors import VectorPort
from williams_testing.factories import WHEN, make_content, make_paragraphs

OWNER: Final = "reader"
OTHER: Final = "neighbour"
MODEL: Final = "made-up"
PARAGRAPHS_EACH: Final = 50
# Every so many-th document has the tag, every so many-th is in the collection, every so many-th is in German.
TAGGED, COLLECTED, GERMAN = 10, 100, 9


@dataclass(frozen=True)
class Volume:
    owner: str
    number: int
    language: str
    passages: list[Passage]

    @cached_property
    def content(self) -> Content:
        about = ContentMetadata(title=f"Volume {self.number}", published_date=WHEN, language=self.language)
        tags = ["tagged"] if self.number % TAGGED == 0 else []
        name = f"doc_{self.owner}{self.number:06d}"
        return make_content(self.owner, self._texts, metadata=about, tags=tags, content_id=name)

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        return make_paragraphs(self.content.content_id, self._texts)

    @cached_property
    def terms(self) -> list[TermWeights]:
        return terms_of_each(self._texts, self.language)

    @property
    def wording(self) -> Wording:
        return Wording(self.terms, sketch_of(self._texts))

    @property
    def _texts(self) -> list[str]:
        return [each.text for each in self.passages]

    def write_vectors(self, vectors: VectorPort) -> None:
        names = [each.paragraph_id for each in self.paragraphs]
        places = [each.vector for each in self.passages]
        vectors.upsert(self.owner, self.content.content_id, MODEL, names, places, self.terms)


def volumes(language: Language, paragraphs: int) -> Iterator[Volume]:
    """Yield so many paragraphs of the owner, behind a tenth of it of another."""
    for owner, number in ((OTHER, paragraphs // 10), (OWNER, paragraphs)):
        for volume in range(number // PARAGRAPHS_EACH):
            spoken = "de" if volume % GERMAN == 1 else "en"
            yield Volume(owner, volume, spoken, language.document(PARAGRAPHS_EACH, spoken))
