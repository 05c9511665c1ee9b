"""Opens what a page shows when a reader asks for it: collapsed panels, tabs, accordions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Final, TypeAlias

from lxml import etree
from lxml.html import HtmlElement

from williams_html.tree import HIDDEN, UNREAD_ROLES

_PANELS: Final = re.compile(
    r"(?:^|[\s_-])(?:accordion|collaps(?:e|ed|ible)|tab-?(?:pane|panel|content)|faq|answer|toggle|expand(?:able|er)?"
    r"|spoiler|disclosure|details|(?:read|show|see)-?more|more|panel)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BY_STYLE_SHEET: Final = re.compile(
    r"(?:^|[\s_-])(?:accordion|collapse|tab-?(?:pane|panel|content)|spoiler|expand(?:able|er)?)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""What names a panel that a style sheet closes: nothing else of the page says that it is closed."""
_CLOSED: Final = re.compile(rf"{HIDDEN.pattern}|(?<![\w-])(?:max-)?height\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE)
_FURNITURE: Final = re.compile(
    r"nav|menu|modal|popup|pop-up|cookie|consent|dialog|banner|search|share|social|log-?in|sign-?(?:in|up)|newsletter"
    r"|comment|overlay|lightbox|tooltip|dropdown|(?<!with-)(?<!has-)(?<!no-)sidebar|footer|toast|basket|cart|paywall|template",
    re.IGNORECASE,
)
_STATES: Final = re.compile(
    r"(?:^|(?<![\s_-])[\s_-]+)(?:is-)?(?:hidden|hide|active|current|selected|show|shown|visible|first)(?=$|\s)"
)
"""Words of a class that tell which of several parts is shown."""
_SENTENCES: Final = 100
"""Characters of a paragraph that is no label."""
_FRAMES: Final = frozenset(
    {"nav", "menu", "header", "footer", "form", "dialog", "aside", "head", "noscript", "template"}
)
_LABELS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "summary", "button"})
_FRAMES_OF_PANELS: Final = 2
_POINTERS: Final = ("aria-controls", "data-target", "data-bs-target", "href")
_BODIES: Final = frozenset({"div", "section", "p", "dd", "li", "ul", "ol", "dl", "table", "article", "span", "pre"})
_WITHIN_LINES: Final = frozenset(
    {"a", "abbr", "b", "br", "cite", "code", "em", "i", "q", "small", "span", "strong", "sub", "sup", "time"}
)
_MAYBE_TOGGLES: Final = etree.XPath(
    "descendant-or-self::*[self::button or ((@aria-expanded or @role) and (self::a or self::div or self::span"
    " or self::h2 or self::h3 or self::h4 or self::h5)) or (self::a and (@data-toggle or @data-bs-toggle))]"
)
_MAYBE_PANELS: Final = etree.XPath("descendant-or-self::*[@hidden or @aria-hidden or @style or @class]")
_TAB_LISTS: Final = etree.XPath(
    "descendant-or-self::*[@role = 'tablist'][self::div or self::section or self::ul or self::dl]"
)

_Parts: TypeAlias = Mapping[tuple[str, str], set[str]]
"""What the shown parts of an element say, by their tags and classes."""


def open_panels(root: HtmlElement) -> None:
    """Take away what hides the panels under their labels, and make text of labels that are buttons."""
    toggles = [each for each in _MAYBE_TOGGLES(root) if _is_toggle(each)]
    pointed = {target for toggle in toggles for target in _targets(toggle)}
    opened: set[str] = set()
    parts_of = cache(_shown_parts)
    for element in (each for each in _MAYBE_PANELS(root) if each.tag in _BODIES):
        if _is_closed(element, pointed, parts_of) and not _is_in_furniture(element):
            _show(element)
            opened.add(element.get("id") or "")
    for frame in _TAB_LISTS(root):
        if any(len(str(each.text_content())) > 100 for each in frame.iter("p")):
            del frame.attrib["role"]  # an accordion: the panels stand in it
    _name_panels(root, toggles, opened)


