"""The library's models as rows of plain properties, which is what Bolt carries."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from williams.domain.content import Content, Paragraph
from williams.domain.generation_failures import GenerationFailure
from williams.domain.licenses.verdicts import LicenseVerdict
from williams.domain.places import Place
from williams.domain.provenance import ArtifactProvenance, ModelUsed, Part, PartSource, TracedPart, VoiceUsed
from williams.domain.references import CitedWork, Reference

_BATCH: Final = 500
# A paragraph's number follows from its ordinal; its boxes and what it notes stand in the catalog; a part's times have
# names of their own.
_PLACE: Final = tuple(name for name in Place.model_fields if name not in ("paragraph", "boxes", "notes"))
_OF_PARTS: Final = {"seconds": "starts_at", "until": "ends_at"}
_CAPITAL: Final = re.compile(r"(?<!^)(?=[A-Z])")

Row = dict[str, Any]
T = TypeVar("T")


def content_ids(provenance: ArtifactProvenance) -> list[str]:
    cited = (citation.content_id for part in provenance.parts for citation in part.citations)
    return list(dict.fromkeys([*provenance.source_ids, *cited]))


def document(content: Content) -> Row:
    metadata, evidence = content.metadata, content.license_evidence
    return {
        "title": metadata.title,
        "authors": metadata.authors,
        "published_date": metadata.published_date.isoformat() if metadata.published_date else None,
        "url": content.url,
        "content_type": content.content_type.value,
        "version": content.version,
        "sha256": content.sha256,
        "license_found_in": evidence.found_in if evidence else None,
    }


def paragraph(extracted: Paragraph) -> Row:
    return {
        "para_id": extracted.paragraph_id,
        "ordinal": extracted.ordinal,
        "kind": extracted.kind.value,
        **_place(extracted.place),
        "start": extracted.start,
        "end": extracted.end,
    }


def artifact(provenance: ArtifactProvenance) -> Row:
    # A node's property holds no nested map, hence JSON.
    parameters = json.dumps(provenance.parameters, sort_keys=True, ensure_ascii=False)
    return {
        _own_key(provenance.label): provenance.artifact_id,
        "provenance_id": provenance.provenance_id,
        "artifact_type": provenance.artifact_type,
        "title": provenance.title,
        "created_at": provenance.created_at.isoformat(),
        "plugin_id": provenance.plugin_id,
        "plugin_version": provenance.plugin_version,
        "parameters": parameters,
        **_licensing(provenance.licensing),
    }


def _licensing(verdict: LicenseVerdict | None) -> Row:
    if verdict is None:
        return {}
    override = verdict.override
    return {
        "use": verdict.use.value,
        "license": verdict.license,
        "license_override_by": override and override.by,
        "license_override_why": override and override.why,
    }


def origins(provenance: ArtifactProvenance) -> Row:
    """Return what an artifact comes from: its sources, models and voices, each numbered."""
    return {
        "sources": [{"doc_id": doc_id, "ordinal": n} for n, doc_id in enumerate(content_ids(provenance))],
        "models": [{**each.model_dump(), "ordinal": n} for n, each in enumerate(dict.fromkeys(provenance.models))],
        "voices": [{**each.model_dump(), "ordinal": n} for n, each in enumerate(dict.fromkeys(provenance.voices))],
    }


_LINKED: Final = frozenset({"models", "voices"})


def failure(failed: GenerationFailure) -> Row:
    """Return a failure's own properties. Its moment is text that sorts as time does."""
    kept = failed.model_dump(mode="json", exclude=set(_LINKED))
    parameters = json.dumps(failed.parameters, sort_keys=True, ensure_ascii=False)
    return {**kept, "failed_at": moment(failed.failed_at), "parameters": parameters}


def attempted(failed: GenerationFailure) -> Row:
    """Return what a failure is tied to: sources, models and voices, each numbered."""
    return {
        "sources": [{"doc_id": doc_id, "ordinal": n} for n, doc_id in enumerate(dict.fromkeys(failed.source_ids))],
        "models": [{**each.model_dump(), "ordinal": n} for n, each in enumerate(failed.models)],
        "voices": [{**each.model_dump(), "ordinal": n} for n, each in enumerate(failed.voices)],
    }


