"""What was generated from the library, and how it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from williams_client.downloads import Downloads, place_of
from williams_client.http import HttpApi
from williams_client.listing import PAGE_SIZE, each, segment
from williams_client.models import (
    ArtifactAnswer,
    JobAccepted,
    LicenseOverride,
    ListingArtifactAnswer,
    NewExport,
    NewShare,
    Share,
    VersionOf,
)


class Artifacts:
    """What was generated."""

    def __init__(self, http: HttpApi, downloads: Downloads) -> None:
        self._http = http
        self._downloads = downloads

    def list(self, limit: int = 50, next_token: str | None = None) -> ListingArtifactAnswer:
        """Return a page, newest first."""
        return self._http.get("/api/artifacts", ListingArtifactAnswer, {"limit": limit, "next_token": next_token})

    def each(self) -> Iterator[ArtifactAnswer]:
        """Yield all of them, newest first."""
        return each(lambda token: self.list(PAGE_SIZE, token))

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


class Exports:
    """What is to be generated. Each export is a job: follow it by its id."""

    def __init__(self, http: HttpApi) -> None:
        self._http = http

    def start(
        self,
        source_ids: Sequence[str],
        format: str,
        *,
        parameters: dict[str, Any] | None = None,
        priority: int | None = None,
        version_of: str | None = None,
        reason: str | None = None,
        use: str | None = None,
        license_override: LicenseOverride | None = None,
    ) -> JobAccepted:
        """Generate an artifact of the kind ``format`` (``podcast``) from content of the library.

        ``version_of`` is the artifact that the new one is a version of, and ``reason`` says why. ``use`` is what it is
        meant for: private (default), internal, public or commercial; ``license_override`` says who decided to go
        against its sources' licenses.
        """
        provenance = VersionOf(version_of=version_of, reason=reason) if version_of else None
        given = {
            "parameters": parameters,
            "priority": priority,
            "provenance": provenance,
            "use": use,
            "license_override": license_override,
        }
        body = NewExport(
            source_ids=list(source_ids),
            format=format,
            **{name: value for name, value in given.items() if value is not None},
        )
        return self._http.post_once("/api/content/export", JobAccepted, body)
