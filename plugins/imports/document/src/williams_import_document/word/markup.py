"""Looks through the XML of a Word document before it is read: how much of it there is, and how much text it holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from williams.domain.errors import ContentTooLarge, CorruptContent
from williams_import_document.word.package import ADVICE

MOST_NODES: Final = 800_000
"""Elements and attributes of the parts that are read. Each takes about 1 KB while it is."""
_MOST_LETTERS: Final = 20_000_000
_MOST_ATTRIBUTES: Final = 1000
_MOST_LEVELS: Final = 100
"""Of elements in elements; reading them takes up to five calls each."""
_MOST_FIELDS: Final = 500
"""Open at once. Reading a run of text looks at all fields around it."""
_TEXTS = frozenset({"t"})
_LEFT_OUT = frozenset({"del", "moveFrom"})
_NO_LETTERS = re.compile(r"[\W_]+")


class _Census:
    """Counts the nodes and the letters and digits of text in parts of a document."""

    def __init__(self) -> None:
        self.nodes = 0
        self.letters = 0
        self._open: list[str] = []
        self._left_out = 0
        self._fields = 0
        self._choices: list[int] = []
        """The letters of each alternative that may yet be followed by a fallback."""

    def add(self, data: bytes) -> None:
        self._open.clear()
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse
        parser.Parse(data, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.nodes += 1 + len(attributes)
        if self.nodes > MOST_NODES:
            raise ContentTooLarge(f"The Word document's text has over {MOST_NODES} elements and attributes. Split it.")
        if len(self._open) >= _MOST_LEVELS:
            raise _harmful(f"is nested more than {_MOST_LEVELS} deep")
        if len(attributes) > _MOST_ATTRIBUTES:
            raise _harmful(f"has an element of more than {_MOST_ATTRIBUTES} attributes")
        local = name.rpartition(" ")[2]
        self._open.append(local)
        self._left_out += local in _LEFT_OUT
        if local == "Choice":
            self._choices.append(self.letters)
        elif local == "Fallback" and self._choices:
            self.letters = self._choices[-1]
        elif local == "fldChar":
            self._field(next((value for key, value in attributes.items() if key.endswith(" fldCharType")), ""))

    def _field(self, kind: str) -> None:
        self._fields += (kind == "begin") - (kind == "end")
        if self._fields > _MOST_FIELDS:
            raise _harmful(f"has over {_MOST_FIELDS} fields within each other")

    def _end(self, _name: str) -> None:
        local = self._open.pop()
        self._left_out -= local in _LEFT_OUT
        if local == "AlternateContent" and self._choices:
            self._choices.pop()

    def _text(self, text: str) -> None:
        if self._open[-1] in _TEXTS and not self._left_out:
            self.letters += letters(text)
            if self.letters > _MOST_LETTERS:
                raise ContentTooLarge(f"The Word document has over {_MOST_LETTERS} letters. Split it.")


def letters(text: str) -> int:
    """Return how many letters and digits a text has."""
    return len(_NO_LETTERS.sub("", text))


def _refuse(*_: object) -> None:
    raise _harmful("declares entities")


def _harmful(what: str) -> CorruptContent:
    return CorruptContent(f"The Word document {what}: it is damaged or made to harm. {ADVICE}")


def count_letters(parts: Mapping[str, bytes]) -> dict[str, int]:
    """Return how many letters and digits the texts of each part have, deleted and moved ones left out.

    Raises:
        ContentTooLarge: there is more than can be read in time.
        CorruptContent: it is no XML, declares entities, or is nested too deeply.
    """
    census, counts = _Census(), {}
    for name, data in parts.items():
        before = census.letters
        try:
            census.add(data)
        except (expat.ExpatError, ValueError, LookupError) as error:  # the last two of an encoding that it cannot read
            raise CorruptContent(f"{name} of the Word document cannot be read: {error}. {ADVICE}") from error
        counts[name] = census.letters - before
    return counts
