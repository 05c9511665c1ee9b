"""A stage's scratch space: a temporary folder here, objects in the job's scratch for later stages."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from williams.domain.bucket import scratch_prefix
from williams.domain.content import ObjectRef
from williams.ports.objects import ObjectPort


class ObjectScratch:
    """Use as a context manager: the folder goes when the stage ends, the objects when the job is settled.

    ``at_hand`` is a folder of copies of objects that outlives the stage: what stands there is not fetched.
    """

    def __init__(self, objects: ObjectPort, job_id: str, at_hand: Path | None = None) -> None:
        self._objects = objects
        self._at_hand = at_hand
        self._prefix = scratch_prefix(job_id)
        self._folder = tempfile.TemporaryDirectory(prefix="williams-")

    def __enter__(self) -> ObjectScratch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def path(self, name: str) -> Path:
        path = Path(self._folder.name) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def save(self, name: str, data: bytes | Path, media_type: str) -> ObjectRef:
        ref = self._objects.write(self._prefix + name, data, media_type)
        if self._at_hand is not None:
            # A copy: the stage may go on writing to its own file.
            _put(data, self._local(ref))
        return ref

    def open(self, ref: ObjectRef) -> Path:
        local = self._local(ref)
        if not local.exists():
            self._objects.download(ref.key, local)
        return local

    def _local(self, ref: ObjectRef) -> Path:
        name = f"{ref.sha256[:16]}-{Path(ref.key).name}"
        return self.path(f"objects/{name}") if self._at_hand is None else self._at_hand / name

    def claim(self, name: str) -> bool:
        return self._objects.write_if_absent(self._prefix + name, b"", "application/octet-stream")


def _put(data: bytes | Path, place: Path) -> None:
    if isinstance(data, Path):
        shutil.copyfile(data, place)
    else:
        place.write_bytes(data)
