"""The codes by which workbooks show numbers and dates (ECMA-376, 18.8.31), taken apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

BUILT_IN: Final = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??"},
    **{14: "yyyy-mm-dd", 22: "yyyy-mm-dd h:mm"},
    **{15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss"},
    **{37: "#,##0 ;(#,##0)", 38: "#,##0 ;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)"},
    **{41: '_(* #,##0_);_(* (#,##0);_(* "-"_)', 43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_)'},
    **{45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0"},
}
"""By their numbers; each machine writes 14 and 22 in its own way, and 5 to 8, 42 and 44 as amounts of its own money."""
_LONGEST: Final = 255
"""Characters; programs write none that is longer."""
_TOKEN: Final = re.compile(
    r"""
      "(?P<quoted>[^"]*)" | \\(?P<escaped>.) | _(?P<blank>.) | \*(?P<fill>.)
    | \[\$(?P<money>[^\]-]*)(?:-(?P<locale>[0-9A-Fa-f]*))?\]
    | \[(?P<elapsed>h+|m+|s+)\] | \[(?P<condition>(?:<=|>=|<>|<|>|=)-?[0-9.]+)\]
    | \[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color\s?\d{1,2})\]
    | (?P<general>General) | (?P<half>AM/PM|A/P) | (?P<fraction>(?<=s)\.0{1,3})
    | (?P<date>y+|m+|d+|h+|s+) | (?P<exponent>E[+-])
    | (?P<digit>[0#?]) | (?P<point>\.) | (?P<comma>,) | (?P<percent>%) | (?P<text>@) | (?P<end>;)
    | (?P<literal>[-+$()/:!^&'~{}<>=\s] | [^\x00-\x7f]) | (?P<fixed>[1-9])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ENGLISH: Final = 0x09
_LANGUAGE: Final = 0x3FF
_MOST_LOCALE: Final = 0xEFFF
"""Beyond it are calendars and digits of other scripts, and what each machine shows in its own way."""


@dataclass(frozen=True, slots=True)
class Token:
    """``kind`` is the name of a group of the pattern above."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """What is shown of some values. ``condition`` says of which, as it is written; ``in_english``, whose names."""

    tokens: tuple[Token, ...]
    condition: str | None
    in_english: bool

    def has(self, *kinds: str) -> bool:
        """Return True where a token is of one of these kinds."""
        return any(token.kind in kinds for token in self.tokens)


@lru_cache(maxsize=1024)
def sections_of(code: str) -> tuple[Section, ...] | None:
    """Return a code's parts: for what is positive, negative, nought, and text; None if it is not understood."""
    found = list(_TOKEN.finditer(code)) if len(code) <= _LONGEST else []
    if sum(len(each[0]) for each in found) != len(code):
        return None
    ends = [-1, *(place for place, each in enumerate(found) if each["end"]), len(found)]
    sections = [_section(found[begin + 1 : end]) for begin, end in pairwise(ends)]
    return None if None in sections else tuple(each for each in sections if each)


def _section(found: Sequence[re.Match[str]]) -> Section | None:
    locales = [int(each["locale"], 16) for each in found if each["locale"]]
    if any(locale > _MOST_LOCALE for locale in locales):
        return None
    return Section(
        tuple(token for each in found if (token := _token(each))),
        next((each["condition"] for each in found if each["condition"]), None),
        all(locale & _LANGUAGE in (0, _ENGLISH) for locale in locales),
    )


def _token(found: re.Match[str]) -> Token | None:
    """Return what is shown; None for colours and conditions."""
    kind = found.lastgroup
    if kind is None or kind == "condition":
        return None
    if kind in ("blank", "fill"):
        return Token("literal", " ")
    if kind in ("money", "locale"):
        return Token("literal", found["money"])
    return Token("literal" if kind in ("quoted", "escaped") else kind, found[kind])
