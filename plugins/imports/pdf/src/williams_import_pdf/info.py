"""What the file says of itself: document information, XMP, language and structure, read with pypdf.

pypdf is pure Python and may be slow on a hostile file, so it gets little time, and whatever it raises only costs the
metadata, never the text.
"""

from __future__ import annotations

import logging
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from williams_import_pdf.streams import is_whole, may_break_off

if TYPE_CHECKING:
    from pypdf import PdfReader

SECONDS = 10.0
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$")
_XMP_BYTES = 1_000_000


@dataclass(slots=True)
class FileInfo:
    """``xmp`` is the packet's source. ``problems`` says what could not be read."""

    title: str | None = None
    authors: list[str] = field(default_factory=list)
    subject: str | None = None
    keywords: str | None = None
    producer: str | None = None
    created: datetime | None = None
    modified: datetime | None = None
    language: str | None = None
    rights: list[str] = field(default_factory=list)
    xmp: str = ""
    page_tree_lost: bool = False
    portfolio: bool = False
    damaged_pages: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class _TimeUp(BaseException):
    """Not an Exception, so that no ``except Exception`` of a library swallows it."""


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _TimeUp

    before = signal.signal(signal.SIGALRM, stop)
    # The interval repeats the alarm, should a library's bare ``except`` have caught the first.
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def read_info(path: Path, seconds: float = SECONDS) -> FileInfo:
    """Read what can be read within ``seconds``; never raises for the file's sake. Main thread only."""
    info = FileInfo()
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with _time_limit(seconds), path.open("rb") as stream:
            _read(stream, info)
    except _TimeUp:
        info.problems.append(f"the metadata took longer than {seconds:.0f} s to read")
    except (Exception, RecursionError, MemoryError) as error:
        info.problems.append(f"pypdf could not open the file: {_said(error)}")
    return info


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:300]


def _read(stream: Any, info: FileInfo) -> None:
    from pypdf import PdfReader

    reader = PdfReader(stream, strict=False)
    if reader.is_encrypted:
        reader.decrypt("")
    steps: list[Callable[[PdfReader, FileInfo], None]] = [
        _read_information,
        _read_language,
        _read_xmp,
        _read_structure,
    ]
    if may_break_off(stream):
        steps.append(_read_damage)
    for step in steps:
        try:
            step(reader, info)
        except (Exception, RecursionError, MemoryError) as error:
            info.problems.append(f"{step.__name__.removeprefix('_read_')}: {_said(error)}")


def as_text(value: object) -> str | None:
    """Return an entry's words with single blanks between them; None if it has none."""
    return " ".join(str(value).replace("\x00", "").split()) or None if value is not None else None


def as_language(text: str | None) -> str | None:
    """Return a language as the file names it (BCP 47); None for what is none."""
    return text if text and _LANGUAGE.match(text) else None


def _zoned(value: datetime | None) -> datetime | None:
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def _read_information(reader: PdfReader, info: FileInfo) -> None:
    found = reader.metadata
    if found is None:
        return
    info.title, info.subject = as_text(found.title), as_text(found.subject)
    info.keywords, info.producer = as_text(found.get("/Keywords")), as_text(found.producer)
    author = as_text(found.author)
    info.authors = [author] if author else []
    for name, key in (("created", "creation_date"), ("modified", "modification_date")):
        try:
            setattr(info, name, _zoned(getattr(found, key)))
        except (ValueError, OverflowError, AttributeError, TypeError) as error:
            info.problems.append(f"{key}: {_said(error)}")


def _read_language(reader: PdfReader, info: FileInfo) -> None:
    language = as_text(reader.root_object.get("/Lang"))
    info.language = as_language(language)
    if language and not info.language:
        info.problems.append(f"language: {language[:40]!r} is none")


def _read_xmp(reader: PdfReader, info: FileInfo) -> None:
    stream = reader.root_object.get("/Metadata")
    if stream is None:
        return
    data = stream.get_object().get_data()
    if len(data) > _XMP_BYTES:
        info.problems.append(f"xmp: {len(data)} bytes are too many")
        return
    info.xmp = data.decode("utf-8", "replace")
    found = reader.xmp_metadata
    if found is None:
        return
    info.title = info.title or next((as_text(value) for value in (found.dc_title or {}).values()), None)
    creators = [name for name in (as_text(value) for value in found.dc_creator or []) if name]
    if len(creators) > 1 or not info.authors:
        info.authors = creators or info.authors
    info.rights = [text for text in (as_text(value) for value in (found.dc_rights or {}).values()) if text]


def _read_structure(reader: PdfReader, info: FileInfo) -> None:
    """Find out whether the pages can be reached, and whether they only stand in for attached files."""
    pages = reader.root_object.get("/Pages")
    info.page_tree_lost = pages is None or "/Kids" not in pages.get_object()
    info.portfolio = "/Collection" in reader.root_object


def _read_damage(reader: PdfReader, info: FileInfo) -> None:
    """Find pages whose content is cut off: PDFium shows what is left of them and says nothing."""
    for number, page in enumerate(reader.pages, 1):
        contents = page.get("/Contents")
        if contents is None:
            continue
        parts = contents.get_object()
        streams = parts if isinstance(parts, list) else [parts]
        if not all(_is_whole(stream.get_object()) for stream in streams):
            info.damaged_pages.append(number)


def _is_whole(stream: Any) -> bool:
    """False if a compressed stream breaks off. Other filters are left to PDFium."""
    if not hasattr(stream, "get") or stream.get("/Filter") not in ("/FlateDecode", ["/FlateDecode"]):
        return True
    return is_whole(stream._data)
