"""Where sentences end in what was heard and written down without a mark: where the speaker pauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import quantiles
from typing import Final

from williams.domain.sentence_ends import ends_sentence
from williams_import_youtube.captions.cues import Cue

_WORDS_A_MARK: Final = 60
"""Speech has a sentence every ten to twenty words; with fewer marks than this nobody set them."""
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.35, 1.2
_FEWEST, _MOST = 4, 45
"""Words of a sentence: with fewer a pause is one to think in, at the most it ends at its longest one."""
_ONLY_I: Final = re.compile(r"\bi\b(?=$|'|\s)")
_STOPS: Final = tuple(
    (re.compile(rf"[{letters}]$"), mark)
    for letters, mark in (
        (r"\u3040-\u30ff\u3400-\u9fff", "。"),
        # The scripts of northern India that share the danda.
        (r"\u0900-\u0a7f\u0b00-\u0b7f", "।"),
        # A blank ends a sentence of Thai and Lao.
        (r"\u0e00-\u0eff", " "),
        (r"\u1000-\u109f", "။"),
        (r"\u1780-\u17ff", "។"),
        (r"\u1200-\u137f", "።"),
        (r"\u0530-\u058f", "։"),
    )
)
"""The mark that ends a sentence, by the script of its last letter; elsewhere a full stop."""


def is_punctuated(cues: Sequence[Cue]) -> bool:
    """Whether somebody set the marks at which sentences end, or the machine that heard them."""
    words = sum(max(1, len(cue.text.split())) for cue in cues)
    marks = sum(1 for cue in cues for word in cue.text.split() if ends_sentence(word))
    return marks * _WORDS_A_MARK >= words


def punctuated(cues: Sequence[Cue], breaks: Sequence[float], language: str) -> list[Cue]:
    """Set a full stop where the speaker pauses, and at ``breaks``, in seconds; begin each sentence with a capital.

    A sentence has 4 to 45 words.
    """
    pause = _pause(cues)
    found: list[Cue] = []
    for sentence in _sentences(cues, pause, breaks):
        first, last = sentence[0], sentence[-1]
        sentence[-1] = replace(last, text=last.text + _stop(last.text))
        first = sentence[0]
        sentence[0] = replace(first, text=first.text[:1].upper() + first.text[1:])
        found += sentence
    return [_with_capitals(cue) for cue in found] if language.lower().startswith("en") else found


def _pause(cues: Sequence[Cue]) -> float:
    """How long this speaker's pauses between sentences are at least: as long as the longest twelfth of the gaps."""
    gaps = [after.start - before.end for before, after in pairwise(cues)]
    if len(gaps) < 2:
        return _LONGEST_PAUSE
    return min(max(quantiles(gaps, n=12)[-1], _SHORTEST_PAUSE), _LONGEST_PAUSE)


def _sentences(cues: Sequence[Cue], pause: float, breaks: Sequence[float]) -> Iterator[list[Cue]]:
    current: list[Cue] = []
    for at, cue in enumerate(cues):
        current.append(cue)
        following = cues[at + 1] if at + 1 < len(cues) else None
        if following is None or _is_over(current, following, pause, breaks):
            yield current
            current = []
        elif _length(current) >= _MOST:
            cut = _longest_gap([*current, following])
            yield current[:cut]
            current = current[cut:]


def _is_over(current: Sequence[Cue], following: Cue, pause: float, breaks: Sequence[float]) -> bool:
    last = current[-1]
    if ends_sentence(last.text) or following.turn or any(last.start < each <= following.start for each in breaks):
        return True
    return following.start - last.end >= pause and _length(current) >= _FEWEST


def _length(cues: Sequence[Cue]) -> int:
    return sum(max(1, len(cue.text.split())) for cue in cues)


def _longest_gap(cues: Sequence[Cue]) -> int:
    """Where to part: before the cue that comes after the longest pause, of those past the first words."""
    first = min(_FEWEST, len(cues) - 1)
    return max(range(first, len(cues)), key=lambda at: cues[at].start - cues[at - 1].end)


def _stop(text: str) -> str:
    if ends_sentence(text) or text[-1:] in ",;:-–—":
        return ""
    return next((mark for script, mark in _STOPS if script.search(text)), ".")


def _with_capitals(cue: Cue) -> Cue:
    return replace(cue, text=_ONLY_I.sub("I", cue.text))
