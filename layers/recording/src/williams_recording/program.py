"""Running ffmpeg as a separate program: quiet, without standard input, bounded in time."""

from __future__ import annotations

import lzma
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from williams.domain.errors import DeadlineExceeded, PluginDefect, TransientError

_TAIL = 600
_RUNNABLE = 0o755


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


def run_ffmpeg(arguments: list[str], *, timeout_seconds: float, loglevel: str = "error") -> str:
    """Run ffmpeg and return what it wrote to standard error.

    Raises DeadlineExceeded after ``timeout_seconds``, TransientError with the end of its messages when it fails.
    """
    command = [ffmpeg_path(), "-hide_banner", "-nostats", "-nostdin", "-loglevel", loglevel, *arguments]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=timeout_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DeadlineExceeded(f"ffmpeg took longer than {timeout_seconds:.0f} s and was ended") from error
    messages = done.stderr.decode(errors="replace")
    if done.returncode != 0:
        raise TransientError(f"ffmpeg failed ({done.returncode}).", messages.strip()[-_TAIL:])
    return messages
