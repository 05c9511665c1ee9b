"""Which way scripts run, and which of them part no words."""

from __future__ import annotations

import re

CJK = re.compile("[\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]")
"""Chinese and Japanese with their punctuation; Korean parts its words."""
FIRST_CJK = "\u2e80"
_UNPARTED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese and Khmer part sentences, and no words."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def holds_right_to_left(text: str) -> bool:
    return not text.isascii() and bool(_RIGHT_TO_LEFT.search(text))


def is_right_to_left(text: str) -> bool:
    """True if most letters of the text are read from right to left, as those of Hebrew and Arabic."""
    if text.isascii():
        return False
    found = len(_RIGHT_TO_LEFT.findall(text))
    return found > 0 and 2 * found > sum(character.isalpha() for character in text)


def is_evenly_spaced(line: str) -> bool:
    """True if single blanks, and nothing else, part the words of a line."""
    return line.isprintable() and "  " not in line and line[:1] != " " and line[-1:] != " "


def blank_between(before: str, after: str) -> str:
    """Return what parts two parts of a line or paragraph: a blank where their script has one."""
    if before[-1:] < FIRST_CJK or after[:1] < FIRST_CJK:
        return "" if before and after and _UNPARTED.match(before[-1]) and _UNPARTED.match(after[0]) else " "
    return "" if CJK.match(before[-1]) and CJK.match(after[0]) else " "


def joined(before: str, after: str) -> str:
    """Return two parts of a line or paragraph as one."""
    return f"{before}{blank_between(before, after)}{after}"
