"""Makes valid records for tests; what a test is about is given, the rest is filled in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from williams.domain import ids
from williams.domain.content import Content, ContentMetadata, ContentType, ObjectRef, Paragraph
from williams.domain.jobs import Job, JobKind
from williams.domain.places import Place
from williams.plugin.processing import PARAGRAPH_SEPARATOR

WHEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def make_job(owner: str = "tester", plugin_id: str = "import.pdf", **fields: Any) -> Job:
    """Return an import job that was just submitted."""
    given: dict[str, Any] = {
        "job_id": ids.new_id("job"),
        "owner": owner,
        "kind": JobKind.IMPORT,
        "plugin_id": plugin_id,
        "url": "upload://up_1/source.pdf",
        "content_type": "document",
        "request": {"content_id": ids.new_id("doc"), "metadata": {}},
        "created_at": datetime.now(UTC),
    }
    return Job(**(given | fields))


def make_paragraphs(content_id: str, texts: Sequence[str]) -> list[Paragraph]:
    """Return paragraphs in order, two on a page."""
    paragraphs = []
    start = 0
    for ordinal, text in enumerate(texts):
        paragraphs.append(
            Paragraph(
                paragraph_id=ids.paragraph_id(content_id, 1, ordinal),
                ordinal=ordinal,
                text=text,
                start=start,
                end=start + len(text),
                place=Place(page=1 + ordinal // 2, section="Introduction", paragraph=ordinal + 1),
            )
        )
        start += len(text) + len(PARAGRAPH_SEPARATOR)
    return paragraphs


def make_content(owner: str = "tester", texts: Sequence[str] = ("A paragraph.",), **fields: Any) -> Content:
    """Return content whose bytes are its joined texts."""
    content_id = fields.pop("content_id", ids.new_id("doc"))
    digest = hashlib.sha256(PARAGRAPH_SEPARATOR.join(texts).encode()).hexdigest()
    original = ObjectRef(
        key=f"documents/{content_id}/document.pdf", media_type="application/pdf", size=1, sha256=digest
    )
    given: dict[str, Any] = {
        "content_id": content_id,
        "owner": owner,
        "url": "upload://up_1/source.pdf",
        "content_type": ContentType.DOCUMENT,
        "plugin_id": "import.pdf",
        "plugin_version": "1.0.0",
        "metadata": ContentMetadata(
            title="On Shelves", authors=["Ada Smith"], published_date=WHEN, license="CC-BY-4.0", language="en"
        ),
        "sha256": digest,
        "files": {"document.pdf": original},
        "paragraph_count": len(texts),
        "created_at": WHEN,
        "updated_at": WHEN,
    }
    return Content(**(given | fields))
