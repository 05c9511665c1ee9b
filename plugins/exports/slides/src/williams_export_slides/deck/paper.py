"""The slides on paper: a PDF (PDF/A-2a, PDF/UA-1) set by Typst, page for page what the presentation has."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Final

from williams_publishing.directions import Direction
from williams_publishing.fonts import FontCase, families_for
from williams_publishing.typesetting import FACE, Typesetter
from williams_publishing.typst_code import array, day, string
from williams_publishing.typst_code import language as spoken

from williams_export_slides.deck.fitting import Box, breakable
from williams_export_slides.deck.layout import SetSlide
from williams_export_slides.deck.measures import FIRST_TITLE, INSET, MARK, SOURCE, TITLE, Lead, Point
from williams_export_slides.deck.picturing import SetFigure
from williams_export_slides.deck.tabling import CELL_HIGH, CELL_WIDE, SetTable

SHEET: Final = "paper.typ"
_FORMS: Final = {"image/png": "png", "image/jpeg": "jpg"}
_SIDES: Final[dict[Direction, str]] = {"ltr": "left", "rtl": "right"}


def print_slides(
    slides: Sequence[SetSlide],
    title: str,
    authors: Sequence[str],
    language: str,
    modified: datetime,
    to: Path,
    folder: Path,
    fonts: FontCase,
) -> None:
    """Write the PDF. Raises Unprintable."""
    pages = [_slide(each, folder) for each in slides]
    families = [FACE, *families_for(fonts.take([title, *authors, *pages]), language)]
    (folder / SHEET).write_bytes((files(__package__) / SHEET).read_bytes())
    said = [
        f"title: {string(title)}",
        f"authors: ({''.join(f'{string(each)}, ' for each in authors)})",
        f"date: {day(modified)}",
        f"fonts: {array(families)}",
        spoken(language),
    ]
    head = f'#import "{SHEET}": *\n#show: deck.with({", ".join(said)})'
    source = folder / "slides.typ"
    source.write_text("\n#pagebreak(weak: true)\n".join([head, *pages]), encoding="utf-8")
    Typesetter([fonts.folder]).pdf(source, to, when=modified)


def _slide(each: SetSlide, folder: Path) -> str:
    upper = FIRST_TITLE if each.look == "first" else TITLE
    said = [
        f'look: "{each.look}", mark-box: {_box(MARK)}',
        f"title: [{_words(Point(each.title, each.language), upper, each.title_size)}]",
        f"title-box: {_box(upper)}, title-size: {each.title_size}",
        f"points: ({''.join(f'[{_words(point, each.body, each.size)}], ' for point in each.points)})",
        f"body-box: {_box(each.body)}, panel-box: {_box(each.body.inset(-INSET))}",
        f"size: {each.size}, gap: {each.gap:g}pt",
    ]
    if each.leads:
        said.append(f"source: [{_leads(each.leads)}], source-box: {_box(SOURCE)}, source-size: {each.source_size}")
    if each.figure:
        said.append(f"figure: {_figure(each.figure, folder / f'figure-{each.number}')}")
    if each.table:
        said.append(f"grid: {_table(each.table)}")
    return f"#slide({', '.join(said)})"


def _table(table: SetTable) -> str:
    """Return the arguments of a table."""
    rows = [[f"[{_words(Point(cell, table.language), table.box, table.size)}]" for cell in row] for row in table.rows]
    head = rows.pop(0) if table.head else []
    caption = _words(table.caption, table.caption_box, table.caption_size) if table.caption else ""
    said = [
        f"head: ({''.join(f'{cell}, ' for cell in head)})",
        f"cells: ({''.join(f'{cell}, ' for row in rows for cell in row)})",
        f"widths: ({''.join(f'{width:g}pt, ' for width in table.widths)})",
        f"heights: ({''.join(f'{height:g}pt, ' for height in table.heights)})",
        f"box: {_box(table.box)}, size: {table.size}",
        f"inset: (x: {CELL_WIDE}pt, y: {CELL_HIGH}pt)",
        f"caption: [{caption}], caption-box: {_box(table.caption_box)}, caption-size: {table.caption_size}",
    ]
    return f"({', '.join(said)})"


def _figure(figure: SetFigure, picture: Path) -> str:
    """Return the arguments of a figure, whose picture is copied for Typst, which reads from one folder only."""
    shutil.copyfile(figure.picture, picture)
    form = _FORMS[figure.media_type]
    shown = f"{string(picture.name)}, format: {string(form)}, width: 100%, height: 100%, alt: {string(figure.alt)}"
    said = [
        f"picture: image({shown}), picture-box: {_box(figure.box)}",
        f"caption: [{_words(figure.caption, figure.caption_box, figure.caption_size)}]",
        f"caption-box: {_box(figure.caption_box)}, size: {figure.caption_size}",
        f"credit: {f'[{_leads([figure.credit])}]' if figure.credit else 'none'}, side: {_SIDES[figure.direction]}",
    ]
    return f"({', '.join(said)})"


def _words(point: Point, box: Box, size: int) -> str:
    text = f"#text({spoken(point.language)})[#{string(breakable(point.text, box.width / size))}]"
    return f"#link({string(point.url)})[{text}]" if point.url else text


def _leads(leads: Sequence[Lead]) -> str:
    pieces = (
        f"#link({string(each.url)})[#{string(each.words)};]" if each.url else f"#{string(each.words)};"
        for each in leads
    )
    return '#"; ";'.join(pieces)


def _box(box: Box) -> str:
    return f"({box.left:g}, {box.top:g}, {box.width:g}, {box.height:g})"
