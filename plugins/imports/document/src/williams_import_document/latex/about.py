"""What a LaTeX document says of itself: title, authors, date, and what it would take in from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any, Final

from pylatexenc.latex2text import LatexNodes2Text
from williams_html.head import first_date
from williams_html.people import split_authors

from williams.isolation.notices import Said, notice
from williams_import_document.latex.macros import group_end

_LONGEST: Final = 5000
_ELSEWHERE: Final = re.compile(
    r"\\(?:input|include|subfile|import|bibliography|addbibresource|includepdf)(?:\[[^\]]*\])?\s*\{([^{}]*)\}"
)
_NOT_NAMES: Final = re.compile(r"\\(?:thanks|footnote|inst|email|orcid|affil\w*)\s*(?:\[[^\]]*\])?(?=\{)")
_AND: Final = re.compile(r"\\(?:and|And|AND)\b|\\\\(?:\[[^\]]*\])?")
_SHOWN: Final = 10


def about(text: str) -> dict[str, Any]:
    """Return fields of ``ContentMetadata`` in JSON's types."""
    authors = [_plain(name) for each in _said(text, "author") for name in _AND.split(_without_notes(each))]
    return {
        "title": next((plain for each in _said(text, "title") if (plain := _plain(_without_notes(each)))), None),
        "authors": split_authors([each for each in authors if each]),
        "published_date": first_date([_day(_plain(each)) for each in _said(text, "date")]),
        "extra": {"keywords": ", ".join(map(_plain, _said(text, "keywords")))} if "\\keywords" in text else {},
    }


def left_elsewhere(text: str) -> list[Said]:
    """Return a notice of the files that the document takes in, and that were not read."""
    names = list(dict.fromkeys(match[1].strip() for match in _ELSEWHERE.finditer(text) if match[1].strip()))
    if not names:
        return []
    shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
    remedy = "Put the parts into one file, as latexpand does, or import each by itself."
    return [notice("includes-left-out", f"{len(names)} files that it takes in were not read: {shown}", remedy=remedy)]


class _PlainText(LatexNodes2Text):  # type: ignore[misc]  # the library has no types
    """Writes a macro without the arguments that it should have as nothing."""

    def macro_node_to_text(self, node: Any) -> str:
        try:
            return str(super().macro_node_to_text(node))
        except (AttributeError, IndexError, TypeError):
            return ""


@cache
def plain_text() -> LatexNodes2Text:
    """What writes LaTeX as plain text: it knows some thousand macros, and takes long to be made."""
    return _PlainText(math_mode="verbatim")


def _day(said: str) -> str:
    """Return a day that is written out in English as ISO 8601 has it; anything else as it is."""
    for form in ("%d %B %Y", "%B %d, %Y"):
        try:
            return datetime.strptime(said, form).date().isoformat()  # a day has no zone
        except ValueError:
            continue
    return said


def _said(text: str, name: str) -> Iterator[str]:
    """Yield what stands in the braces behind each such command."""
    for match in re.finditer(rf"\\{name}\s*(?:\[[^\]]*\])?\s*(?=\{{)", text):
        end = group_end(text, match.end())
        if end is not None and end - match.end() <= _LONGEST:
            yield text[match.end() + 1 : end - 1]


def _without_notes(text: str) -> str:
    while (match := _NOT_NAMES.search(text)) and (end := group_end(text, match.end())) is not None:
        text = text[: match.start()] + text[end:]
    return text


def _plain(text: str) -> str:
    words = plain_text().latex_to_text(text.replace(r"\today", ""))
    return " ".join(str(words).split())
