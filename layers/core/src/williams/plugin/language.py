"""Tells a text's language, where its source does not say it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from williams.domain.language_codes import usual_tag

_ENOUGH_CHARACTERS = 4000
_TOO_FEW_LETTERS = 32
"""Of different words: what is said again and again, as in a list of numbers, tells no language."""
_WORD = re.compile(r"[^\W\d_]+")
_MOSTLY = 2 / 3
"""Of the signs, that have to be letters: logs and programs have words, but no language."""


def language_of(texts: Iterable[str]) -> str | None:
    """Return the BCP 47 tag of the texts' language by Compact Language Detector 3, or None when it is not sure.

    The longest texts are looked at, up to 4,000 characters: headings and captions say little.
    """
    from gcld3 import NNetLanguageIdentifier

    sample = " ".join(sorted(texts, key=len, reverse=True)[:20])[:_ENOUGH_CHARACTERS]
    if sum(map(len, set(_WORD.findall(sample)))) < _TOO_FEW_LETTERS or not _is_prose(sample):
        return None
    found = NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4 * _ENOUGH_CHARACTERS).FindLanguage(text=sample)
    return usual_tag(str(found.language)) if found.is_reliable else None


def _is_prose(text: str) -> bool:
    signs = [unicodedata.category(sign)[0] for sign in text if not sign.isspace()]
    return sum(kind in "LM" for kind in signs) >= _MOSTLY * len(signs)
