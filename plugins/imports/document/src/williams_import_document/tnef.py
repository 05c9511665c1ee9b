"""What Outlook packs up within a mail (``winmail.dat``): TNEF (MS-OXTNEF), of which texts and names are read."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from williams_import_document.mapi import codec_of

Properties: TypeAlias = dict[int, tuple[int, bytes]]
"""The kind and the value of each, by their numbers."""
_SIGNATURE: Final = 0x223E9F78
_BODY, _TITLE, _RENDERED, _MESSAGE, _ATTACHMENT, _CODEPAGE = 0x800C, 0x8010, 0x9002, 0x9003, 0x9005, 0x9007
_PLAIN, _RTF, _HTML, _SHOWN_NAME, _FILENAME = 0x1000, 0x1009, 0x1013, 0x3001, 0x3707
_WIDE: Final = 0x001F
_WIDTHS: Final = {
    **{0x0001: 0, 0x0002: 2, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8},
    **{0x000A: 4, 0x000B: 2, 0x0014: 8, 0x0040: 8, 0x0048: 16},
}
"""Bytes of values, by their kinds."""
_SIZED: Final = frozenset({0x000D, 0x001E, _WIDE, 0x0102})
"""Kinds of values that say how long they are."""
_MANY: Final = 0x1000
_FIRST_NAMED: Final = 0x8000
_GUID: Final = 16
_HEAD, _SUM, _OF_FILE = 9, 2, 2
_OTHERWISE: Final = 1252


@dataclass(frozen=True, slots=True)
class Package:
    """``page`` is HTML, ``packed`` RTF as Outlook compresses it, ``attachments`` are the names of files."""

    plain: str
    page: bytes | None
    packed: bytes | None
    attachments: list[str]


def unpacked(data: bytes) -> Package:
    """Return what stands in a package. Raises ValueError for one that is damaged, or none."""
    try:
        return _package(data)
    except (struct.error, LookupError) as error:
        raise ValueError(str(error)) from error


def _package(data: bytes) -> Package:
    codec, body, said = codec_of(_OTHERWISE), b"", Properties()
    names: list[str] = []
    for number, value in _attributes(data):
        if number == _CODEPAGE:
            codec = codec_of(int.from_bytes(value[:4], "little"))
        elif number == _BODY:
            body = value
        elif number == _MESSAGE:
            said = _properties(value)
        elif number == _RENDERED:
            names.append("")
        elif number == _TITLE and names:
            names[-1] = names[-1] or _text(0, value, codec)
        elif number == _ATTACHMENT and names:
            of_file = _properties(value)
            named = next((of_file[each] for each in (_FILENAME, _SHOWN_NAME) if each in of_file), None)
            names[-1] = _text(*named, codec) if named else names[-1]
    plain = _text(*said[_PLAIN], codec) if _PLAIN in said else _text(0, body, codec)
    page, packed = (said[each][1] if each in said else None for each in (_HTML, _RTF))
    return Package(plain, page, packed, [name or "?" for name in names])


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield number and value of each, up to what is no more than a rest, or a file that is cut off."""
    if struct.unpack_from("<I", data)[0] != _SIGNATURE:
        raise ValueError("It does not begin as one.")
    place = 6
    while place + _HEAD <= len(data):
        level, number, _, size = struct.unpack_from("<BHHI", data, place)
        begin, place = place + _HEAD, place + _HEAD + size + _SUM
        if place > len(data) and level != _OF_FILE:
            raise ValueError("It is cut off.")
        yield number, data[begin : begin + size]


def _properties(data: bytes) -> Properties:
    """Return the first value of each property that is named by a number of the house."""
    found = Properties()
    place = 4
    for _ in range(struct.unpack_from("<I", data)[0]):
        kind, number = struct.unpack_from("<HH", data, place)
        place = _behind_name(data, place + 4) if number >= _FIRST_NAMED else place + 4
        is_sized, width = kind & ~_MANY in _SIZED, _WIDTHS.get(kind & ~_MANY)
        if not is_sized and width is None:
            raise ValueError(f"It has values of a kind that nobody knows ({kind:#06x}).")
        count = 1
        if is_sized or kind & _MANY:
            count = struct.unpack_from("<I", data, place)[0]
            place += 4
        if width is not None:
            place += _padded(width * count)
            continue
        for _ in range(count):
            size = struct.unpack_from("<I", data, place)[0]
            found.setdefault(number, (kind, data[place + 4 : place + 4 + size]))
            place += 4 + _padded(size)
    return found


def _behind_name(data: bytes, place: int) -> int:
    """Some are named by what a program made up, a number or a word."""
    by_word, size = struct.unpack_from("<II", data, place + _GUID)
    return place + _GUID + 8 + (_padded(size) if by_word else 0)


def _padded(size: int) -> int:
    return -(-size // 4) * 4


def _text(kind: int, value: bytes, codec: str) -> str:
    return value.decode("utf-16-le" if kind == _WIDE else codec, "replace").split("\0")[0].strip()
