"""What was generated: artifacts and their parts."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field

from williams.domain.bounds import Identifier, Reason
from williams.domain.content import ObjectRef
from williams.domain.licenses import Use
from williams.domain.licenses.verdicts import LicenseVerdict
from williams.domain.models import DeferredModel


class ExportFormat(StrEnum):
    """The kind of medium that an export plugin makes (v2's ``export_format``)."""

    AUDIO = "audio"
    VIDEO = "video"
    DOCUMENT = "document"
    FLASHCARDS = "flashcards"


class VersionOf(DeferredModel):
    """The artifact that this one regenerates, and why."""

    version_of: Identifier
    reason: Reason | None = None


class ArtifactFilter(BaseModel):
    """Which artifacts are wanted: every condition that is given must hold.

    ``artifact_type`` is what an export calls it (``podcast``), ``format`` its file's (``mp3``). ``source_id`` is one
    that it was made from, ``created_from`` and ``created_to`` are days in UTC, both included. ``license`` is the one
    that it stands under, ``title`` words of its title, in any case. ``collection_ids`` and ``tags`` are of sources that
    it was made from, of several one.
    """

    artifact_type: str | None = None
    format: str | None = None
    source_id: str | None = None
    created_from: date | None = None
    created_to: date | None = None
    license: str | None = None
    use: Use | None = None
    title: str | None = None
    collection_ids: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    artifact_id: str | None = None


class Artifact(DeferredModel):
    """One generated artifact. ``duration`` is in seconds; ``provenance_id`` names its node in the graph.

    ``preview`` names the picture of it among its files; ``roles`` holds v2's names of files: ``audio``, ``script``.
    ``licensing`` is None for artifacts that were made before licenses were judged.
    """

    artifact_id: str
    owner: str
    artifact_type: str
    format: str
    plugin_id: str
    plugin_version: str
    job_id: str
    title: str
    source_ids: list[str]
    parameters: dict[str, Any] = Field(default_factory=dict)
    files: dict[str, ObjectRef] = Field(default_factory=dict)
    preview: str | None = None
    roles: dict[str, str] = Field(default_factory=dict)
    storage_path: str
    file_size: int
    duration: float | None = None
    metadata: dict[str, Any] = Field(default_factory=dict)
    licensing: LicenseVerdict | None = None
    provenance_id: str
    created_at: datetime

    @property
    def primary_name(self) -> str:
        """The name of the file that is the artifact itself."""
        return self.storage_path.rpartition("/")[2]

    @property
    def named_files(self) -> dict[str, str]:
        """The names of the files by v2's names, and by their own."""
        return {**self.roles, **{name: name for name in self.files}}
