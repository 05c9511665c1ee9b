"""Tells a text's language, where its source does not say it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from williams.domain.language_codes import spellings
from williams.domain.language_tags import language_tag

_ENOUGH_CHARACTERS = 4000
_TOO_FEW_LETTERS = 32
"""Of different words: what is said again and again, as in a list of numbers, tells no language."""
_WORD = re.compile(r"[^\W\d_]+")


def language_of(texts: Iterable[str]) -> str | None:
    """Return the BCP 47 tag of the texts' language by Compact Language Detector 3, or None when it is not sure.

    The longest texts are looked at, up to 4,000 characters: headings and captions say little.
    """
    from gcld3 import NNetLanguageIdentifier

    sample = " ".join(sorted(texts, key=len, reverse=True)[:20])[:_ENOUGH_CHARACTERS]
    if sum(map(len, set(_WORD.findall(sample)))) < _TOO_FEW_LETTERS:
        return None
    found = NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4 * _ENOUGH_CHARACTERS).FindLanguage(text=sample)
    return language_tag(spellings(found.language)[0]) if found.is_reliable else None
