"""Conversations without a model: the sources' own sentences, chosen, put in order and framed by hosts' talk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from williams_writing.reading import Reading, Sentence, read
from williams_writing.selection import Unit, choose, tells_the_same, units
from williams_writing.spoken import count_words

from williams.domain.errors import EmptyContent
from williams_export_podcast.conversation.arrangement import Arrangement, Manner
from williams_export_podcast.conversation.dialogue import Line
from williams_export_podcast.conversation.overview import about, from_there

if TYPE_CHECKING:
    from williams_export_podcast.conversation.brief import Brief

_TRIALS = 7
_CLOSE_ENOUGH = 0.05
_SHARE_OF_CONTENT = 0.75
_SPARSE = 0.6
_FEWEST_WORDS, _ENOUGH_WORDS = 40, 200
_KEEPSAKE_WORDS = (10, 32)


@dataclass(frozen=True)
class _Frame:
    """How a conversation begins and ends. ``written`` counts the sources' words, whether they can be told or not:
    where they would have been enough, but few can be told, the hosts say so.
    """

    keepsake: Sentence | None
    first: list[Unit]
    certain: bool = field(kw_only=True)
    written: int = field(kw_only=True)


def quoted(task: Brief) -> list[Line]:
    """Return the conversation. Raises EmptyContent when the sources hold no sentence that can be told."""
    reading, candidates = _candidates(task)
    _refuse_what_cannot_be_told(reading, candidates)
    openings = about(candidates, reading.titles)
    candidates = from_there(candidates, openings)
    first = [opening.unit for opening in openings.values()]
    certain = all(opening.certain for opening in openings.values())
    keepsake = _keepsake([unit for unit in candidates if _is_native(task, unit)], first)
    offered = [unit for unit in candidates if keepsake is None or not _gives_away(unit, keepsake)]
    frame = _Frame(keepsake, first, certain=certain, written=reading.words)
    return _fitted(task, offered, frame)


def tellable_words(task: Brief) -> int:
    """Return how many words could be told if there were time for all."""
    reading, candidates = _candidates(task)
    return sum(sentence.words for sentence in choose(candidates, reading.words, []))


def _candidates(task: Brief) -> tuple[Reading, list[Unit]]:
    reading = read(task.passages, task.language, task.title, languages=task.foreign)
    candidates = units(reading)
    if not candidates:
        crumbs = read(task.passages, task.language, task.title, strict=False, languages=task.foreign)
        candidates = units(crumbs)
    return reading, candidates


def _refuse_what_cannot_be_told(reading: Reading, candidates: list[Unit]) -> None:
    telling = sum(
        sentence.words for sentence in {each.index: each for unit in candidates for each in unit.sentences}.values()
    )
    if telling and (telling >= _FEWEST_WORDS or reading.words < _ENOUGH_WORDS):
        return
    raise EmptyContent(
        f"{reading.named}: of {reading.words} words, {telling} stand in sentences that can be told; the "
        "rest is lists, tables, code or formulas. Choose a source with running text."
    )


def _fitted(task: Brief, offered: list[Unit], frame: _Frame) -> list[Line]:
    """Choose more or fewer sentences until the conversation has about the words that were asked for."""
    aim = round(task.words * _SHARE_OF_CONTENT)
    best: tuple[int, list[Line]] | None = None
    sparse = False
    for _ in range(_TRIALS):
        told = choose(offered, aim, frame.first)
        words = sum(sentence.words for sentence in told)
        if best is None:
            sparse = frame.written > task.words and words < _SPARSE * aim
        lines = Arrangement(task, told, frame.keepsake, Manner(certain=frame.certain, sparse=sparse)).lines()
        missing = task.words - sum(count_words(line.said.text) for line in lines)
        if best is None or abs(missing) < abs(best[0]):
            best = (missing, lines)
        exhausted = missing > 0 and words < aim * 0.9
        if abs(missing) <= _CLOSE_ENOUGH * task.words or exhausted:
            break
        aim = max(1, aim + round(missing * 0.9))
    assert best is not None
    return best[1]


def _is_native(task: Brief, unit: Unit) -> bool:
    return unit.sentences[0].citation.content_id not in task.foreign


def _gives_away(unit: Unit, keepsake: Sentence) -> bool:
    return any(sentence is keepsake or tells_the_same(sentence, keepsake) for sentence in unit.sentences)


def _keepsake(candidates: list[Unit], openings: list[Unit]) -> Sentence | None:
    """Return the sentence to end on: one that stands alone, says much, and comes late in the sources."""
    shortest, longest = _KEEPSAKE_WORDS
    late = candidates[len(candidates) * 2 // 3 :]
    alone = [
        unit.sentences[0]
        for unit in late
        if not any(_gives_away(opening, unit.sentences[0]) for opening in openings)
        and len(unit.sentences) == 1
        and shortest <= unit.words <= longest
        and unit.sentences[0].spoken.endswith(".")
        and unit.sentences[0].audible == 1.0
    ]
    if len(candidates) < 8 or not alone:
        return None
    return max(alone, key=lambda sentence: (sentence.score, sentence.index))
