"""Transcribe's answer, a list of words and marks, as sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any, Final

from williams_recording.paragraphs import UNSPACED

from williams.domain.language_codes import primary_language
from williams.domain.sentence_ends import ends_sentence
from williams.ports.transcription import HeardWord, Utterance

_PAUSE_SECONDS: Final = 1.5
_MOST_WORDS: Final = 80
_SHORTEST: Final = 0.01


@dataclass
class _Word:
    text: str
    starts_at: float
    ends_at: float
    certainty: float


@dataclass
class _Sentence:
    words: list[_Word] = field(default_factory=list)
    ended: bool = False

    def parted_from(self, starts_at: float) -> bool:
        """Return whether a word that begins then is of another sentence."""
        return bool(self.words) and (
            self.ended or len(self.words) >= _MOST_WORDS or starts_at - self.words[-1].ends_at >= _PAUSE_SECONDS
        )


def utterances(answer: dict[str, Any], language: str) -> list[Utterance]:
    """``language`` is a BCP 47 tag. Raises KeyError, TypeError, ValueError for an answer that is none."""
    glue = "" if primary_language(language) in UNSPACED else " "
    return [_utterance(each.words, glue) for each in _sentences(answer["results"]["items"])]


def _sentences(items: Sequence[dict[str, Any]]) -> Iterator[_Sentence]:
    sentence = _Sentence()
    for item in items:
        best = item["alternatives"][0]
        if item["type"] == "punctuation":
            if sentence.words:
                sentence.words[-1].text += best["content"]
                sentence.ended = ends_sentence(best["content"])
            continue
        starts_at, ends_at = float(item["start_time"]), float(item["end_time"])
        if sentence.parted_from(starts_at):
            yield sentence
            sentence = _Sentence()
        certainty = min(max(float(best["confidence"]), 0.0), 1.0)
        sentence.words.append(_Word(best["content"].strip(), starts_at, max(ends_at, starts_at), certainty))
        sentence.ended = False
    if sentence.words:
        yield sentence


def _utterance(words: Sequence[_Word], glue: str) -> Utterance:
    heard = tuple(HeardWord(text=each.text, starts_at=each.starts_at, ends_at=each.ends_at) for each in words)
    return Utterance(
        text=glue.join(each.text for each in words),
        starts_at=words[0].starts_at,
        ends_at=max(words[-1].ends_at, words[0].starts_at + _SHORTEST),
        words=heard if glue else (),
        certainty=fmean(each.certainty for each in words),
    )
