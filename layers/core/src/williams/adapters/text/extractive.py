"""Conversations without a model: the sources' own sentences, chosen, put in order and framed by hosts' talk."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from williams.adapters.text.arrangement import Arrangement, Manner
from williams.adapters.text.overview import about, from_there
from williams.adapters.text.reading import Sentence, read
from williams.adapters.text.selection import Unit, choose, tells_the_same, units
from williams.adapters.text.spoken import count_words
from williams.domain.errors import EmptyContent
from williams.domain.provenance import ModelUsed
from williams.ports.text import Dialogue, DialogueBrief, DialogueLine

_TRIALS = 7
_CLOSE_ENOUGH = 0.05
_SHARE_OF_CONTENT = 0.75
_SPARSE = 0.6
_FEWEST_WORDS, _ENOUGH_WORDS = 40, 200
_KEEPSAKE_WORDS = (10, 32)


class ExtractiveText:
    """TextPort that quotes: every statement is a sentence of a source, word for word, and cites its exact span.

    Deterministic: the same brief always gives the same conversation.
    """

    @property
    def model(self) -> ModelUsed:
        return ModelUsed(provider="williams", name="extractive-textrank", version="2")

    @property
    def paid(self) -> bool:
        return False

    async def dialogue(self, brief: DialogueBrief) -> Dialogue:
        """See TextPort. Raises EmptyContent when the sources hold no sentence that can be told."""
        return Dialogue(lines=await asyncio.to_thread(_write, brief), model=self.model)


@dataclass(frozen=True)
class _Frame:
    """How a conversation begins and ends. ``written`` counts the sources' words, whether they can be told or not:
    where they would have been enough, but few can be told, the hosts say so.
    """

    keepsake: Sentence | None
    first: list[Unit]
    certain: bool = field(kw_only=True)
    written: int = field(kw_only=True)


def _write(brief: DialogueBrief) -> list[DialogueLine]:
    sentences = read(brief)
    candidates = units(sentences)
    if not candidates:
        candidates = units(read(brief, strict=False))
    written = sum(sentence.words for sentence in sentences)
    _refuse_what_cannot_be_told(brief, candidates, written)
    openings = about(candidates, [source.title for source in brief.sources])
    candidates = from_there(candidates, openings)
    first = [opening.unit for opening in openings.values()]
    certain = all(opening.certain for opening in openings.values())
    keepsake = _keepsake(candidates, first)
    offered = [unit for unit in candidates if keepsake is None or not _gives_away(unit, keepsake)]
    frame = _Frame(keepsake, first, certain=certain, written=written)
    return _fitted(brief, offered, frame)


def _refuse_what_cannot_be_told(brief: DialogueBrief, candidates: list[Unit], written: int) -> None:
    telling = sum(
        sentence.words for sentence in {each.index: each for unit in candidates for each in unit.sentences}.values()
    )
    if telling and (telling >= _FEWEST_WORDS or written < _ENOUGH_WORDS):
        return
    titles = ", ".join(source.title for source in brief.sources)
    raise EmptyContent(
        f"{titles}: of {written} words, {telling} stand in sentences that can be told; the rest is lists, tables, code "
        "or formulas. Choose a source with running text."
    )


def _fitted(brief: DialogueBrief, offered: list[Unit], frame: _Frame) -> list[DialogueLine]:
    """Choose more or fewer sentences until the conversation has about the words that were asked for."""
    aim = round(brief.words * _SHARE_OF_CONTENT)
    best: tuple[int, list[DialogueLine]] | None = None
    sparse = False
    for _ in range(_TRIALS):
        told = choose(offered, aim, frame.first)
        words = sum(sentence.words for sentence in told)
        if best is None:
            sparse = frame.written > brief.words and words < _SPARSE * aim
        lines = Arrangement(brief, told, frame.keepsake, Manner(certain=frame.certain, sparse=sparse)).lines()
        missing = brief.words - sum(count_words(line.text) for line in lines)
        if best is None or abs(missing) < abs(best[0]):
            best = (missing, lines)
        exhausted = missing > 0 and words < aim * 0.9
        if abs(missing) <= _CLOSE_ENOUGH * brief.words or exhausted:
            break
        aim = max(1, aim + round(missing * 0.9))
    assert best is not None
    return best[1]


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
