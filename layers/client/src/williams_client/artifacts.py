"""What was generated from the library, and how it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypedDict, Unpack

from williams_client.downloads import Downloads, place_of
from williams_client.http import HttpApi
from williams_client.listing import PAGE_SIZE, each, segment
from williams_client.models import (
    ArtifactAnswer,
    ExportPlan,
    Feedback,
    FeedbackPage,
    JobAccepted,
    LicenseOverride,
    ListingArtifactAnswer,
    NewExport,
    NewFeedback,
    NewShare,
    Share,
    VersionOf,
)


class ArtifactFilters(TypedDict, total=False):
    """Which artifacts: every filter must hold. Days are ``2026-11-25``; ``title`` is words of it, in any case."""

    artifact_type: str | None
    format: str | None
    source_id: str | None
    created_from: str | None
    created_to: str | None
    license: str | None
    use: str | None
    title: str | None
    collection: Sequence[str]
    tag: Sequence[str]


class Artifacts:
    """What was generated."""

    def __init__(self, http: HttpApi, downloads: Downloads) -> None:
        self._http = http
        self._downloads = downloads

    def list(
        self, limit: int = 50, next_token: str | None = None, **filters: Unpack[ArtifactFilters]
    ) -> ListingArtifactAnswer:
        """Return a page, newest first."""
        asked = {"limit": limit, "next_token": next_token, **filters}
        return self._http.get("/api/artifacts", ListingArtifactAnswer, asked)

    def each(self, **filters: Unpack[ArtifactFilters]) -> Iterator[ArtifactAnswer]:
        """Yield all of them, newest first."""
        return each(lambda token: self.list(PAGE_SIZE, token, **filters))

    def rate(self, artifact_id: str, rating: int, comment: str | None = None, part: str | None = None) -> Feedback:
        """Say how good an artifact is, or one of its parts: 1 (bad) to 5 (good)."""
        body = NewFeedback(rating=rating, comment=comment, part=part)
        return self._http.post(f"/api/artifacts/{segment(artifact_id)}/feedback", Feedback, body)

    def feedback(self, artifact_id: str, limit: int = 50, next_token: str | None = None) -> FeedbackPage:
        """Return a page of what was said of an artifact, newest first, and how it is rated."""
        asked = {"limit": limit, "next_token": next_token}
        return self._http.get(f"/api/artifacts/{segment(artifact_id)}/feedback", FeedbackPage, asked)

    def get(self, artifact_id: str) -> ArtifactAnswer:
        return self._http.get(f"/api/artifacts/{segment(artifact_id)}", ArtifactAnswer)

    def download(self, artifact: ArtifactAnswer, folder: Path) -> dict[str, Path]:
        """Download all files into ``folder``; return where each one is, by name. Raises as :meth:`Downloads.fetch`."""
        places = {name: place_of(folder, name) for name in artifact.files}
        for name, file in artifact.files.items():
            self._downloads.fetch(file, places[name])
        return places

    def share(self, artifact_id: str, channel: str | None = None) -> Share:
        """Get a link that opens the artifact without a token; ``channel`` says where to."""
        body = NewShare(channel=channel) if channel else NewShare()
        return self._http.post(f"/api/artifacts/{segment(artifact_id)}/shares", Share, body)


class Wanted(TypedDict, total=False):
    """How an export is to be made.

    Attributes:
        version_of: the artifact that the new one is a version of; ``reason`` says why.
        use: what it is meant for: private (default), internal, public or commercial.
        license_override: who decided to go against the licenses of its sources, and why.
        leave_out_refused_parts: make it without the paragraphs whose own license refuses the use.
        budget_usd: what providers may be paid at most.
        collections: ids or names; ``tags``: what is in them and has these is made of, too.
    """

    parameters: dict[str, Any] | None
    priority: int | None
    version_of: str | None
    reason: str | None
    use: str | None
    license_override: LicenseOverride | None
    leave_out_refused_parts: bool | None
    budget_usd: float | None
    collections: Sequence[str]
    tags: Sequence[str]


class Exports:
    """What is to be generated. Each export is a job: follow it by its id."""

    def __init__(self, http: HttpApi) -> None:
        self._http = http

    def start(self, source_ids: Sequence[str], format: str, **wanted: Unpack[Wanted]) -> JobAccepted:
        """Generate an artifact of the kind ``format`` (``podcast``) from content of the library."""
        return self._http.post_once("/api/content/export", JobAccepted, _body(source_ids, format, wanted))

    def plan(self, source_ids: Sequence[str], format: str, **wanted: Unpack[Wanted]) -> ExportPlan:
        """Return what :meth:`start` would do and what it would cost; nothing is made."""
        body = _body(source_ids, format, wanted).model_copy(update={"dry_run": True})
        return self._http.post("/api/content/export", ExportPlan, body, repeatable=True)


def _body(source_ids: Sequence[str], format: str, wanted: Wanted) -> NewExport:
    given: dict[str, Any] = {**wanted}
    version_of, reason = given.pop("version_of", None), given.pop("reason", None)
    given["provenance"] = VersionOf(version_of=version_of, reason=reason) if version_of else None
    given |= {name: list(given[name]) or None for name in ("collections", "tags") if name in given}
    said = {name: value for name, value in given.items() if value is not None}
    return NewExport(source_ids=list(source_ids), format=format, **said)
