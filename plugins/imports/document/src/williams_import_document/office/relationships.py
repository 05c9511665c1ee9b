"""Which parts of an office program's package belong to another one."""

from __future__ import annotations

import posixpath
from typing import Final

from lxml import etree
from williams_html.xml import parse_xml

_OUTSIDE: Final = "External"


def name_of(part: str) -> str:
    """Return the name of the part with a part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def related(data: bytes | None, part: str) -> dict[str, str]:
    """Return the names of the parts that belong to ``part`` by their ids; of damaged relationships none."""
    try:
        root = None if data is None else parse_xml(data)
    except etree.XMLSyntaxError:
        return {}
    inside = [] if root is None else [each for each in root if each.get("TargetMode") != _OUTSIDE]
    return {each.get("Id", ""): _within(part, each.get("Target", "")) for each in inside}


def id_of(element: etree._Element) -> str:
    """Return the id of the part that an element stands for."""
    return next((str(said) for key, said in element.attrib.items() if str(key).endswith("}id")), "")


def _within(part: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
