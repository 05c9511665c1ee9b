"""Which cells of a workbook (.xlsx, .xlsb, .xls) are shown by which format code, and which show an error."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, Protocol, TypeAlias, TypeVar

import olefile

from williams_import_document.archive import xml_of
from williams_import_document.office.binary_records import (
    Cell,
    Failure,
    cells,
    failures,
    older_cells,
    older_failures,
    older_styles,
    styles,
)
from williams_import_document.office.format_codes import BUILT_IN
from williams_import_document.office.relationships import name_of, related
from williams_import_document.office.sheets import BINARY_WORKBOOK, WORKBOOK, sheets_of

Formatted: TypeAlias = tuple[int, int, str]
"""Row and column, from nought, and the code."""
Read = TypeVar("Read")
_WHAT: Final = "The workbook"
_ELEMENT: Final = re.compile(rb"<(?:\w+:)?(row|c)\b([^<>]*)>")
_ATTRIBUTE: Final = re.compile(rb"""\s(r|s)=["']([A-Za-z]{0,7})(\d{1,10})["']""")
_FAILS: Final = re.compile(rb"""\st=(?:"e"|'e')""")
_FAILURE: Final = re.compile(
    rb"\s*+(?:<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<>]*</(?:\w+:)?f\s*>)\s*+)?<(?:\w+:)?v\b[^<>]*>([^<>]*)<"
)
"""What stands in a cell that shows an error: its formula, and the error."""
_LETTERS: Final = 26
_LONGEST_NUMBER: Final = 10
_STREAMS: Final = ("Workbook", "Book")


class Formats(Protocol):
    """Says how cells are shown."""

    def of(self, sheet: str) -> Iterator[Formatted]:
        """Yield the cells of a sheet that have a format of their own; others are shown as they are kept."""

    def failures(self, sheet: str) -> Iterator[Failure]:
        """Yield the cells of a sheet that show an error, of which no value is kept."""


class NoFormats:
    """Of workbooks that say what is shown themselves."""

    def of(self, sheet: str) -> Iterator[Formatted]:  # noqa: ARG002 - as the protocol has it
        return iter(())

    def failures(self, sheet: str) -> Iterator[Failure]:  # noqa: ARG002 - as the protocol has it
        return iter(())


NO_FORMATS: Final = NoFormats()


class PackageFormats:
    """Of a workbook in XML (.xlsx). Raises CorruptContent."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._parts = {name: part for part, name in sheets_of(package).items()}
        self._codes = _codes_in_xml(package)

    def of(self, sheet: str) -> Iterator[Formatted]:
        part = self._parts.get(sheet)
        if part is not None and any(self._codes):
            for row, column, style, _ in _cells_in_xml(self._package.read(part)):
                if code := _at(self._codes, style):
                    yield row, column, code

    def failures(self, sheet: str) -> Iterator[Failure]:
        part = self._parts.get(sheet)
        data = self._package.read(part) if part is not None else b""
        if _FAILS.search(data):
            for row, column, _, cell in _cells_in_xml(data):
                if _FAILS.search(cell[2]) and (shown := _FAILURE.match(data, cell.end())):
                    yield row, column, shown[1].decode("utf-8", "replace").strip()


class BinaryFormats:
    """Of a workbook in records, in a package (.xlsb) or in a compound file (.xls)."""

    def __init__(
        self,
        codes: Sequence[str | None],
        sheets: dict[str, Callable[[], Iterator[Cell]]],
        failing: dict[str, Callable[[], Iterator[Failure]]],
    ) -> None:
        self._codes = codes
        self._failing = failing
        self.sheets = sheets
        """What gives the cells of each by its name."""

    @classmethod
    def of_package(cls, package: zipfile.ZipFile) -> BinaryFormats:
        """Read an .xlsb. Raises CorruptContent."""
        part = next((each for each in _related(package, BINARY_WORKBOOK).values() if "styles" in each), None)
        named = {name: part for part, name in sheets_of(package).items()}
        return cls(
            _codes(*styles(package.read(part))) if part else [],
            {name: partial(_in_part, cells, package, each) for name, each in named.items()},
            {name: partial(_in_part, failures, package, each) for name, each in named.items()},
        )

    @classmethod
    def of_compound(cls, file: olefile.OleFileIO) -> BinaryFormats:
        """Read an .xls. Raises what olefile does of damage."""
        data = stream_of(file)
        read, begins = older_styles(data)
        return cls(
            _codes(*read),
            {name: partial(older_cells, data, begin) for name, begin in begins.items()},
            {name: partial(older_failures, data, begin) for name, begin in begins.items()},
        )

    def of(self, sheet: str) -> Iterator[Formatted]:
        if sheet in self.sheets and any(self._codes):
            for row, column, style in self.sheets[sheet]():
                if code := _at(self._codes, style):
                    yield row, column, code

    def failures(self, sheet: str) -> Iterator[Failure]:
        return self._failing[sheet]() if sheet in self._failing else iter(())


def stream_of(file: olefile.OleFileIO) -> bytes:
    """Return the records of an .xls; none where it has no workbook. Raises what olefile does of damage."""
    stream = next((name for name in _STREAMS if file.exists(name)), None)
    return bytes(file.openstream(stream).read()) if stream else b""


def _in_part(read: Callable[[bytes], Iterator[Read]], package: zipfile.ZipFile, part: str) -> Iterator[Read]:
    return read(package.read(part))


def _cells_in_xml(data: bytes) -> Iterator[tuple[int, int, int, re.Match[bytes]]]:
    """Yield row, column and style of each cell, and where it begins; cells need not say where they stand."""
    row, column = -1, -1
    for element in _ELEMENT.finditer(data):
        said = {name: (letters, int(number)) for name, letters, number in _ATTRIBUTE.findall(element[2])}
        letters, number = said.get(b"r", (b"", 0))
        if element[1] == b"row":
            row, column = number - 1 if number else row + 1, -1
            continue
        row, column = (number - 1, _column(letters)) if letters else (row, column + 1)
        yield row, column, said.get(b"s", (b"", 0))[1], element


def _related(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    names = set(package.namelist())
    parts = related(package.read(name_of(part)) if name_of(part) in names else None, part)
    return {key: each for key, each in parts.items() if each in names}


def _codes_in_xml(package: zipfile.ZipFile) -> list[str | None]:
    part = next((each for each in _related(package, WORKBOOK).values() if "styles" in each), None)
    if part is None:
        return []
    root = xml_of(package.read(part), _WHAT)
    written = root.iterfind("{*}numFmts/{*}numFmt")
    used = root.iterfind("{*}cellXfs/{*}xf")
    return _codes(
        {_number(each.get("numFmtId")): each.get("formatCode", "") for each in written},
        [_number(each.get("numFmtId")) for each in used],
    )


def _codes(written: dict[int, str], used: Sequence[int]) -> list[str | None]:
    """Return the code of each style of cells; None for those that say nothing."""
    found = (written.get(each) or BUILT_IN.get(each) for each in used)
    return [None if code is None or code.lower() in ("general", "@") else code for code in found]


def _at(codes: Sequence[str | None], style: int) -> str | None:
    return codes[style] if style < len(codes) else None


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < _LONGEST_NUMBER else 0


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number - 1
