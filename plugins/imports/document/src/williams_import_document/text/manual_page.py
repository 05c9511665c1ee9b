"""Manual pages as ``man`` prints them: the name of the page stands at both ends of the line above it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from williams.isolation.notices import Said, notice

_PAGE: Final = re.compile(r"\S+\(\d\w{0,5}\)")
_GAP: Final = re.compile(r"(?<=\S)\s{2,}(?=\S)")
_MOST_CELLS: Final = 3


def without_header(text: str) -> tuple[str, str, list[Said]]:
    """Return the text without headers and footers of manual pages, the first page's name, and a notice.

    Footers have that name at an end too, or, last on their page, the same system at both.
    """
    lines = text.split("\n")
    written = [place for place, line in enumerate(lines) if line.strip()]
    name = _page_of(lines[written[0]]) if written else ""
    if not name:
        return text, "", []
    left_out = _headers_and_footers(lines, written)
    kept = [line for place, line in enumerate(lines) if place not in left_out]
    first = lines[written[0]].strip()
    message = f"{len(left_out)} lines above and below pages of a manual were left out, such as “{first}”."
    return "\n".join(kept).strip("\n"), name, [notice("repeated-lines-left-out", message)]


def _page_of(line: str) -> str:
    """Return the name of the page whose header a line is; nothing if it is none."""
    cells = _GAP.split(line.strip())
    named = 1 < len(cells) <= _MOST_CELLS and cells[0] == cells[-1] and _PAGE.fullmatch(cells[0])
    return cells[0] if named else ""


def _headers_and_footers(lines: Sequence[str], written: Sequence[int]) -> set[int]:
    found: set[int] = set()
    name = ""
    pages = [_page_of(lines[place]) for place in written]
    for place, page, following in zip(written, pages, [*pages[1:], pages[0]], strict=True):
        name = page or name
        if page or _is_footer(lines[place], name, bool(following)):
            found.add(place)
    return found


def _is_footer(line: str, name: str, is_last: bool) -> bool:
    cells = _GAP.split(line.strip()) if line[:1].strip() else []
    if not cells or len(cells) > _MOST_CELLS or not (is_last or len(cells) > 1):
        return False
    return name in (cells[0], cells[-1]) or (is_last and len(cells) == _MOST_CELLS and cells[0] == cells[-1])
