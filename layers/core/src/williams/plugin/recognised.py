"""From recognised lines to paragraphs, each as sure as its lines are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from williams.domain.doubts import Doubt
from williams.domain.places import PageBox, Place
from williams.plugin.importing import ParagraphDraft
from williams.ports.recognition import RecognizedLine, certainty

RECOGNISED: Final = "text-recognised"
_SURE: Final = 0.9
"""From here on a paragraph is as good as typed: of such lines about one character in two hundred is wrong."""
_PARTED = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]$")
_IDEOGRAPH = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3\uff00-\uffef]")


def blocks_of(lines: Iterable[RecognizedLine]) -> list[list[RecognizedLine]]:
    """Return the lines of each paragraph, in the order of reading; those without a letter or a digit are left out."""
    blocks = (list(group) for _, group in groupby(lines, key=lambda line: line.paragraph))
    return [block for block in blocks if any(map(str.isalnum, joined([line.text for line in block])))]


def paragraph_of(block: Sequence[RecognizedLine], place: Place) -> ParagraphDraft:
    """Return a paragraph of its lines; one that is not sure has a doubt."""
    sureness = certainty(block)
    doubt = Doubt(code=RECOGNISED, confidence=round(sureness, 2)) if sureness < _SURE else None
    return ParagraphDraft(text=joined([line.text for line in block]), place=place, doubt=doubt)


def paragraphs_of(lines: Iterable[RecognizedLine], page: int) -> Iterator[ParagraphDraft]:
    """Yield a page's paragraphs in the order of reading."""
    for block in blocks_of(lines):
        yield paragraph_of(block, Place(page=page, boxes=(box_of(block, page),)))


def box_of(lines: Sequence[RecognizedLine], page: int) -> PageBox:
    """Return the part of a page that lines cover."""
    lefts, tops, rights, bottoms = zip(*(line.box for line in lines), strict=True)
    return PageBox(page=page, box=(min(lefts), min(tops), max(rights), max(bottoms)))


def joined(lines: Sequence[str]) -> str:
    """Join a paragraph's lines: words that were parted become whole, CJK has no blanks."""
    text = ""
    for line in lines:
        if text and _PARTED.search(text) and line[:1].islower():
            text = text[:-1] + line
        elif text and _IDEOGRAPH.match(text[-1]) and _IDEOGRAPH.match(line[:1]):
            text += line
        else:
            text = f"{text} {line}".strip()
    return text
