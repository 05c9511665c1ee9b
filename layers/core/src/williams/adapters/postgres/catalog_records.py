"""Content, paragraphs and artifacts as rows, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final
from unicodedata import normalize

from williams.adapters.postgres.prepared import Row
from williams.domain.artifacts import Artifact
from williams.domain.content import Content, ContentMetadata, Paragraph
from williams.domain.language_codes import spellings
from williams.domain.notices import Notice
from williams.domain.places import Place
from williams.domain.search import ContentFilter

_FROM_METADATA: Final = tuple(ContentMetadata.model_fields)
_FROM_CONTENT: Final = tuple(name for name in Content.model_fields if name != "metadata")


def columns(table: str, names: tuple[str, ...]) -> str:
    """Return the names as a list of the table's columns for SQL."""
    return ", ".join(f"{table}.{name}" for name in names)


CONTENT_NAMES: Final = _FROM_CONTENT + _FROM_METADATA
PARAGRAPH_NAMES: Final = (
    "paragraph_id",
    "ordinal",
    "kind",
    "text",
    "char_start",
    "char_end",
    "place",
    "doubt",
    "figure",
)
ARTIFACT_NAMES: Final = tuple(name if name != "duration" else "duration_seconds" for name in Artifact.model_fields)


def content_params(content: Content) -> dict[str, Any]:
    """Return one value per name of :data:`CONTENT_NAMES`, fit for pg8000."""
    values = content.model_dump(exclude={"metadata", "notices"})
    values |= content.metadata.model_dump()
    values |= {"extra": content.metadata.model_dump(mode="json")["extra"]}
    values |= {"notices": notices_json(content.notices)}
    return values | {"content_type": content.content_type.value, "tier": content.tier.value}


def notices_json(notices: Iterable[Notice]) -> str:
    """Return the notices as JSON text: a list would be taken for an array by pg8000."""
    return json.dumps([notice.model_dump(mode="json") for notice in notices])


def content_from(row: Row) -> Content:
    metadata = ContentMetadata(**{name: row[name] for name in _FROM_METADATA})
    return Content(**{name: row[name] for name in _FROM_CONTENT}, metadata=metadata)


def paragraph_json(paragraphs: list[Paragraph]) -> list[dict[str, Any]]:
    """Return the paragraphs as objects for ``jsonb_to_recordset``, with the columns' names."""
    return [_paragraph_values(paragraph) for paragraph in paragraphs]


def _paragraph_values(paragraph: Paragraph) -> dict[str, Any]:
    values = paragraph.model_dump(mode="json", exclude={"place"})
    place = paragraph.place.model_dump(exclude_none=True, exclude={"paragraph"})
    return {**values, "char_start": values.pop("start"), "char_end": values.pop("end"), "place": place}


def paragraph_from(row: Row) -> Paragraph:
    values = {name: row[name] for name in PARAGRAPH_NAMES}
    place = Place(**values.pop("place"), paragraph=values["ordinal"] + 1)
    return Paragraph(**values, start=values.pop("char_start"), end=values.pop("char_end"), place=place)


def artifact_params(artifact: Artifact) -> dict[str, Any]:
    """Return one value per name of :data:`ARTIFACT_NAMES`, and v2's ``duration`` in whole seconds."""
    values = artifact.model_dump()
    values |= artifact.model_dump(mode="json", include={"parameters", "metadata", "licensing"})
    seconds = values.pop("duration")
    return values | {"duration_seconds": seconds, "duration": None if seconds is None else round(seconds)}


def artifact_from(row: Row) -> Artifact:
    values = {name: row[name] for name in ARTIFACT_NAMES}
    return Artifact(**values, duration=values.pop("duration_seconds"))


def filter_params(wanted: ContentFilter) -> dict[str, Any]:
    """Return one value per field, a language by each of its codes; what is compared in any case is in lower case."""
    values = wanted.model_dump(mode="json")
    values["languages"] = values["languages"] and [code for tag in values["languages"] for code in spellings(tag)]
    values["licenses"] = values["licenses"] and [each.lower() for each in values["licenses"]]
    return values | {"author": wanted.author and normalize("NFC", wanted.author).lower()}
