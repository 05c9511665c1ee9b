"""Sentences as a card shows them, and the formulas in them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import cycle, islice

_TEX = re.compile(
    r"\\\((?P<inline>.+?)\\\)|\\\[(?P<display>.+?)\\\]|\$\$(?P<dollars>.+?)\$\$|"
    r"(?<![\\$\w])\$(?P<dollar>(?![\s\d.,]+\$)(?!\d[\d.,]*\s+[A-Za-z]{2})[^\s$](?:[^$\n]{0,300}?[^\s$\\])?)\$(?![\d$])",
    re.DOTALL,
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-[ \t]*\n[ \t]*(?=[^\W\d_])")
_MARK = re.compile(r"\s*\[(?:\d+(?:\s*[,;–-]\s*\d+)*|citation needed|[a-z])\](?!\()")
_RAISED = re.compile(r"(?<=[^\W\d_]{3})[⁰¹²³⁴-⁹]+(?=[\s.,;:]|$)")
_ADDRESS = re.compile(r"\s*\((?:https?://|www\.)[^\s()]+\)")
_ALPHABET = "bcdfghklmnprstvw"  # no vowels: no word of a language


@dataclass(frozen=True)
class Formula:
    """TeX between ``start`` and ``end`` of a text, its marks included; ``tex`` is without them."""

    start: int
    end: int
    tex: str
    displayed: bool = False


def formulas(text: str) -> list[Formula]:
    """Return the formulas of a text: TeX between ``\\(``, ``\\[``, ``$`` or ``$$`` and what closes it."""
    return [
        Formula(
            found.start(),
            found.end(),
            next(filter(None, found.groups())).strip(),
            displayed=bool(found["display"] or found["dollars"]),
        )
        for found in _TEX.finditer(text)
    ]


def as_words(text: str) -> str:
    """Return the text, as long as it was, with each formula as one word, by which the same one is known again."""
    for formula in formulas(text):
        text = text[: formula.start] + _word(formula) + text[formula.end :]
    return text


def shown(text: str) -> str:
    """Return a sentence as a card shows it: without the marks of notes, broken words mended, formulas as they are."""
    kept, at = [], 0
    for formula in formulas(text):
        kept += [_tidy(text[at : formula.start]), text[formula.start : formula.end]]
        at = formula.end
    return " ".join("".join((*kept, _tidy(text[at:]))).split())


def _tidy(text: str) -> str:
    return _ADDRESS.sub("", _RAISED.sub("", _MARK.sub("", _BROKEN_WORD.sub("", text.translate(_INVISIBLE)))))


def _word(formula: Formula) -> str:
    digest = hashlib.sha256(formula.tex.encode()).digest()
    letters = (_ALPHABET[byte % len(_ALPHABET)] for byte in cycle(digest))
    return "".join(islice(letters, formula.end - formula.start))
