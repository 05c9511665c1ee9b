"""What was heard as paragraphs of whole sentences, parted by pauses, by another voice, and by chapters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from williams.domain.sentence_ends import ends_sentence
from williams.ports.transcription import Utterance

UNSPACED: Final = frozenset({"zh", "ja", "th", "lo", "my", "bo", "km"})
"""Languages that are written without blanks between words."""
_ENOUGH_WORDS: Final = 60
_MOST_WORDS: Final = 130
_BREATH: Final = 0.8
_SILENCE: Final = 4.0
"""Seconds between sentences: after a breath a paragraph that is long enough ends, after a silence any."""


@dataclass(frozen=True)
class SpokenParagraph:
    """Times are seconds. ``certainty`` is the mean of its sentences', the longer ones more; None where one has none."""

    text: str
    starts_at: float
    ends_at: float
    speaker: str | None
    certainty: float | None


def spoken_paragraphs(
    utterances: Sequence[Utterance], language: str, chapters: Sequence[float] = ()
) -> Iterator[SpokenParagraph]:
    """Yield them in order. ``chapters`` are the seconds at which some begin; a sentence is never parted."""
    glue = "" if language.partition("-")[0] in UNSPACED else " "
    group: list[Utterance] = []
    words = 0
    for each in utterances:
        if group and _parts(group[-1], each, words, chapters):
            yield _paragraph(group, glue)
            group, words = [], 0
        group.append(each)
        words += _length(each.text, glue)
    if group:
        yield _paragraph(group, glue)


def _parts(before: Utterance, after: Utterance, words: int, chapters: Sequence[float]) -> bool:
    if before.speaker != after.speaker:
        return True
    pause = after.starts_at - before.ends_at
    whole = ends_sentence(before.text)
    if not whole and words < 2 * _MOST_WORDS and pause < _SILENCE:
        return False
    middle = (after.starts_at + after.ends_at) / 2
    begins = any(before.starts_at < chapter <= middle and before.ends_at <= chapter + 1 for chapter in chapters)
    return begins or pause >= _SILENCE or words >= _MOST_WORDS or (words >= _ENOUGH_WORDS and pause >= _BREATH)


def _length(text: str, glue: str) -> int:
    return len(text.split()) if glue else len(text) // 2


def _paragraph(group: Sequence[Utterance], glue: str) -> SpokenParagraph:
    weight = sum(len(each.text) for each in group)
    sure = [each.certainty * len(each.text) for each in group if each.certainty is not None]
    return SpokenParagraph(
        text=glue.join(each.text for each in group),
        starts_at=group[0].starts_at,
        ends_at=group[-1].ends_at,
        speaker=group[0].speaker,
        certainty=sum(sure) / weight if len(sure) == len(group) else None,
    )
