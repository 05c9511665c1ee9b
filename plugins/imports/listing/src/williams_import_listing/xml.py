"""XML of strangers: no entities, no network, no document types that define any."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from williams_html.xml import parse_xml

from williams.domain.errors import CorruptContent


def elements(data: bytes, *names: str) -> Iterator[etree._Element]:
    """Yield the elements of these local names, whatever their namespace, in the document's order.

    What is broken is read as far as it goes. Raises CorruptContent for what is no XML.
    """
    try:
        root = parse_xml(data, recover=True, remove_comments=True)
    except etree.XMLSyntaxError as error:
        raise CorruptContent(f"The listing is no XML that can be read: {error}.") from None
    if root is None:
        raise CorruptContent("The listing is no XML that can be read: it has no element.")
    found: Iterator[etree._Element] = root.iter(*(f"{{*}}{name}" for name in names))
    return found


def text_of(element: etree._Element, name: str) -> str | None:
    """Return the text of a child by its local name, None where there is none."""
    child = element.find(f"{{*}}{name}")
    return None if child is None else (child.text or "").strip() or None
