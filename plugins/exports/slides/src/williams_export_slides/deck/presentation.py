"""The slides as a presentation (OOXML): the same slides make the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt
from williams_publishing.directions import direction_of

from williams.domain.notices import cut
from williams_export_slides.deck.layout import SetSlide
from williams_export_slides.deck.measures import HANGING, INSET, Lead, Point
from williams_export_slides.deck.picturing import SetFigure
from williams_export_slides.deck.tabling import CELL_HIGH, CELL_WIDE, SetTable
from williams_export_slides.deck.template import (
    CAPTION_PLACE,
    DARK,
    INK,
    LAYOUTS,
    LINK,
    PANEL,
    PAPER,
    PICTURE_PLACE,
    SOURCE_PLACE,
    TABLE_PLACE,
    colour,
    empty_presentation,
    put,
)

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_WHEN: Final = (1980, 1, 1, 0, 0, 0)
_LONGEST_PROPERTY: Final = 255
_THUMBNAIL: Final = "/docProps/thumbnail.jpeg"


def write_presentation(
    slides: Sequence[SetSlide], title: str, authors: str, language: str, modified: datetime, to: Path
) -> None:
    deck = empty_presentation()
    said = deck.core_properties
    said.title, said.author = (cut(_fitting(each), _LONGEST_PROPERTY) for each in (title, authors))
    said.language, said.last_modified_by = language, ""
    said.created = said.modified = modified.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    said.revision = 1
    for each in slides:
        _add(deck, each)
    _without_thumbnail(deck)
    held = io.BytesIO()
    deck.save(held)
    _rewritten(held, to)


def _add(deck: Any, each: SetSlide) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[LAYOUTS.index(each.look)])
    places = {shape.placeholder_format.idx: shape for shape in slide.placeholders}
    _write(places[0].text_frame, [Point(each.title, each.language)], each.title_size)
    if each.points:
        _write(places[1].text_frame, each.points, each.size, each.gap if each.has_marks else None)
    if each.leads:
        _write_leads(places[SOURCE_PLACE].text_frame, each.leads, each.source_size)
    _show_quoted(places, each)
    for shape in places.values():
        if not shape.text_frame.text:
            shape.element.getparent().remove(shape.element)
    if each.notes:
        _write_notes(slide.notes_slide.notes_text_frame, each)


def _show_quoted(places: dict[int, Any], each: SetSlide) -> None:
    """Fill the places of what the slide quotes as it is, which are no longer among ``places`` then."""
    if each.figure:
        if each.points:
            put(places[1], each.body.inset(-INSET))
        _show(places.pop(PICTURE_PLACE), places[CAPTION_PLACE], each.figure)
    if each.table:
        _tabulate(places.pop(TABLE_PLACE), places[CAPTION_PLACE], each.table, each.title)


def _show(place: Any, below: Any, figure: SetFigure) -> None:
    """Fill the placeholder of a picture, which would cut it to its own shape, and that of its caption."""
    shown = place.insert_picture(str(figure.picture))
    shown.crop_left = shown.crop_right = shown.crop_top = shown.crop_bottom = 0
    put(shown, figure.box)
    shown._element.nvPicPr.cNvPr.set("descr", _fitting(figure.alt))
    _write(below.text_frame, [figure.caption], figure.caption_size)
    if figure.credit:
        paragraph = below.text_frame.add_paragraph()
        paragraph._p.get_or_add_pPr().set("algn", "r" if figure.direction == "rtl" else "l")
        _run(paragraph, figure.credit.words, None, figure.caption_size, figure.credit.url)
    put(below, figure.caption_box)


def _tabulate(place: Any, below: Any, table: SetTable, title: str) -> None:
    """Fill the placeholder of a table, in colours of our own."""
    frame = place.insert_table(len(table.rows), len(table.widths))
    put(frame, table.box)
    caption = table.caption.text if table.caption else title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", _fitting(caption))
    made = frame.table
    made.first_row = table.head
    made._tbl.tblPr.set("rtl", str(int(direction_of(table.language) == "rtl")))
    for column, width in zip(made.columns, table.widths, strict=True):
        column.width = Pt(width)
    for number, (row, height, words) in enumerate(zip(made.rows, table.heights, table.rows, strict=True)):
        row.height = Pt(height)
        for cell, text in zip(row.cells, words, strict=True):
            _write_cell(cell, text, table, number)
    if table.caption:
        _write(below.text_frame, [table.caption], table.caption_size)
        put(below, table.caption_box)


def _write_cell(cell: Any, text: str, table: SetTable, row: int) -> None:
    heads = table.head and row == 0
    cell.margin_left = cell.margin_right = Pt(CELL_WIDE)
    cell.margin_top = cell.margin_bottom = Pt(CELL_HIGH)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(DARK if heads else (PANEL, PAPER)[row % 2])
    paragraph = cell.text_frame.paragraphs[0]
    _directed(paragraph, table.language)
    run = _run(paragraph, text, table.language, table.size)
    run.font.bold = heads
    run.font.color.rgb = colour(PAPER if heads else INK)


def _write(frame: Any, points: Sequence[Point], size: int, gap: float | None = None) -> None:
    """Write points as paragraphs; with a ``gap`` between them, in points, each has a mark."""
    _shrinking(frame)
    for number, point in enumerate(points):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        _directed(paragraph, point.language)
        if number:
            paragraph.space_before = Pt(round(gap or size / 2))
        if gap:
            _mark(paragraph, point.language)
        _run(paragraph, point.text, point.language, size, point.url)


def _write_leads(frame: Any, leads: Sequence[Lead], size: int) -> None:
    """Citations are in Latin letters around names in any: they are set from left to right."""
    _shrinking(frame)
    paragraph = frame.paragraphs[0]
    for number, lead in enumerate(leads):
        if number:
            _run(paragraph, "; ", None, size)
        _run(paragraph, lead.words, None, size, lead.url)


def _write_notes(frame: Any, each: SetSlide) -> None:
    for number, line in enumerate(each.notes):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = _fitting(line)
        run._r.get_or_add_rPr().set("lang", each.language)


def _mark(paragraph: Any, language: str) -> None:
    """Put a mark before a point, whose lines stand beside it."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marR" if direction_of(language) == "rtl" else "marL", str(Pt(HANGING)))
    properties.set("indent", str(-Pt(HANGING)))
    for each in (
        f'<a:buClr {nsdecls("a")}><a:srgbClr val="{LINK}"/></a:buClr>',
        f'<a:buChar {nsdecls("a")} char="•"/>',
    ):
        properties.append(parse_xml(each))


