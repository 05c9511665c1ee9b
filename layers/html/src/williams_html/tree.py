"""From a page's text to a tree without what nobody reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from williams.domain.errors import CorruptContent, EmptyContent
from williams.isolation.notices import Said, notice
from williams_html.anchors import HEADINGS
from williams_html.builder import END, MOST_LEVELS, TreeBuilder

UNREAD = frozenset(
    {
        *("script", "style", "template", "noscript", "head", "iframe", "frameset", "object", "embed", "applet"),
        *("svg", "canvas", "audio", "video", "map", "button", "select", "textarea", "input", "dialog", "datalist"),
        *("nav", "menu", "rp", "rt"),
    }
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
UNREAD_ROLES = frozenset({"navigation", "search", "menu", "menubar", "toolbar", "tablist", "banner", "contentinfo"})
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CLOSE_IT = "Look at the end of the file: close what is open there, and import it anew."
_LONGEST_MARK = 20
"""Characters. What is not closed behind a mark is longer, and no mark."""
_LONGEST_REMARK = 60
_SAYS_WORDS = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}|[^\W\d_]{3,}\?")
_BRACKETS = frozenset({"span", "small"})
_EDITING = re.compile(r"[?&](?:ve)?action=edit\b")
_FURNITURE = frozenset(
    {
        *("mw-editsection", "editsection", "mw-jump-link", "mw-cite-backlink", "mw-indicators", "mw-empty-elt"),
        *(
            "Template-Fact",
            "citation-needed",
            "hatnote",
            "navbox",
            "noprint",
            "shortdescription",
            "catlinks",
            "printfooter",
            "navheader",
            "navfooter",
            "toc",
        ),
        *("ambox", "vertical-navbox", "sistersitebox", "portalbox"),
        *("sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only"),
    }
)
"""Classes by which wikis, DocBook, and others that print, call what is there for editors and for finding other pages;
and by which pages call words that nobody sees, but hears: what a button does, where a link opens."""
_SEPARATED = frozenset({"br", "p", "div", "li", "td", "th"})
_PERMALINKS = frozenset({"", "¶", "#", "§", "🔗", "↩", "↩︎", "⏎", "^", "[edit]", "edit", "copy link", "permalink"})


@dataclass(frozen=True, slots=True)
class Page:
    """``notices`` are fields of ``Notice``."""

    root: html.HtmlElement
    notices: list[Said]


def parse(text: str) -> Page:
    """Return the page's root element, and notices of what of its text or structure was lost on the way.

    No element stands more than ``MOST_LEVELS`` deep.

    Raises:
        EmptyContent: it holds nothing.
        ContentTooLarge: it holds too many elements.
        CorruptContent: the parser gave up before the end.
    """
    source = _DECLARATION.sub("", text, count=1)
    if not source.strip():
        raise _nothing()
    builder = TreeBuilder()
    # Without huge_tree the parser stops at a text of 10 MB, and says nothing.
    parser = html.HTMLParser(target=builder, encoding="utf-8", remove_pis=True, huge_tree=True)
    root = etree.fromstring((source + END).encode("utf-8", "replace"), parser)
    if gave_up := [entry for entry in parser.error_log if entry.level == etree.ErrorLevels.FATAL]:
        raise CorruptContent(f"The HTML could not be read to its end: {gave_up[0].message.strip()}. Save it anew.")
    if root is None or (builder.elements <= len(root) + 1 and not "".join(root.itertext()).strip()):
        raise _nothing()
    return Page(root, [*_flattened(builder.flattened), *_not_closed(builder)])


def _nothing() -> EmptyContent:
    return EmptyContent("The page holds nothing. Check that the right file or address was given.")


def _flattened(elements: int) -> Iterator[Said]:
    if elements:
        message = f"{elements} elements stand more than {MOST_LEVELS} deep: of them, the text was read alone."
        yield notice("nesting-flattened", message, remedy="Close each element, and import the file anew.")


def _not_closed(builder: TreeBuilder) -> Iterator[Said]:
    """Whatever is not closed, and is not read, takes the rest of the page with it."""
    if builder.open_at_end is not None:
        unread = next((each for each in reversed(builder.open_at_end) if _takes_the_rest(each)), None)
        what, text = (f"<{unread.tag}>", str(unread.text_content())) if unread is not None else ("", "")
    elif builder.comment_at_end is not None:
        what, text = "A comment", builder.comment_at_end
    else:
        message = "The file breaks off within a tag or a declaration: what follows its beginning was left out."
        yield notice("part-not-closed", message, "at the end", _CLOSE_IT)
        return
    if text.strip():
        message = f"{what} is not closed: the {len(text)} characters after its beginning were left out."
        yield notice("part-not-closed", message, text.strip()[:100], _CLOSE_IT)


def _takes_the_rest(element: html.HtmlElement) -> bool:
    return element.tag != "a" and is_unread(element)


def is_unread(element: html.HtmlElement) -> bool:
    """True for what is not part of the text: programs, forms, navigation, hidden parts, links to a heading itself."""
    tag = element.tag
    if not isinstance(tag, str) or tag in UNREAD:
        return True
    if element.get("hidden") is not None or element.get("role") in UNREAD_ROLES:
        return True
    style, called = element.get("style"), element.get("class")
    if (style and HIDDEN.search(style)) or (called and not _FURNITURE.isdisjoint(called.split())):
        return True
    if tag == "a":
        return _is_permalink(element) or _is_edit_link(element)
    if tag == "sup":
        return is_note_mark(element) or _is_remark(element)
    return tag in _BRACKETS and (element.text or "").strip() == "[" and _is_bracketed_edit_link(element)


def _is_permalink(link: html.HtmlElement) -> bool:
    href = link.get("href") or ""
    if not href.startswith("#") and link.get("role") != "doc-backlink":
        return False
    return " ".join(link.text_content().split()).casefold() in _PERMALINKS


def _is_edit_link(link: html.HtmlElement) -> bool:
    """True for a link in a heading, or in brackets of its own, by which wikis have a section edited."""
    if not _EDITING.search(link.get("href") or ""):
        return False
    around = link.getparent()
    text = link.text_content().strip()
    return (around is not None and around.tag in HEADINGS) or (text[:1] == "[" and text[-1:] == "]")


def _is_bracketed_edit_link(element: html.HtmlElement) -> bool:
    links = element.findall(".//a")
    edits = bool(links) and all(_EDITING.search(link.get("href") or "") for link in links)
    return edits and str(element.text_content()).rstrip().endswith("]")


def _is_remark(element: html.HtmlElement) -> bool:
    """True for what editors hang on a sentence: ``[citation needed]``, ``[when?]``."""
    text = " ".join(element.text_content().split())
    if text[:1] != "[" or text[-1:] != "]" or len(text) > _LONGEST_REMARK:
        return False
    return element.find(".//a") is not None or _SAYS_WORDS.search(text) is not None


def is_note_mark(element: html.HtmlElement) -> bool:
    """True for the raised number that points at a footnote, and the page that some have behind it."""
    if "reference" in (element.get("class") or "").split():
        return True
    links = element.findall(".//a")
    marks = bool(links) and all((link.get("href") or "").startswith("#") for link in links)
    return marks and len(element.text_content()) <= _LONGEST_MARK


def plain(element: html.HtmlElement) -> str:
    """Return an element's readable text on one line."""
    parts = [element.text or ""]
    skipped = None
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, each in walk:
        if each is element:
            continue
        if event == "start" and is_unread(each):
            walk.skip_subtree()
            skipped = each
            continue
        separated = each.tag in _SEPARATED and each is not skipped
        parts += (" " if separated else "", (each.text if event == "start" else each.tail) or "")
    return tidy("".join(parts))


_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


def tidy(text: str) -> str:
    """Return text without invisible characters, each run of white space as one blank."""
    return " ".join(_INVISIBLE.sub("", text).split())
