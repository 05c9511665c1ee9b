"""Finds notes in the margin, which stand beside the lines of the text and are no part of them."""

from __future__ import annotations

from collections import Counter

from williams_import_pdf.model import Segment

_SMALLER = 0.9
_BESIDE = 0.5
"""Of the body's size: so far a note stands at least from the text."""
_MOST = 0.3
"""Of the page's characters; what is more is a column."""
_GAP = 2.2
"""Of a note's size: the next line of the same note is nearer."""


def _body_size(segments: list[Segment]) -> float:
    sizes: Counter[float] = Counter()
    for segment in segments:
        sizes[segment.size] += len(segment.text)
    return sizes.most_common(1)[0][0]


def _length(segments: list[Segment]) -> int:
    return sum(len(segment.text) for segment in segments)


def margin_notes(segments: list[Segment]) -> list[list[Segment]]:
    """Return the notes among a page's upright segments, each from top to bottom.

    Small print beside the text is a note unless small print stands on the same line within the text, as in a table.
    """
    sizes = {one.size for one in segments}
    if not sizes or min(sizes) > _SMALLER * max(sizes):
        return []
    size = _body_size(segments)
    small = [one for one in segments if one.size <= _SMALLER * size]
    body = [one for one in segments if one.size > _SMALLER * size]
    if not small or not body:
        return []
    rights, lefts = sorted(one.right for one in body), sorted(one.left for one in body)
    left, right = lefts[len(lefts) // 20] - _BESIDE * size, rights[-1 - len(rights) // 20] + _BESIDE * size
    outside = [one for one in small if one.left > right or one.right < left]
    within = [one.baseline for one in small if not (one.left > right or one.right < left)]
    notes = [one for one in outside if not any(abs(one.baseline - baseline) < 2 for baseline in within)]
    if not notes or _length(notes) > _MOST * _length(segments):
        return []
    return _grouped(notes)


def _grouped(notes: list[Segment]) -> list[list[Segment]]:
    groups: list[list[Segment]] = []
    for note in sorted(notes, key=lambda one: (one.left > notes[0].right, -one.baseline)):
        if groups and 0 <= groups[-1][-1].baseline - note.baseline < _GAP * note.size:
            groups[-1].append(note)
        else:
            groups.append([note])
    return groups
