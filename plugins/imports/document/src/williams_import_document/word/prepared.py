"""A Word document as mammoth understands it: headings by their usual styles, equations as text, no contents lists."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree
from williams_html.xml import parse_xml

from williams.domain.errors import CorruptContent
from williams.isolation.notices import Said
from williams_import_document.office.relationships import name_of
from williams_import_document.reading import Review
from williams_import_document.trees import local, replace, space_of
from williams_import_document.word.charts import CAPTION, write_charts
from williams_import_document.word.cleared import clear
from williams_import_document.word.equations import tex
from williams_import_document.word.numbering import Numbering, is_english, linked
from williams_import_document.word.package import ADVICE
from williams_import_document.word.review import COMMENT, review
from williams_import_document.word.styles import BODY, Styles, child, outline_level, restyle, value, whole_number
from williams_import_document.word.unwrapped import drop_notes, unwrap

_STYLES, NOTES = re.compile(r"(?:^|/)styles\d*\.xml$"), re.compile(r"(?:^|/)(?:foot|end)notes\d*\.xml$")
_COMMENTS = re.compile(r"(?:^|/)comments\d*\.xml$")
_LISTS = re.compile(r"(?:^|/)numbering\d*\.xml$")
_LEVELS: Final = 6
_OURS: Final = "WilliamsHeading"
_TITLE, _BODY, LISTING = "WilliamsTitle", "WilliamsBody", "WilliamsListing"


def prepared(
    parts: dict[str, bytes], main: str, drawn: dict[str, bytes], asked: Review
) -> tuple[dict[str, bytes], list[Said]]:
    """Return the parts with the main text and the styles rewritten, and notices of what was taken out of them.

    They are XML that was looked through before.

    ``drawn`` are parts that the text draws, and were not.

    Raises CorruptContent for names that only a parser with namespaces refuses.
    """
    name = next((each for each in parts if _STYLES.search(each)), None)
    styles = _parsed(parts[name]) if name else None
    document = _parsed(parts[main])
    lists = next((each for each in parts if _LISTS.search(each)), None)
    notes = {each: _parsed(parts[each]) for each in parts if NOTES.search(each)}
    numbering = _parsed(parts[lists]) if lists else None
    linked(numbering)
    comments = next((each for each in parts if _COMMENTS.search(each)), None)
    said = review([document, *notes.values()], _parsed(parts[comments]) if comments else None, asked)
    said += [each for part, root in {main: document, **notes}.items() for each in clear(root, _related(parts, part))]
    unwrap(document)
    write_charts(document, main, parts, drawn)
    drop_notes(document, notes.values())
    _rewrite(document, Styles(styles), Numbering(numbering, in_english=is_english(styles)))
    for each in notes.values():
        unwrap(each)
        _write_out_equations(each)
    changed = {part: etree.tostring(root) for part, root in {main: document, **notes}.items()}
    if lists and numbering is not None:
        changed[lists] = etree.tostring(numbering)
    if name and styles is not None:
        _add_headings(styles)
        changed[name] = etree.tostring(styles)
    return {**parts, **changed}, said


def _related(parts: dict[str, bytes], part: str) -> set[str]:
    """The ids of the relationships of a part."""
    related = parts.get(name_of(part))
    return {str(each.get("Id")) for each in _parsed(related)} if related else set()


def _parsed(data: bytes) -> etree._Element:
    try:
        return parse_xml(data, huge_tree=True)
    except etree.XMLSyntaxError as error:
        raise CorruptContent(f"The Word document cannot be read: {error}. {ADVICE}") from error


def _rewrite(document: etree._Element, styles: Styles, numbering: Numbering) -> None:
    for paragraph in [each for each in document.iter() if local(each) == "p" and _is_text(each)]:
        properties = child(paragraph, "pPr")
        style = child(properties, "pStyle")
        style_id = value(style)
        if styles.is_contents(style_id):
            _empty(paragraph)
            continue
        _number(paragraph, styles.numbered(style_id), numbering)
        said = outline_level(properties)
        level = styles.level(style_id) if said is None else said
        if styles.is_title(style_id):
            restyle(paragraph, _TITLE)
        elif level < BODY:
            restyle(paragraph, f"{_OURS}{min(level + 1, _LEVELS)}")
        elif styles.is_listing(style_id):
            restyle(paragraph, LISTING)
        elif styles.level(style_id) < BODY:
            restyle(paragraph, _BODY)
    _write_out_equations(document)
    _flatten_tables(document)


def _flatten_tables(document: etree._Element) -> None:
    """A table within a cell becomes the cell's paragraphs, the innermost first: the row around it stays a row."""
    for table in reversed([each for each in document.iter() if local(each) == "tbl"]):
        cell = table.getparent()
        if cell is not None and local(cell) == "tc":
            replace(table, [each for each in table.iter() if local(each) == "p" and not _is_within(each)])


