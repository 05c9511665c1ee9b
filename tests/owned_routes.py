"""Which routes of the API are about things that have an owner: told by the document, so that none can be forgotten."""

from __future__ import annotations

from typing import Any, Final

IDS: Final = ("content_id", "artifact_id", "job_id", "token_id", "feed_id", "batch_id", "source_id", "collection_id")
LISTS: Final = {
    ("GET", "/api/content"): "items",
    ("GET", "/api/artifacts"): "items",
    ("GET", "/api/jobs"): "items",
    ("GET", "/api/tokens"): "items",
    ("GET", "/api/feeds"): "items",
    ("GET", "/api/provenance/failures"): "items",
    ("GET", "/api/batches"): "items",
    ("GET", "/api/sources"): "items",
    ("GET", "/api/collections"): "items",
    ("GET", "/api/tags"): "tags",
    ("GET", "/api/search"): "hits",
    ("GET", "/api/consistency"): "disagreements",
}
# Their bodies name what is the caller's.
BODIES: Final = {("POST", "/api/content/export"), ("POST", "/api/plugins/export")}
# Routes that name an id, and want a body too.
SAID: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("PATCH", "/api/content/{content_id}"): {"license": "CC-BY-4.0"},
    ("POST", "/api/artifacts/{artifact_id}/feedback"): {"rating": 5},
    ("PATCH", "/api/sources/{source_id}"): {"title": "Another"},
    ("PATCH", "/api/collections/{collection_id}"): {"name": "theirs"},
    ("POST", "/api/collections/{collection_id}/members"): {"add": []},
}
# What they make is the caller's, and what they tell is everybody's.
OF_NOBODY: Final = {
    ("POST", "/api/uploads"),
    ("POST", "/api/content/import"),
    ("POST", "/api/content/import/batch"),
    ("POST", "/api/sources"),
    ("POST", "/api/tokens"),
    ("POST", "/api/feeds"),
    ("POST", "/api/collections"),
    ("GET", "/api/plugins/import"),
    ("GET", "/api/plugins/export"),
    ("GET", "/api/engines"),
    ("POST", "/api/plugins/{plugin_id}/enable"),
    ("POST", "/api/plugins/{plugin_id}/disable"),
    ("GET", "/api/health"),
    ("GET", "/download/{link}/{filename}"),
    ("GET", "/feeds/{token}.xml"),
    ("GET", "/feeds/{token}/{episode_id}/{filename}"),
}


def operations(document: dict[str, Any]) -> set[tuple[str, str]]:
    """Return (method, path) of everything that ``openapi.json`` describes."""
    return {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}


def with_ids(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (method, path) of every route whose path names something that has an owner."""
    return sorted((m, path) for m, path in operations(document) if any(f"{{{name}}}" in path for name in IDS))


def filled(path: str, ids: dict[str, str]) -> str:
    """Return the path with these ids, of the kind that each is."""
    kind = "document" if "{content_id}" in path else "podcast"
    return path.format(kind=kind, **ids)
