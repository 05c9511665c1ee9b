"""Model files in a function's scratch, brought from the bucket at their first use."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from williams.domain.bucket import model_key
from williams.domain.errors import NotFound, PermanentError, PluginDefect
from williams.domain.model_files import ModelFile
from williams.ports.objects import ObjectPort

_OWNERS_ONLY = 0o700


def scratch_folder() -> Path:
    """Return where the model files of this machine's functions stand: on AWS a function has it for itself."""
    return Path(tempfile.gettempdir()) / "williams-models"


class ScratchModelFiles:
    """ModelFilesPort over the bucket, each file named after its hash. ``whose`` says of whom: ``The engine speech.x``.

    A file appears in ``folder`` whole and checked or not at all, so that processes may share it and any may be killed.
    """

    def __init__(self, whose: str, files: Iterable[ModelFile], objects: ObjectPort, folder: Path) -> None:
        self._whose = whose
        self._files = {file.name: file for file in files}
        self._objects = objects
        self._folder = folder

    def path(self, name: str) -> Path:
        """See ModelFilesPort."""
        file = self._files.get(name)
        if file is None:
            declared = ", ".join(self._files) or "none"
            raise PluginDefect(f"{self._whose} declares no model file {name!r}, but: {declared}.")
        target = self._folder / file.sha256
        if not _stands(target, file):
            self._bring(file, target)
        return target

    def _bring(self, file: ModelFile, target: Path) -> None:
        what, key = f"The model file {file.name} of {self._whose[0].lower()}{self._whose[1:]}", model_key(file.sha256)
        mend = f"`make up` puts it there; on AWS, run `make layers` and copy build/{key} to the bucket's {key}."
        self._folder.mkdir(mode=_OWNERS_ONLY, parents=True, exist_ok=True)
        if self._folder.stat().st_uid != os.getuid():
            raise PermanentError(f"{self._folder} belongs to somebody else, whose model files are not to be trusted.")
        # Parts of a large object arrive in any order, so it is hashed when it is whole, before it has its name.
        with _room_for(what, file), tempfile.TemporaryDirectory(dir=self._folder) as draft:
            arrived = Path(draft, file.name)
            try:
                self._objects.download(key, arrived)
            except NotFound as error:
                raise PermanentError(f"{what} is not in the bucket. {mend}") from error
            if (found := _sha256(arrived)) != file.sha256:
                wrong = f"{what} has other bytes in the bucket than it should. Delete {key} there."
                raise PermanentError(f"{wrong} Then {mend}", f"It has the SHA-256 {found}")
            arrived.replace(target)


def _stands(target: Path, file: ModelFile) -> bool:
    """A file has its name only when it was whole; its size tells of a machine that went down before writing it."""
    try:
        return target.stat().st_size == file.size
    except FileNotFoundError:
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _room_for(what: str, file: ModelFile) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        raise PermanentError(
            f"{what}, {file.size / 2**20:.0f} MB, finds no room in the function's scratch. Deploy again: a function's "
            "scratch is sized by the model files that its plugin and engines declare.",
            str(error),
        ) from error
