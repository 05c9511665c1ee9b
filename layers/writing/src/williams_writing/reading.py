"""Reading sources: every sentence with its place, whether it can be told, and how much it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from williams.domain.provenance import Citation
from williams.ports.text import Passage
from williams_writing.audible import Identifiers, audibility, identifiers, written_only
from williams_writing.headings import Headings, announced
from williams_writing.repetition import Shingles, formulaic, shingles
from williams_writing.salience import Vector, terms, textrank, vectors
from williams_writing.sections import is_overview
from williams_writing.sentences import Span, split_sentences
from williams_writing.spoken import count_words, spoken_form
from williams_writing.standing import needed, points_elsewhere
from williams_writing.tellable import is_cut_off, is_skipped_section, is_tellable

_HARD_TO_FOLLOW = 38
_LEAST_AUDIBLE = 0.3
_MOST_FORMULAIC = 0.6
_REFERS = re.compile(
    r"\b(?:[Ss]ee|[Rr]efer to|[Ss]ections?|[Cc]hapters?|[Pp]ages?|[Ss]iehe|Abschnitt|Kapitel|Seite|[Vv]oir|[Cc]hapitre|"
    r"[Vv]éase|[Ss]ecci[óo]n|[Cc]ap[ií]tulo|[Pp]ágina)\s+[“\"]?[\dA-Z]"
)
_DEFINITE = re.compile(
    r"(?:The|Der|Die|Das|Le|La|Les|El|Los|Las) \w+ (?:is|was|are|were|has|have|ist|war|sind|est|sont|es|son)\b"
)


@dataclass
class Sentence:
    """``words`` counts the spoken form; what cannot be told keeps its written form as ``spoken``.

    ``needs`` is the index of the first of the sentences directly before this one that have to be told with it. An
    ``orphan`` needs one that its paragraph does not have.
    """

    index: int
    source: int
    section: int
    heading: str | None
    citation: Citation
    spoken: str
    words: int
    tellable: bool
    audible: float = 1.0
    shingles: Shingles = frozenset()
    needs: int | None = None
    orphan: bool = False
    score: float = 0.0
    vector: Vector = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """The sentences of all sources in reading order. ``titles`` are the sources', in the order of the sources."""

    sentences: list[Sentence]
    titles: list[str]

    @property
    def named(self) -> str:
        """What messages call the sources. Those without any passage have no title here."""
        return ", ".join(self.titles) or "The sources"

    @property
    def words(self) -> int:
        """What is written, whether it can be told or not."""
        return sum(sentence.words for sentence in self.sentences)


def read(
    passages: Sequence[Passage],
    language: str,
    theme: str = "",
    *,
    strict: bool = True,
    languages: Mapping[str, str] | None = None,
) -> Reading:
    """Read passages, source after source. ``theme`` is what the writing is about: who takes up its words says more.

    ``section`` counts runs of one heading over all sources. Without ``strict``, lines that are no whole sentences count
    as some, for sources that have nothing else. ``languages`` names, by content id, sources in other languages.
    """
    sentences: list[Sentence] = []
    titles: list[str] = []
    section = -1
    for number, source in enumerate(by_source(passages)):
        titles.append(source[0].title)
        own = (languages or {}).get(source[0].content_id, language)
        known = identifiers([passage.text for passage in source])
        headings = Headings(source, known)
        announcing = announced(source)
        heading: object = object()
        said: str | None = None
        for place, passage in enumerate(source):
            if passage.section != heading:
                section, heading, said = section + 1, passage.section, headings.said(passage.section, place)
            if place in announcing or is_skipped_section(passage.section):
                continue
            reader = _Reader(number, section, said, known, own, strict=strict)
            sentences += reader.sentences(passage, len(sentences))
    _rank(sentences, titles, theme)
    return Reading(sentences, titles)


def by_source(passages: Sequence[Passage]) -> list[list[Passage]]:
    """Return the passages of each source, in the order in which the sources come."""
    return [list(group) for _, group in groupby(passages, key=lambda passage: passage.content_id)]


