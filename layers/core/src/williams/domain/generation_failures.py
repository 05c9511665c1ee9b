"""Exports that failed for good, as provenance keeps them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from williams.domain.models import DeferredModel
from williams.domain.provenance import ModelUsed, VoiceUsed


class GenerationFailure(DeferredModel):
    """What was to be made, and how far it came: v2's ``_track_generation_failure``.

    ``failure_id`` is the name of the execution that failed: a job that was retried by hand may have several.
    ``models`` and ``voices`` are those that were asked until then, with the instructions that they were given.
    ``cost_usd`` is what the job had cost by then, in US dollars.
    """

    model_config = ConfigDict(frozen=True)

    failure_id: str
    owner: str
    job_id: str
    failed_at: datetime
    plugin_id: str
    plugin_version: str | None
    artifact_type: str
    parameters: dict[str, Any]
    source_ids: tuple[str, ...]
    version_of: str | None = None
    stage: str | None
    code: str
    message: str
    models: tuple[ModelUsed, ...] = ()
    voices: tuple[VoiceUsed, ...] = ()
    cost_usd: float = 0.0


class FailureFilter(DeferredModel):
    """Every condition that is given must hold. ``since`` is the first moment."""

    model_config = ConfigDict(frozen=True)

    plugin_id: str | None = None
    stage: str | None = None
    code: str | None = None
    since: datetime | None = None


class AskedEngines(DeferredModel):
    """Which models and voices were asked for something, each once, in the order of the first time."""

    models: list[ModelUsed] = Field(default_factory=list)
    voices: list[VoiceUsed] = Field(default_factory=list)

    def note(self, used: ModelUsed | VoiceUsed) -> None:
        noted: list[Any] = self.models if isinstance(used, ModelUsed) else self.voices
        if used not in noted:
            noted.append(used)
