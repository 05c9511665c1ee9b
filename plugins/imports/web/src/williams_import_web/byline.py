"""Who wrote a page and when, as it shows them: for pages that declare neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import dropwhile, islice
from typing import Any, Final

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement, document_fromstring
from williams_html.head import first_date
from williams_html.people import is_person, split_authors
from williams_html.tree import is_unread, tidy

_DECLARED: Final = re.compile(r"\bauthor\b")
_LINES: Final = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author(?:[-_]?name)?s?|autor[ae]?s?|auteurs?|verfasser(?:in)?|contributors?"
    r"|(?:article|post|entry|story)_*-?_*meta)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_BY: Final = re.compile(r"(?:^|[.!?] )(?:written |posted )?(?:by|von|par|por|door|di|av|af)[ :] ?(?=\S)", re.IGNORECASE)
_BY_WITHIN: Final = re.compile(r"(\w+)\W+(?i:by|von|par|por) (?=[^\W\d_a-z])")
"""In a line about the text, such as ``Posted in News by Jane Roe``, with the word before it."""
_NOBLE: Final = re.compile(r"(?:[^\W\d_a-z][\w'’.-]* ){1,3}von(?: (?:der|den|dem|zu))? [^\W\d_a-z][\w'’-]*")
_OTHER_WORK: Final = frozenset(
    {
        *("photo", "photos", "photograph", "photography", "picture", "pictures", "image", "images", "video", "graphic"),
        *("illustration", "illustrations", "illustrated", "edited", "reviewed", "translated", "sponsored", "powered"),
        *(
            "presented",
            "produced",
            "provided",
            "published",
            "created",
            "designed",
            "developed",
            "hosted",
            "sold",
            "foto",
            "fotos",
            "bild",
            "bilder",
        ),
    }
)
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ADDRESS: Final = re.compile(r"\S*@\S+")
_TOWN: Final = re.compile(r"(?!(?:Jr|Sr|Inc|Ltd|LLC|GmbH|AG|I{2,3})\b)[^\W\d_a-z][^\W\d_]+")
_PROFILE: Final = re.compile(r"/(?:authors?|autor(?:en|es)?|auteurs?|contributors?|writers?|columnists?)/[^/?#]+/?$")
_LABEL: Final = re.compile(r"\s*(?:autor(?:in|es|en)?|authors?|auteure?s?|autore|forfatter|auteur)\b", re.IGNORECASE)
_LABELLED: Final = re.compile(rf"{_LABEL.pattern} ?: (.+)", re.IGNORECASE)
"""A line that says nothing but who wrote the text."""
_FRAMES: Final = (
    "a",
    "span",
    "div",
    "p",
    "address",
    "ul",
    "li",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "cite",
    "dd",
    "td",
    "em",
)
_OPENING: Final = frozenset({"p", "div", "span", "em", "strong", "b", "i", "h2", "h3", "h4", "h5", "small", "address"})
_MOST_OPENING: Final = 12
"""Elements behind the heading of which one may be a byline that nothing calls so."""
_LONGEST_OPENING: Final = 100
_ELSEWHERE: Final = re.compile(r"comment|related|sidebar|footer|teaser|recommend|bio\b|widget|quote", re.IGNORECASE)
_ENDS: Final = re.compile(r" (?:on|am|le|el|at|in|für|for|[|•·\u2013\u2014]) .*$", re.IGNORECASE)
_DATED: Final = re.compile(r"by-?line|date|time(?:stamp)?\b|publish|posted|meta\b", re.IGNORECASE)
_CHANGED: Final = re.compile(r"modifi|updated|last-?mod|geaendert|revised", re.IGNORECASE)
_MOST_BEHIND: Final = 60
"""Elements behind the heading among which its date stands."""
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_ORDINAL: Final = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b")
_LONGEST: Final = 200
"""Characters of a byline."""
_MOST_TRIED: Final = 40
_BY_ALONE: Final = re.compile(r"\b(?:by|von|par|por)$", re.IGNORECASE)
_LONGEST_BY: Final = 3
_STANDING: Final = frozenset({"a", "span", "strong", "b"})
_PARTING: Final = frozenset({"br", "p", "div", "li", "time"})


def shown_authors(root: HtmlElement, sites: list[str]) -> list[str]:
    """Return the people in the first byline of the page that names some; else the only one whose page it links to."""
    for element, sure in _bylines(root):
        if names := _named_in(element, sure, sites):
            return names
    for line in _opening_lines(root):
        behind = _behind_by(line) or ""
        names = _people(behind, sites)
        if names and all(map(is_person, split_authors([_ENDS.sub("", behind)], sites))):
            return names
    if names := _labelled_names(root, sites):
        return names
    linked = {tuple(_people(tidy(link.text_content()), sites)) for link in _profiles(root)} - {()}
    return list(linked.pop()) if len(linked) == 1 else []


def _named_in(element: HtmlElement, sure: bool, sites: list[str]) -> list[str]:
    """Return the people in a byline's first line that names some, or in all lines of a list."""
    found: list[str] = []
    for line in _lines_of(element):
        behind = _behind_by(line)
        if behind is None and not sure:
            continue
        found += _people(line if behind is None else behind, sites)
        if found and element.tag != "ul":
            break
    return list(dict.fromkeys(found))


