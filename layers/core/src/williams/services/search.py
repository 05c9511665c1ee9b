"""Finds paragraphs by meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from williams.domain.content import Paragraph
from williams.ports.catalog import CatalogPort
from williams.ports.embedding import EmbeddingPort
from williams.ports.vectors import VectorPort


class SearchHit(BaseModel):
    """``score`` is the cosine similarity of question and paragraph."""

    content_id: str
    title: str | None
    authors: list[str]
    license: str | None
    paragraph: Paragraph
    score: float


@dataclass(frozen=True)
class Search:
    catalog: CatalogPort
    vectors: VectorPort
    embedding: EmbeddingPort

    async def search(
        self, owner: str, question: str, limit: int, content_ids: Sequence[str] | None = None
    ) -> list[SearchHit]:
        """Return the owner's nearest paragraphs, best first; what has no row is not shown."""
        vector = (await self.embedding.embed([question]))[0]
        hits = self.vectors.nearest(owner, self.embedding.model, vector, limit, content_ids)
        found = self.catalog.paragraphs_by_id(owner, [hit.paragraph_id for hit in hits])
        return [
            SearchHit(
                content_id=content.content_id,
                title=content.metadata.title,
                authors=content.metadata.authors,
                license=content.metadata.license,
                paragraph=paragraph,
                score=hit.score,
            )
            for hit in hits
            if hit.paragraph_id in found
            for content, paragraph in [found[hit.paragraph_id]]
        ]
