"""Runs of a Word document: their look, language and direction, and the links and bookmarks around them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from williams_publishing.directions import direction_of

from williams_export_report.document.characters import fitting
from williams_export_report.document.model import Run

_LONGEST_ADDRESS: Final = 2000  # Word refuses a file with a longer one

Element = Any  # lxml has no types


@dataclass
class Writer:
    """Adds runs to paragraphs of one part of the file. ``part`` holds the addresses that links lead to."""

    part: Any
    bookmarks: dict[str, int] = field(default_factory=dict)
    _links: dict[str, str] = field(default_factory=dict)

    def add(self, paragraph: Element, runs: Iterable[Run], language: str) -> None:
        """Add runs; ``language`` is what they are in where they do not say it."""
        for run in runs:
            if run.text:
                holder = paragraph if run.link is None else self._link(paragraph, run.link)
                holder.append(_run(run, run.language or language))

    def bookmark(self, paragraph: Element, name: str) -> None:
        """Mark the place that comes next in the paragraph. Names are those of the anchors, with ``_`` for ``-``."""
        number = self.bookmarks.setdefault(name, len(self.bookmarks) + 1)
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        start.set(qn("w:id"), str(number))
        start.set(qn("w:name"), bookmark_name(name))
        end.set(qn("w:id"), str(number))
        paragraph.append(start)
        paragraph.append(end)

    def _link(self, paragraph: Element, target: str) -> Element:
        if len(target) > _LONGEST_ADDRESS:
            return paragraph
        link = OxmlElement("w:hyperlink")
        if target.startswith("#"):
            link.set(qn("w:anchor"), bookmark_name(target[1:]))
        else:
            if target not in self._links:
                self._links[target] = self.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link.set(qn("r:id"), self._links[target])
        paragraph.append(link)
        return link


def bookmark_name(anchor: str) -> str:
    return anchor.replace("-", "_")


def flag(parent: Element, name: str, value: str | None = None) -> None:
    """Add an empty property element, such as ``w:b``."""
    made = OxmlElement(name)
    if value is not None:
        made.set(qn("w:val"), value)
    parent.append(made)


def _run(run: Run, language: str) -> Element:
    made, properties = OxmlElement("w:r"), OxmlElement("w:rPr")
    right_to_left = direction_of(language) == "rtl"
    if run.link and not run.link.startswith("#"):
        flag(properties, "w:rStyle", "Hyperlink")
    for wanted, names in ((run.strong, ("w:b", "w:bCs")), (run.emphasis, ("w:i", "w:iCs"))):
        for name in names if wanted else ():
            flag(properties, name)
    if run.raised:
        flag(properties, "w:vertAlign", "superscript")
    if right_to_left:
        flag(properties, "w:rtl")
    properties.append(language_element(language))
    made.append(properties)
    words = OxmlElement("w:t")
    words.text = fitting(run.text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    made.append(words)
    return made


def language_element(language: str) -> Element:
    """Return ``w:lang`` with the attribute that its script is proofed by."""
    made = OxmlElement("w:lang")
    made.set(qn("w:val"), language)
    if direction_of(language) == "rtl":
        made.set(qn("w:bidi"), language)
    if language.split("-")[0] in ("zh", "ja", "ko"):
        made.set(qn("w:eastAsia"), language)
    return made
