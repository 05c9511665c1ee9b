"""Takes out of a Word document what Word does not show, and what leads to parts that are not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from typing import Final

from lxml import etree

from williams.isolation.notices import Said, notice
from williams_import_document.trees import local
from williams_import_document.word.styles import child, value

_CONTENTS: Final = ("TOC", "INDEX", "TOA")
"""Fields that list what stands elsewhere in the document."""
_OFF: Final = frozenset({"0", "false", "off", "none"})
_HIDDEN: Final = frozenset({"vanish", "webHidden"})
_OFFICE_RELATIONSHIPS: Final = ("officeDocument/2006/relationships}", "officeDocument/relationships}")
_PICTURES: Final = frozenset({"blip", "imagedata", "OLEObject", "control", "altChunk"})
_PROGRAM: Final = "ProgID"
_NAMED_AT_MOST: Final = 5


def clear(document: etree._Element, known: Collection[str]) -> list[Said]:
    """Take it out, and return notices of what somebody may miss. ``known`` are the ids of the part's relationships."""
    hidden = _cleared(document, _is_hidden_run)
    _cleared(document, _is_deleted_row)
    _cleared(document, _is_placeholder)
    _clear_contents(document)
    notices = list(_told(document, hidden))
    _clear_dangling(document, known)
    return notices


def _told(document: etree._Element, hidden: int) -> Iterator[Said]:
    if hidden:
        remedy = "Show the text in Word (Font, Hidden) if it belongs to the document, and import it again."
        yield notice("hidden-text-left-out", f"{hidden} pieces of hidden text were left out.", remedy=remedy)
    if chunks := sum(local(each) == "altChunk" for each in document.iter(etree.Element)):
        remedy = "Open the document in Word and save it: then they are part of it."
        yield notice("part-left-out", f"{chunks} documents that are set in as a whole were left out.", remedy=remedy)
    objects = [each for each in document.iter(etree.Element) if local(each) == "OLEObject"]
    if objects:
        names = ", ".join(list(Counter(str(each.get(_PROGRAM) or "unknown") for each in objects))[:_NAMED_AT_MOST])
        yield notice("attachments-left-out", f"{len(objects)} embedded objects were left out: {names}.")


def _cleared(document: etree._Element, unwanted: Callable[[etree._Element], bool]) -> int:
    """Remove elements, and return how many of them held text."""
    found = [each for each in document.iter(etree.Element) if unwanted(each)]
    written = 0
    for element in found:
        above = element.getparent()
        if above is not None:
            written += any(local(each) == "t" and (each.text or "").strip() for each in element.iter(etree.Element))
            above.remove(element)
    return written


def _is_hidden_run(element: etree._Element) -> bool:
    """True for a run that is hidden now, whatever it was before a tracked change; not for the marks of a field."""
    properties = child(element, "rPr") if local(element) == "r" and child(element, "fldChar") is None else None
    return properties is not None and any(
        local(each) in _HIDDEN and (value(each) or "1").lower() not in _OFF for each in properties
    )


def _is_deleted_row(element: etree._Element) -> bool:
    return local(element) == "tr" and child(child(element, "trPr"), "del") is not None


def _is_placeholder(element: etree._Element) -> bool:
    """What a content control shows until somebody writes into it."""
    return local(element) == "sdtContent" and child(child(element.getparent(), "sdtPr"), "showingPlcHdr") is not None


def _clear_contents(document: etree._Element) -> None:
    """Empty the results of fields that list contents. Fields stand in each other, and end in other paragraphs.

    One that never ends is none: it would hold the whole document.
    """
    fields: list[tuple[list[str], int]] = []
    texts: list[etree._Element] = []
    for element in list(document.iter(etree.Element)):
        name = local(element)
        if name == "fldChar":
            kind = next((said for key, said in element.items() if str(key).endswith("}fldCharType")), "")
            if kind == "begin":
                fields.append(([], len(texts)))
            elif kind == "end" and fields:
                _end_field(*fields.pop(), texts)
        elif name == "instrText" and fields:
            fields[-1][0].append(element.text or "")
        elif name == "t":
            texts.append(element)


def _end_field(instructions: list[str], first: int, texts: list[etree._Element]) -> None:
    """Empty what stands in a field, the texts from the ``first`` on, if it lists contents."""
    if "".join(instructions).strip().startswith(_CONTENTS):
        for each in texts[first:]:
            each.text = ""
        del texts[first:]


def _clear_dangling(document: etree._Element, known: Collection[str]) -> None:
    """A link keeps its words; a picture or an object whose part is missing goes."""
    for element in list(document.iter(etree.Element)):
        names = [key for key in element.attrib if any(each in str(key) for each in _OFFICE_RELATIONSHIPS)]
        missing = [key for key in names if element.get(key) not in known]
        for key in missing:
            del element.attrib[key]
        above = element.getparent()
        if missing and above is not None and local(element) in _PICTURES:
            above.remove(element)
