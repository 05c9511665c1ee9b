"""What stands around a text by its name: comments of readers, who its author is, boxes to share or to subscribe."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from lxml.html import HtmlElement

from williams_import_web.frames import LITTLE, prose_in

_NAMES: Final = re.compile(
    r"(?:^|[\s_-])(?:(?:user|reader|leser|article|post)?[-_]?(?:comments?|kommentare?|comentarios?|commentaires?|commenti"
    r"|reacties|komentarze)(?:[-_]?(?:list|text|item|body|content|section|area|thread|wrapper|box|container|form))?"
    r"|(?:author|autor|auteur)[-_]?(?:bio|box|info|profile|card|description)|about[-_]?(?:the[-_]?)?(?:author|autor)"
    r"|(?:post|article|entry|social)[-_]?shar(?:e|ing)|share[-_]?(?:bar|buttons?|links|tools)|sharedaddy"
    r"|newsletter[-_]?(?:box|form|signup|subscribe|teaser)?|related[-_]?(?:posts?|articles?|content|stories|links|news)?"
    r"|(?:photo|image|picture)[-_]?(?:credit|copyright)s?)(?=$|[\s_-])",
    re.IGNORECASE,
)
_FRAMES: Final = etree.XPath(
    "descendant::*[self::div or self::section or self::aside or self::ul or self::ol or self::p or self::li]"
    "[@class or @id]"
)
_MOST_OF_ONE: Final = 0.2
_MOST_OF_ALL: Final = 0.5
"""Of the page's prose. What holds more of it is text, whatever it is called: a thread of a forum, a running report."""


def drop_furniture(page: HtmlElement) -> None:
    """Take away what is called furniture, where it holds little of a page's prose.

    A page with too little to tell, of verse, lists or listings, stays whole; so do short posts beside long ones.
    """
    named = {each: name for each in _FRAMES(page) if (name := _name_of(each))}
    prose = {each: prose_in(each) for each in named}
    whole = prose_in(page) if named else 0
    if whole <= LITTLE:
        return
    of_text = {name for each, name in named.items() if prose[each] > _MOST_OF_ONE * whole}
    small = {each for each, name in named.items() if name not in of_text}
    outer = [each for each in small if small.isdisjoint(each.iterancestors())]
    if sum(prose[each] for each in outer) <= _MOST_OF_ALL * whole:
        for element in outer:
            element.drop_tree()


def _name_of(frame: HtmlElement) -> str:
    """Return by which name a frame is called furniture, if it is."""
    found = _NAMES.search(f"{frame.get('class') or ''} {frame.get('id') or ''}")
    return found.group().strip(" _-").lower() if found else ""
