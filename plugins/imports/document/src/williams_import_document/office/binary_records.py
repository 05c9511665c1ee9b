"""Records of workbooks that are no text: where cells stand and by which style (MS-XLSB; MS-XLS for the older kind)."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterator
from typing import Final, TypeAlias

Cell: TypeAlias = tuple[int, int, int]
"""Row and column, from nought, and the number of the style."""
Failure: TypeAlias = tuple[int, int, str]
"""Row and column, from nought, and what is shown of a value that could not be computed."""
Styles: TypeAlias = tuple[dict[int, str], list[int]]
"""The codes that are written, by their numbers, and the number of the code of each style."""
_ROW, _SHEET, _FORMAT, _STYLE, _COMMENT = 0, 156, 44, 47, 635
_CELLS: Final = range(2, 12)
_BEGIN_STYLES, _END_STYLES = 617, 618
_OLD_FORMAT, _OLD_STYLE, _OLD_SHEET, _OLD_BEGIN, _OLD_END = 0x041E, 0x00E0, 0x0085, 0x0809, 0x000A
_OLD_OBJECT, _OLD_TEXT, _OLD_CONTINUED = 0x005D, 0x01B6, 0x003C
_NOTHING, _CHART, _COMMENT_BOX = 0x00, 0x05, 0x19
_NUMBERS: Final = frozenset({0x0203, 0x027E, 0x0006})
_MANY_NUMBERS: Final = 0x00BD
_FAILURES: Final = frozenset({3, 11})
_OLD_FAILURE, _OLD_FORMULA = 0x0205, 0x0006
_NO_NUMBER: Final = b"\xff\xff"
_IS_FAILURE: Final = 2
_SHOWN_FAILURES: Final = {
    **{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!"},
    **{0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA"},
}
_ROW_BYTES, _CELL_BYTES, _OLD_CELL_BYTES = 4, 8, 6
_NEWEST: Final = 0x0600
_WIDE: Final = 0x01
_SEVEN_BITS: Final = 0x7F
_MORE: Final = 0x80


def sheets(workbook: bytes) -> Iterator[tuple[str, str]]:
    """Yield the id of the relationship of each sheet, and its name."""
    for kind, data in _records(workbook):
        if kind == _SHEET:
            key, end = _text(data, 8)
            yield key, _text(data, end)[0]


def comments(part: bytes) -> int:
    """Return how many comments a part of an .xlsb has."""
    return sum(kind == _COMMENT for kind, _ in _records(part))


def styles(part: bytes) -> Styles:
    """Read the styles of an .xlsb."""
    codes: dict[int, str] = {}
    used: list[int] = []
    of_cells = False
    for kind, data in _records(part):
        if kind == _FORMAT:
            codes[_short(data, 0)] = _text(data, 2)[0]
        elif kind in (_BEGIN_STYLES, _END_STYLES):
            of_cells = kind == _BEGIN_STYLES
        elif kind == _STYLE and of_cells:
            used.append(_short(data, 2))
    return codes, used


def cells(sheet: bytes) -> Iterator[Cell]:
    """Yield the cells of a sheet of an .xlsb that hold something, but for those that are cut off."""
    row = 0
    for kind, data in _records(sheet):
        if kind == _ROW and len(data) >= _ROW_BYTES:
            row = int.from_bytes(data[:4], "little")
        elif kind in _CELLS and len(data) >= _CELL_BYTES:
            column, style = struct.unpack_from("<II", data)
            yield row, column, style & 0xFFFFFF


def failures(sheet: bytes) -> Iterator[Failure]:
    """Yield the cells of a sheet of an .xlsb that show an error."""
    row = 0
    for kind, data in _records(sheet):
        if kind == _ROW and len(data) >= _ROW_BYTES:
            row = int.from_bytes(data[:4], "little")
        elif kind in _FAILURES and len(data) > _CELL_BYTES and (shown := _SHOWN_FAILURES.get(data[_CELL_BYTES])):
            yield row, int.from_bytes(data[:4], "little"), shown


def older_styles(stream: bytes) -> tuple[Styles, dict[str, int]]:
    """Read the styles of an .xls, and where each sheet begins in its stream."""
    codes: dict[int, str] = {}
    used: list[int] = []
    begins: dict[str, int] = {}
    wide = True
    for kind, data in _older_records(stream, 0):
        if kind == _OLD_BEGIN:
            wide = _short(data, 0) >= _NEWEST
        elif kind == _OLD_FORMAT:
            codes[_short(data, 0)] = _older_text(data[2:], wide, 2)
        elif kind == _OLD_STYLE:
            used.append(_short(data, 2))
        elif kind == _OLD_SHEET:
            begins[_older_text(data[6:], wide, 1)] = int.from_bytes(data[:4], "little")
    return (codes, used), begins


def older_cells(stream: bytes, begin: int) -> Iterator[Cell]:
    """Yield the cells with numbers of a sheet of an .xls, but for those that are cut off."""
    for kind, data in _older_records(stream, begin):
        if kind in _NUMBERS and len(data) >= _OLD_CELL_BYTES:
            yield struct.unpack_from("<HHH", data)
        elif kind == _MANY_NUMBERS and len(data) >= _OLD_CELL_BYTES:
            row, first = struct.unpack_from("<HH", data)
            for number in range((len(data) - 6) // 6):
                yield row, first + number, _short(data, 4 + 6 * number)


def older_failures(stream: bytes, begin: int) -> Iterator[Failure]:
    """Yield the cells of a sheet of an .xls that show an error."""
    for kind, data in _older_records(stream, begin):
        code = None
        if kind == _OLD_FAILURE and data[7:8] == b"\x01":
            code = data[6]
        elif kind == _OLD_FORMULA and data[12:14] == _NO_NUMBER and data[6] == _IS_FAILURE:
            code = data[8]
        if code is not None and (shown := _SHOWN_FAILURES.get(code)):
            row, column = struct.unpack_from("<HH", data)
            yield row, column, shown


def older_drawings(stream: bytes, begin: int) -> tuple[list[str], int, int]:
    """Return the words of boxes on a sheet of an .xls, and how many comments and charts lie on it.

    Each thing that is drawn says what it is; its words come behind, in a record of their own.
    """
    boxes: list[str] = []
    counted = Counter[int]()
    kind, length = _NOTHING, 0
    for record, data in _older_records(stream, begin):
        if record == _OLD_OBJECT:
            kind = _short(data, 4)
            counted[kind] += 1
        elif record == _OLD_TEXT:
            length = _short(data, 10)
        elif record == _OLD_CONTINUED and length and kind != _COMMENT_BOX:
            boxes.append(_letters_of(data, length))
        if record != _OLD_TEXT:
            length = 0
    return boxes, counted[_COMMENT_BOX], counted[_CHART]


def _letters_of(data: bytes, length: int) -> str:
    wide = data[:1] == bytes([_WIDE])
    letters = data[1 : 1 + (2 * length if wide else length)]
    return letters.decode("utf-16-le" if wide else "latin-1", "replace")


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Both numbers before a record are written in bytes of seven bits."""
    place, end = 0, len(part)
    while place < end:
        kind, place = _number(part, place, 2)
        size, place = _number(part, place, 4)
        yield kind, part[place : place + size]
        place += size


def _number(part: bytes, place: int, most: int) -> tuple[int, int]:
    number = 0
    for shift in range(most):
        if place >= len(part):
            break
        byte = part[place]
        place += 1
        number |= (byte & _SEVEN_BITS) << 7 * shift
        if not byte & _MORE:
            break
    return number, place


def _short(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 2], "little")


def _text(data: bytes, place: int) -> tuple[str, int]:
    end = place + 4 + 2 * int.from_bytes(data[place : place + 4], "little")
    return data[place + 4 : end].decode("utf-16-le", "replace"), end


def _older_records(stream: bytes, begin: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records from ``begin`` to the end of what begins there; what is drawn within it has its own ends."""
    place, depth = begin, 0
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        place += 4
        depth += (kind == _OLD_BEGIN) - (kind == _OLD_END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[place : place + size]
        place += size


def _older_text(data: bytes, wide: bool, bytes_of_length: int) -> str:
    """Since Excel 97 a byte says how wide the letters are; before, a length has one byte."""
    if not wide:
        return data[1 : 1 + data[0]].decode("latin-1") if data else ""
    length = int.from_bytes(data[:bytes_of_length], "little")
    return _letters_of(data[bytes_of_length:], length)
