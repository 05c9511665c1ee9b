"""The sheets of a workbook (.xlsx) and what is drawn on them: boxes of text, titles of charts, comments."""

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
from williams_import_document.office.charts import drawn_chart
from williams_import_document.office.relationships import id_of, name_of, related

_WHAT: Final = "The workbook"
WORKBOOK: Final = "xl/workbook.xml"
_MOST_BYTES: Final = 8 << 20
"""Of a drawing, a chart, or a sheet's comments."""


def sheets_of(package: zipfile.ZipFile) -> dict[str, str]:
    """Return what people call each part that is a sheet. Raises CorruptContent."""
    names = set(package.namelist())
    if WORKBOOK not in names:
        return {}
    parts = related(package.read(name_of(WORKBOOK)) if name_of(WORKBOOK) in names else None, WORKBOOK)
    sheets = xml_of(package.read(WORKBOOK), _WHAT).iter("{*}sheet")
    named = ((parts.get(id_of(sheet), ""), sheet.get("name")) for sheet in sheets)
    return {part: name or part for part, name in named if part in names}


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
                yield from self._titles(part)
                yield from _boxes(drawing)
            elif "/comments" in part and (comments := self._read(part, "comments")) is not None:
                self._left_out["comments"] += sum(1 for _ in comments.iter("{*}comment"))

    def _titles(self, drawing: str) -> Iterator[str]:
        for part in self._related(drawing):
            chart = self._read(part, "charts") if "/charts/chart" in part else None
            if chart is not None and (caption := drawn_chart(chart).caption):
                yield f"<figcaption>{escape(caption)}</figcaption>"

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