def _behind_by(line: str) -> str | None:
    """Return what stands behind a line's ``by``; None where there is none, or it says who did another work."""
    if _NOBLE.fullmatch(line):
        return None
    if found := _BY.search(line):
        return line[found.end() :]
    behind = (line[each.end() :] for each in _BY_WITHIN.finditer(line) if each[1].lower() not in _OTHER_WORK)
    return next(behind, None)


def _people(text: str, sites: list[str]) -> list[str]:
    names = split_authors([_ADDRESS.sub("", _ENDS.sub("", text))], sites)
    return [name for name in map(_without_town, names) if is_person(name)]


def _without_town(name: str) -> str:
    """Jane Roe, Berlin is somebody in a town; Roe, Jane is not."""
    person, _, town = name.partition(", ")
    return person if " " in person and _TOWN.fullmatch(town) else name


def _opening_lines(root: HtmlElement) -> Iterator[str]:
    """Yield short texts close behind the page's heading that begin with ``by``."""
    behind = dropwhile(lambda each: each.tag != "h1", root.iter())
    for element in islice((each for each in behind if each.tag in _OPENING), _MOST_OPENING):
        text = tidy(element.text_content())
        by = _BY.search(text[:_LONGEST_OPENING])
        if by and by.start() == 0 and len(text) <= _LONGEST_OPENING and not _is_elsewhere(element):
            yield text


def _labelled_names(root: HtmlElement, sites: list[str]) -> list[str]:
    """Return who is named behind a label such as ``Author:``, where one line alone of the page is such a one."""
    lines = (each for each in root.iter(*_OPENING, "td", "li") if _LABEL.match(each.text or ""))
    told = {tuple(_people(line[1], sites)) for each in lines if not _is_elsewhere(each) and (line := _labelled(each))}
    return list(told.pop()) if len(told) == 1 else []


def _labelled(element: HtmlElement) -> re.Match[str] | None:
    text = tidy(element.text_content())
    return _LABELLED.fullmatch(text) if len(text) <= _LONGEST_OPENING else None


def _profiles(root: HtmlElement) -> Iterator[HtmlElement]:
    links = (each for each in root.iter("a") if _PROFILE.search(each.get("href") or ""))
    return (each for each in links if not _is_elsewhere(each))


def stated_date(root: HtmlElement) -> str | None:
    """Return the date that an element states as that of publication, else the first that stands behind the heading."""
    called = [each for each in root.iter(etree.Element) if each.get("itemprop") == "datePublished" and _stated(each)]
    times = [each for each in root.iter("time") if each.get("datetime") and not _CHANGED.search(_called(each))]
    published = [*called, *(each for each in times if each.get("pubdate") is not None)]
    inside = [each for each in times if any(frame.tag in ("article", "main") for frame in each.iterancestors())]
    behind = [each for each in _behind_heading(root) if each in times]
    near = [*behind, *inside]
    found = [each for each in (*published, *near) if not _is_elsewhere(each)][:1]
    return first_date([_stated(each) for each in found])


