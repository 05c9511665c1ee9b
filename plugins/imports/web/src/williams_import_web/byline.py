"""Who wrote a page and when, as it shows them: for pages that declare neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from htmldate import find_date
from lxml.html import HtmlElement, document_fromstring
from williams_html.head import first_date
from williams_html.people import is_person, split_authors
from williams_html.tree import is_unread, tidy

_DECLARED: Final = re.compile(r"\bauthor\b")
_LINES: Final = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author(?:[-_]?name)?s?|autor|auteur|contributors?|(?:article|post|entry|story)_*-?_*meta)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_BY: Final = re.compile(r"(?:^|[.!?] )(?:written |posted )?(?:by|von|par|por|door|di|av|af)[ :] ?(?=\S)", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(r"comment|related|sidebar|footer|teaser|recommend|bio\b|widget|quote", re.IGNORECASE)
_ENDS: Final = re.compile(r" (?:on|am|le|el|at|in|für|for|[|•·\u2013\u2014]) .*$", re.IGNORECASE)
_DATED: Final = re.compile(r"by-?line|date|time(?:stamp)?\b|publish|posted|meta\b", re.IGNORECASE)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_ORDINAL: Final = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_LONGEST: Final = 200
"""Characters of a byline."""
_MOST_TRIED: Final = 40
_PARTING: Final = frozenset({"br", "p", "div", "li", "time"})


def shown_authors(root: HtmlElement, sites: list[str]) -> list[str]:
    """Return the people in the first byline of the page that names some."""
    for element, sure in _bylines(root):
        for line in _lines_of(element):
            by = _BY.search(line)
            if not sure and not by:
                continue
            text = line[by.end() :] if by else line
            names = [name for name in split_authors([_ENDS.sub("", text)], sites) if is_person(name)]
            if names:
                return names
    return []


def shown_date(root: HtmlElement, url: str) -> str | None:
    """Return the date of publication that stands on the page, and none rather than any date in its text."""
    times = [each for each in root.iter("time") if each.get("datetime") and not _is_elsewhere(each)]
    published = [each for each in times if each.get("itemprop") == "datePublished" or each.get("pubdate") is not None]
    inside = [each for each in times if any(frame.tag in ("article", "main") for frame in each.iterancestors())]
    stated = first_date([(each.get("datetime") or "").strip() for each in [*published, *inside]][:1])
    if stated:
        return stated
    found: Any = find_date(root, url=url, original_date=True, extensive_search=False)
    return first_date([found or _date_in(_dated_line(root)) or ""])


def _dated_line(root: HtmlElement) -> str:
    """Return the first line about the text that tells a year."""
    lines = (each for each in root.iter("p", "div", "span", "li") if _DATED.search(each.get("class") or ""))
    texts = (tidy(each.text_content()) for each in lines if not _is_elsewhere(each))
    return next((text for text in texts if len(text) <= _LONGEST and _YEAR.search(text)), "")


def _date_in(line: str) -> str | None:
    """Return the date in a line by the rules for whole pages, which take any date where there is nothing else."""
    if not line:
        return None
    page = document_fromstring("<html><body><p></p></body></html>")
    page.find(".//p").text = _ORDINAL.sub(r"\1", line)
    found: Any = find_date(page, original_date=True, extensive_search=True)
    return found  # type: ignore[no-any-return]


def _bylines(root: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """Yield what may be bylines, the sure ones first, each with whether it holds names without a ``by``."""
    body = root.find("body")
    elements = [] if body is None else [*body.iter("a", "span", "div", "p", "address", "li", "h2", "h3", "h4", "cite")]
    stated, lines = [], []
    for element in elements:
        called = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
        if element.get("rel") == "author" or _DECLARED.fullmatch(element.get("itemprop") or ""):
            stated.append((element, True))
        elif _LINES.search(called):
            lines.append((element, "meta" not in called.lower()))
    for element, sure in [*stated, *lines][:_MOST_TRIED]:
        if not _is_elsewhere(element) and len(tidy(element.text_content())) <= _LONGEST:
            yield element, sure


def _lines_of(element: HtmlElement) -> list[str]:
    parts = [(element.text or "").replace("\n", " ")]
    for each in element.iterdescendants():
        if isinstance(each.tag, str):
            parts.append("\n" if each.tag in _PARTING else "")
            parts.append("" if is_unread(each) else (each.text or "").replace("\n", " "))
        parts.append((each.tail or "").replace("\n", " "))
    return [line for part in "".join(parts).split("\n") if (line := tidy(part))]


def _is_elsewhere(element: HtmlElement) -> bool:
    """True for what is part of a comment, a footer, or an announcement of another text."""
    for each in [element, *element.iterancestors()]:
        if each.tag in ("footer", "aside", "nav", "blockquote", "figure") or _ELSEWHERE.search(
            f"{each.get('class') or ''} {each.get('id') or ''}"
        ):
            return each.tag not in ("body", "html")
    return False
