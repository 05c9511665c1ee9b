"""Answers of the API, as they come over the wire."""

from __future__ import annotations

from typing import Any

NOW = "2026-11-22T14:05:00Z"


def job(job_id: str = "job_1", status: str = "completed", **changes: Any) -> dict[str, Any]:
    ended = status in ("completed", "failed", "cancelled")
    return {
        "job_id": job_id,
        "kind": "import",
        "plugin_id": "import.pdf",
        "status": status,
        "priority": 5,
        "progress_percent": 100.0 if status == "completed" else 10.0,
        "current_stage": status,
        "message": status.title(),
        "url": "upload://up_1/paper.pdf",
        "content_type": "document",
        "content_id": "doc_1" if status == "completed" else None,
        "artifact_id": None,
        "batch_id": None,
        "created_at": NOW,
        "started_at": NOW,
        "completed_at": NOW if ended else None,
        "not_before": None,
        "error_message": None,
        "error": None,
        "retry_count": 0,
        "max_retries": 3,
        "cost_usd": 0.0,
        "progress_url": f"ws://api.test/prod?ticket={job_id}",
        **changes,
    }


def failed_job(job_id: str = "job_1") -> dict[str, Any]:
    error = {
        "code": "encrypted-content",
        "message": "The PDF wants a password.",
        "retryable": False,
        "stage": "extract",
    }
    return job(job_id, "failed", error=error, error_message=error["message"])


def batch(items: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """One that has ended."""
    return {
        "batch_id": "bat_1",
        "status": "completed",
        "progress_percent": 100.0,
        "title": None,
        "source": None,
        "job_id": None,
        "total": len(items),
        "counts": {},
        "left_out": [],
        "created_at": "2026-11-29T03:00:00Z",
        "cancelled_at": None,
        "failures": [each for each in items if each["status"] != "completed"],
        "progress_url": "ws://api.test/batch",
        **changes,
    }


def content(content_id: str = "doc_1", **changes: Any) -> dict[str, Any]:
    return {
        "content_id": content_id,
        "url": "upload://up_1/paper.pdf",
        "content_type": "document",
        "title": "On Provenance",
        "authors": ["Ada Smith", "Ben Jones"],
        "published_date": "2024-05-01T00:00:00Z",
        "license": "CC-BY-4.0",
        "license_evidence": None,
        "language": "en",
        "page_count": 6,
        "tier": "general",
        "status": "available",
        "version": 1,
        "supersedes": None,
        "superseded_by": None,
        "plugin_id": "import.pdf",
        "parameters": {},
        "sha256": "0" * 64,
        "paragraph_count": 62,
        "notices": [],
        "storage_paths": {"document.pdf": f"documents/{content_id}/document.pdf"},
        "tags": [],
        "collections": [],
        "extra": {},
        "created_at": NOW,
        "updated_at": NOW,
        **changes,
    }


def artifact(artifact_id: str = "art_1", **changes: Any) -> dict[str, Any]:
    return {
        "artifact_id": artifact_id,
        "artifact_type": "podcast",
        "format": "mp3",
        "title": "On Provenance: the podcast",
        "source_ids": ["doc_1"],
        "sources_with_notices": [],
        "parameters": {"voice": "professional_male"},
        "storage_path": f"podcasts/{artifact_id}/podcast.mp3",
        "download_url": "http://store.test/podcast.mp3",
        "preview": "http://store.test/cover.jpg",
        "artifacts": {},
        "files": {},
        "file_size": 2_400_000,
        "duration": 303.4,
        "metadata": {},
        "licensing": None,
        "provenance_id": f"podcast_{artifact_id}",
        "job_id": "job_2",
        "created_at": NOW,
        **changes,
    }


def place(**known: Any) -> dict[str, Any]:
    names = ("page", "page_label", "seconds", "until", "anchor", "slide", "sheet", "section", "paragraph", "boxes")
    return dict.fromkeys((*names, "notes")) | known


def part(ordinal: int, text: str, quote: str, **changes: Any) -> dict[str, Any]:
    source = {
        "document_id": "doc_1",
        "title": "On Provenance",
        "license": "CC-BY-4.0",
        "paragraph_id": f"doc_1.v1.p{ordinal}",
        "paragraph_ordinal": ordinal,
        "page": 1 + ordinal // 4,
        "place": place(page=1 + ordinal // 4, paragraph=ordinal + 1),
        "where": f"p. {1 + ordinal // 4}, ¶ {ordinal + 1}",
        "quote": quote,
        "doubt": None,
    }
    return {
        "part_id": f"part_{ordinal}",
        "ordinal": ordinal,
        "text": text,
        "heading": "On Provenance",
        "role": "host",
        "speaker": ("Alex", "Sam")[ordinal % 2],
        "starts_at": ordinal * 8.5,
        "ends_at": ordinal * 8.5 + 8,
        "place": place(seconds=ordinal * 8.5, until=ordinal * 8.5 + 8),
        "where": f"{int(ordinal * 8.5 // 60)}:{int(ordinal * 8.5 % 60):02}",
        "scene_num": None,
        "sources": [source],
        **changes,
    }


def genealogy(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "podcast": {
            "artifact_id": "art_1",
            "title": "On Provenance: the podcast",
            "created_at": NOW,
            "created_by": "export.podcast",
            "parameters": {},
        },
        "provenance": {
            "source_documents": [
                {
                    "doc_id": "doc_1",
                    "title": "On Provenance",
                    "authors": ["Ada Smith", "Ben Jones"],
                    "license": "CC-BY-4.0",
                    "published_date": "2024-05-01",
                    "url": None,
                    "content_type": "document",
                    "cites": [],
                    "deleted": False,
                }
            ],
            "parts": parts,
            "models": [{"provider": "williams", "name": "extractive", "version": "1"}],
            "voices": [{"provider": "espeak", "name": "en-gb"}],
            "version_of": None,
            "version_reason": None,
            "use": "private",
            "license": "CC-BY-4.0",
            "license_override": None,
            "next_token": None,
        },
    }


def hit(score: float, text: str, *marked: tuple[int, int]) -> dict[str, Any]:
    paragraph = {
        "paragraph_id": "doc_1.v1.p4",
        "ordinal": 4,
        "kind": "body",
        "text": text,
        "start": 0,
        "end": len(text),
        "page": 2,
        "seconds": None,
        "section": None,
        "place": place(page=2, paragraph=5),
        "where": "p. 2, ¶ 5",
        "doubt": None,
    }
    return {
        "content_id": "doc_1",
        "title": "On Provenance",
        "authors": ["Ada Smith"],
        "license": "CC-BY-4.0",
        "language": "en",
        "content_type": "document",
        "tier": "top",
        "paragraph": paragraph,
        "highlights": [{"start": start, "end": end} for start, end in marked],
        "score": score,
        "similarity": 0.61,
        "keyword_score": None,
    }


def plugin(plugin_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "plugin_id": plugin_id,
        "name": plugin_id,
        "version": "0.1.0",
        "description": "",
        "enabled": True,
        "type": "document",
        "stages": ["download", "extract"],
        "parameters": {"type": "object", "properties": {"voice": {"type": "string"}}},
        "error": None,
        **changes,
    }


def engine(engine_id: str, **changes: Any) -> dict[str, Any]:
    port, name = engine_id.split(".")
    found = {"engine_id": engine_id, "port": port, "name": name, "version": "1.0.0", "description": "It speaks."}
    return {**found, "paid": False, "default": False, "available": True, "choices": ["narrator"], **changes}
