"""The cards of a deck without a model: the best of what can be asked, spread over the sources, each thing once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import heapify, heappop, heappush
from itertools import groupby
from typing import TYPE_CHECKING

from williams_writing.salience import cosine
from williams_writing.selection import tells_the_same

from williams.domain.errors import EmptyContent
from williams_export_flashcards.cards import Card, Fact, occurrences
from williams_export_flashcards.quoting.facts import Statement, statements
from williams_export_flashcards.quoting.forms import Candidate, candidates, of_terms
from williams_export_flashcards.quoting.names import Names
from williams_export_flashcards.quoting.terms import KeyTerms

if TYPE_CHECKING:
    from williams.domain.provenance import Citation
    from williams_export_flashcards.brief import Brief

_SECTION_FATIGUE, _SOURCE_FATIGUE = 0.8, 0.97  # what each further card of one section, one source, is worth
_SAME_ANSWER = 2  # cards with one answer
_RELATED = 0.2  # the cosine of two sentences about much the same
_MOST_RELATED = 3  # cards about much the same as a further one: nobody learns the dates of twenty conferences
_FEW = 5  # cards, below which key terms are asked for too
_DIGITS = re.compile(r"\d+")


def quoted(brief: Brief) -> list[Card]:
    """Return the cards. Raises EmptyContent when the sources hold nothing that can be asked for."""
    reading, found = statements(brief.passages, brief.languages, brief.language, brief.title)
    choice = _Choice()
    choice.spread(_offered(found, brief), brief.count)
    if len(choice.taken) < min(brief.count, _FEW):
        choice.spread(_further(found, brief), min(brief.count, _FEW))
    if not choice.taken:
        raise EmptyContent(
            f"{', '.join(reading.titles) or brief.title}: of {reading.words} words, none stand in a sentence that a "
            "card can ask for; the rest is lists, tables, code, or sentences that need others. Choose a source with "
            "running text, or allow more kinds of cards."
        )
    chosen = sorted(choice.taken, key=lambda each: each.statement.sentence.index)
    return [_card(candidate, _others(candidate, found)) for candidate in chosen]


def _by_source(found: Sequence[Statement]) -> list[list[Statement]]:
    return [list(group) for _, group in groupby(found, key=lambda each: each.sentence.source)]


def _offered(found: Sequence[Statement], brief: Brief) -> list[Candidate]:
    offered: list[Candidate] = []
    for own in _by_source(found):
        content_id = own[0].sentence.citation.content_id
        passages = [each for each in brief.passages if each.content_id == content_id]
        headings = dict.fromkeys(f"– {each.section}" for each in passages)
        names = Names([*(each.text for each in passages), *headings], own[0].title, own[0].language)
        for statement in own:
            if not names.leans(statement.text):
                offered += candidates(statement, brief.kinds, names.of(statement.text, statement.section))
    return offered


def _further(found: Sequence[Statement], brief: Brief) -> list[Candidate]:
    """Return the cards that hide a key term: any word can be hidden, so that these come last and are few."""
    if "cloze" not in brief.kinds:
        return []
    further: list[Candidate] = []
    for own in _by_source(found):
        terms = KeyTerms([statement.text for statement in own], own[0].language)
        further += [each for statement in own for each in of_terms(statement, terms.of(statement.text))]
    return further


class _Choice:
    def __init__(self) -> None:
        self.taken: list[Candidate] = []
        self._asked: set[str] = set()
        self._sentences: set[int] = set()
        self._answers: Counter[str] = Counter()
        self._sections: Counter[int] = Counter()
        self._sources: Counter[int] = Counter()

    def spread(self, offered: Sequence[Candidate], count: int) -> None:
        """Take the best until there are ``count``, that of every source before all others."""
        by_source: dict[int, list[Candidate]] = defaultdict(list)
        for candidate in offered:
            by_source[candidate.statement.sentence.source].append(candidate)
        for source, own in by_source.items():
            if not self._sources[source]:
                self._take(own, min(count, len(self.taken) + 1))
        self._take(offered, count)

    def _take(self, offered: Iterable[Candidate], until: int) -> None:
        queue = [(self._place(each), number, each) for number, each in enumerate(offered)]
        heapify(queue)
        while queue and len(self.taken) < until:
            before, number, best = heappop(queue)
            if (now := self._place(best)) > before:
                heappush(queue, (now, number, best))  # others of its section were taken meanwhile
            else:
                self._add(best)

    def _place(self, candidate: Candidate) -> tuple[float, int]:
        sentence = candidate.statement.sentence
        tired = _SECTION_FATIGUE ** self._sections[sentence.section] * _SOURCE_FATIGUE ** self._sources[sentence.source]
        return -candidate.score * tired, sentence.index

    def _add(self, candidate: Candidate) -> None:
        sentence, answer = candidate.statement.sentence, candidate.answer.casefold()
        known = candidate.asked in self._asked or sentence.index in self._sentences
        if known or self._answers[answer] >= _SAME_ANSWER or self._told(candidate):
            return
        self.taken.append(candidate)
        self._asked.add(candidate.asked)
        self._sentences.add(sentence.index)
        self._answers[answer] += 1
        self._sections[sentence.section] += 1
        self._sources[sentence.source] += 1

    def _told(self, candidate: Candidate) -> bool:
        """Whether a card says the same already, asks for the same of much the same, or several are about that."""
        related = sum(_are_related(candidate, each) for each in self.taken)
        return related > _MOST_RELATED or any(_is_repeated(candidate, each) for each in self.taken)


def _are_related(one: Candidate, other: Candidate) -> bool:
    return cosine(one.statement.sentence.vector, other.statement.sentence.vector) > _RELATED


def _is_repeated(candidate: Candidate, told: Candidate) -> bool:
    if candidate.answer.casefold() == told.answer.casefold() and _are_related(candidate, told):
        return True
    same = tells_the_same(candidate.statement.sentence, told.statement.sentence)
    return candidate.kind == told.kind == "cloze" and same


def _others(candidate: Candidate, found: Sequence[Statement]) -> list[Citation]:
    """Return where else the fact stands: sentences that say much the same, the answer and all numbers among it."""
    own = candidate.statement
    figures = set(_DIGITS.findall(own.text))
    return [
        other.sentence.citation
        for other in found
        if other is not own
        and tells_the_same(own.sentence, other.sentence)
        and occurrences(candidate.answer, other.text)
        and set(_DIGITS.findall(other.text)) == figures
    ]


def _card(candidate: Candidate, others: Sequence[Citation]) -> Card:
    statement = candidate.statement
    return Card(
        kind=candidate.kind,
        fact=Fact(text=candidate.fact, citations=(*candidate.citations, *others)),
        question=candidate.question,
        answer=candidate.answer,
        language=statement.language,
    )
