"""Changes an XML text in its tree: it stays well-formed, whatever its elements then say."""

from __future__ import annotations

import re
from contextlib import suppress
from copy import deepcopy
from random import Random
from typing import Final

from lxml import etree

from tests.fuzz.mutation import Mutate

_MOST_CHANGES: Final = 3
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NUMBERS: Final = ("-1", "0", "1", "99999999999999999999", "1e999", "NaN", "")


def within_xml(text: bytes, chance: Random, mutate: Mutate) -> bytes:
    """Change the tree's elements, attributes and texts."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError):
        return mutate(text)
    if root is None:
        return mutate(text)
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        # The names of what was damaged before may be none that lxml finds or writes.
        with suppress(ValueError, KeyError):
            chance.choice(_XML_CHANGES)(list(root.iter("*")), chance, mutate)
    return bytes(etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=text.startswith(b"<?xml")))


_Elements = list[etree._Element]  # lxml names no public class


def _letters(text: str | None, mutate: Mutate) -> str:
    changed = mutate((text or "").encode("utf-8", "surrogatepass")).decode("utf-8", "ignore")
    return _NO_XML.sub("", changed)


def _other_text(elements: _Elements, chance: Random, mutate: Mutate) -> None:
    with_text = [each for each in elements if (each.text or "").strip()] or elements
    element = chance.choice(with_text)
    element.text = _letters(element.text, mutate)


def _other_tail(elements: _Elements, chance: Random, mutate: Mutate) -> None:
    element = chance.choice(elements[1:] or elements)
    element.tail = _letters(element.tail, mutate) if element is not elements[0] else None


def _other_attribute(elements: _Elements, chance: Random, mutate: Mutate) -> None:
    element = chance.choice([each for each in elements if each.attrib] or elements)
    for name in chance.sample(sorted(element.attrib, key=str), min(1, len(element.attrib))):
        value = str(element.attrib[name])
        element.attrib[name] = chance.choice((*_NUMBERS, value * 2, _letters(value, mutate)))


def _without_attribute(elements: _Elements, chance: Random, _: Mutate) -> None:
    element = chance.choice([each for each in elements if each.attrib] or elements)
    for name in chance.sample(sorted(element.attrib, key=str), min(1, len(element.attrib))):
        del element.attrib[name]


def _without(elements: _Elements, chance: Random, _: Mutate) -> None:
    element = chance.choice(elements)
    if (parent := element.getparent()) is not None:
        parent.remove(element)


def _moved(elements: _Elements, chance: Random, _: Mutate) -> None:
    element, place = chance.choice(elements), chance.choice(elements)
    if element is not elements[0] and element not in place.iterancestors() and element is not place:
        place.insert(chance.randint(0, len(place)), element)


def _copied(elements: _Elements, chance: Random, _mutate: Mutate) -> None:
    element, place = chance.choice(elements), chance.choice(elements)
    copies = [deepcopy(element) for _ in range(chance.choice((1, 1, 9)))]
    for copy in copies:
        place.insert(chance.randint(0, len(place)), copy)


def _renamed(elements: _Elements, chance: Random, _: Mutate) -> None:
    chance.choice(elements).tag = chance.choice(elements).tag


def _emptied(elements: _Elements, chance: Random, _: Mutate) -> None:
    chance.choice(elements[1:] or elements).clear()


_XML_CHANGES: Final = (
    *(_other_text, _other_tail, _other_attribute, _other_attribute, _without_attribute),
    *(_without, _moved, _copied, _renamed, _emptied),
)
