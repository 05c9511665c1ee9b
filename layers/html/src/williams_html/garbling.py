"""Text that was UTF-8 once and was read in another encoding: it is told by the sequences of bytes that it still has."""

from __future__ import annotations

import re
from typing import Final


def garbled_places(text: str) -> list[str]:
    """Return the parts of a text that were read in a wrong encoding before, as they stand in it."""
    runs = (run.span() for run in _BEYOND_ASCII.finditer(text))
    return [found.group() for first, end in runs for found in _GARBLED.finditer(text, first, end + 1)]


def _characters(encoding: str, first: int, last: int) -> str:
    """Return what the bytes are in an encoding, as a class; those that are nothing there may be controls or lost."""
    read = ((byte, bytes([byte]).decode(encoding, "replace")) for byte in range(first, last + 1))
    found = "".join(each if each != "\ufffd" else f"\ufffd{chr(byte)}" for byte, each in read)
    return f"[{re.escape(found)}]"


def _sequence(encoding: str) -> str:
    """One character of UTF-8 as it looks in an encoding."""
    following = _characters(encoding, 0x80, 0xBF)
    leads = ((0xC2, 0xDF, 1), (0xE0, 0xEF, 2), (0xF0, 0xF4, 3))
    return "|".join(f"{_characters(encoding, first, last)}{following}{{{number}}}" for first, last, number in leads)


# Of western texts, single letters and quotation marks; "É»" alone may be meant. Others have no single ones.
_SINGLE: Final = (
    "Ã[\u00a0-\u00bf\u0152-\u0192\u2020-\u2039]|â€[\u0153\u009d\u2122\u02dc\u00a6\u201c\u201d\ufffd]"
    f"|á[º»]{_characters('cp1252', 0x80, 0xBF)}(?=[a-z])"
)
_ON_A_MAC: Final = rf"(?<=[a-z])√{_characters('mac_roman', 0x80, 0xBF)}"
_CYRILLIC: Final = rf"[РС]{_characters('cp1251', 0x80, 0xBF)}"
_GARBLED: Final = re.compile(
    rf"(?:{_sequence('latin-1')}){{2,}}|(?:{_sequence('cp1252')}){{2,}}|(?:{_CYRILLIC}){{3,}}"
    rf"|(?:{_sequence('mac_roman')}){{2,}}|{_ON_A_MAC}|{_SINGLE}"
)
# Such a place stands beyond ASCII, with at most a letter beside it. To look for it at each letter of a page costs much.
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]{2,}")
