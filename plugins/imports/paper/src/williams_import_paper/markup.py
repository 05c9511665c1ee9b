"""XML of strangers: nothing is fetched, no entity is expanded but those that stand for one character."""

from __future__ import annotations

import html.entities
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree
from williams_html.xml import parse_xml

from williams.domain.errors import CorruptContent

_UNKNOWN: Final = "\ufffd"
_XML: Final = "{http://www.w3.org/XML/1998/namespace}"
LANGUAGE: Final = f"{_XML}lang"
HREF: Final = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True, slots=True)
class Markup:
    """``unknown`` are the names of entities that stand for nothing that is known here."""

    root: Any
    unknown: list[str]


def xml_of(data: bytes, what: str) -> Markup:
    """Parse XML without following anything out of it.

    Raises CorruptContent.
    """
    try:
        root = parse_xml(data, remove_comments=True, remove_pis=True)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CorruptContent(f"{what} holds XML that cannot be read: {error}. Download it anew.") from error
    return Markup(root, _write_entities(root))


def name_of(element: Any) -> str:
    """Return an element's name without its namespace; nothing for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def named(element: Any, *names: str) -> Iterator[Any]:
    """Yield the element and what is in it that bear one of these names, whatever their namespace."""
    found: Iterator[Any] = element.iter(*(f"{{*}}{name}" for name in names))
    return found


def text_of(element: Any) -> str:
    """Return all the text in an element on one line."""
    return " ".join("".join(element.itertext()).split())


def _write_entities(root: Any) -> list[str]:
    """Journals write ``&ndash;``, which their DTD declares; a DTD is not read, and HTML has the same names."""
    unknown = []
    for entity in [*root.iter(etree.Entity)]:
        name = f"{entity.name};"
        if name not in html.entities.html5:
            unknown.append(entity.name)
        _replace(entity, html.entities.html5.get(name, _UNKNOWN))
    return unknown


def _replace(entity: Any, text: str) -> None:
    parent, before = entity.getparent(), entity.getprevious()
    text += entity.tail or ""
    if before is None:
        parent.text = (parent.text or "") + text
    else:
        before.tail = (before.tail or "") + text
    entity.tail = None
    parent.remove(entity)
