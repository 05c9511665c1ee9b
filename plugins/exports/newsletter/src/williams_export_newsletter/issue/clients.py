"""What mail clients take out of a mail, do not show, or show wrongly: the HTML of a newsletter has none of it.

The list is of the common clients: Gmail, Outlook on Windows (which shows mails with Word) and on the web, Apple Mail,
Yahoo, Thunderbird. Each entry says what happens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from lxml import html

CLIPPED: Final = 102 * 1024
"""Bytes of HTML after which Gmail shows no more."""
_LONGEST_STYLE: Final = 8192
_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_PICTURES: Final = frozenset({"https", "cid"})
_DECLARATION: Final = re.compile(r"(?:^|[;{\s])([a-z-]+)\s*:\s*([^;{}]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Trouble:
    """``code`` names the entry of the list, ``why`` says what a client makes of it."""

    code: str
    why: str


def troubles(mail: str) -> list[Trouble]:
    """Return what common clients would not show as it is meant, in the order of the list; empty where all is well."""
    tree = html.document_fromstring(mail.encode(), parser=html.HTMLParser(encoding="utf-8"))
    page = _Page(mail, tree)
    return [Trouble(code, why) for code, (why, found) in _LIST.items() if found(page)]


class _Page:
    """A mail as the entries of the list look at it."""

    def __init__(self, mail: str, tree: Any) -> None:
        self.mail = mail
        self.elements = [element for element in tree.iter() if isinstance(element.tag, str)]
        self.styles = [element.text or "" for element in self.elements if element.tag == "style"]

    def has(self, *tags: str) -> bool:
        return any(element.tag in tags for element in self.elements)

    def all(self, tag: str) -> list[Any]:
        return [element for element in self.elements if element.tag == tag]

    def declarations(self) -> Iterator[tuple[str, str]]:
        """Yield the properties and values of all CSS."""
        inline = [element.get("style") or "" for element in self.elements]
        for css in (*inline, *self.styles):
            for name, value in _DECLARATION.findall(css):
                yield name.lower(), value.strip().lower()

    def declares(self, name: str, *values: str) -> bool:
        return any(
            found == name and (not values or any(each in value for each in values))
            for found, value in self.declarations()
        )


def _pictures_without_colour(page: _Page) -> bool:
    pictured = [
        element for element in page.elements if "url(" in (element.get("style") or "") or element.get("background")
    ]
    return any(
        not re.search(r"background-color|bgcolor", html.tostring(one).decode().split(">")[0]) for one in pictured
    )


def _links(page: _Page) -> list[str]:
    return [urlsplit(each.get("href") or "").scheme for each in page.all("a")]


def _sources(page: _Page) -> list[str]:
    return [urlsplit(each.get("src") or "").scheme for each in page.all("img")]


def _lacks_scheme(page: _Page) -> bool:
    meta = {each.get("name"): each.get("content") for each in page.all("meta")}
    return "dark" not in (meta.get("color-scheme") or "")


def _bare_words(page: _Page) -> bool:
    """Outlook on Windows takes no width from CSS alone."""
    return any(not (each.get("width") or "").isdigit() for each in page.all("img"))


_Entry = tuple[str, Callable[[_Page], bool]]
_LIST: Final[dict[str, _Entry]] = {
    "too-long": (
        "Gmail shows the first 102 KB and hides the rest, the way to unsubscribe included.",
        lambda page: len(page.mail.encode()) > CLIPPED,
    ),
    "script": ("All clients take scripts out, and filters hold the mail for bad.", lambda page: page.has("script")),
    "handler": (
        "Attributes such as onclick are taken out.",
        lambda page: any(name.startswith("on") for element in page.elements for name in element.attrib),
    ),
    "form": (
        "Outlook and Gmail show no forms, or warn of them.",
        lambda page: page.has("form", "input", "button", "select", "textarea"),
    ),
    "frame": (
        "Frames and embedded objects are taken out.",
        lambda page: page.has("iframe", "frame", "object", "embed", "applet"),
    ),
    "media": (
        "Gmail and Outlook play no video or sound and draw no canvas.",
        lambda page: page.has("video", "audio", "canvas"),
    ),
    "vector": ("Gmail and Outlook take SVG out.", lambda page: page.has("svg", "math")),
    "stylesheet": (
        "Style sheets and fonts that have to be fetched are not fetched.",
        lambda page: page.has("link") or any("@import" in css or "@font-face" in css for css in page.styles),
    ),
    "long-style": (
        "Gmail passes over a style element of more than 8,192 characters.",
        lambda page: sum(map(len, page.styles)) > _LONGEST_STYLE,
    ),
    "style-in-body": (
        "Gmail takes style elements out of the body.",
        lambda page: any(any(above.tag == "body" for above in each.iterancestors()) for each in page.all("style")),
    ),
    "base": ("A base or a refresh is taken out.", lambda page: page.has("base") or 'http-equiv="refresh"' in page.mail),
    "position": ("Gmail and Outlook ignore position.", lambda page: page.declares("position")),
    "float": ("Outlook on Windows ignores float.", lambda page: page.declares("float", "left", "right", "inline")),
    "layout": (
        "Outlook on Windows knows neither flex nor grid.",
        lambda page: page.declares("display", "flex", "grid"),
    ),
    "variable": (
        "Outlook and Yahoo know no variables and no calc().",
        lambda page: any("var(" in value or "calc(" in value for _, value in page.declarations()),
    ),
    "animation": (
        "Outlook stops at the first picture, and others take animations out.",
        lambda page: page.declares("animation") or any("@keyframes" in css for css in page.styles),
    ),
    "negative-margin": (
        "Gmail and Outlook ignore margins below nothing.",
        lambda page: any(
            name.startswith("margin") and re.search(r"(?:^|\s)-\d", value) for name, value in page.declarations()
        ),
    ),
    "background": (
        "Outlook on Windows shows no picture behind words: without a colour they stand on white.",
        _pictures_without_colour,
    ),
    "no-alt": (
        "Pictures are hidden at first: without alt nothing is said of them.",
        lambda page: any(each.get("alt") is None for each in page.all("img")),
    ),
    "no-width": ("Outlook on Windows shows a picture without a width as large as it is.", _bare_words),
    "data-picture": (
        "Gmail and Outlook show no picture that stands in the HTML, and no address without https is fetched.",
        lambda page: not set(_sources(page)) <= _PICTURES,
    ),
    "link": (
        "A link without an address of its own leads nowhere, and others are taken out.",
        lambda page: not set(_links(page)) <= _SCHEMES,
    ),
    "no-title": (
        "Clients and screen readers say the title.",
        lambda page: not any((each.text or "").strip() for each in page.all("title")),
    ),
    "no-language": (
        "Screen readers take a mail for one in their own language.",
        lambda page: not any(each.get("lang") for each in page.all("html")),
    ),
    "read-as-table": (
        "Screen readers read a table for layout as one of data.",
        lambda page: any(each.get("role") not in ("presentation", "none") for each in page.all("table")),
    ),
    "no-dark": (
        "Apple Mail turns colours around by guess where a mail does not say that it has dark ones.",
        _lacks_scheme,
    ),
}
