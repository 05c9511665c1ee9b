"""From cues to paragraphs under the video's chapters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean
from typing import Any, Final

from williams.domain.sentence_ends import ends_sentence
from williams_import_youtube.captions.cues import Cue

HEARD: Final = "captions-automatic"
_PAUSE: Final = 4.0
"""Seconds without a word, after which something else begins."""
_LONG, _LONGEST = 500, 1200
"""Characters: from the first on a paragraph ends with its sentence, at the second in any case."""
EARLY: Final = 0.6
"""So many seconds before its chapter's mark a line may begin."""
_USUAL: Final = 0.85
"""Of what a machine heard, where it does not say how sure it is: of published tests one word in seven is wrong."""
_UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff]$")


def paragraphs(
    cues: Sequence[Cue], chapters: Sequence[Mapping[str, Any]], doubt: str | None
) -> Iterator[dict[str, Any]]:
    """Yield paragraphs with the fields of ParagraphDraft: each chapter's title, then what is said in it.

    ``doubt`` is the code of the doubt about what a machine heard, which is as sure as that machine.
    """
    rest, current = list(chapters), None
    group: list[Cue] = []
    for cue in cues:
        begun = []
        while rest and rest[0]["starts"] <= cue.start + EARLY:
            begun.append(rest.pop(0))
        if group and (begun or _is_over(group, cue)):
            yield _paragraph(group, current, doubt)
            group = []
        for chapter in begun:
            current = chapter
            yield _heading(chapter)
        group.append(cue)
    if group:
        yield _paragraph(group, current, doubt)
    yield from map(_heading, rest)


def _heading(chapter: Mapping[str, Any]) -> dict[str, Any]:
    place = {"seconds": chapter["starts"], "until": chapter["ends"], "section": chapter["title"]}
    return {"text": chapter["title"], "kind": "heading", "place": place}


def _is_over(group: Sequence[Cue], following: Cue) -> bool:
    last, length = group[-1], sum(len(cue.text) + 1 for cue in group)
    if following.turn or following.start - last.end > _PAUSE or length > _LONGEST:
        return True
    return length > _LONG and ends_sentence(last.text)


def _paragraph(group: Sequence[Cue], chapter: Mapping[str, Any] | None, doubt: str | None) -> dict[str, Any]:
    place: dict[str, Any] = {"seconds": group[0].start, "until": max(cue.end for cue in group)}
    if chapter:
        place["section"] = chapter["title"]
    unsure = {"code": doubt, "confidence": _confidence(group)} if doubt else None
    return {"text": _joined(group), "kind": "body", "place": place, "doubt": unsure}


def _confidence(group: Sequence[Cue]) -> float:
    said = [cue.sure for cue in group if cue.sure is not None]
    return round(min(fmean(said), 1.0), 2) if said else _USUAL


def _joined(group: Sequence[Cue]) -> str:
    text = ""
    for cue in group:
        blank = cue.spaced and not (_UNSPACED.search(text) and _UNSPACED.search(cue.text[:1]))
        text += f" {cue.text}" if text and blank and not text.endswith(" ") else cue.text
    return text.rstrip()
