"""A source as a chapter in short: the statements of a digest, each with the note of what it stands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from williams_publishing.works import Work

from williams.domain.provenance import Citation
from williams.plugin.engines import Grounded
from williams_export_ebook.book.blocks import same_words
from williams_export_ebook.book.chapter import Setting, opening, page_name
from williams_export_ebook.book.formulas import drawn
from williams_export_ebook.book.ledger import Entry, Ledger
from williams_export_ebook.book.markup import Element, Page, el
from williams_export_ebook.book.notes import Notes
from williams_export_ebook.models import Section

_PARAGRAPH_CHARACTERS = 600
ROLE = "statement"


def by_work(sections: Sequence[Section], works: Mapping[str, Work]) -> list[tuple[Work, list[Section]]]:
    """Return the sections by the source that their first statement stands on, in the book's order."""
    found: dict[int, list[Section]] = {}
    for section in sections:
        found.setdefault(works[section.statements[0].citations[0].content_id].number, []).append(section)
    by_number = {work.number: work for work in works.values()}
    return [(by_number[number], found[number]) for number in sorted(found)]


def short_chapter(
    work: Work, sections: Sequence[Section], works: Mapping[str, Work], setting: Setting, ledger: Ledger
) -> Page:
    """Return the chapter of a source."""
    name = page_name(work, 1)
    notes = Notes(setting.labels, work.language)
    body = opening(work, "title", work.title)
    ledger.entries.append(Entry(work.title, f"{name}#title", 0, work.language))
    number = 0
    for place, (heading, run) in enumerate(groupby(sections, key=lambda section: section.heading), start=1):
        said = heading if heading and not same_words(heading, work.title) else None
        if said:
            body.append(el("h2", said, id=f"h{place}"))
            ledger.entries.append(Entry(said, f"{name}#h{place}", 1, work.language))
        for paragraph in _paragraphs([each for section in run for each in section.statements]):
            pieces: list[str | Element] = []
            for statement in paragraph:
                number += 1
                cited = [(works[each.content_id], each.place) for each in statement.citations]
                mark = notes.mark(str(number), cited)
                pieces += [" "] if pieces else []
                pieces.append(el("span", *drawn(statement.text), mark, id=f"s{number}"))
                ledger.trace(statement.text, said or work.title, ROLE, f"{name}#s{number}", statement.citations)
            body.append(el("p", *pieces))
    attributes = {"epub_type": "chapter", "role": "doc-chapter", "aria_label": work.title}
    return Page(name, work.title, work.language, [el("section", *body, *notes.section(), **attributes)])


def _paragraphs(statements: Sequence[Grounded]) -> list[list[Grounded]]:
    """Statements stand in one paragraph where they follow each other in their source, up to a length."""
    found: list[list[Grounded]] = []
    for statement in statements:
        fits = found and sum(len(each.text) for each in found[-1]) < _PARAGRAPH_CHARACTERS
        if fits and _follows(found[-1][-1].citations[-1], statement.citations[0]):
            found[-1].append(statement)
        else:
            found.append([statement])
    return found


def _follows(one: Citation, other: Citation) -> bool:
    """Whether it is of the same paragraph or the next: what stood far apart would read as if it had been said so."""
    if one.content_id != other.content_id or one.place.paragraph is None or other.place.paragraph is None:
        return False
    return other.place.paragraph - one.place.paragraph in (0, 1)
