"""Names of another direction within a line: isolated, so that what stands around them keeps its order (UAX 9)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from williams_publishing.directions import Direction, direction_of_text

_OPEN, _CLOSE = "\u2068", "\u2069"
_QUOTED: Final = re.compile("“([^“”]*)”")
_OTHERS: Final[dict[Direction, tuple[str, ...]]] = {"ltr": ("R", "AL"), "rtl": ("L",)}


def isolated(words: str, around: Direction) -> str:
    """Return the words; in isolates where a letter of them runs against what is around."""
    against = any(unicodedata.bidirectional(each) in _OTHERS[around] for each in words)
    return f"{_OPEN}{words}{_CLOSE}" if against else words


def isolated_place(where: str, around: Direction) -> str:
    """Return a place in words; a heading that it quotes may be of any direction."""
    own = direction_of_text(_QUOTED.sub("", where))
    inside = _QUOTED.sub(lambda quoted: f"“{isolated(quoted[1], own)}”", where)
    return isolated(inside, around) if around == "rtl" else inside