def _run(paragraph: Any, text: str, language: str | None, size: int, url: str | None = None) -> Any:
    run = paragraph.add_run()
    run.text = _fitting(text)
    run.font.size = Pt(size)
    if language:
        run._r.get_or_add_rPr().set("lang", language)
    if url:
        run.hyperlink.address = url
    return run


def _directed(paragraph: Any, language: str) -> None:
    if direction_of(language) == "rtl":
        properties = paragraph._p.get_or_add_pPr()
        properties.set("algn", "r")
        properties.set("rtl", "1")


def _shrinking(frame: Any) -> None:
    """Programs whose fonts are wider than ours may make the text smaller, but never the box larger."""
    body = frame._txBody.bodyPr
    body.set("wrap", "square")
    if body.find(qn("a:normAutofit")) is None:
        for child in list(body):
            body.remove(child)
        body.append(body.makeelement(qn("a:normAutofit"), {}))


def _fitting(text: str) -> str:
    """Return the text without characters that XML cannot hold, and as one line."""
    return "".join(each if each >= " " and each not in "\ufffe\uffff" else " " for each in text)


def _without_thumbnail(deck: Any) -> None:
    """The one of the empty template shows no slide of these."""
    package = deck.part.package
    for key, related in list(package._rels.items()):
        if not related.is_external and str(related.target_part.partname) == _THUMBNAIL:
            package._rels.pop(key)


def _rewritten(held: io.BytesIO, to: Path) -> None:
    """Write the archive with fixed times: python-pptx writes the time of day into it."""
    with zipfile.ZipFile(held) as made, zipfile.ZipFile(to, "w") as fixed:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, _WHEN)
            entry.create_system, entry.external_attr, entry.compress_type = 3, 0o644 << 16, zipfile.ZIP_DEFLATED
            fixed.writestr(entry, made.read(name), compresslevel=6)
