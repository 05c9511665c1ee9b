"""How long a file is, read on this machine: a dry run can then say what it will cost."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from threading import Lock
from typing import Any, Final

from williams_cli import output
from williams_client.models import ImportPlan, SourceLength
from williams_client.names import readable

_SECONDS: Final = 60
"""Of asking ffmpeg."""
_HEADER_BYTES: Final = 1024
_DURATION: Final = re.compile(rb"Duration: (\d+):(\d\d):(\d\d(?:\.\d+)?)")
_one_at_a_time = Lock()
"""PDFium is for one thread."""


def length_of(path: Path, plan: ImportPlan) -> SourceLength | None:
    """Return how much of a file the plan's providers would be paid for; None where it makes no difference.

    It is None, too, where it cannot be told, which is said.
    """
    paid = {rate.port for rate in plan.rates}
    try:
        if "transcription" in paid:
            return SourceLength(seconds=_seconds(path))
        if "recognition" in paid and _is_pdf(path):
            with _one_at_a_time:
                return SourceLength(scans=_scans(path, plan.parameters.get("ocr")))
    except ImportError:
        output.note(f"How long {readable(path.name)} is cannot be told here: install williams-cli[measuring].")
    except ValueError as error:
        output.note(f"How long {readable(path.name)} is cannot be told: {error}.")
    return None


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        return b"%PDF-" in file.read(_HEADER_BYTES)


def _scans(path: Path, ocr: str | None) -> int:
    """Raises ValueError for what is no PDF or wants a password, ImportError without PDFium."""
    import pypdfium2

    if ocr == "never":
        return 0
    try:
        with pypdfium2.PdfDocument(path) as document:
            return len(document) if ocr == "always" else sum(map(_is_scan, document))
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error).rstrip(".")) from error


def _is_scan(page: Any) -> bool:
    """Whether a page shows something and has no text."""
    words = page.get_textpage()
    text = words.get_text_range().strip()
    words.close()
    shown = not text and any(True for _ in page.get_objects(max_depth=2))
    page.close()
    return shown


def _seconds(path: Path) -> float:
    """Raises ValueError for what is no recording, ImportError without ffmpeg."""
    import imageio_ffmpeg

    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", "-i", f"file:{path}"]
    try:
        said = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False).stderr
    except subprocess.TimeoutExpired as error:
        raise ValueError(f"ffmpeg took more than {_SECONDS} seconds") from error
    found = _DURATION.search(said)
    if found is None:
        raise ValueError("ffmpeg finds no length in it")
    return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3])
