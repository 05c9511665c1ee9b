"""Notes: a number in the text, and at the end of the page what it leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from williams_publishing.labels import Labels
from williams_publishing.works import Work

from williams.domain.places import Place
from williams_export_ebook.book.markup import Element, el, spoken_in

BIBLIOGRAPHY = "sources.xhtml"


@dataclass
class Notes:
    """The notes of one page. ``language`` is the page's."""

    labels: Labels
    language: str
    _notes: list[Element] = field(default_factory=list)

    def mark(self, number: str, cited: Sequence[tuple[Work, Place]]) -> Element:
        """Return the mark of a new note that leads to these places."""
        anchor = number.split("–")[0]
        lines: list[str | Element] = []
        for work, place in {(work.number, place): (work, place) for work, place in cited}.values():
            lines += ["; " if lines else " ", *_leading(work, place)]
        back = el("a", number, href=f"#r{anchor}", role="doc-backlink")
        self._notes.append(
            el("aside", el("p", back, *lines), id=f"n{anchor}", epub_type="footnote", role="doc-footnote")
        )
        return el(
            "a", number, id=f"r{anchor}", class_="ref", href=f"#n{anchor}", epub_type="noteref", role="doc-noteref"
        )

    def section(self) -> list[Element]:
        """Return the notes as the last section of their page; nothing where there are none."""
        if not self._notes:
            return []
        heading = spoken_in(el("h2", self.labels.notes), self.labels.language, self.language)
        return [el("section", heading, *self._notes, class_="notes", epub_type="footnotes")]


def anchor_of(work: Work) -> str:
    """Return where a source stands in the bibliography."""
    return f"source-{work.number}"


def _leading(work: Work, place: Place) -> list[str | Element]:
    """The source leads to the bibliography, the place to where it can be read, if that is on the web."""
    named = el("a", el("bdi", work.cited), href=f"{BIBLIOGRAPHY}#{anchor_of(work)}")
    where, link = work.place(place), work.link_to(place)
    if not where:
        return [named]
    return [named, ", ", el("a", where, href=link) if link else where]
