"""Decks to be made, from a few sentences."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from williams_export_flashcards import FlashcardsExport
from williams_export_flashcards.cards import Card
from williams_export_flashcards.task import WriteCards
from williams_writing.quoting import Quoting

from williams.domain.content import Content, ContentMetadata, Paragraph, ParagraphKind
from williams.domain.figures import Figure
from williams.domain.ids import paragraph_id
from williams.domain.places import Place
from williams.plugin import ExportRequest, ExportResult
from williams.ports.text import Passage, TextPort
from williams_testing.factories import WHEN, make_content, make_paragraphs
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary

KINDS = ("basic", "reversed", "cloze")


def task(*sources: Sequence[str], language: str = "en", title: str = "Notes", **fields: Any) -> WriteCards:
    """Return the task of making cards of sources, each of them its paragraphs."""
    passages = tuple(
        Passage(
            content_id=f"doc_{number}",
            paragraph_id=f"doc_{number}.p{place}",
            text=text,
            title=title,
            place=Place(section="Part", paragraph=place + 1),
        )
        for number, texts in enumerate(sources)
        for place, text in enumerate(texts)
    )
    return WriteCards(
        passages=passages,
        language=language,
        **{"title": title, "count": 50, "kinds": KINDS, "languages": {}, **fields},
    )


def quoted(asked: WriteCards) -> list[Card]:
    """Return what the quoting engine makes of it."""
    return asyncio.run(Quoting().write(asked)).answer.cards


def cited(asked: WriteCards, card: Card) -> list[str]:
    """Return the words that a card cites."""
    texts = {passage.paragraph_id: passage.text for passage in asked.passages}
    return [texts[each.paragraph_id][each.start : each.end] for each in card.fact.citations]


@dataclass
class Shelf:
    """A library in memory, and the decks that are made of what is in it."""

    engine: TextPort = field(default_factory=Quoting)
    library: MemoryLibrary = field(init=False)

    def __post_init__(self) -> None:
        self.library = MemoryLibrary(engines=ChosenEngines(text=self.engine))

    def put(
        self,
        texts: Sequence[str],
        *,
        kind: ParagraphKind = ParagraphKind.BODY,
        figures: Mapping[str, bytes] | None = None,
        updated_at: datetime = WHEN,
        said: Mapping[str, Any] | None = None,
        **fields: Any,
    ) -> str:
        """Put a source into the library, or its next version under the same id. ``figures`` are by their captions."""
        metadata = ContentMetadata.model_validate(
            {"title": "On Shelves", "authors": ["Ada Smith"], "license": "CC-BY-4.0", "language": "en", **(said or {})}
        )
        content: Content = make_content(OWNER, texts, metadata=metadata, updated_at=updated_at, **fields)
        made = make_paragraphs(content.content_id, texts)
        paragraphs = [
            each.model_copy(
                update={"kind": kind, "paragraph_id": paragraph_id(content.content_id, content.version, each.ordinal)}
            )
            for each in made
        ]
        if figures:
            content, paragraphs = self._illustrated(content, paragraphs, figures)
        self.library.graph.write_document(content, paragraphs)
        self.library.catalog.commit_import(content, paragraphs)
        return content.content_id

    def _illustrated(
        self, content: Content, paragraphs: list[Paragraph], figures: Mapping[str, bytes]
    ) -> tuple[Content, list[Paragraph]]:
        files, shown = dict(content.files), list[Paragraph]()
        for each in paragraphs:
            if (data := figures.get(each.text)) is None:
                shown.append(each)
                continue
            name = f"figure-{each.ordinal}.png"
            file = self.library.objects.write(f"documents/{content.content_id}/{name}", data, "image/png")
            files[name] = file
            figure = Figure(
                file=name, media_type="image/png", width=120, height=120, sha256=file.sha256, alt=f"About {each.text}"
            )
            shown.append(each.model_copy(update={"kind": ParagraphKind.FIGURE, "figure": figure}))
        return content.model_copy(update={"files": files}), shown

    def make(
        self, *source_ids: str, artifact_id: str = "art_1", requested_at: datetime = WHEN, **parameters: Any
    ) -> ExportResult:
        plugin = FlashcardsExport()
        self.library.bind(plugin)
        request = ExportRequest(
            job_id=f"job_{artifact_id}",
            owner=OWNER,
            artifact_id=artifact_id,
            source_ids=list(source_ids),
            format="flashcards",
            parameters=plugin.parameters.model_validate(parameters).model_dump(mode="json"),
            requested_at=requested_at,
        )
        return asyncio.run(plugin.generate_content(request, request.job_id))

    def file(self, made: ExportResult, name: str) -> bytes:
        return self.library.objects.read(made.artifacts[name])

    def table(self, made: ExportResult) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.file(made, "cards.csv").decode("utf-8-sig"))))