def _stated(element: HtmlElement) -> str:
    return (element.get("datetime") or element.get("content") or "").strip()


def _behind_heading(root: HtmlElement) -> list[HtmlElement]:
    """Return the times close behind the page's only first heading."""
    headings = [*root.iter("h1")]
    if len(headings) != 1:
        return []
    behind = islice(dropwhile(lambda each: each is not headings[0], root.iter(etree.Element)), _MOST_BEHIND)
    return [each for each in behind if each.tag == "time"]


def found_date(root: HtmlElement, url: str) -> str | None:
    """Return a date that the page shows as that of publication, and none rather than any date in its text.

    What the head says of changes is taken out of it, which would be taken for that date.
    """
    for meta in [*root.iter("meta")]:
        if _CHANGED.search(f"{meta.get('name') or ''} {meta.get('property') or ''} {meta.get('itemprop') or ''}"):
            meta.drop_tree()
    found: Any = find_date(root, url=url, original_date=True, extensive_search=False)
    return first_date([found or date_in(_dated_line(root)) or ""])


def _called(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('itemprop') or ''}"


def _dated_line(root: HtmlElement) -> str:
    """Return the first line about the text that tells a year."""
    lines = (each for each in root.iter("p", "div", "span", "li") if _DATED.search(each.get("class") or ""))
    texts = (tidy(each.text_content()) for each in lines if not _is_elsewhere(each))
    return next((text for text in texts if len(text) <= _LONGEST and _YEAR.search(text)), "")


def date_in(line: str) -> str | None:
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
    elements = () if body is None else body.iter(*_FRAMES)
    stated, lines = [], []
    for element in elements:
        called = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
        called = _HUMP.sub("-", called)
        if element.get("rel") == "author" or _DECLARED.fullmatch(element.get("itemprop") or ""):
            stated.append((element, True))
        elif _LINES.search(called):
            lines.append((element, "meta" not in called.lower()))
    for element, sure in [*stated, *lines][:_MOST_TRIED]:
        if not _is_elsewhere(element) and len(tidy(element.text_content())) <= _LONGEST:
            yield element, sure


def _lines_of(element: HtmlElement) -> list[str]:
    said = (element.text or "").replace("\n", " ")
    for each in element.iterdescendants():
        if isinstance(each.tag, str):
            said += "\n" if each.tag in _PARTING else ""
            named = (each.get("content") or "") if each.get("itemprop") == "name" else ""
            told = named if is_unread(each) else (each.text or named).replace("\n", " ")
            said += (_gap(said, told) if each.tag in _STANDING else "") + told
        tail = (each.tail or "").replace("\n", " ")
        said += (" " if _parts_a_name(each, tail) else "") + tail
    return [line for part in said.split("\n") if (line := tidy(part))]


def _parts_a_name(link: HtmlElement, tail: str) -> bool:
    """True where a word stands straight behind a link to somebody, as in ``<a>Jane Roe</a>in Harbour``."""
    return link.tag == "a" and " " in (link.text or "").strip() and tail[:1].islower()


def _gap(before: str, told: str) -> str:
    """Return what parts a name from what stands beside it in an element of its own, where the page leaves no blank."""
    if not before[-1:].islower() or not told[:1].isupper():
        return ""
    return " " if _BY_ALONE.search(before, max(0, len(before) - _LONGEST_BY)) else "\n"


def _is_elsewhere(element: HtmlElement) -> bool:
    """True for what is part of a comment, a footer, or an announcement of another text."""
    for each in [element, *element.iterancestors()]:
        if each.tag in ("footer", "aside", "nav", "blockquote", "figure") or _ELSEWHERE.search(
            f"{each.get('class') or ''} {each.get('id') or ''}"
        ):
            return each.tag not in ("body", "html")
    return False