def _name_panels(root: HtmlElement, toggles: list[HtmlElement], opened: set[str]) -> None:
    """Make text of buttons and links that opened panels, which lead nowhere."""
    for link in (each for each in toggles if each.tag == "a" and opened & {*_targets(each)}):
        link.tag = "span"
    for button in [*root.iter("button")]:
        if any(each.tag in _LABELS for each in button.iterancestors()) or opened & {*_targets(button)}:
            button.tag = "span" if button.getparent() is not None and button.getparent().tag in _LABELS else "p"
        elif button.get("aria-expanded") is not None and _follows_panel(button):
            button.tag = "p"


def _is_toggle(element: HtmlElement) -> bool:
    if element.tag == "button" or element.get("aria-expanded") is not None or element.get("role") in ("tab", "button"):
        return True
    return element.tag == "a" and any(name in element.attrib for name in ("data-toggle", "data-bs-toggle"))


def _targets(toggle: HtmlElement) -> Iterator[str]:
    for name in _POINTERS:
        for target in (toggle.get(name) or "").split():
            if name == "aria-controls" or target.startswith("#"):
                yield target.removeprefix("#")


def _is_closed(element: HtmlElement, pointed: set[str], parts_of: Callable[[HtmlElement], _Parts]) -> bool:
    if _is_hidden(element):
        return _is_panel(element, pointed) or _is_one_of_several(element, parts_of)
    return _BY_STYLE_SHEET.search(element.get("class") or "") is not None


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return _CLOSED.search(element.get("style") or "") is not None


def _is_panel(element: HtmlElement, pointed: set[str]) -> bool:
    if element.get("hidden") == "until-found" or element.get("role") == "tabpanel":
        return True
    called = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.get("id") in pointed or _PANELS.search(called) is not None or _follows_label(element)


def _follows_label(element: HtmlElement) -> bool:
    """True behind a label that can be pressed: a button, or a heading that holds or is one."""
    label = element.getprevious()
    while label is not None and not isinstance(label.tag, str):
        label = label.getprevious()
    if label is None:
        return False
    return (
        label.tag in ("summary", "button", "dt") or _is_toggle(label) or any(_is_toggle(each) for each in label.iter())
    )


def _is_one_of_several(element: HtmlElement, parts_of: Callable[[HtmlElement], _Parts]) -> bool:
    """True for a part of a text that is shown part by part: one of its class is shown, and says something else."""
    name = _class_of(element)
    text = _prose_of(element)
    parent = element.getparent()
    if not name or not text or parent is None:
        return False
    shown = parts_of(parent).get((element.tag, name), set())
    return bool(shown) and shown != {text}


def _shown_parts(parent: HtmlElement) -> _Parts:
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for each in parent.iterchildren(*_BODIES):
        if not _is_hidden(each) and (name := _class_of(each)) and (prose := _prose_of(each)):
            found[each.tag, name].add(prose)
    return found


def _class_of(element: HtmlElement) -> str:
    return _STATES.sub("", element.get("class") or "").strip()


def _prose_of(element: HtmlElement) -> str:
    texts = (str(each.text_content()) for each in element.iter("p"))
    return " ".join(text for text in texts if len(text) > _SENTENCES)


def _follows_panel(button: HtmlElement) -> bool:
    after = button.getnext()
    return after is not None and after.tag in _BODIES and not _is_in_furniture(button)


def _is_in_furniture(element: HtmlElement) -> bool:
    for each in [element, *element.iterancestors()]:
        if each.tag in ("html", "body"):
            return False
        called = f"{each.get('class') or ''} {each.get('id') or ''}"
        if each.tag in _FRAMES or (each.get("role") in UNREAD_ROLES - {"tablist"}) or _FURNITURE.search(called):
            return True
        if each is not element and _is_hidden(each) and each.get("role") != "tabpanel":
            return True
    return False


def _show(element: HtmlElement) -> None:
    """Open a panel. Words that stand in it, or in its label, by themselves are paragraphs."""
    for name in ("hidden", "style", "aria-hidden", "class"):
        element.attrib.pop(name, None)
    for frame in islice(element.iterancestors("div", "section", "li"), _FRAMES_OF_PANELS):
        if _PANELS.search(frame.get("class") or ""):
            del frame.attrib["class"]
    label = element.getprevious()
    for each in [*element.iter("div"), *([label] if label is not None and label.tag == "div" else [])]:
        if not any(inner.tag not in _WITHIN_LINES for inner in each.iterdescendants(etree.Element)):
            each.tag = "p"
