"""The main text of a page: trafilatura chooses it, and it is read from the page itself.

So headings, captions, rows, listings and formulas stay what they are, whatever the extractor makes of them.
"""

from __future__ import annotations

import copy
from typing import Any, Final

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from williams_html.paragraphs import Block, paragraphs_of
from williams_html.tree import is_unread, tidy

from williams_import_web.completing import completed
from williams_import_web.frames import mend_frames, prose_in
from williams_import_web.furniture import drop_furniture
from williams_import_web.marks import mark_runs, marks_in

_FOR_METADATA: Final = ("head", "script")
_TOO_LITTLE: Final = 0.5
"""Of what a generous choice has. A strict choice with less has lost the article, not what stands around it."""
_SHORT: Final = 1500
"""Characters."""


def main_text(root: HtmlElement, url: str, title: str | None = None) -> list[Block]:
    """Return the paragraphs of a page's main text; none if it has none. ``title`` is what the page declares."""
    page = copy.deepcopy(root)
    mend_frames(page)
    _drop_unread(page)
    drop_furniture(page)
    _unlink(page)
    owners = mark_runs(page)
    chosen = _chosen(page, url)
    if chosen is None:
        return []
    marks = set(marks_in("".join(chosen.itertext())))
    if not marks:
        return _told(chosen)
    return completed(paragraphs_of(page), marks, owners, title)


def _chosen(page: HtmlElement, url: str) -> Any:
    """Return the strict choice, unless a generous one shows that it lost the article."""
    best = _extracted(page, url, "precision")
    if _is_short(best):
        best = _extracted(page, url, "precision", compared=True)
    elif _length(best) > _TOO_LITTLE * prose_in(page):
        return best
    best = _larger(best, _extracted(page, url, "recall"))
    # The balanced choice alone goes on to look outside of the frames where it finds little in them.
    return _larger(best, _extracted(page, url, "balance", compared=True)) if _is_short(best) else best


def _is_short(body: Any) -> bool:
    return body is None or _length(body) < _SHORT


def _larger(strict: Any, generous: Any) -> Any:
    if strict is None or generous is None:
        return generous if strict is None else strict
    return generous if _length(strict) < _TOO_LITTLE * _length(generous) else strict


def _extracted(page: HtmlElement, url: str, favored: str, compared: bool = False) -> Any:
    """Return the body that is chosen; ``compared`` with other extractors, which takes half as long again."""
    found: Any = bare_extraction(
        page,
        url=url,
        fast=not compared,
        include_comments=False,
        include_tables=True,
        favor_precision=favored == "precision",
        favor_recall=favored == "recall",
    )
    return found.body if found is not None else None


def _length(body: Any) -> int:
    return len("".join(body.itertext()))


def _told(body: Any) -> list[Block]:
    """The paragraphs of an article that the page holds as data alone."""
    lines = (tidy(line) for element in body for line in "".join(element.itertext()).splitlines())
    return [Block(line) for line in lines if any(map(str.isalnum, line))]


def _unlink(page: HtmlElement) -> None:
    """What is called a link and leads nowhere is a label, and no sign of a menu."""
    for link in page.iter("a"):
        if not link.get("href"):
            link.tag = "span"


def _drop_unread(page: HtmlElement) -> None:
    """Where it finds little text, trafilatura takes menus and notes about JavaScript, and always signs of footnotes."""
    for element in [*page.iter()]:
        if element.tag not in _FOR_METADATA and is_unread(element) and element.getparent() is not None:
            element.drop_tree()
