"""Headings as a host would say them."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from williams.ports.text import Passage
from williams_writing.audible import Identifiers, written_only
from williams_writing.letters import share_of_letters
from williams_writing.spoken import spoken_form

_NUMBERING = re.compile(
    r"^\s*(?:chapter|section|kapitel|chapitre|capítulo|part|teil)?\s*(?:\d+(?:\.\d+)*[.):]?|[IVX]+[.):]|[A-Z][.):]|[A-Z](?:\.\d+)+)\s+(?=\S)",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:description|synopsis|syntax|usage|returns?|return values?|parameters?|arguments?|values?|details|examples?|"
    r"notes?|remarks?|tips?|important|caution|see also|options?|errors?|caveats?|warnings?|general|miscellaneous|"
    r"chapter|part|section|"
    r"beschreibung|syntax|aufruf|rückgabewerte?|parameter|argumente|beispiele?|hinweise?|anmerkung(?:en)?|siehe auch|"
    r"optionen|fehler|kapitel|teil|"
    r"utilisation|syntaxe|valeurs?|paramètres?|exemples?|remarques?|voir aussi|chapitre|partie|"
    r"descripción|sintaxis|uso|valores?|parámetros?|argumentos?|ejemplos?|notas?|véase también|opciones|"
    r"observaciones|capítulo|parte)(?:\s+(?:\d+|[ivx]+|[a-z]))?",
    re.IGNORECASE,
)
_GLOSS = re.compile(r"(?<!\s)\s+[—–-]\s+|:\s+")
_LONGEST = 90
_REPEATED = 2  # a title that several parts of one source have says nothing without the part's own


class Headings:
    """What to call each section of one source; generic titles ("Description") are replaced by their parents'."""

    def __init__(self, passages: list[Passage], known: Identifiers) -> None:
        self._known = known
        self._parents = _parents(passages)
        under = defaultdict(set)
        for index, parent in self._parents.items():
            under[_bare(passages[index].section or "")].add(parent)
        self._repeated = {title for title, parents in under.items() if len(parents) >= _REPEATED}

    def said(self, heading: str | None, start: int) -> str | None:
        """Return what to announce for the run of passages that begins at ``start``; None where nothing can be said."""
        title = clean_heading(heading)
        if title is None or not self._is_generic(title):
            return self._audible(title)
        parent = clean_heading(self._parents.get(start))
        return None if parent is None or self._is_generic(parent) else self._audible(parent)

    def _is_generic(self, title: str) -> bool:
        return bool(_GENERIC.fullmatch(title)) or title.lower() in self._repeated

    def _audible(self, title: str | None) -> str | None:
        """Leave out a name that is for the eye where a gloss follows it: "read_x — read the data" is the gloss."""
        if title is None or not any(written_only(title, self._known)):
            return title
        glosses = [part for part in _GLOSS.split(title)[1:] if not any(written_only(part, self._known))]
        return glosses[-1][:1].upper() + glosses[-1][1:] if glosses and len(glosses[-1].split()) > 1 else None


def clean_heading(heading: str | None) -> str | None:
    """Return a heading as one would say it: without its number, not in capitals; None where it cannot be said."""
    if heading is None:
        return None
    said = _NUMBERING.sub("", spoken_form(heading, "en")).strip(" .:–—-")
    if said.isupper() and len(said) > 4:
        said = said.capitalize()
    sayable = 1 < len(said) <= _LONGEST and share_of_letters(said) > 0.5
    return said if sayable else None


def announced(passages: list[Passage]) -> set[int]:
    """Return the places of the passages that are the heading of what follows them, not text of their own."""
    pairs = enumerate(pairwise(passages))
    return {index for index, (one, following) in pairs if following.section and _same(one.text, following.section)}


def _parents(passages: list[Passage]) -> dict[int, str | None]:
    """Return, by the place where a run of one section begins, the section its heading stands under."""
    return {
        index: before.section
        for index, (before, passage) in enumerate(pairwise(passages), start=1)
        if passage.section is not None and before.section != passage.section and _same(before.text, passage.section)
    }


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())


def _bare(heading: str) -> str:
    return (clean_heading(heading) or "").lower()
