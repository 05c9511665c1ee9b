"""From a page's text to a tree without what nobody reads."""

from __future__ import annotations

import re

from lxml import etree, html

from williams.domain.errors import EmptyContent

UNREAD = frozenset(
    {
        *("script", "style", "template", "noscript", "head", "iframe", "frameset", "object", "embed", "applet"),
        *("svg", "canvas", "audio", "video", "map", "button", "select", "textarea", "input", "dialog", "datalist"),
        *("nav", "menu", "rp", "rt"),
    }
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_UNREAD_ROLES = frozenset({"navigation", "search", "menu", "menubar", "toolbar", "tablist", "banner", "contentinfo"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PERMALINKS = frozenset({"", "¶", "#", "§", "🔗", "↩", "↩︎", "⏎", "^", "[edit]", "edit", "copy link", "permalink"})


def parse(text: str) -> html.HtmlElement:
    """Return the page's root element.

    Raises:
        EmptyContent: it holds no element at all.
    """
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    source = _DECLARATION.sub("", text, count=1).encode("utf-8", "replace")
    try:
        return html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise EmptyContent("The page holds nothing. Check that the right file or address was given.") from error


def is_unread(element: html.HtmlElement) -> bool:
    """True for what is not part of the text: programs, forms, navigation, hidden parts, links to a heading itself."""
    tag = element.tag
    if not isinstance(tag, str) or tag in UNREAD:
        return True
    if element.get("hidden") is not None or element.get("role") in _UNREAD_ROLES:
        return True
    if _HIDDEN.search(element.get("style") or ""):
        return True
    if tag == "a":
        return _is_permalink(element)
    return tag == "sup" and is_note_mark(element)


def _is_permalink(link: html.HtmlElement) -> bool:
    href = link.get("href") or ""
    if not href.startswith("#") and link.get("role") != "doc-backlink":
        return False
    return " ".join(link.text_content().split()).casefold() in _PERMALINKS


def is_note_mark(element: html.HtmlElement) -> bool:
    """True for the raised number that points at a footnote."""
    links = element.findall(".//a")
    return bool(links) and all((link.get("href") or "").startswith("#") for link in links)


def plain(element: html.HtmlElement) -> str:
    """Return an element's readable text on one line."""
    parts: list[str] = []
    _collect(element, parts)
    return tidy("".join(parts))


def _collect(element: html.HtmlElement, parts: list[str]) -> None:
    parts.append(element.text or "")
    for child in element:
        if not is_unread(child):
            separated = child.tag in ("br", "p", "div", "li", "td", "th")
            parts.append(" " if separated else "")
            _collect(child, parts)
            parts.append(" " if separated else "")
        parts.append(child.tail or "")


_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def tidy(text: str) -> str:
    """Return text without invisible characters, each run of white space as one blank."""
    return " ".join(_INVISIBLE.sub("", text).split())
