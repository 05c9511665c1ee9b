"""The marks at which sentences end, in any script: parts of a character class, and whether a text ends with one."""

from __future__ import annotations

import re
from typing import Final

# Dandas and the full stops of Urdu, Ethiopic, Armenian, Burmese, Khmer, Chinese and Japanese: they end nothing else.
STOPS: Final = "\u0964\u0965\u06d4\u1362\u1367\u1368\u0589\u104b\u17d4\u17d5\u3002\uff61\u0700\u1803\u0df4"
ENDS: Final = rf".!?…！？．؟՞՜⸮‼⁇⁈⁉‽{STOPS}"
CLOSERS: Final = "\"'”“’‘»«›‹)\\]」』）】》〉"
_ENDED: Final = re.compile(rf"[{ENDS}][{CLOSERS}]*$")
_INTRODUCED: Final = re.compile(rf"[{ENDS}:;：；،؛,，、—–][{CLOSERS}]*$")


def ends_sentence(text: str) -> bool:
    """Tell whether the last sign of a text, but for what closes a quotation or a bracket, ends a sentence."""
    return _ENDED.search(text) is not None


def ends_clause(text: str) -> bool:
    """Tell whether a text ends with a mark at all: a sentence's, or one after which it goes on."""
    return _INTRODUCED.search(text) is not None
