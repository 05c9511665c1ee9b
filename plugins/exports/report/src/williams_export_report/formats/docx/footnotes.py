"""The part of a Word document that holds its footnotes, and the marks that lead to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from williams_publishing.directions import direction_of

from williams_export_report.document.model import Note, Run
from williams_export_report.formats.docx.runs import Writer, flag

TEXT, REFERENCE = "FootnoteText", "FootnoteReference"
_EMPTY: Final = f"""<w:footnotes {nsdecls("w", "r")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""

Element = Any  # lxml has no types


def add_footnotes(document: Any, notes: Iterable[Note], language: str) -> None:
    """Give the document its footnotes; their numbers are their ids."""
    package = document.part.package
    part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, parse_xml(_EMPTY), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    writer = Writer(part)
    for note in notes:
        part.element.append(_footnote(note, writer, language))
    settings = document.settings.element
    properties = OxmlElement("w:footnotePr")
    for number in ("-1", "0"):
        separator = OxmlElement("w:footnote")
        separator.set(qn("w:id"), number)
        properties.append(separator)
    settings.insert_element_before(properties, "w:endnotePr", "w:compat", "w:rsids", "m:mathPr", "w:themeFontLang")


def mark(note: Note, language: str) -> Element:
    """Return the run that stands for a footnote in a text of that language."""
    made = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    flag(properties, "w:rStyle", REFERENCE)
    if direction_of(language) == "rtl":
        flag(properties, "w:rtl")
    made.append(properties)
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(note.number))
    made.append(reference)
    return made


def _footnote(note: Note, writer: Writer, language: str) -> Element:
    made = OxmlElement("w:footnote")
    made.set(qn("w:id"), str(note.number))
    paragraph, properties = OxmlElement("w:p"), OxmlElement("w:pPr")
    flag(properties, "w:pStyle", TEXT)
    if direction_of(language) == "rtl":
        flag(properties, "w:bidi")
    paragraph.append(properties)
    number = OxmlElement("w:r")
    look = OxmlElement("w:rPr")
    flag(look, "w:rStyle", REFERENCE)
    number.append(look)
    number.append(OxmlElement("w:footnoteRef"))
    paragraph.append(number)
    writer.add(paragraph, (Run(" "), *note.runs), language)
    made.append(paragraph)
    return made
