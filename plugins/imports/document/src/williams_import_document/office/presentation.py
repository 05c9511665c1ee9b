"""Presentations (.pptx), by python-pptx: each slide with its text, tables and speaker's notes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any, Final

from pptx.package import Package
from pptx.slide import Slide

from williams.domain.alternative_texts import alt_of
from williams.domain.errors import CorruptContent, PermanentError
from williams.isolation.notices import Said, notice
from williams_import_document.archive import ADVICE, opened, xml_of
from williams_import_document.office.charts import drawn_chart
from williams_import_document.office.diagrams import data_of, words_of
from williams_import_document.office.relationships import id_of
from williams_import_document.office.slide_markup import prepare
from williams_import_document.office.slide_masters import Masters
from williams_import_document.properties import PROPERTIES, read_properties
from williams_import_document.reading import Part, Reading
from williams_import_document.records.tables import table

_WHAT: Final = "The presentation"
_BODIES: Final = frozenset({"BODY", "OBJECT", "VERTICAL_BODY", "VERTICAL_OBJECT"})
_FURNITURE: Final = frozenset({"DATE", "FOOTER", "SLIDE_NUMBER", "HEADER"})
_DEEPEST: Final = 20
_ALTERNATIVES: Final = "; alternative texts are kept"


def read_presentation(source: Path) -> Reading:
    """Return a part for each slide. Raises the errors of ``opened``."""
    with opened(source, _WHAT) as package:
        names = set(package.namelist())
        about, passed_over = read_properties(package.read(PROPERTIES) if PROPERTIES in names else None)
    try:
        # What pptx.Presentation opens must be no show and no template.
        every = Package.open(str(source)).main_document_part.presentation.slides
        slides = list({slide.part: slide for slide in every}.values())  # no show has one twice
        for slide in slides:
            prepare(slide._element)
        left_out = Counter({"comments": sum(map(_comments, slides))})
        pictures: dict[str, bytes] = {}
        masters = Masters()
        parts = [
            Part("".join(_written(slide, masters, left_out, pictures)), {"slide": number})
            for number, slide in enumerate(slides, start=1)
        ]
    except (MemoryError, RecursionError, PermanentError):
        raise
    except Exception as error:  # a damaged presentation may fail anywhere in the library
        raise CorruptContent(f"{_WHAT} cannot be read ({type(error).__name__}: {error}). {ADVICE}") from error
    hidden = [number for number, slide in enumerate(slides, start=1) if slide._element.get("show") == "0"]
    return Reading(parts, about, [*passed_over, *_told(left_out, hidden)], pictures.get)


def _written(slide: Slide, masters: Masters, left_out: Counter[str], pictures: dict[str, bytes]) -> Iterator[str]:
    title, own = slide.shapes.title, None
    if title is not None and title.has_text_frame:  # there may be a picture in its place
        own = title.shape_id
        words = " ".join(title.text_frame.text.split())
        yield f"<h2>{escape(words)}</h2>" if words else ""
    yield from _shapes((shape for shape in slide.shapes if shape.shape_id != own), left_out, pictures)
    yield from (f"<p>{escape(words)}</p>" for words in masters.shown_on(slide))
    if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame) is not None:
        yield from (f"<p>{escape(text)}</p>" for each in notes.paragraphs if (text := each.text.strip()))


def _shapes(shapes: Iterable[Any], left_out: Counter[str], pictures: dict[str, bytes], depth: int = 0) -> Iterator[str]:
    if depth > _DEEPEST:
        raise CorruptContent(f"{_WHAT} has groups nested more than {_DEEPEST} deep. {ADVICE}")
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes, left_out, pictures, depth + 1)
        elif shape.has_text_frame:
            yield from _text(shape)
        elif shape.has_table:
            yield table([[cell.text for cell in row.cells] for row in shape.table.rows])
        else:
            yield from _drawn(shape, left_out, pictures)


def _text(shape: Any) -> Iterator[str]:
    role = shape.placeholder_format.type.name if shape.is_placeholder and shape.placeholder_format.type else ""
    if role in _FURNITURE:
        return
    tag = "li" if role in _BODIES and len(shape.text_frame.paragraphs) > 1 else "p"
    for paragraph in shape.text_frame.paragraphs:
        if text := " ".join(paragraph.text.split()):
            yield f"<{tag}>{escape(text)}</{tag}>"


def _drawn(shape: Any, left_out: Counter[str], pictures: dict[str, bytes]) -> Iterator[str]:
    """Pictures with words that stand for them are kept; of what else is drawn only the words."""
    if diagram := list(_diagram(shape)):
        yield from diagram
        return
    alternative = _alternative(shape)
    data = _embedded(shape) if alt_of(alternative) else None
    if data is not None:
        name = f"picture-{hashlib.sha256(data).hexdigest()}"
        pictures[name] = data
        yield f'<img src="{name}" alt="{escape(alternative)}">'
        return
    if (drawn := next(shape.element.iter("{*}chart"), None)) is not None:
        chart = drawn_chart(xml_of(shape.part.related_part(id_of(drawn)).blob, _WHAT))
        yield from chart.html()
        left_out["charts"] += not chart.tables
    elif shape.element.tag.endswith("}pic"):
        left_out["pictures"] += 1
    else:
        left_out["drawings"] += shape.element.tag.endswith("}graphicFrame")
    if alternative:
        yield f"<figcaption>{escape(alternative)}</figcaption>"


def _embedded(shape: Any) -> bytes | None:
    """Return a picture's bytes; None for what is drawn in another way, or linked."""
    try:
        return bytes(shape.image.blob)
    except (AttributeError, KeyError, ValueError):
        return None


def _alternative(shape: Any) -> str:
    properties = shape.element.xpath(".//p:cNvPr")
    return " ".join((properties[0].get("descr") or "").split()) if properties else ""


def _diagram(shape: Any) -> Iterator[str]:
    drawn = next(shape.element.iter("{*}relIds"), None)
    if drawn is not None:
        data = xml_of(shape.part.related_part(data_of(drawn)).blob, _WHAT)
        yield from (f"<li>{escape(words)}</li>" for words in words_of(data))


def _comments(slide: Slide) -> int:
    parts = (each.target_part for each in slide.part.rels.values() if each.reltype.endswith("/comments"))
    return sum(1 for part in parts for _ in xml_of(part.blob, _WHAT).iter("{*}cm"))


def _told(left_out: Counter[str], hidden: list[int]) -> Iterator[Said]:
    for kind, count in sorted(left_out.items()):
        if count:
            yield notice(
                f"{kind}-left-out", f"{count} {kind} were left out{'' if kind == 'comments' else _ALTERNATIVES}."
            )
    if hidden:
        numbers = ", ".join(map(str, hidden))
        yield notice("hidden-slides", f"Slides that are hidden in a show were read as well: {numbers}.")
