"""The empty presentation: layouts with real placeholders, in 16 to 9, in colours of our own."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any, Final

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from williams_export_slides.deck.fitting import Box
from williams_export_slides.deck.layout import Look
from williams_export_slides.deck.measures import (
    BODY,
    FIRST_LINE,
    FIRST_TITLE,
    HALF,
    HEIGHT,
    INSET,
    MARK,
    OTHER_HALF,
    SOURCE,
    TITLE,
    WIDTH,
)

LAYOUTS: Final[tuple[Look, ...]] = ("first", "points", "key", "beside", "table", "picture")
"""In their order, which is that of ``_KEPT``."""
SOURCE_PLACE, PICTURE_PLACE, CAPTION_PLACE, TABLE_PLACE = 13, 14, 15, 16
"""The placeholders of the line that names the sources, of a figure, of what is said of it, and of a table."""
INK, FAINT, LINK = "1F2328", "57606A", "0B5C8A"
PAPER, DARK, LIGHT, PANEL = "FFFFFF", "12324A", "BFE3F5", "EAF3F8"
_KEPT: Final = (
    "Title Slide",
    "Title and Content",
    "Section Header",
    "Two Content",
    "Content with Caption",
    "Picture with Caption",
)
_CAPTION: Final = Box(OTHER_HALF.left, OTHER_HALF.top + 240, OTHER_HALF.width, OTHER_HALF.height - 240)
_LOWER: Final = Box(BODY.left, BODY.top + 260, BODY.width, BODY.height - 260)
"""Where captions stand until there is a picture."""
_FOOTERS: Final = ("dt", "ftr", "sldNum")
_KINDS: Final = {PICTURE_PLACE: "pic", TABLE_PLACE: "tbl"}


def empty_presentation() -> Any:
    """Return a presentation without slides. Its layouts are LAYOUTS."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT:
            deck.slide_layouts.remove(layout)
    _style(deck.slide_master)
    for each in (deck.slide_master, *deck.slide_layouts):
        _without_footers(each)
    _place(deck.slide_master, TITLE, BODY)
    _lay_out(*deck.slide_layouts)
    _link_colour(deck, LINK)
    return deck


def _lay_out(first: Any, points: Any, key: Any, beside: Any, tabled: Any, alone: Any) -> None:
    """Give each layout its places and colours."""
    _name_places(beside, (0, 1, PICTURE_PLACE))
    _name_places(tabled, (0, TABLE_PLACE, CAPTION_PLACE))
    _name_places(alone, (0, PICTURE_PLACE, CAPTION_PLACE))
    _place(first, FIRST_TITLE, FIRST_LINE)
    _place(beside, TITLE, HALF, OTHER_HALF)
    for layout in (points, key):
        _place(layout, TITLE, BODY)
    for layout in (tabled, alone):
        _place(layout, TITLE, BODY, _LOWER)
    first.background.fill.solid()
    first.background.fill.fore_color.rgb = colour(DARK)
    _colour_words(first, (PAPER, LIGHT))
    _colour_words(key, (INK, PAPER))
    _add_line(beside, "Caption", CAPTION_PLACE, _CAPTION, INK, "t")
    for layout in (points, key, beside, tabled, alone):
        _mark(layout, DARK)
        _add_line(layout, "Source", SOURCE_PLACE, SOURCE, FAINT, "b")
    for layout, filling in ((points, PANEL), (key, DARK), (beside, PANEL)):  # last: lines are copies of what it fills
        _panel(layout.placeholders[1], filling)


def _place(holder: Any, *boxes: Box) -> None:
    """Put placeholders into their boxes, their words at the beginning of the line."""
    for shape, box in zip(holder.placeholders, boxes, strict=True):
        put(shape, box)
        _anchor(shape, "b" if box is FIRST_TITLE else "t")
        for level in shape.element.iter(*(qn(f"a:lvl{number}pPr") for number in range(1, 10))):
            level.set("algn", "l")


def _name_places(layout: Any, numbers: Sequence[int]) -> None:
    """Number the placeholders of a layout; whatever is to hold a figure holds nothing else."""
    for shape, number in zip(layout.placeholders, numbers, strict=True):
        place = shape.element.find(f".//{qn('p:ph')}")
        if number:
            place.set("idx", str(number))
        if number in _KINDS:
            place.set("type", _KINDS[number])


def _style(master: Any) -> None:
    """Titles are bold and at the beginning of the line; points have no marks, since each is a whole sentence."""
    master.background.fill.solid()
    master.background.fill.fore_color.rgb = colour(PAPER)
    styles = master.element.find(qn("p:txStyles"))
    for kind in ("p:titleStyle", "p:bodyStyle"):
        for level in styles.find(qn(kind)):
            if level.tag == qn("a:lvl1pPr"):
                _restyle(level, bold=kind == "p:titleStyle")


