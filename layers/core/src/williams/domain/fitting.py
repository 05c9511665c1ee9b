"""What of a text fits where it is to stand: lengths and characters.

Readers of strangers' files ask this in their own processes, which start without the library that checks types.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST_URL: Final = 4096
LONGEST_ID: Final = 50
LONGEST_TITLE: Final = 500
LONGEST_AUTHOR: Final = 200
LONGEST_WORD: Final = 100
LONGEST_QUESTION: Final = 1000
LONGEST_REASON: Final = 1000
LONGEST_FILENAME: Final = 255
MOST_AUTHORS: Final = 1000
MOST_PAGES: Final = 1_000_000

_SURROGATES: Final = re.compile("[\ud800-\udfff]")
# Controls but white space, and halves of surrogate pairs: no store takes them all, and terminals obey some.
_CONTROLS: Final = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_UNFIT_IN_TEXT: Final = re.compile(f"[{_CONTROLS}]")
# What turns the direction of a line around shows other words than those that are there.
UNFIT_IN_LINE: Final = re.compile(f"[{_CONTROLS}\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def fits_line(text: str, longest: int) -> bool:
    """Whether the text can stand in a line with all its characters; white space is not looked at."""
    return len(text) <= longest and not UNFIT_IN_LINE.search(text)


def fitting_line(text: str, longest: int) -> str:
    """Return what of the text can stand in a line, cut to ``longest`` characters; it may be empty."""
    line = " ".join(UNFIT_IN_LINE.sub("", joined_pairs(text[: 2 * longest])).split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def fitting_text(text: str) -> tuple[str, int]:
    """Return the text as every store takes it, and how many of its characters could not be kept.

    Control characters go; half a surrogate pair becomes U+FFFD.
    """
    halves = 0
    if _SURROGATES.search(text):
        text = joined_pairs(text)
        halves = text.count("\ufffd")
    kept, left_out = _UNFIT_IN_TEXT.subn("", text)
    return kept, left_out + halves


def joined_pairs(text: str) -> str:
    """Return the text with surrogate pairs as the characters that they stand for, and U+FFFD for what is half a one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