@dataclass(frozen=True)
class _Reader:
    """Reads the passages of one run of a section."""

    source: int
    section: int
    heading: str | None
    known: Identifiers
    language: str
    strict: bool = field(kw_only=True)

    def sentences(self, passage: Passage, first: int) -> list[Sentence]:
        found: list[Sentence] = []
        for span in split_sentences(passage.text, self.language):
            found.append(self._sentence(passage, span, first + len(found), [each.spoken for each in found]))
        return found

    def _sentence(self, passage: Passage, span: Span, index: int, before: list[str]) -> Sentence:
        start, end = span
        written = " ".join(passage.text[start:end].split())
        tellable = is_tellable(written, strict=self.strict)
        sentence = Sentence(
            index=index,
            source=self.source,
            section=self.section,
            heading=self.heading,
            citation=passage.cited(start, end),
            spoken=written,
            words=count_words(written),
            tellable=tellable,
        )
        return self._heard(sentence, passage.text[start:end], before) if tellable else sentence

    def _heard(self, sentence: Sentence, written: str, before: list[str]) -> Sentence:
        """Fill in how a sentence sounds, and what it needs to be understood."""
        spoken = spoken_form(written, self.language)
        back = needed(spoken, before, self.language) if self.strict else 0
        marks = written_only(spoken, self.known)
        sentence.spoken, sentence.words = spoken, count_words(spoken)
        sentence.orphan = back > len(before)
        sentence.needs = sentence.index - back if back and not sentence.orphan else None
        sentence.audible, sentence.shingles = audibility(spoken, marks), shingles(spoken, marks)
        torn = self.strict and (is_cut_off(written) or is_cut_off(spoken) or points_elsewhere(spoken, self.language))
        sentence.tellable = any(map(str.isalnum, spoken)) and not torn and sentence.audible >= _LEAST_AUDIBLE
        return sentence


def _rank(sentences: list[Sentence], titles: list[str], theme: str) -> None:
    """Score by TextRank, with more for what takes up the titles' words, for how a section begins and for overviews.

    Sentences made from one template resemble each other for no merit of their own: they neither give nor receive. They
    are told only where there are no others, as in a chronicle with a line for each year.
    """
    told = [sentence for sentence in sentences if sentence.tellable]
    weights = vectors([sentence.spoken for sentence in told])
    copied = _formulaic(told)
    if all(share > _MOST_FORMULAIC for share in copied):
        copied = [0.0] * len(told)
    wanted = [set(terms(f"{theme} {title}")) for title in titles]
    prose = _prose(sentences, told)
    begun: set[int] = set()
    scores = textrank(weights, [1 - share for share in copied])
    for sentence, vector, score, share in zip(told, weights, scores, copied, strict=True):
        shared = len(wanted[sentence.source] & set(vector))
        first = sentence.section not in begun
        begun.add(sentence.section)
        sentence.vector = vector
        sentence.tellable = share <= _MOST_FORMULAIC
        introducing = is_overview(sentence.heading)
        favour = (1 + 0.15 * min(shared, 3)) * (1.8 if first and introducing else 1.4 if first or introducing else 1)
        sentence.score = score * favour * _doubt(sentence) * (1 - share) * prose[sentence.section]


def _formulaic(told: list[Sentence]) -> list[float]:
    """Return for each sentence how much of it is a template. What several sources say in the same words is none."""
    seen: Counter[tuple[int, str]] = Counter()
    keys: list[tuple[str, int]] = []
    for sentence in told:
        keys.append((sentence.spoken, seen[sentence.source, sentence.spoken]))
        seen[sentence.source, sentence.spoken] += 1
    once = dict(zip(keys, (sentence.shingles for sentence in told), strict=True))
    shares = dict(zip(once, formulaic(list(once.values())), strict=True))
    return [shares[key] for key in keys]


def _prose(sentences: list[Sentence], told: list[Sentence]) -> dict[int, float]:
    """Return by section a factor from 0.4 (code, tables, lists) to 1 (running text that can be heard)."""
    words: Counter[int] = Counter()
    heard: Counter[int] = Counter()
    for sentence in sentences:
        words[sentence.section] += sentence.words
    for sentence in told:
        heard[sentence.section] += round(sentence.words * sentence.audible)
    return {section: 0.4 + 0.6 * heard[section] / max(1, count) for section, count in words.items()}


def _doubt(sentence: Sentence) -> float:
    """Less for questions, what is hard to follow or points elsewhere, and for "The effect was …", named before."""
    spoken = sentence.spoken
    hard = spoken.endswith("?") or sentence.words > _HARD_TO_FOLLOW or spoken.startswith("(")
    return (
        sentence.audible**2
        * (0.6 if hard else 1.0)
        * (0.6 if _REFERS.search(spoken) else 1.0)
        * (0.75 if sentence.citation.start and _DEFINITE.match(spoken) else 1.0)
    )
