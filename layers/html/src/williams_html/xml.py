"""XML of strangers, read without following anything out of it."""

from __future__ import annotations

from typing import Any

from lxml import etree


def parse_xml(data: bytes, **options: Any) -> etree._Element | None:
    """Return the root of a document; None where a parser that recovers finds no element.

    Entities are not resolved, nothing is fetched, no document type is loaded. ``options`` are more of
    ``lxml.etree.XMLParser``. Raises etree.XMLSyntaxError, and ValueError for a text with an encoding's declaration.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, **options)
    return etree.fromstring(data, parser)
