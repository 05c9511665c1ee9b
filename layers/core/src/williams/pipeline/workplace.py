"""What the stages share that one invocation runs for a job: checkpoints, and the files that they have at hand."""

from __future__ import annotations

import tempfile
from functools import cached_property
from pathlib import Path
from types import TracebackType

from williams.domain.jobs import Job
from williams.pipeline.checkpoints import Checkpoints, stage_keys
from williams.pipeline.requests import parameters_of
from williams.pipeline.scratch import ObjectScratch
from williams.pipeline.stage_engines import fingerprint
from williams.pipeline.stage_io import BoundStage, StageInputs, bound_stages
from williams.pipeline.toolbox import Toolbox
from williams.plugin.base import Plugin


class Workplace:
    """Use as a context manager. What a stage handed on here is not fetched again by the next one.

    With ``keeps_files`` the objects that a stage saved stay at hand for those after it.
    """

    def __init__(self, toolbox: Toolbox, plugin: Plugin, job_id: str, keeps_files: bool = True) -> None:
        self._toolbox = toolbox
        self._plugin = plugin
        self._job_id = job_id
        self._keeps_files = keeps_files
        self._folder = tempfile.TemporaryDirectory(prefix="williams-")
        self._checkpoints: Checkpoints | None = None

    def __enter__(self) -> Workplace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    @cached_property
    def bound(self) -> dict[str, BoundStage]:
        """Every stage with its method, by its name."""
        return bound_stages(self._plugin, self._toolbox)

    def checkpoints(self, job: Job) -> Checkpoints:
        if self._checkpoints is None:
            keys = stage_keys(self._plugin, job, fingerprint(self._plugin, self._toolbox.engines, parameters_of(job)))
            self._checkpoints = Checkpoints(self._toolbox.objects, self._job_id, keys)
        return self._checkpoints

    def inputs(self, job: Job) -> StageInputs:
        """Return what one stage reads of the others: decoded anew for each, so that none sees another's changes."""
        return StageInputs(self._plugin, job, self.bound, self.checkpoints(job))

    def scratch(self) -> ObjectScratch:
        """Return the scratch space of one stage."""
        return ObjectScratch(
            self._toolbox.objects, self._job_id, Path(self._folder.name) if self._keeps_files else None
        )
