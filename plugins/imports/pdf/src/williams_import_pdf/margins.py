"""Finds notes in the margin, which stand beside the lines of the text and are no part of them."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from williams_import_pdf.model import Segment

_SMALLER = 0.9
_BESIDE = 0.5
"""Of the body's size: so far a note in small print stands at least from the text."""
_FURTHER = 0.75
"""The same for one as large as the text."""
_MOST = 0.3
"""Of the page's characters; what is more is a column."""
_GAP = 2.2
"""Of a note's size: the next line of the same note is nearer."""
_FULL = 0.65
"""Of the text's width: running text fills so much of it, line after line."""
_NARROW = 0.45
"""Of the text's width: what is wider beside it is a column."""
_FEWEST_LINES = 6
_LEADING = 1.7
"""Of the font size: lines of one paragraph are nearer."""
_WORD = re.compile(r"[^\W\d_]{2}")


def _body_size(segments: list[Segment]) -> float:
    sizes: Counter[float] = Counter()
    for segment in segments:
        sizes[segment.size] += len(segment.text)
    return sizes.most_common(1)[0][0]


def _length(segments: list[Segment]) -> int:
    return sum(len(segment.text) for segment in segments)


def margin_notes(segments: list[Segment]) -> list[list[Segment]]:
    """Return the notes among a page's upright segments, each from top to bottom."""
    sizes = {one.size for one in segments}
    if not sizes or (min(sizes) > _SMALLER * max(sizes) and not _stands_beside(segments)):
        return []
    size = _body_size(segments)
    return _small_notes(segments, size) or _notes_beside(segments, size)


def _stands_beside(segments: list[Segment]) -> bool:
    """Return True if something stands wholly beside the widest line of a page."""
    widths = [one.right - one.left for one in segments]
    widest = segments[widths.index(max(widths))]
    return any(one.left > widest.right or one.right < widest.left for one in segments)


def _small_notes(segments: list[Segment], size: float) -> list[list[Segment]]:
    """Return small print beside the text, unless small print stands on the same line within it, as in a table."""
    if min(one.size for one in segments) > _SMALLER * size:
        return []
    small = [one for one in segments if one.size <= _SMALLER * size]
    body = [one for one in segments if one.size > _SMALLER * size]
    rights, lefts = sorted(one.right for one in body), sorted(one.left for one in body)
    left, right = lefts[len(lefts) // 20] - _BESIDE * size, rights[-1 - len(rights) // 20] + _BESIDE * size
    outside = [one for one in small if one.left > right or one.right < left]
    within = [one.baseline for one in small if not (one.left > right or one.right < left)]
    notes = [one for one in outside if not any(abs(one.baseline - baseline) < 2 for baseline in within)]
    if not any(map(str.isalnum, "".join(one.text for one in notes))) or _length(notes) > _MOST * _length(segments):
        return []
    return _grouped(notes, right)


def _notes_beside(segments: list[Segment], size: float) -> list[list[Segment]]:
    """Return what stands beside running text, in its size: two lines or more, in the middle of a paragraph.

    Terms beside what they mean, labels of forms and cells of tables stand beside the first line of something.
    """
    text = _running_text(segments)
    if len(text) < _FEWEST_LINES:
        return []
    left, right = min(one.left for one in text), max(one.right for one in text)
    outside = [one for one in segments if one.left > right + _FURTHER * size or one.right < left - _FURTHER * size]
    if not outside or _length(outside) > _MOST * _length(segments):
        return []
    heights = sorted((one.baseline for one in text), reverse=True)
    return [note for note in _grouped(outside, right) if _is_note(note, heights, _NARROW * (right - left))]


def _running_text(segments: list[Segment]) -> list[Segment]:
    """Return the lines that begin together and are long."""
    widest = max(one.right - one.left for one in segments)
    long = [one for one in segments if one.right - one.left >= _FULL * widest]
    edge = Counter(round(one.left) for one in long).most_common(1)[0][0]
    return [one for one in long if abs(one.left - edge) < one.size]


def _is_note(note: Sequence[Segment], heights: Sequence[float], widest: float) -> bool:
    """Return True for several narrow lines, above and beside which the text runs full; it does at ``heights``."""
    if any(one.right - one.left > widest for one in note) or not any(_WORD.search(one.text) for one in note):
        return False
    if note[0].baseline - note[-1].baseline < 0.5 * note[0].size:
        return False
    near = _LEADING * note[0].size
    beside = [y for y in heights if note[-1].baseline - near / 2 < y < note[0].baseline + 1.3 * near]
    return (
        bool(beside)
        and beside[0] > note[0].baseline + 0.25 * near
        and beside[-1] < note[-1].baseline + near / 2
        and all(above - y < near for above, y in itertools.pairwise(beside))
    )


def _grouped(notes: list[Segment], right: float) -> list[list[Segment]]:
    """Return the notes left of the text, then those at its right edge, each from top to bottom."""
    groups: list[list[Segment]] = []
    for note in sorted(notes, key=lambda one: (one.left >= right, -one.baseline)):
        if groups and 0 <= groups[-1][-1].baseline - note.baseline < _GAP * note.size:
            groups[-1].append(note)
        else:
            groups.append([note])
    return groups
