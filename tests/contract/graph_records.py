"""Content, artifacts and their parts for the graph's tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.contract.records import PLACES
from williams.domain.content import Content, ContentMetadata, ContentType, Paragraph
from williams.domain.ids import new_id, paragraph_id
from williams.domain.places import Place
from williams.domain.provenance import ArtifactProvenance, Citation, ModelUsed, Part, VoiceUsed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OWNER = "ada"


def make_content(owner: str = OWNER, license: str | None = "CC-BY-4.0", **changes: Any) -> Content:
    metadata = ContentMetadata(title="On Engines", authors=["A. Lovelace", "C. Babbage"], license=license)
    fields: dict[str, Any] = {
        "content_id": new_id("doc"),
        "owner": owner,
        "url": "upload://up_1/engines.pdf",
        "content_type": ContentType.DOCUMENT,
        "plugin_id": "import.pdf",
        "plugin_version": "1.0.0",
        "metadata": metadata,
        "sha256": "0" * 64,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Content(**{**fields, **changes})


def make_paragraphs(content: Content, count: int = 3) -> list[Paragraph]:
    return [
        Paragraph(
            paragraph_id=paragraph_id(content.content_id, content.version, n),
            ordinal=n,
            text="Engines weave patterns.",
            start=n * 25,
            end=n * 25 + 23,
            place=PLACES[n % len(PLACES)].model_copy(update={"paragraph": n + 1}),
        )
        for n in range(count)
    ]


def cite(content: Content, ordinal: int, start: int = 0, end: int = 7) -> Citation:
    paragraph = paragraph_id(content.content_id, content.version, ordinal)
    return Citation(content_id=content.content_id, paragraph_id=paragraph, start=start, end=end)


def make_part(ordinal: int, *citations: Citation, text: str = "Engines weave.") -> Part:
    return Part(
        part_id=f"segment-{ordinal}",
        label="PodcastSegment",
        ordinal=ordinal,
        text=text,
        speaker="host" if ordinal % 2 == 0 else None,
        place=Place(seconds=ordinal * 1.5, until=ordinal * 1.5 + 1.5),
        citations=list(citations),
    )


def make_artifact(sources: list[Content], parts: list[Part], **changes: Any) -> ArtifactProvenance:
    artifact_id = new_id("art")
    fields: dict[str, Any] = {
        "artifact_id": artifact_id,
        "provenance_id": f"podcast_{artifact_id}",
        "owner": OWNER,
        "artifact_type": "podcast",
        "label": "Podcast",
        "title": "Engines, talked over",
        "created_at": NOW,
        "plugin_id": "export.podcast",
        "plugin_version": "1.0.0",
        "parameters": {"style": "conversational", "voices": ["a", "b"], "depth": {"level": 2}},
        "source_ids": [source.content_id for source in sources],
        "parts": parts,
        "models": [ModelUsed(provider="williams", name="extractive", version="1")],
        "voices": [VoiceUsed(provider="espeak", name="en-gb"), VoiceUsed(provider="espeak", name="en-us")],
    }
    return ArtifactProvenance(**{**fields, **changes})