def _is_within(paragraph: etree._Element) -> bool:
    """Paragraphs of text boxes stand in others, and go with them."""
    return any(local(each) == "p" for each in paragraph.iterancestors())


def _number(paragraph: etree._Element, of_style: etree._Element | None, numbering: Numbering) -> None:
    properties = child(paragraph, "pPr")
    own = child(properties, "numPr")
    listed = of_style if own is None else own
    level = whole_number(value(child(listed, "ilvl")) or "0")
    num_id = value(child(listed, "numId")) or value(child(of_style, "numId"))
    label = numbering.label(num_id, level) if level is not None else ""
    if label and any(local(each) == "t" and each.text for each in paragraph.iter()):
        space = space_of(paragraph)
        run = etree.Element(space + "r")
        etree.SubElement(run, space + "t").text = f"{label} "
        paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, run)


def _is_text(element: etree._Element) -> bool:
    """Drawings have paragraphs of their own, in other namespaces."""
    return "wordprocessingml" in str(element.tag)


def _empty(paragraph: etree._Element) -> None:
    for each in list(paragraph):
        if local(each) != "pPr" and local(each) not in ("bookmarkStart", "bookmarkEnd"):
            _keep_fields(each)


def _keep_fields(element: etree._Element) -> None:
    """The marks of a field that begins here may end elsewhere."""
    for text in [each for each in element.iter() if local(each) in ("t", "tab", "noBreakHyphen")]:
        text.getparent().remove(text)


def _add_headings(styles: etree._Element) -> None:
    space = space_of(styles)
    ours = {f"{_OURS}{level}": f"heading {level}" for level in range(1, _LEVELS + 1)}
    for each in [each for each in styles if local(each) == "style"]:
        each.set(space + "type", each.get(space + "type", "paragraph"))  # what the standard says of one without
        if space + "styleId" not in each.attrib:
            styles.remove(each)
    ours |= {_TITLE: "Title", _BODY: "Normal", LISTING: LISTING, CAPTION: "Caption", COMMENT: COMMENT}
    for style_id, name in ours.items():
        style = etree.SubElement(styles, space + "style", {space + "type": "paragraph", space + "styleId": style_id})
        etree.SubElement(style, space + "name", {space + "val": name})


def _write_out_equations(root: etree._Element) -> None:
    for equation in [each for each in root.iter() if local(each) == "oMath"]:
        above = equation.getparent()
        shown = above is not None and local(above) == "oMathPara"
        mark = "$$" if shown else "$"
        written = tex(equation)
        paragraph = next((each for each in equation.iterancestors() if _is_text(each)), None)
        if above is None or paragraph is None:
            continue
        space = space_of(paragraph)
        run = etree.Element(space + "r")
        etree.SubElement(run, space + "t").text = f"{mark}{written}{mark}" if written else ""
        run.tail = equation.tail
        above.replace(equation, run)
    for shown in [each for each in root.iter() if local(each) == "oMathPara"]:
        if shown.getparent() is not None:
            replace(shown, [each for each in shown if local(each) == "r"])
