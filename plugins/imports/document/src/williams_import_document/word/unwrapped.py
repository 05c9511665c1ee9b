"""Takes text out of what mammoth passes over with all that is in it: simple fields, directions, ruby, boxes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree

from williams_import_document.trees import local, replace, space_of
from williams_import_document.word.styles import child

_AROUND: Final = frozenset({"fldSimple", "dir", "bdo", "ruby"})
_PROPERTIES: Final = frozenset({"fldData", "rubyPr", "rt"})
"""What is said of the text, and how it is pronounced."""
_ALSO_CALLED: Final = {"cr": "br", "ptab": "tab"}
_BOX: Final = "txbxContent"
_NOTES: Final = ("footnote", "endnote")


def unwrap(root: etree._Element) -> None:
    """Put the text of such elements where they stand, and of drawn boxes behind what draws them."""
    for element in reversed(_all(root, _AROUND)):
        inner = child(element, "rubyBase")
        within = element if inner is None else inner
        if element.getparent() is not None:
            replace(element, [each for each in within if local(each) not in _PROPERTIES])
    for element in _all(root, _ALSO_CALLED):
        element.tag = f"{str(element.tag).rpartition('}')[0]}}}{_ALSO_CALLED[local(element)]}"
    for drawing in _all(root, {"drawing"}):
        _lift_boxes(drawing)


def drop_notes(root: etree._Element, notes: Iterable[etree._Element]) -> None:
    """Take away references to notes that are not there, or stand elsewhere already: mammoth writes each one out."""
    unmet = {(local(each), _id(each)) for part in notes for each in part if local(each) in _NOTES}
    for reference in _all(root, {f"{name}Reference" for name in _NOTES}):
        note = (local(reference).removesuffix("Reference"), _id(reference))
        if note not in unmet:
            reference.getparent().remove(reference)
        unmet.discard(note)


def _lift_boxes(drawing: etree._Element) -> None:
    """A drawing for which an older form stands as well is read in that one."""
    boxes = [each for each in _all(drawing, {_BOX}) if not _is_in_box(each, drawing)]
    alternatives = next((each for each in drawing.iterancestors() if local(each) == "AlternateContent"), None)
    if not boxes or (alternatives is not None and _has_older_form(alternatives)):
        return
    whole = drawing if alternatives is None else alternatives
    space = space_of(boxes[0])
    picture = etree.Element(space + "pict")
    picture.extend(boxes)
    whole.addnext(picture)


def _has_older_form(alternatives: etree._Element) -> bool:
    fallback = child(alternatives, "Fallback")
    return fallback is not None and bool(_all(fallback, {_BOX}))


def _is_in_box(element: etree._Element, drawing: etree._Element) -> bool:
    for each in element.iterancestors():
        if each is drawing:
            return False
        if local(each) == _BOX:
            return True
    return False


def _all(root: etree._Element, names: Iterable[str]) -> list[etree._Element]:
    wanted = frozenset(names)
    return [each for each in root.iter(etree.Element) if local(each) in wanted]


def _id(element: etree._Element) -> str | None:
    return next((said for name, said in element.attrib.items() if str(name).endswith("}id")), None)
