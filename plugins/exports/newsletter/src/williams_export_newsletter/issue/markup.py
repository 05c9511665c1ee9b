"""Elements of HTML and MJML, sound by construction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from lxml.builder import ElementMaker
from williams_publishing.directions import direction_of

# Characters that XML 1.0 cannot hold, also not as references.
_UNFIT: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNSPACED_END: Final = re.compile("[。！？｡．」』】》）…]$")
_E = ElementMaker()

Element = Any  # lxml has no types


def el(tag: str, *children: str | Element, **attributes: str) -> Element:
    """Return an element. ``css_class`` is the attribute ``css-class``, ``class_`` is ``class``."""
    made = _E(tag, *(fitting(child) if isinstance(child, str) else child for child in children))
    for name, value in attributes.items():
        made.set(name.rstrip("_").replace("_", "-"), fitting(value))
    return made


def fitting(text: str) -> str:
    """Return the text without characters that XML cannot hold."""
    return _UNFIT.sub("\ufffd", text)


def spoken_in(element: Element, language: str, around: str) -> Element:
    """Say the language and direction of an element where they are not those around it."""
    if language != around:
        element.set("lang", language)
        if direction_of(language) != direction_of(around):
            element.set("dir", direction_of(language))
    return element


def between(one: str) -> str:
    """Return what stands between a sentence and the next one: nothing after full stops as wide as a letter."""
    return "" if _UNSPACED_END.search(one) else " "


def joined(sentences: Sequence[str]) -> str:
    return "".join(part for one in sentences for part in (one, between(one))).strip()
