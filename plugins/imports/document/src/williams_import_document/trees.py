"""Elements of XML: their names in two parts, and others in their place."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree


def local(element: etree._Element) -> str:
    """Return an element's name without its namespace, which Word's strict documents have another of."""
    return str(element.tag).rpartition("}")[2]


def space_of(element: etree._Element) -> str:
    """Return the namespace of an element's name, in braces, as it stands before the names of its neighbours."""
    return str(element.tag).rpartition("}")[0] + "}"


def replace(element: etree._Element, others: Iterable[etree._Element]) -> None:
    """Put others in an element's place. Nothing that stands before it is counted, which would take ever longer."""
    for each in list(others):
        element.addprevious(each)
    element.getparent().remove(element)
