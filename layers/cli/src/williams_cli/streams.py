"""Output in any locale: what its encoding cannot spell is spelt with what it has."""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata
from typing import Final, TextIO

PLAIN: Final = "williams-plain"
# One character each, so that tables stay in their columns.
_SUBSTITUTES: Final = str.maketrans(
    {
        "✓": "+",
        "✗": "x",
        "→": ">",
        "…": "~",
        "–": "-",
        "—": "-",
        "−": "-",
        "ß": "s",
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "¶": "#",
        "·": "-",
        "━": "-",
        "─": "-",
    }
)


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_substitute, error.object[error.start : error.end])), error.end


def _substitute(character: str) -> str:
    """Return ASCII: a sign that looks like it, its letter without marks, the byte it stands for, or ``?``.

    Of a mark by itself the letter stands before it, and what has no width is not missed.
    """
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return ""
    if "\udc80" <= character <= "\udcff":
        return f"%{ord(character) - 0xDC00:02X}"
    like = unicodedata.normalize("NFKD", character.translate(_SUBSTITUTES))
    return like.encode("ascii", "ignore").decode() or "?"


def spell_everything() -> None:
    """Let no text that is printed end in an error, whatever the locale is."""
    codecs.register_error(PLAIN, _plain)
    for stream, failing in ((sys.stdout, ("strict", "surrogateescape")), (sys.stderr, ("strict", "backslashreplace"))):
        if isinstance(stream, io.TextIOWrapper) and stream.errors in failing:
            stream.reconfigure(errors=PLAIN)


def is_unicode(stream: TextIO) -> bool:
    """Tell whether a stream can spell every text."""
    return codecs.lookup(stream.encoding or "ascii").name == "utf-8"
