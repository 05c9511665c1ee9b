"""What a source is about: the sentence near its beginning that says so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from williams_writing.reading import Sentence
from williams_writing.salience import terms
from williams_writing.sections import is_overview
from williams_writing.selection import Unit

_DEFINES = re.compile(
    r"^(?P<subject>(?:[^\s,;:]+\s+){0,6}?[^\s,;:]+(?:\s*\([^)]*\))?(?:,[^,]{3,60},)?)\s+"
    r"(?:(?:is|are)\s+(?:\w+ly\s+)?(?:an?|the|one|intended|designed|meant|about)|provides?|"
    r"(?:ist|sind)\s+(?:ein\w*|d(?:er|ie|as))|est\s+(?:une?|l[ea’'])|sont\s+(?:des|les)|"
    r"es\s+(?:una?|el|la)|son\s+(?:unos|unas|los|las))\b",
)
_WORKS = "document|manual|guide|book|paper|article|essay|report|tutorial|text|study|thesis|handbook"
_PURPOSE = re.compile(
    rf"\b(?:this|the present|our) (?:\w+ )?(?:{_WORKS}) (?:\w+ )?"
    r"(?:describ|explain|introduc|present|provid|cover|discuss|"
    r"aim|intend|give|document|show|tr(?:y|ies)\b|is (?:about|an?|the|intended|meant)\b|contain|deal|teach|stud|ask)|"
    rf"\b(?:purpose|aim|goal) of this (?:{_WORKS})\b|\bin this (?:\w+ )?(?:{_WORKS}|work),? we\b|"
    r"\bwe (?:\w+ )?(?:study|present|propose|introduce|describe|investigate|examine|show|ask)\b|"
    r"\bdies\w* (?:dokument|handbuch|buch|artikel|arbeit|bericht|anleitung|studie|text|beitrag) "
    r"(?:beschreib|erklär|behandel|zeig|gibt|stellt|führt|ist ein|untersuch)|"
    r"\bce(?:tte?)? (?:document|manuel|livre|article|guide|rapport|étude|thèse|texte) "
    r"(?:décri|expliqu|présent|trait|donn|est un|montr|propos)|"
    r"\best[ea] (?:documento|manual|libro|artículo|guía|informe|estudio|tesis|trabajo|texto) "
    r"(?:describ|explic|present|trata|ofrec|es un|muestr|propon|estudi)",
    re.IGNORECASE,
)
_SHORT_NAME = re.compile(
    r"(?<![\w.])(?!A\b|I\b|An\b|In\b|It\b|To\b|Of\b|On\b|We\b|Le\b|La\b|El\b)[A-Z][a-z+#]{0,2}(?![\w.])"
)
_EARLY_SHARE = 0.12
_EARLY = (12, 90)
_LONG = 45
_CONVINCING = 3.5


@dataclass(frozen=True)
class Opening:
    """What a source is opened with; ``certain`` where it says what the source is about, not only where it begins."""

    unit: Unit
    certain: bool


def about(candidates: list[Unit], titles: list[str]) -> dict[int, Opening]:
    """Return by source the unit that says best what it is about.

    ``titles`` are the sources' titles. Only the beginning of a source is searched: definitions of what the title
    names, statements of purpose, and what stands in an abstract or an introduction count for most.
    """
    found: dict[int, Opening] = {}
    for source, title in enumerate(titles):
        own = [unit for unit in candidates if unit.sentences[0].source == source]
        fewest, most = _EARLY
        early = own[: min(most, max(fewest, round(len(own) * _EARLY_SHARE)))]
        scored = [(_aboutness(unit, title, place / len(early)), unit) for place, unit in enumerate(early)]
        if scored:
            points, unit = max(scored, key=lambda entry: (entry[0], -entry[1].sentences[0].index))
            found[source] = Opening(unit, certain=points >= _CONVINCING)
    return found


def from_there(candidates: list[Unit], openings: dict[int, Opening]) -> list[Unit]:
    """Leave out what stands before a source's opening, where that opening is certain, but no abstract."""
    return [
        unit
        for unit in candidates
        if (opening := openings.get(unit.sentences[0].source)) is None
        or unit.sentences[0].index >= opening.unit.sentences[0].index
        or not opening.certain
        or is_overview(unit.sentences[0].heading)
    ]


def _aboutness(unit: Unit, named: str, place: float) -> float:
    sentence = unit.sentences[0]
    title = _names(named)
    defined = _DEFINES.match(sentence.spoken)
    subject = _names(defined["subject"]) if defined else set()
    points = 1.0 - place
    points += 1.0 * min(2, len(title & _names(sentence.spoken)))
    points += 3.0 if subject & title else 1.0 if defined else 0.0
    points += 3.0 if _PURPOSE.search(sentence.spoken) else 0.0
    points += 1.5 if is_overview(sentence.heading) else 0.0
    return points * _ease(sentence) - 0.5 * (len(unit.sentences) - 1)


def _names(text: str) -> set[str]:
    """Return a text's words, and the names in it that are too short for words ("R", "C++", "Go")."""
    return set(terms(text)) | set(_SHORT_NAME.findall(text))


def _ease(sentence: Sentence) -> float:
    aside = sentence.spoken.endswith("?") or sentence.spoken.startswith("(")
    return sentence.audible * (0.7 if sentence.words > _LONG else 1.0) * (0.4 if aside else 1.0)
