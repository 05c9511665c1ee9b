"""Choosing what to tell: the sentences that say most, spread over the sections, without telling anything twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from williams_writing.reading import Reading, Sentence
from williams_writing.repetition import alike
from williams_writing.salience import cosine

_SAME = 0.6
_NEARLY_THE_SAME = 0.9  # where nothing else is left to tell
_LONGEST_CHAIN = 3
_WORDS_PER_SECTION = 70
_NEIGHBOUR_BONUS = 1.3
_TELLING = 3
_ALONE = 14


@dataclass(frozen=True, eq=False)
class Unit:
    """A sentence together with those before it that it needs, in reading order."""

    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> int:
        return sum(sentence.words for sentence in self.sentences)

    @property
    def score(self) -> float:
        return sum(sentence.score for sentence in self.sentences) / len(self.sentences)


def units(reading: Reading) -> list[Unit]:
    """Return all units that can be told."""
    found: list[Unit] = []
    for sentence in reading.sentences:
        chain = _chain(reading.sentences, sentence)
        if len(chain) <= _LONGEST_CHAIN and all(part.tellable and not part.orphan for part in chain):
            found.append(Unit(chain))
    return found


def _chain(sentences: list[Sentence], last: Sentence) -> tuple[Sentence, ...]:
    """Return a sentence with those before it that it needs, and that these need, without a gap."""
    first = place = last.index
    while place >= first:
        needs = sentences[place].needs
        first = first if needs is None else min(first, needs)
        place -= 1
    return tuple(sentences[first : last.index + 1])


def tells_the_same(one: Sentence, other: Sentence, same: float = _SAME) -> bool:
    """Whether two sentences say much the same, or are made from one template."""
    return cosine(one.vector, other.vector) > same or alike(one.shingles, other.shingles)


def choose(candidates: list[Unit], words: int, certain: list[Unit]) -> list[Sentence]:
    """Return about ``words`` words of sentences in reading order, ``certain`` among them.

    Each section that is told gets a share by the square root of its length: long ones say more, but not everything.
    """
    chosen = _Choice(candidates)
    for unit in certain:
        chosen.add(unit)
    by_section = _told_sections(candidates, words, {unit.sentences[0].section for unit in certain})
    weight = {number: sum(unit.sentences[-1].words for unit in group) ** 0.5 for number, group in by_section.items()}
    total = sum(weight.values()) or 1.0
    for number, group in by_section.items():
        chosen.take(group, chosen.words + round(words * weight[number] / total))
    chosen.take([unit for group in by_section.values() for unit in group], words)
    rest = _worth_a_mention(candidates, {sentence.section for sentence in chosen.sentences.values()})
    chosen.take(rest, words)
    chosen.take(rest, words, same=_NEARLY_THE_SAME)
    return sorted(chosen.sentences.values(), key=lambda sentence: sentence.index)


def _told_sections(candidates: list[Unit], words: int, certain: set[int]) -> dict[int, list[Unit]]:
    """Leave out the sections that say least where there are more than the time allows, but no source."""
    groups: dict[int, list[Unit]] = defaultdict(list)
    for unit in candidates:
        groups[unit.sentences[0].section].append(unit)
    worth = {number: _section_worth(group) for number, group in groups.items()}
    ranked = sorted(groups, key=lambda number: (number not in certain, -worth[number], number))
    kept = set(ranked[: max(1, words // _WORDS_PER_SECTION)])
    for source in {group[0].sentences[0].source for group in groups.values()}:
        kept.add(next(number for number in ranked if groups[number][0].sentences[0].source == source))
    return {number: group for number, group in groups.items() if number in kept}


def _worth_a_mention(candidates: list[Unit], told: set[int]) -> list[Unit]:
    """Leave out short remarks of sections that are not told: they would be announced for nothing."""
    kept = [unit for unit in candidates if unit.sentences[0].section in told or unit.words >= _ALONE]
    return kept or candidates


def _section_worth(group: list[Unit]) -> float:
    """A section is as good as its best sentences together: one good sentence does not make a chapter."""
    best = sorted((unit.score for unit in group), reverse=True)[:_TELLING]
    return sum(best) / _TELLING


class _Choice:
    def __init__(self, candidates: list[Unit]) -> None:
        self.sentences: dict[int, Sentence] = {}
        self.words = 0
        self._beside: dict[int, list[Unit]] = defaultdict(list)
        for unit in candidates:
            self._beside[unit.sentences[0].index - 1].append(unit)
            self._beside[unit.sentences[-1].index + 1].append(unit)

    def add(self, unit: Unit) -> None:
        """Tell a unit; sentences that are told already are not counted again."""
        for sentence in unit.sentences:
            if sentence.index not in self.sentences:
                self.sentences[sentence.index] = sentence
                self.words += sentence.words

    def take(self, offered: list[Unit], until: int, same: float = _SAME) -> None:
        """Take the best units while they fit below ``until`` words; what stands beside a told one is worth more."""
        waiting = {unit: self._entry(unit) for unit in offered}
        queue = list(waiting.values())
        heapify(queue)
        while queue and self.words < until:
            *_, unit = heappop(queue)
            if waiting.pop(unit, None) is None:
                continue
            added = [sentence for sentence in unit.sentences if sentence.index not in self.sentences]
            cost = sum(sentence.words for sentence in added)
            if not added or self.words + cost > until + cost // 2 or self._told_before(added, same):
                continue
            self.add(unit)
            for neighbour in {each for sentence in added for each in self._beside[sentence.index]} & waiting.keys():
                heappush(queue, self._entry(neighbour))

    def _entry(self, unit: Unit) -> tuple[float, int, int, Unit]:
        first, last = unit.sentences[0].index, unit.sentences[-1].index
        beside = first - 1 in self.sentences or last + 1 in self.sentences
        return -unit.score * (_NEIGHBOUR_BONUS if beside else 1.0), first, last, unit

    def _told_before(self, added: list[Sentence], same: float) -> bool:
        return any(tells_the_same(added[-1], told, same) for told in self.sentences.values())
