"""Names of an archive's members, in whichever encoding they were written.

The format knows two: code page 437, and UTF-8 where a flag says so. Programs write that of their system without a word.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

_UTF_8: Final = 0x800
_WITH_UNICODE: Final = 0x7075
"""The extra field of Info-ZIP that holds the name in UTF-8."""
_FORMAT: Final = "cp437"
# In this order: what East Asian systems write is rarely anything else's words by chance.
_OF_SYSTEMS: Final = {
    "cp932": ("HIRAGANA", "KATAKANA", "CJK", "FULLWIDTH", "IDEOGRAPHIC"),
    "cp949": ("HANGUL",),
    "gb18030": ("CJK", "FULLWIDTH", "IDEOGRAPHIC"),
    "cp866": ("CYRILLIC",),
}
_APART: Final = re.compile(r"(?<![A-Za-z])[^\x00-\x7f]{2,}(?![A-Za-z])")
_SIDE_BY_SIDE: Final = re.compile(r"[^\x00-\x7f]{2,}")


def names_of(parts: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Return the names of all members in their order. One encoding is guessed for all that do not tell theirs."""
    untold = [_raw(part) for part in parts if not part.flag_bits & _UTF_8]
    encoding = _encoding_of(b"\n".join(name for name in untold if not name.isascii()))
    return [_name(part, encoding) for part in parts]


def _name(part: zipfile.ZipInfo, encoding: str) -> str:
    if part.flag_bits & _UTF_8:
        return part.filename
    return _unicode_name(part) or _raw(part).decode(encoding)


def _raw(part: zipfile.ZipInfo) -> bytes:
    return part.orig_filename.split("\0")[0].encode(_FORMAT)


def _unicode_name(part: zipfile.ZipInfo) -> str | None:
    """Return the name of the extra field, if it belongs to the other one and can be read."""
    for kind, data in _fields(part.extra):
        if kind == _WITH_UNICODE and len(data) > 5 and struct.unpack_from("<I", data, 1)[0] == zlib.crc32(_raw(part)):
            return data[5:].decode("utf-8", "ignore")
    return None


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        yield kind, extra[4 : 4 + size]
        extra = extra[4 + size :]


def _encoding_of(names: bytes) -> str:
    if _decoded(names, "utf-8") is not None:
        return "utf-8"
    for encoding, scripts in _OF_SYSTEMS.items():
        text = _decoded(names, encoding)
        if text is not None and _is_of(text, scripts):
            return encoding
    return _FORMAT


def _decoded(names: bytes, encoding: str) -> str | None:
    try:
        return names.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_of(text: str, scripts: tuple[str, ...]) -> bool:
    """Letters of another script stand side by side; one between letters of ASCII was an accented one.

    Of scripts with spaces there is no word that ASCII's letters are in.
    """
    foreign = [character for character in text if not character.isascii()]
    together = sum(map(len, (_APART if "CYRILLIC" in scripts else _SIDE_BY_SIDE).findall(text)))
    return 2 * together >= len(foreign) and all(unicodedata.name(each, "").startswith(scripts) for each in foreign)
