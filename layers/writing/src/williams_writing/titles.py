"""Titles of sources, as a cover shows them and as a host says them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from williams_writing.letters import IDEOGRAPHS
from williams_writing.spoken import spoken_form

_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>")
_NOTE_MARK = re.compile(r"(?<=[^\s*†‡§¶])\s*(?:[*†‡§¶⁰¹²³⁴-⁹]+|\[(?:\d{1,3}|[a-z]|note \d+)\])(?=\s|[:.,;]|$)")
_BREAK = re.compile(r"[.:;?!]\s|\s[–—-]\s|,\s|[。：；！？、]")
_JOINT = re.compile(r" \(\+\d+\)\Z")
_ROMAN = re.compile(r"[IVX]+\Z")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LONGEST_SAID, _LONGEST_IDEOGRAPHIC = 110, 40  # characters: about eight seconds
_SHORTEST_SAID = 15
_BETWEEN = " · "
_IDEOGRAPH = re.compile(rf"[{IDEOGRAPHS}]")
_CAPITALS = 0.7  # of the letters


def plain_title(title: str) -> str:
    """Return a title without markup and without the marks of footnotes."""
    bare = " ".join(_TAG.sub(" ", title).split())
    return _NOTE_MARK.sub("", bare).strip() or bare or title


def said_title(title: str, language: str) -> str:
    """Return a title as one would say it: capitals as words, of a long one its beginning, of a joint one its names."""
    named = _JOINT.sub("", plain_title(title)).replace(_BETWEEN, ", ")
    said = spoken_form(named, language).rstrip(".。")
    return _beginning(_uncapitalised(said)) or title


def _uncapitalised(title: str) -> str:
    letters = [character for character in title if character.isalpha()]
    capitals = sum(map(str.isupper, letters))
    if len(letters) <= 4 or capitals <= _CAPITALS * len(letters):
        return title
    return _WORD.sub(lambda word: word[0] if _ROMAN.match(word[0]) else word[0].capitalize(), title)


def _beginning(title: str) -> str:
    """Cut a long title at the last end of a clause that fits, or at a word, never inside a character."""
    longest = _LONGEST_IDEOGRAPHIC if _IDEOGRAPH.search(title) else _LONGEST_SAID
    if len(title) <= longest:
        return title
    ends = [each.start() for each in _BREAK.finditer(title, 0, longest) if each.start() >= _SHORTEST_SAID]
    if ends:
        return title[: ends[-1]]
    cut = title[:longest].rpartition(" ")[0]
    if len(cut) >= _SHORTEST_SAID:
        return cut
    end = longest
    while end > 1 and unicodedata.category(title[end])[0] == "M":
        end -= 1
    return title[:end]


def joint_title(titles: Sequence[str], longest: int) -> str:
    """Return two titles, or the first with the number of the others: no word of it, so that it fits each language.

    It has at most ``longest`` characters.
    """
    if len(titles) == 2 and len(both := _BETWEEN.join(map(plain_title, titles))) <= longest:
        return both
    title, others = plain_title(titles[0]), len(titles) - 1
    more = f" (+{others})" if others else ""
    room = longest - len(more)
    return (title if len(title) <= room else title[: room - 1].rstrip() + "…") + more