def _restyle(level: Any, *, bold: bool) -> None:
    level.set("algn", "l")
    level.set("marL", "0")
    level.set("indent", "0")
    for bullet in ("a:buFont", "a:buChar", "a:buNone"):
        for found in level.findall(qn(bullet)):
            level.remove(found)
    run = level.find(qn("a:defRPr"))
    run.addprevious(parse_xml(f"<a:buNone {nsdecls('a')}/>"))
    run.set("b", "1" if bold else "0")
    for fill in run.findall(qn("a:solidFill")):
        run.remove(fill)
    run.insert(0, _fill(INK))


def _fill(code: str) -> Any:
    return parse_xml(f'<a:solidFill {nsdecls("a")}><a:srgbClr val="{code}"/></a:solidFill>')


def _without_footers(holder: Any) -> None:
    for shape in list(holder.placeholders):
        if shape.element.find(f".//{qn('p:ph')}").get("type") in _FOOTERS:
            shape.element.getparent().remove(shape.element)


def put(shape: Any, box: Box) -> None:
    """Put a shape where the box is."""
    shape.left, shape.top, shape.width, shape.height = map(Pt, (box.left, box.top, box.width, box.height))


def _anchor(shape: Any, where: str, margin: int = 0) -> None:
    """Say where in its box the text begins. The sizes were chosen for all that the margin leaves."""
    body = shape.text_frame._txBody.bodyPr
    body.set("anchor", where)
    for side in ("lIns", "tIns", "rIns", "bIns"):
        body.set(side, str(Pt(margin)))


def _panel(shape: Any, filling: str) -> None:
    """Put the words of a placeholder in the middle of a panel."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(filling)
    _anchor(shape, "ctr", INSET)


def colour(code: str) -> RGBColor:
    return RGBColor(*bytes.fromhex(code))  # type: ignore[no-untyped-call]


def _link_colour(deck: Any, code: str) -> None:
    """Links take their colour from the theme, which is a part that python-pptx leaves as it is."""
    theme = next(each.target_part for each in deck.slide_master.part.rels.values() if each.reltype == RT.THEME)
    tree = parse_xml(theme.blob)
    for kind in ("hlink", "folHlink"):
        found = tree.find(f".//{qn(f'a:{kind}')}")
        found.clear()
        found.append(parse_xml(f'<a:srgbClr {nsdecls("a")} val="{code}"/>'))
    theme._blob = serialize_part_xml(tree)


def _colour_words(layout: Any, codes: Sequence[str]) -> None:
    """Give the words of each placeholder their colour."""
    for shape, code in zip(layout.placeholders, codes, strict=True):
        for found in shape.element.iter(qn("a:defRPr")):
            for fill in found.findall(qn("a:solidFill")):
                found.remove(fill)
            found.insert(0, _fill(code))
        if next(shape.element.iter(qn("a:defRPr")), None) is None:
            style = shape.element.find(f".//{qn('a:lstStyle')}")
            style.append(parse_xml(f"<a:lvl1pPr {nsdecls('a')}><a:defRPr/></a:lvl1pPr>"))
            style[0][0].append(_fill(code))


def _mark(layout: Any, code: str) -> None:
    """Draw the bar above titles: decoration, which screen readers pass over."""
    left, top, width, height = (Pt(each) for each in (MARK.left, MARK.top, MARK.width, MARK.height))
    bar = parse_xml(
        f"<p:sp {nsdecls('p', 'a')}>"
        '<p:nvSpPr><p:cNvPr id="30" name="Bar"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{code}"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )
    layout.placeholders[0].element.addprevious(bar)


def _add_line(layout: Any, name: str, number: int, box: Box, code: str, where: str) -> None:
    """Add a placeholder, which slides of the layout have, too, after all others."""
    line = deepcopy(layout.placeholders[1].element)
    named = line.find(f".//{qn('p:cNvPr')}")
    named.set("id", str(number + 20))
    named.set("name", name)
    place = line.find(f".//{qn('p:ph')}")
    place.set("type", "body")
    place.set("sz", "quarter")
    place.set("idx", str(number))
    style = line.find(f".//{qn('a:lstStyle')}")
    style.clear()
    style.append(parse_xml(f'<a:lvl1pPr {nsdecls("a")}><a:defRPr b="0"/></a:lvl1pPr>'))
    style[0][0].append(_fill(code))
    list(layout.placeholders)[-1].element.addnext(line)
    shape = next(each for each in layout.placeholders if each.placeholder_format.idx == number)
    put(shape, box)
    _anchor(shape, where)
