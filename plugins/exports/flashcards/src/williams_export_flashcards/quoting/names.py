"""Names in a sentence: runs of capitalised words, and what stands between quotation marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from williams.domain.language_codes import primary_language
from williams.domain.stop_words import STOP_WORDS
from williams_export_flashcards.cards import occurrences

_NAME = re.compile(
    r"(?<![\w.'’/+-])(?:[A-ZÀ-ÞΑ-ΩЀ-Я][\w’'-]*\w|[A-Z]{2,})(?:\s+(?:(?:de|von|van|du|del|der|of)\s+)?[A-ZÀ-ÞΑ-ΩЀ-Я](?:[\w’'-]*\w)?)*(?![\w/(]|\.\d|\s\d)"
)
_QUOTED = re.compile(r"[《「『](?P<words>[^《》「」『』]{2,20})[》」』]")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]{3,}")
_LATIN = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z]+(?:[ -][A-Z][A-Za-z]+)*(?![A-Za-z])")
_IDEOGRAPHIC = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_NEXT = re.compile(r"\s(\w+)")
_AND = "and|or|und|oder|et|ou|y|o|e|ed|en|и|или"
_ADJECTIVE = re.compile(r"-[a-zß-ÿ]+$")
_LAST_OF_LIST = re.compile(rf",\s+(?:{_AND})\s+$")
_LISTED_BEFORE = re.compile(rf"(?:[^,]*,|\b(?:{_AND}))\s+(?:even\s+)?$")
_LISTED_AFTER = re.compile(rf",\s+(?:(?:{_AND})\s+)?[A-ZÀ-ÞΑ-ΩЀ-Я]|,?\s+(?:{_AND})\s")
_SMALL = re.compile(r"(?<!\w)[^\W\d_A-Z]{3,}(?!\w)")
_WORD = re.compile(r"\w+")
_REFERENCE = re.compile(r"[A-Z][A-Za-z+]*\d\d[a-z]?")  # "[New89]"
_FULL = re.compile(r"\S+\s+[A-ZÀ-ÞΑ-ΩЀ-Я]")
_LONGEST = 5  # words
_FEW, _MOST_SHARE = 4, 8  # a word that more than one sentence in eight has is known, if that is more than four
_FIRST = 1  # a sentence's first word is capitalised for no name


class Names:
    """The names of one source: ``texts`` is all that it says. What most of it is about nobody has to learn."""

    def __init__(self, texts: Sequence[str], title: str, language: str) -> None:
        words = [set(_words(text)) for text in texts]
        most = max(_FEW, len(texts) // _MOST_SHARE)
        counts = Counter(word for each in words for word in each)
        self._known = {word for word, count in counts.items() if count > most} | set(_words(title))
        self._initials = "".join(word[0] for word in _words(title.replace("-", " ")))
        self._stops = STOP_WORDS.get(primary_language(language), frozenset())
        self._small = {word for text in texts for word in _SMALL.findall(text)}
        self._short = {words[0] for text in texts for words in _full(text) if words[0].casefold() not in self._stops}

    def of(self, text: str, section: str) -> list[str]:
        """Return a sentence's names, those of several words first."""
        known = self._known | set(_words(section))
        found = _in_ideographs(text) if _IDEOGRAPHIC.search(text) else self._free(text)
        fresh = [name for name in found if not all(word in known or word in self._initials for word in _words(name))]
        return sorted(dict.fromkeys(fresh), key=lambda name: (-len(name.split()), -text.index(name)))

    def leans(self, text: str) -> bool:
        """Whether a sentence begins with the short form of a name: who is meant was said before it."""
        first = text.split(maxsplit=1)[0].removesuffix("'s").removesuffix("’s").rstrip(",")
        return first in self._short and first.casefold() not in self._known and not _FULL.match(text)

    def _free(self, text: str) -> list[str]:
        """Leave out what describes the word behind it, "a Debian package", and words that are also written small."""
        return [
            name
            for name in _in_capitals(text)
            if name.split()[0].casefold() not in self._stops
            and not _is_no_answer(name, text)
            and self._ends(text, text.index(name) + len(name))
            and name.casefold() not in self._small
        ]

    def _ends(self, text: str, at: int) -> bool:
        after = _NEXT.match(text[at:])
        return after is None or after[1] in self._stops or not after[1].islower()


def _is_no_answer(name: str, text: str) -> bool:
    """Whether a single word stands in a list, is no noun, or stands again in its sentence as "IDs" and "ID"."""
    at = text.index(name)
    before, after = text[:at], text[at + len(name) :]
    if _REFERENCE.fullmatch(name) or text.count(f"“{name}”"):
        return True
    if " " not in name and (_ADJECTIVE.search(name) or before.endswith((": ", "- ", "– ", "— "))):
        return True
    if _LAST_OF_LIST.search(before):
        return True
    listed = " " not in name and (_LISTED_BEFORE.search(before) or _LISTED_AFTER.match(after))
    return bool(listed or occurrences(name.removesuffix("s"), f"{before} {after}"))


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _full(text: str) -> Iterator[list[str]]:
    return (words for found in _NAME.finditer(text) if len(words := found.group().split()) > 1)


def _in_capitals(text: str) -> list[str]:
    return [
        found.group().removesuffix("'s").removesuffix("’s")
        for found in _NAME.finditer(text)
        if found.start() >= _FIRST and len(found.group().split()) <= _LONGEST and len(found.group()) > 2
    ]


def _in_ideographs(text: str) -> list[str]:
    quoted = [found["words"] for found in _QUOTED.finditer(text)]
    return [*quoted, *_KATAKANA.findall(text), *_LATIN.findall(text)]
