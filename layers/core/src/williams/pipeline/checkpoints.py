"""Stage outputs, kept so that nothing finished is run again.

A stage's key is a hash over everything that determines its output: plugin and version, engines, request, the key of
the stage before it, and for one item of a fan-out its number.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from williams.domain.bucket import checkpoints_prefix
from williams.domain.errors import NotFound
from williams.domain.jobs import Job
from williams.plugin.base import Plugin
from williams.ports.objects import ObjectPort

# Of the models that checkpoints hold. It is raised when they change: what an earlier release kept is then made anew.
_SHAPE: Final = "2"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]


def stage_keys(plugin: Plugin, job: Job, fingerprint: str) -> dict[str, str]:
    """Return each stage's key; each depends on all stages before it."""
    request = json.dumps([job.url, job.request], sort_keys=True, separators=(",", ":"))
    key = _digest(_SHAPE, plugin.plugin_id, plugin.version, fingerprint, request)
    keys: dict[str, str] = {}
    for stage in plugin.stages:
        key = keys[stage.name] = _digest(key, stage.name)
    return keys


class Checkpoints:
    """One job's checkpoints in the object store; what was seen of them once is not read again.

    They are kept as bytes, so that a stage gets the same objects from one that ran a moment ago as from one of
    yesterday.
    """

    def __init__(self, objects: ObjectPort, job_id: str, keys: dict[str, str]) -> None:
        self._objects = objects
        self._folder = checkpoints_prefix(job_id)
        self._keys = keys
        self._seen: dict[str, bytes] = {}
        self._first = False

    def _path(self, stage: str, item: int | None) -> str:
        place = stage if item is None else f"{stage}/{item:05d}"
        return f"{self._folder}{place}-{self._keys[stage]}.json"

    def read(self, stage: str, item: int | None = None) -> bytes | None:
        """Return the stage's or item's output as JSON, or None when it has not been made."""
        path = self._path(stage, item)
        if path not in self._seen:
            try:
                self._seen[path] = self._objects.read(path)
            except NotFound:
                return None
        return self._seen[path]

    def none_stands(self) -> None:
        """Say that no stage has run before: what is not there is not asked for."""
        self._first = True

    def standing(self, stage: str) -> bytes | None:
        """Return the output of a stage that is about to run, if it ran before.

        A stage begins when the one before it has its checkpoint. Where that was written here just now, none of a later
        stage can stand, and the store is not asked.
        """
        return None if self._first else self.read(stage)

    def write(self, stage: str, item: int | None, output: bytes) -> bool:
        """Return False, and leave what stands, when another delivery was first."""
        path = self._path(stage, item)
        written = self._objects.write_if_absent(path, output, "application/json")
        if written:
            self._seen[path] = output
        if item is None:
            self._first = written
        return written

    def finished_items(self, stage: str) -> set[int]:
        """Return the numbers of the items whose output stands."""
        ending = f"-{self._keys[stage]}.json"
        found = self._objects.keys(f"{self._folder}{stage}/")
        return {int(key.rsplit("/", 1)[1].removesuffix(ending)) for key in found if key.endswith(ending)}


def decoded(raw: bytes) -> Any:
    """Return a checkpoint's JSON as plain data."""
    return json.loads(raw)
