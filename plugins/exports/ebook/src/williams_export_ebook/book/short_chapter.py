"""A source as a chapter in short: the statements of a digest, each with the note of what it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from williams_publishing.figures import SourceFigure
from williams_publishing.paragraphing import in_paragraphs
from williams_publishing.works import Work

from williams.domain.provenance import Citation
from williams.plugin.engines import Grounded
from williams_export_ebook.book.blocks import same_words
from williams_export_ebook.book.chapter import Setting, opening, page_name
from williams_export_ebook.book.formulas import drawn
from williams_export_ebook.book.illustrations import illustration
from williams_export_ebook.book.ledger import BookLedger, Entry
from williams_export_ebook.book.markup import Element, Page, el, spoken_in
from williams_export_ebook.book.notes import Notes
from williams_export_ebook.models import Section

ROLE = "statement"


def by_work(sections: Sequence[Section], works: Mapping[str, Work]) -> list[tuple[Work, list[Section]]]:
    """Return the sections by the source that their first statement stands on, in the book's order."""
    found: dict[int, list[Section]] = {}
    for section in sections:
        found.setdefault(works[section.statements[0].citations[0].content_id].number, []).append(section)
    by_number = {work.number: work for work in works.values()}
    return [(by_number[number], found[number]) for number in sorted(found)]


@dataclass
class ShortChapters:
    """Sets the chapters of a digest one after the other.

    ``figures`` are those that stand with each statement of the book, in its order.
    """

    works: Mapping[str, Work]
    setting: Setting
    ledger: BookLedger
    figures: Iterator[Sequence[SourceFigure]]

    def chapter(self, work: Work, sections: Sequence[Section]) -> Page:
        """Return the chapter of a source."""
        page = _ShortPage(self, work)
        self.ledger.entries.append(Entry(work.title, f"{page.name}#title", 0, work.language))
        body = opening(work, "title", work.title)
        for place, (heading, run) in enumerate(groupby(sections, key=lambda section: section.heading), start=1):
            said = heading if heading and not same_words(heading, work.title) else None
            if said:
                body.append(el("h2", said, id=f"h{place}"))
                self.ledger.entries.append(Entry(said, f"{page.name}#h{place}", 1, work.language))
            for paragraph in in_paragraphs([each for section in run for each in section.statements], quoted=True):
                body += page.paragraph(paragraph, said or work.title)
        attributes = {"epub_type": "chapter", "role": "doc-chapter", "aria_label": work.title}
        section = el("section", *body, *page.notes.section(), **attributes)
        return Page(page.name, work.title, work.language, [section])


@dataclass
class _ShortPage:
    """One page. ``number`` is that of the last note."""

    book: ShortChapters
    work: Work
    number: int = 0
    notes: Notes = field(init=False)

    def __post_init__(self) -> None:
        self.notes = Notes(self.book.setting.labels, self.work.language)

    @property
    def name(self) -> str:
        return page_name(self.work, 1)

    def paragraph(self, statements: Sequence[Grounded], heading: str) -> list[Element]:
        """Return statements as one paragraph, and below it the figures that stand with them."""
        pieces: list[str | Element] = []
        figures: list[SourceFigure] = []
        for statement in statements:
            mark, anchor = self._traced(statement.text, heading, ROLE, statement.citations)
            pieces += [" "] if pieces else []
            pieces.append(el("span", *drawn(statement.text), mark, id=anchor))
            figures += next(self.book.figures)
        return [el("p", *pieces), *(self._figure(figure, heading) for figure in figures)]

    def _figure(self, figure: SourceFigure, heading: str) -> Element:
        self.book.ledger.figures.append(figure)
        mark, anchor = self._traced(figure.caption, heading, "figure", [figure.citation])
        shown = illustration(figure, el("p", *drawn(figure.caption), mark, id=anchor))
        return spoken_in(shown, figure.work.language, self.work.language)

    def _traced(self, text: str, heading: str, role: str, citations: Sequence[Citation]) -> tuple[Element, str]:
        """Return the mark of a note that says where a text stands, and the text's anchor."""
        self.number += 1
        mark = self.notes.mark(str(self.number), [(self.book.works[each.content_id], each.place) for each in citations])
        self.book.ledger.trace(text, heading, role, f"{self.name}#s{self.number}", citations)
        return mark, f"s{self.number}"
