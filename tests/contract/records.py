"""Jobs, content and artifacts for the contract tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from williams.domain.artifacts import Artifact
from williams.domain.content import Content, ContentMetadata, ContentType, ObjectRef, Paragraph
from williams.domain.doubts import Doubt
from williams.domain.figures import Figure
from williams.domain.ids import new_id, paragraph_id
from williams.domain.jobs import Job, JobError, JobKind
from williams.domain.licenses import Use
from williams.domain.licenses.verdicts import LicensedSource, verdict_on
from williams.domain.notices import Notice
from williams.domain.places import PageBox, Place
from williams.ports.jobs import Claim, JobStorePort

NOW = datetime.now(UTC).replace(microsecond=123456)
PAST = NOW - timedelta(hours=1)
OWNER = "ada"
LANES = {"import.pdf": 100}

TRANSIENT = JobError(code="provider-unavailable", message="It did not answer.", retryable=True, stage="embed")
DEFECT = JobError(code="internal-error", message="Something went wrong.", retryable=True, stage="embed")
PERMANENT = JobError(code="corrupt-content", message="It is damaged.", retryable=False, stage="extract")


def make_job(owner: str = OWNER, **changes: Any) -> Job:
    fields: dict[str, Any] = {
        "job_id": new_id("job"),
        "owner": owner,
        "kind": JobKind.IMPORT,
        "plugin_id": "import.pdf",
        "url": "upload://a.pdf",
        "content_type": "document",
        "request": {"url": "upload://a.pdf", "nested": {"list": [1, 2.5, None, "ü"]}},
        "created_at": PAST,
    }
    return Job(**(fields | changes))


def submit(jobs: JobStorePort, owner: str = OWNER, **changes: Any) -> Job:
    return jobs.submit(make_job(owner, **changes), None, "hash").job


def submit_claimed(jobs: JobStorePort, **changes: Any) -> Claim:
    """Submit one job, claim it and return the claim."""
    job = submit(jobs, **changes)
    return claim(jobs, job)


def claim(jobs: JobStorePort, job: Job) -> Claim:
    """Claim everything eligible and return the given job's claim."""
    return next(taken for taken in jobs.claim({}, 1000, 1000) if taken.job_id == job.job_id)


def make_content(owner: str = OWNER, **changes: Any) -> Content:
    ref = ObjectRef(key="documents/d/document.pdf", media_type="application/pdf", size=9, sha256="a" * 64)
    fields: dict[str, Any] = {
        "content_id": new_id("doc"),
        "owner": owner,
        "url": "upload://a.pdf",
        "content_type": ContentType.DOCUMENT,
        "plugin_id": "import.pdf",
        "plugin_version": "1.0.0",
        "metadata": ContentMetadata(
            title="On “tests”",
            authors=["Ada, L.", 'Quote "Q"', "Backslash \\"],
            published_date=PAST,
            license="CC-BY-4.0",
            language="en",
            page_count=6,
            extra={"outline": [{"title": "1", "page": 1}]},
        ),
        "sha256": "a" * 64,
        "files": {"document.pdf": ref},
        "paragraph_count": 2,
        "notices": [Notice(code="guessed-encoding", message="“Guessed”.", place="p. 1", remedy="Save it as UTF-8.")],
        "created_at": PAST,
        "updated_at": PAST,
    }
    return Content(**(fields | changes))


PLACES: Final = (
    Place(page=1, section="1 Introduction"),
    Place(page=2, page_label="xii", section="“Quoted” \\ heading"),
    Place(seconds=724.25, until=731.5),
    Place(anchor="chapter-2.xhtml#s3"),
    Place(slide=7),
    Place(sheet="Budget"),
    Place(
        page=3,
        boxes=(PageBox(page=3, box=(0.1, 0.75, 0.45, 1.0)), PageBox(page=4, box=(0.5, 0.0, 0.9, 0.125))),
        notes=2,
    ),
    Place(),
)
"""One of every kind."""


FIGURE = Figure(file="figure-1.png", media_type="image/png", width=640, height=480, sha256="ab" * 32, alt="A “boat”")


def make_paragraphs(content: Content, count: int = 2) -> list[Paragraph]:
    return [
        Paragraph(
            paragraph_id=paragraph_id(content.content_id, content.version, ordinal),
            ordinal=ordinal,
            text=f"Paragraph {ordinal} – “quoted”, \t tab, \n line, 🎧.",
            start=ordinal * 50,
            end=ordinal * 50 + 40,
            place=PLACES[ordinal % len(PLACES)].model_copy(update={"paragraph": ordinal + 1}),
            doubt=Doubt(code="characters-guessed", confidence=0.9) if ordinal % 3 == 0 else None,
            figure=FIGURE if ordinal % 3 == 1 else None,
        )
        for ordinal in range(count)
    ]


def make_artifact(owner: str = OWNER, **changes: Any) -> Artifact:
    identifier = new_id("art")
    fields: dict[str, Any] = {
        "artifact_id": identifier,
        "owner": owner,
        "artifact_type": "podcast",
        "format": "mp3",
        "plugin_id": "export.podcast",
        "plugin_version": "1.0.0",
        "job_id": new_id("job"),
        "title": "An episode",
        "source_ids": ["doc_1", "doc_2"],
        "parameters": {"voice": "professional_male"},
        "preview": "cover.jpg",
        "roles": {"audio": "podcast.mp3"},
        "storage_path": f"podcasts/{identifier}/podcast.mp3",
        "file_size": 5_000_000_000,
        "duration": 301.75,
        "metadata": {"loudness": -16.1},
        "licensing": verdict_on([LicensedSource(content_id="doc_1", title=None, license="CC-BY-4.0")], Use.PUBLIC),
        "provenance_id": identifier,
        "created_at": PAST,
    }
    return Artifact(**(fields | changes))
