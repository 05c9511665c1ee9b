"""Sentences as a card shows them, and the formulas in them."""

from __future__ import annotations

import hashlib
import re
from itertools import cycle, islice

from williams_publishing.formulas import Formula, formulas

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-[ \t]*\n[ \t]*(?=[^\W\d_])")
_MARK = re.compile(r"(?<!\s)\s*\[(?:\d+(?:\s*[,;–-]\s*\d+)*|citation needed|[a-z])\](?!\()")
_RAISED = re.compile(r"(?<=[^\W\d_]{3})[⁰¹²³⁴-⁹]+(?=[\s.,;:]|$)")
_ADDRESS = re.compile(r"(?<!\s)\s*\((?:https?://|www\.)[^\s()]+\)")
_ALPHABET = "bcdfghklmnprstvw"  # no vowels: no word of a language


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
