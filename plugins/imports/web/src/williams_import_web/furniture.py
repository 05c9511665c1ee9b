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

    A page with too little to tell, of verse, lists or listings, stays whole.
    """
    named = [each for each in _FRAMES(page) if _NAMES.search(f"{each.get('class') or ''} {each.get('id') or ''}")]
    whole = prose_in(page) if named else 0
    if whole <= LITTLE:
        return
    small = {each: prose for each in named if (prose := prose_in(each)) <= _MOST_OF_ONE * whole}
    outer = [each for each in small if not any(frame in small for frame in each.iterancestors())]
    if sum(small[each] for each in outer) <= _MOST_OF_ALL * whole:
        for element in outer:
            element.drop_tree()
