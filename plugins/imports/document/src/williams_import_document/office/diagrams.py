"""Diagrams (SmartArt): their words stand in a part of their own, which is the same in Word, Excel and PowerPoint."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree


def words_of(data: etree._Element) -> Iterator[str]:
    """Yield what each point of a diagram (``dgm:dataModel``) says, in their order."""
    for point in data.iter("{*}pt"):
        if words := " ".join("".join(each.text or "" for each in point.iter("{*}t")).split()):
            yield words


def data_of(drawn: etree._Element) -> str:
    """Return the id of the part with the words of a diagram that is drawn (``dgm:relIds``)."""
    return next((str(said) for key, said in drawn.attrib.items() if str(key).endswith("}dm")), "")