def read_failure(found: Row, models: Sequence[Row], voices: Sequence[Row]) -> GenerationFailure:
    """``found`` has the failure's properties; a property that is null is not kept by a graph."""
    known = {name: found.get(name) for name in GenerationFailure.model_fields if name not in _LINKED}
    return GenerationFailure(
        **{**known, "parameters": json.loads(found["parameters"])},
        models=tuple(ModelUsed(**row) for row in models),
        voices=tuple(VoiceUsed(**row) for row in voices),
    )


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _own_key(label: str) -> str:
    """Return ``podcast_id`` for ``Podcast``, ``flashcard_deck_id`` for ``FlashcardDeck``."""
    return _CAPITAL.sub("_", label).lower() + "_id"


def part(traced: Part, owner: str) -> Row:
    """Return a part with what it cites, by the documents that it is from."""
    return {
        "part_id": traced.part_id,
        "ordinal": traced.ordinal,
        "properties": _part_properties(traced, owner),
        "documents": _cited_documents(traced),
    }


def _part_properties(traced: Part, owner: str) -> Row:
    place = _place(traced.place)
    return {
        "part_id": traced.part_id,
        "owner": owner,
        "ordinal": traced.ordinal,
        "text": traced.text,
        "heading": traced.heading,
        "role": traced.role,
        "speaker": traced.speaker,
        **{_OF_PARTS.get(name, name): value for name, value in place.items()},
    }


def _cited_documents(traced: Part) -> list[Row]:
    cited: dict[str, list[Row]] = defaultdict(list)
    for n, c in enumerate(dict.fromkeys(traced.citations)):
        cited[c.content_id].append({"para_id": c.paragraph_id, "start": c.start, "end": c.end, "ordinal": n})
    return [{"doc_id": doc_id, "citations": citations} for doc_id, citations in cited.items()]


def traced_part(row: Row, sources: list[PartSource]) -> TracedPart:
    """``row`` has a part's properties and its scene's number."""
    found = row["part"]
    fields = {name: found.get(name) for name in ("part_id", "ordinal", "text", "heading", "role", "speaker")}
    place = Place(**{name: found.get(_OF_PARTS.get(name, name)) for name in _PLACE})
    return TracedPart(**fields, place=place, scene_num=row["scene_num"], sources=sources)


def part_source(row: Row) -> PartSource:
    """``row`` has a citation with the properties of the paragraph that is cited."""
    found = row["paragraph"]
    ordinal = found["ordinal"]
    return PartSource(
        document_id=row["document_id"],
        paragraph_id=found["para_id"],
        paragraph_ordinal=ordinal,
        place=Place(**{name: found.get(name) for name in _PLACE}, paragraph=ordinal + 1),
        start=row["start"],
        end=row["end"],
    )


def _place(place: Place) -> Row:
    return place.model_dump(include=set(_PLACE))


def cited_works(references: Sequence[Reference]) -> list[Row]:
    """Return a row for each identifier of each reference; those of one have its number."""
    return [
        {"ordinal": n, "work": work, "title": each.title, "year": each.year}
        for n, each in enumerate(references)
        for work in dict.fromkeys(each.works)
    ]


def cited(found: Sequence[Row]) -> list[CitedWork]:
    """Put the rows of one reference together: it may have several identifiers, and several documents be it."""
    works: dict[int, dict[str, Row]] = {}
    documents: dict[int, dict[str | None, None]] = {}
    for row in found:
        works.setdefault(row["ordinal"], {})[row["work"]] = row
        standing = documents.setdefault(row["ordinal"], {})
        if row["doc_id"] is not None and not row["deleted"]:
            standing[row["doc_id"]] = None
    return [_cited(named, doc_id) for ordinal, named in works.items() for doc_id in documents[ordinal] or [None]]


def _cited(works: dict[str, Row], doc_id: str | None) -> CitedWork:
    said = next(iter(works.values()))
    return CitedWork(doc_id=doc_id, works=list(works), title=said["title"], year=said["year"])


def batches(rows: Sequence[T]) -> Iterator[list[T]]:
    """Cut rows into pieces that one statement takes well; no rows are one piece, which is empty."""
    return (list(rows[start : start + _BATCH]) for start in range(0, max(1, len(rows)), _BATCH))
