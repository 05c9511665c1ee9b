"""Reads attacks as the plugins do: each in the reader's own process, under its limits, and measured there."""

from __future__ import annotations

import resource
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from williams_import_document.document import read_document
from williams_import_document.kinds import kind_by_name
from williams_import_image.pictures import read_pictures
from williams_import_paper.bibliographies.reading import read_bibliography
from williams_import_paper.text.jats import read_jats
from williams_import_pdf.analysis import analyse
from williams_import_pdf.drawing import draw_page
from williams_import_web.page import read_page

from williams.domain.errors import PermanentError
from williams.isolation.parent import Limits, Reader, read_isolated

SMALL = 20_000
"""Bytes."""


@dataclass(frozen=True)
class Attack:
    """A file, and what must come of it: texts and notices, or an error and what it says.

    Attributes:
        name: what the attack is.
        file: the file's name; its ending says who reads it. A page is read as from the web if it is called ``.web``;
            of a ``.scan``, a PDF, the first page is drawn.
        data: makes the file.
        keeps: texts that must be among the paragraphs' text.
        told: codes of all notices.
        fails: the error, in place of a reading.
        says: a part of its message.
    """

    name: str
    file: str
    data: Callable[[], str | bytes]
    keeps: tuple[str, ...] = ()
    told: frozenset[str] = frozenset()
    fails: type[PermanentError] | None = None
    says: str = ""
    about: dict[str, Any] = field(default_factory=dict)

    def written(self, folder: Path) -> Path:
        made = self.data()
        path = folder / self.file
        path.write_bytes(made.encode("utf-8", "surrogatepass") if isinstance(made, str) else made)
        return path


def measured(source: Path, say: Callable[[int, int], None]) -> dict[str, Any]:
    """Read a file by its ending; runs in the reader's process. ``peak`` is in MB, ``seconds`` of the processor."""
    ending = source.suffix
    if ending == ".pdf":
        reading = analyse(source, say)
    elif ending == ".scan":
        reading = draw_page(source, say, 1, str(source.with_suffix(".png")))
        reading |= {"paragraphs": [], "metadata": {}, "notices": []}
    elif ending in (".png", ".tiff", ".bmp", ".gif", ".webp", ".heic"):
        reading = {**read_pictures(source, say, str(source.parent)), "paragraphs": []}
    elif ending == ".nxml":
        reading = read_jats(source, say)
        reading["metadata"] = reading["record"]
    elif ending in (".bib", ".csljson", ".list"):
        reading = as_reading(read_bibliography(source, say, source.name))
    elif ending == ".web":
        reading = read_page(source, say, "https://example.org/page", "text/html")
    else:
        kind = kind_by_name(source.name)
        assert kind is not None
        reading = read_document(source, say, kind.value, source.name, None, str(source.parent / "pictures"))
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {**reading, "peak": _peak(), "seconds": used.ru_utime + used.ru_stime}


def as_reading(listed: dict[str, Any]) -> dict[str, Any]:
    """Return what a bibliography lists as paragraphs: its sources, and why others were left out."""
    texts = [*(each["source"] for each in listed["entries"]), *listed["left_out"]]
    return {"paragraphs": [{"text": text} for text in texts], "notices": [], "metadata": {}}


def _peak() -> int:
    """Of this program alone; what getrusage says begins with the parent's."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) >> 10


async def read(source: Path) -> dict[str, Any]:
    """Read a file; in a process of its own if it is one of those that may take much of anything."""
    if source.stat().st_size < SMALL and source.suffix != ".scan":
        return measured(source, lambda *_: None)
    reader = Reader(f"{__name__}:measured", "file", "Save it anew.")
    return await read_isolated(reader, source, source.with_suffix(".json"), Limits(120), lambda *_: None, lambda: None)


def text_of(reading: dict[str, Any]) -> str:
    return "\n".join(paragraph["text"] for paragraph in reading["paragraphs"])
