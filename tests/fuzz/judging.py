"""Judges one reading: what may come of it is an answer that can be kept, or one of the library's own errors."""

from __future__ import annotations

import json
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from pydantic import BaseModel
from williams_import_paper.record import Record

from layers import ROOT
from tests.fuzz.parsers import Parser
from williams.domain.errors import WilliamsError
from williams.domain.metadata import ContentMetadata
from williams.domain.notices import Notice
from williams.isolation.child import is_panic
from williams.plugin import Entry
from williams.plugin.importing import ParagraphDraft

MOST_SECONDS: Final = 5.0
"""Of the processor. An input has some kilobytes."""
_KEPT: Final[dict[str, type[BaseModel]]] = {
    "paragraphs": ParagraphDraft,
    "notices": Notice,
    "entries": Entry,
}
_OWN: Final = ("plugins", "layers")


class TooSlow(BaseException):
    """No Exception, so that no parser takes it for one of its own."""


@dataclass(frozen=True)
class Finding:
    """``where`` tells one defect from another: what was raised, and the last line of ours on the way to it."""

    where: str
    told: str


@dataclass(frozen=True)
class Reading:
    """What is wrong with it, or where it was refused; neither, where the file was read to its end."""

    finding: Finding | None = None
    refusal: str | None = None

    @property
    def to_the_end(self) -> bool:
        return self.finding is None and self.refusal is None


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooSlow(f"more than {seconds:.0f} s of the processor")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def judged(parser: Parser, data: bytes) -> Reading:
    """Read these bytes.

    The reader's process answers exhausted memory, a tree that is too deep and a library's panic in words of its own:
    they are refusals.
    """
    with TemporaryDirectory() as place:
        source, pictures = Path(place, "source"), Path(place, "pictures")
        source.write_bytes(data)
        pictures.mkdir()
        try:
            with _at_most(MOST_SECONDS):
                _keep(parser.read(source, pictures))
        except (WilliamsError, RecursionError, MemoryError) as error:
            return Reading(refusal=_where(error))
        except BaseException as error:
            if is_panic(error):
                return Reading(refusal=_where(error))
            if not isinstance(error, Exception | TooSlow):
                raise
            return Reading(Finding(_where(error), "".join(traceback.format_exception(error))))
    return Reading()


def _keep(answer: dict[str, Any]) -> None:
    """Pass the answer on as the reader's process does, and take it as the plugin does."""
    received = json.loads(json.dumps(answer))
    for name, model in _KEPT.items():
        for each in received.get(name, ()):
            model.model_validate(each)
    if "record" in received:
        Record.model_validate(received["record"])
    elif "pages" not in received:
        ContentMetadata.model_validate(received.get("metadata", {}))


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(tuple(str(ROOT / room) for room in _OWN))]
    last = (own or list(frames))[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
