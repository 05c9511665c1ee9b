"""The report as one HTML file: nothing is loaded, and it can be read by ear, in the dark and on paper."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any, Final

from lxml import etree
from lxml.builder import E
from williams_publishing.directions import direction_of

from williams_export_report.document.characters import fitting
from williams_export_report.document.model import (
    Block,
    Chapter,
    Inline,
    Lines,
    Note,
    Picture,
    Prose,
    References,
    Report,
    Run,
    Statement,
    Table,
)

MEDIA_TYPE: Final = "text/html; charset=utf-8"
STYLE: Final = "report.css"
_ABOUT: Final = "Williams Librarian"

Element = Any  # lxml has no types


def html(report: Report) -> bytes:
    """Return the whole file in UTF-8."""
    around = report.language
    root = E.html(
        E.head(
            E.meta(charset="utf-8"),
            E.title(fitting(report.title)),
            E.meta(name="viewport", content="width=device-width, initial-scale=1"),
            E.meta(name="color-scheme", content="light dark"),
            E.meta(name="generator", content=_ABOUT),
            *(E.meta(name="author", content=fitting(author)) for author in report.authors),
            E.style((files(__package__) / STYLE).read_text("utf-8")),
        ),
        E.body(
            _own(E.a(report.sayings.skip, {"class": "skip"}, href="#report"), report),
            E.header(E.h1(fitting(report.title)), _own(E.p(fitting(report.byline), {"class": "byline"}), report)),
            _contents(report),
            E.main({"id": "report"}, *_sections(report.chapters, around), *_notes(report)),
        ),
        lang=around,
        dir=direction_of(around),
    )
    encoded: bytes = etree.tostring(root, method="html", encoding="utf-8", doctype="<!DOCTYPE html>")
    return encoded + b"\n"


def _contents(report: Report) -> Element:
    entries = [E.li(E.a(fitting(each.title), _spoken(each.language, report), href=f"#{each.anchor}"))
               for each in report.chapters if each.level == 1]  # fmt: skip
    heading = _own(E.h2(report.sayings.labels.contents, id="contents"), report)
    return E.nav({"aria-labelledby": "contents"}, heading, E.ol(*entries))


def _sections(chapters: Iterable[Chapter], around: str) -> Iterator[Element]:
    """Yield a section for each chapter of the first level, with those of the second inside."""
    outer: Element = None
    for chapter in chapters:
        heading = getattr(E, f"h{chapter.level + 1}")(fitting(chapter.title), id=chapter.anchor)
        section = E.section({"aria-labelledby": chapter.anchor}, _language(heading, chapter.language, around))
        for block in chapter.blocks:
            section.extend(_block(block, around))
        if chapter.level > 1 and outer is not None:
            outer.append(section)
            continue
        if outer is not None:
            yield outer
        outer = section
    if outer is not None:
        yield outer


def _block(block: Block, around: str) -> Iterator[Element]:
    if isinstance(block, Prose):
        made = [_statement(each) for each in block.statements]
        whole = E.ul(*(E.li(each) for each in made)) if block.listed else E.p(*_apart(made))
    elif isinstance(block, Lines):
        lines = [_inline(line) for line in block.lines]
        if not block.listed:
            yield from (_language(E.p(*line), block.language, around) for line in lines)
            return
        whole = E.ul(*(E.li(*line) for line in lines))
    elif isinstance(block, References):
        whole = E.ul({"class": "references"}, *(_reference(number, runs) for number, runs in block.entries))
    elif isinstance(block, Picture):
        whole = _figure(block, around)
    else:
        # A region of its own, which keys can scroll where the page is narrow.
        whole = E.div(
            {"class": "wide", "role": "region", "tabindex": "0", "aria-labelledby": f"c-{block.anchor}"}, _table(block)
        )
    yield _language(whole, block.language, around)


def _statement(statement: Statement) -> Element:
    return E.span({"id": statement.anchor}, fitting(statement.words), _mark(statement.note))


def _mark(note: Note) -> Element:
    link = E.a(str(note.number), {"role": "doc-noteref", "href": f"#{note.anchor}", "id": f"r{note.number}"})
    return E.sup(link)


def _reference(number: int, runs: Inline) -> Element:
    return E.li(
        {"id": References.anchor(number)}, E.span(f"[{number}]", {"class": "number"}), " ", E.span(*_inline(runs))
    )


def _table(table: Table) -> Element:
    mark = [_mark(table.note)] if table.note else []
    caption = E.caption({"id": f"c-{table.anchor}"}, *_inline(table.caption), *mark)
    head = [E.thead(E.tr(*(E.th(*_inline(cell), scope="col") for cell in table.head)))] if table.head else []
    rows = (E.tr(*(E.td(*_inline(cell)) for cell in row)) for row in table.rows)
    return E.table({"id": table.anchor}, caption, *head, E.tbody(*rows))


def _figure(picture: Picture, around: str) -> Element:
    source = f"data:{picture.media_type};base64,{base64.b64encode(picture.data).decode()}"
    credit = _language(E.span(fitting(picture.credit), {"class": "credit"}), picture.language, around)
    caption = E.figcaption(*_inline(picture.caption), _mark(picture.note), E.br(), credit)
    return E.figure({"id": picture.anchor}, E.img(src=source, alt=fitting(picture.alt)), caption)


def _notes(report: Report) -> list[Element]:
    if not report.notes:
        return []
    heading = _own(E.h2(report.sayings.labels.notes, id="notes"), report)
    return [E.section({"aria-labelledby": "notes", "role": "doc-endnotes"}, heading, E.ol(*map(_note, report.notes)))]


def _note(note: Note) -> Element:
    back = E.a("↩", {"role": "doc-backlink", "href": f"#r{note.number}", "aria-label": f"↩ {note.number}"})
    return E.li({"id": note.anchor}, *_inline(note.runs), " ", back)


def _inline(runs: Inline) -> list[Element | str]:
    return [_run(run) for run in runs if run.text]


def _run(run: Run) -> Element | str:
    made: Element | str = fitting(run.text)
    for wanted, tag in ((run.raised, "sup"), (run.emphasis, "em"), (run.strong, "strong")):
        made = getattr(E, tag)(made) if wanted else made
    if run.language:
        made = E.bdi(made, lang=run.language)
    return E.a(made, href=run.link) if run.link else made


def _apart(elements: Iterable[Element]) -> Iterator[Element | str]:
    for order, element in enumerate(elements):
        if order:
            yield " "
        yield element


def _spoken(language: str, report: Report) -> dict[str, str]:
    return {"lang": language, "dir": direction_of(language)} if language != report.language else {}


def _own(element: Element, report: Report) -> Element:
    """Say the language of the report's own words where they are in another than the report."""
    return _language(element, report.sayings.language, report.language)


def _language(element: Element, language: str, around: str) -> Element:
    if language != around:
        element.set("lang", language)
        element.set("dir", direction_of(language))
    return element
