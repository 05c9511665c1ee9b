"""Where output goes: results to stdout, bars and errors to stderr, nothing of a document to the terminal's controls."""

from __future__ import annotations

import json
import os
import re
import sys
from datetime import UTC, datetime
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console, RenderableType
from rich.text import Text

from williams_cli.streams import is_unicode

PIPE_WIDTH = 200
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")

# Bytes of a file's name that are no text.
_UNPAIRED = re.compile(r"[\ud800-\udfff]")


def console(stderr: bool = False) -> Console:
    """Return a console for stdout or stderr; into a pipe it writes wide lines, so that nothing is cut."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH
    return Console(file=stream, width=width, highlight=False)


def show(renderable: RenderableType) -> None:
    console().print(renderable)


def print_json(answer: Any) -> None:
    """Print an API's answer as it is, for programs, on one line; its JSON is sound in every locale."""
    text = json.dumps(answer, ensure_ascii=False)
    if not is_unicode(sys.stdout) or _UNPAIRED.search(text):
        text = json.dumps(answer)
    print(text, flush=True)


def write_text(text: str) -> None:
    """Print a document's text as it is, but for what could steer a terminal where it goes to one."""
    text = clean(text) if _is_terminal() else text
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def note(text: str) -> None:
    """Tell a person something that is not the result."""
    console(stderr=True).print(Text(clean(text)), soft_wrap=True)


def error(text: str) -> None:
    """Tell on stderr what went wrong."""
    console(stderr=True).print(Text.assemble(("error: ", "bold red"), clean(text)), soft_wrap=True)


def clean(text: str | None) -> str:
    """Return text of unknown origin without what could steer the terminal."""
    return _CONTROLS.sub(" ", text or "")


def name(text: str) -> str:
    """Return the name of a file or an address on one line; names may have line breaks."""
    return clean(text).replace("\n", " ").replace("\t", " ")


def shortened(text: str | None, width: int) -> str:
    """Return the text on one line, cut at a word to at most ``width`` columns of a terminal."""
    line = " ".join(clean(text).split())
    if cell_len(line) <= width:
        return line
    # A wide character on the edge is replaced by a blank.
    head = set_cell_size(line, width - 1)
    return (head.rsplit(" ", 1)[0] if " " in head[len(head) // 2 :] else head).rstrip(" ,;:") + "…"


def padded(text: str, width: int) -> str:
    """Return the text on one line of exactly ``width`` columns of a terminal."""
    return set_cell_size(shortened(text, width), width)


def size(count: float) -> str:
    """Return a number of bytes for people: ``1.4 MB``."""
    for unit in ("bytes", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"


def clock(seconds: float | None) -> str:
    """Return how long a recording is: ``4:07``, ``1:02:03``."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _moment(time: datetime | str) -> datetime | None:
    try:
        moment = time if isinstance(time, datetime) else datetime.fromisoformat(time)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def when(time: datetime | str | None) -> str:
    """Return a time, ISO 8601 where it is a string, as local ``2026-11-22 14:05``."""
    moment = _moment(time or "")
    return moment.astimezone().strftime("%Y-%m-%d %H:%M") if moment else clean(str(time or "")) or "–"


def ago(time: datetime | str | None, now: datetime | None = None) -> str:
    """Return how long before ``now``, which is the present, a time was: ``12 min ago``; the date after a week."""
    moment = _moment(time or "")
    if moment is None:
        return clean(str(time or "")) or "–"
    seconds = ((now or datetime.now(UTC)) - moment).total_seconds()
    for unit, length, limit in (("s", 1, 90), ("min", 60, 90), ("h", 3600, 36), ("d", 86400, 7)):
        if seconds < length * limit:
            return f"{max(0, int(seconds / length))} {unit} ago"
    return moment.astimezone().strftime("%Y-%m-%d")
