"""Tells a text's language, where its source does not say it."""

from __future__ import annotations

from collections.abc import Iterable

_ENOUGH_CHARACTERS = 4000
_TOO_FEW_CHARACTERS = 40


def language_of(texts: Iterable[str]) -> str | None:
    """Return the BCP 47 tag of the texts' language by Compact Language Detector 3, or None when it is not sure.

    The longest texts are looked at, up to 4,000 characters: headings and captions say little.
    """
    from gcld3 import NNetLanguageIdentifier

    sample = " ".join(sorted(texts, key=len, reverse=True)[:20])[:_ENOUGH_CHARACTERS]
    if len(sample) < _TOO_FEW_CHARACTERS:
        return None
    found = NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4 * _ENOUGH_CHARACTERS).FindLanguage(text=sample)
    return str(found.language) if found.is_reliable else None
