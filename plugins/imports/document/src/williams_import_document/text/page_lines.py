"""Lines that a program set on top and at the foot of each page of a plain text, as in RFCs and printed manuals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from williams.domain.sentence_ends import ends_sentence
from williams.isolation.notices import Said, notice

_FEWEST_PAGES: Final = 2
_NUMBERED: Final = re.compile(
    r"\[?\b(?:Page|Seite|Página|Pagina)\s+\d+\]?|^\s*-?\s*\d+\s*-?\s*$|\[\d+\]\s*$", re.IGNORECASE
)


def without_page_lines(text: str) -> tuple[str, list[Said]]:
    """Return the text without what repeats around its form feeds, and a notice of that.

    A sentence that a page cuts goes on; elsewhere a page's end is a paragraph's.
    """
    pages = [page.strip("\n").split("\n") for page in text.split("\f")]
    if len(pages) < _FEWEST_PAGES:
        return text, []
    repeated = _repeated(pages)
    left_out = [line.strip() for page in pages for line in _edges(page) if _shape(line) in repeated]
    kept = [_within(page, repeated) for page in pages]
    whole = "".join(_joined([page for page in kept if page]))
    if not left_out:
        return whole, []
    message = f"{len(left_out)} lines that repeat at the edges of pages were left out, such as “{left_out[0][:60]}”."
    return whole, [notice("repeated-lines-left-out", message)]


def _repeated(pages: Sequence[list[str]]) -> set[str]:
    shapes = Counter(shape for page in pages for shape in {_shape(line) for line in _edges(page)})
    return {
        shape for shape, times in shapes.items() if times > 1 and (times > len(pages) / 2 or _NUMBERED.search(shape))
    }


def _edges(page: list[str]) -> list[str]:
    written = [line for line in page if line.strip()]
    return [written[0], written[-1]] if len(written) > 1 else []


def _shape(line: str) -> str:
    return re.sub(r"\d+", "9", " ".join(line.split()))


def _within(page: list[str], repeated: set[str]) -> str:
    lines = list(page)
    for end in (0, -1):
        while lines and not lines[end].strip():
            lines.pop(end)
        if len(lines) > 1 and _shape(lines[end]) in repeated:
            lines.pop(end)
    return "\n".join(lines).strip("\n")


def _joined(pages: Sequence[str]) -> Iterator[str]:
    for place, page in enumerate(pages):
        before = pages[place - 1].rstrip() if place else ""
        cut = before and not ends_sentence(before) and page.lstrip()[:1].islower()
        yield ("\n" if cut else "\n\n") + page if place else page
