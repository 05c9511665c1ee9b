"""Running ffmpeg as a separate program: quiet, without standard input, bounded in time, memory and output."""

from __future__ import annotations

import lzma
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import Event, Timer
from typing import IO, Final

from williams.domain.errors import DeadlineExceeded, PluginDefect, TransientError

_TAIL = 600
_RUNNABLE = 0o755
MOST_WRITTEN: Final = 4 << 30
"""Bytes of one file that a run may write."""
_MOST_MEMORY: Final = 3 << 30
_MOST_SAID: Final = 16 << 20
"""Bytes of messages: ffmpeg prints every tag of a recording."""
_LIMITED: Final = 'ulimit -v "$0" && ulimit -f "$1" && shift && exec "$@"'
_BLOCK: Final = 512
_IN_MEMORY: Final = re.compile(r" @ 0x[0-9a-f]+")
"""Where ffmpeg has what speaks: another place in each run."""


def ffmpeg_path() -> str:
    """Return the program that imageio-ffmpeg carries, unpacked into scratch where a layer has it packed.

    Raises PluginDefect where it is not installed.
    """
    try:
        import imageio_ffmpeg
    except ImportError as error:
        raise PluginDefect("ffmpeg is not installed: the extra `ffmpeg` of williams-recording brings it") from error
    packed = next(Path(imageio_ffmpeg.__file__).parent.glob("binaries/ffmpeg-*.xz"), None)
    return str(unpacked(packed, Path(tempfile.gettempdir())) if packed else imageio_ffmpeg.get_ffmpeg_exe())


def unpacked(packed: Path, folder: Path) -> Path:
    """Unpack a program once; it appears whole or not at all, as several processes may do it at a time."""
    program = folder / packed.stem
    if not program.exists():
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as draft, lzma.open(packed) as stream:
            shutil.copyfileobj(stream, draft, 2**20)
        os.chmod(draft.name, _RUNNABLE)
        os.replace(draft.name, program)
    return program


def run_ffmpeg(
    arguments: list[str],
    *,
    timeout_seconds: float,
    loglevel: str = "error",
    most_written: int = MOST_WRITTEN,
    fed: Iterable[bytes] | None = None,
) -> str:
    """Run ffmpeg and return what it wrote to standard error. It reads what it is ``fed`` from ``pipe:0``, as it comes.

    What feeding it raises ends it. Raises DeadlineExceeded after ``timeout_seconds``, TransientError with the end of
    its messages when it fails: one that takes more than 3 GB of memory does, or writes a file of more than
    ``most_written`` bytes.
    """
    command = [ffmpeg_path(), "-hide_banner", "-nostats", "-nostdin", "-loglevel", loglevel, *arguments]
    limits = [str(_MOST_MEMORY >> 10), str(most_written // _BLOCK)]
    with tempfile.TemporaryFile() as said:
        status = _status(["/bin/sh", "-c", _LIMITED, *limits, *command], said, timeout_seconds, fed)
        length = said.seek(0, os.SEEK_END)
        said.seek(0 if status == 0 else max(length - _TAIL, 0))
        messages = said.read(_MOST_SAID).decode(errors="replace")
    if status != 0:
        raise TransientError(f"ffmpeg failed ({status}).", _IN_MEMORY.sub("", messages).strip())
    if length > _MOST_SAID:
        raise TransientError(f"ffmpeg said more than {_MOST_SAID >> 20} MB of the file.", messages[:_TAIL])
    return messages


def _status(command: list[str], said: IO[bytes], timeout_seconds: float, fed: Iterable[bytes] | None) -> int:
    """Run a command to its end and return its status. Raises DeadlineExceeded, and what feeding it raises."""
    source = subprocess.DEVNULL if fed is None else subprocess.PIPE
    late = Event()
    with subprocess.Popen(command, stdin=source, stdout=subprocess.DEVNULL, stderr=said) as program:

        def end() -> None:
            late.set()
            program.kill()

        # A timer, since a program that does not read holds up who feeds it.
        timer = Timer(timeout_seconds, end)
        timer.start()
        try:
            if program.stdin is not None:
                _feed(program.stdin, fed or ())
            status = program.wait()
        except BaseException:
            program.kill()
            raise
        finally:
            timer.cancel()
    if late.is_set():
        raise DeadlineExceeded(f"ffmpeg took longer than {timeout_seconds:.0f} s and was ended")
    return status


def _feed(stream: IO[bytes], fed: Iterable[bytes]) -> None:
    """Write until the reader has ended; why it did, its status tells."""
    with suppress(BrokenPipeError), stream:
        for piece in fed:
            stream.write(piece)
