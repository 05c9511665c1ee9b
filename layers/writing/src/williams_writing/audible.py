"""How well a sentence can be followed by ear: code, symbols and names made for compilers cannot."""

from __future__ import annotations

import re
from collections import defaultdict

_PUNCTUATION = ".,;:!?()'\"“”‘’«»„…"
_WRITTEN_ONLY = re.compile(
    r"[_=<>{}\[\]|\\^~*#&+]|::|->|[^\W\d_]\w*\((?!e?[snr]{1,3}\))|[a-zà-ÿ][A-Z]|[A-Za-z]\d|^-+\w|\w\.[a-z]\w{0,3}$|"
    r"[∀-⋿←-⇿\U0001d400-\U0001d7ff\ue000-\uf8ff√]|(?<!^)/\w*/|^[/\\?]"
)
_DIGITS_IN_WORD = re.compile(r"^\d+[A-Za-z]{1,2}\d|^\d+[A-Z]+$")
_SYMBOL = re.compile(r"^[A-Za-z\u0370-\u03ff]$")  # elsewhere one letter may be a word
_LETTER_WORDS = frozenset("aAIyYoOeEuUοΟηΗήΉ")
_NUMBER = re.compile(r"^[\d.,]*\d[\d.,%]*$")
_NUMBER_WEIGHT = 0.25
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+")
_EASY_SHARE = 0.04
_FALL = 4.0

Identifiers = dict[str, set[tuple[str, ...]]]


def identifiers(texts: list[str]) -> Identifiers:
    """Return the texts' names with underscores as their parts, by the first part.

    Typesetting often loses the underscores: ``file_open`` then stands in the same text as "file open".
    """
    found: Identifiers = defaultdict(set)
    for name in {match for text in texts if "_" in text for match in _IDENTIFIER.findall(text)}:
        parts = tuple(name.lower().split("_"))
        if len(parts) > 2 or not all(len(part) > 3 for part in parts):
            found[parts[0]].add(parts)
    return dict(found)


def written_only(sentence: str, known: Identifiers) -> list[bool]:
    """Return for each word (by white space) whether only the eye can use it."""
    words = [word.strip(_PUNCTUATION) for word in sentence.split()]
    marks = [_is_written_only(word, raw) for word, raw in zip(words, sentence.split(), strict=True)]
    for index, word in enumerate(words):
        for parts in known.get(word.lower(), ()):
            if tuple(other.lower() for other in words[index : index + len(parts)]) == parts:
                marks[index : index + len(parts)] = [True] * len(parts)
    return marks


def audibility(sentence: str, marks: list[bool]) -> float:
    """Return 1 for prose, less the more of its words are for the eye, and 0 for code and formulas."""
    words = sentence.split()
    numbers = sum(bool(_NUMBER.match(word.strip(_PUNCTUATION))) for word in words)
    share = (sum(marks) + _NUMBER_WEIGHT * max(0, numbers - 2)) / max(1, len(words))
    return min(1.0, max(0.0, 1.0 - _FALL * (share - _EASY_SHARE)))


def _is_written_only(word: str, raw: str) -> bool:
    if len(word) > 1 and word.isalpha() and word[1:].islower():
        return False
    if not word:
        return bool(raw) and raw not in ("–", "—", "-", "…") and not raw.strip(_PUNCTUATION)
    if _SYMBOL.match(word):
        return word not in _LETTER_WORDS
    return bool(_WRITTEN_ONLY.search(raw.strip('.,;:!?"“”‘’«»„…')) or _DIGITS_IN_WORD.match(word))
