"""The sheets of a workbook (.xlsx, .xlsb) and what lies on them: boxes of text, charts, diagrams, comments."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from html import escape
from typing import Final

from lxml import etree
from williams_html.xml import parse_xml

from williams.isolation.notices import Said, notice
from williams_import_document.archive import xml_of
from williams_import_document.office.binary_records import comments, sheets
from williams_import_document.office.charts import drawn_chart
from williams_import_document.office.diagrams import words_of
from williams_import_document.office.relationships import id_of, name_of, related

_WHAT: Final = "The workbook"
WORKBOOK: Final = "xl/workbook.xml"
BINARY_WORKBOOK: Final = "xl/workbook.bin"
_BINARY: Final = ".bin"
_MOST_BYTES: Final = 8 << 20
"""Of a drawing, a chart, or a sheet's comments."""


def sheets_of(package: zipfile.ZipFile) -> dict[str, str]:
    """Return what people call each part of an .xlsx or .xlsb that is a sheet. Raises CorruptContent."""
    names = set(package.namelist())
    workbook = next((each for each in (WORKBOOK, BINARY_WORKBOOK) if each in names), None)
    if workbook is None:
        return {}
    parts = related(package.read(name_of(workbook)) if name_of(workbook) in names else None, workbook)
    named = ((parts.get(key, ""), name) for key, name in _named(package.read(workbook), workbook))
    return {part: name or part for part, name in named if part in names}


def _named(data: bytes, workbook: str) -> Iterator[tuple[str, str | None]]:
    if workbook == BINARY_WORKBOOK:
        yield from sheets(data)
    else:
        yield from ((id_of(sheet), sheet.get("name")) for sheet in xml_of(data, _WHAT).iter("{*}sheet"))


class Drawings:
    """What lies on sheets; each part is read once, however many sheets name it."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._unread = {part.filename: part.file_size for part in package.infolist()}
        self._left_out: Counter[str] = Counter()
        self.html = {name: "".join(self._on_sheet(part)) for part, name in sheets_of(package).items()}
        """By the names of the sheets."""

    def told(self) -> Iterator[Said]:
        """Say what was left out."""
        for kind, count in sorted(self._left_out.items()):
            if count:
                yield notice(f"{kind}-left-out", f"{count} {kind} were left out.")

    def _on_sheet(self, sheet: str) -> Iterator[str]:
        for part in self._related(sheet):
            if "/drawings/drawing" in part and (drawing := self._read(part, "drawings")) is not None:
                for each in self._related(part):
                    yield from self._drawn(each)
                yield from _boxes(drawing)
            elif "/comments" in part:
                self._left_out["comments"] += self._comments(part)

    def _drawn(self, part: str) -> Iterator[str]:
        """Of a chart the titles: what it draws stands on a sheet."""
        if "/charts/chart" in part and (chart := self._read(part, "charts")) is not None:
            if caption := drawn_chart(chart).caption:
                yield f"<figcaption>{escape(caption)}</figcaption>"
        elif "/diagrams/data" in part and (diagram := self._read(part, "diagrams")) is not None:
            yield from (f"<p>{escape(words)}</p>" for words in words_of(diagram))

    def _comments(self, part: str) -> int:
        if part.endswith(_BINARY):
            return comments(self._package.read(part)) if self._unread.pop(part, None) is not None else 0
        root = self._read(part, "comments")
        return 0 if root is None else sum(1 for _ in root.iter("{*}comment"))

    def _related(self, part: str) -> list[str]:
        name = name_of(part)
        data = self._package.read(name) if self._unread.pop(name, None) is not None else None
        return [each for each in related(data, part).values() if each in self._unread]

    def _read(self, part: str, kind: str) -> etree._Element | None:
        """Return a part that was not read yet; one that is damaged or too large counts as left out."""
        size = self._unread.pop(part, None)
        if size is None:
            return None
        try:
            root = parse_xml(self._package.read(part)) if size <= _MOST_BYTES else None
        except etree.XMLSyntaxError:
            root = None
        self._left_out[kind] += root is None
        return root


def _boxes(drawing: etree._Element) -> Iterator[str]:
    """What a shape says; in the place of one that only new programs know, others have a shape with words of Excel's."""
    for box in drawing.iter("{*}txBody"):
        if next(box.iterancestors("{*}Fallback"), None) is not None:
            continue
        for paragraph in box.iter("{*}p"):
            if words := "".join(text.text or "" for text in paragraph.iter("{*}t")).strip():
                yield f"<p>{escape(words)}</p>"
