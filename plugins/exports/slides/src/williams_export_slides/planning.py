"""Which slide shows which figure of the sources: beside what it says, or on a slide of its own after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from williams_publishing.figures import SourceFigure
from williams_publishing.placing import in_turn
from williams_publishing.shown import Shown
from williams_publishing.tables import SourceTable
from williams_writing.headings import clean_heading

from williams.domain.notices import cut
from williams.domain.provenance import Citation
from williams.plugin.engines import Grounded
from williams_export_slides.deck.picturing import suits_beside
from williams_export_slides.models import WrittenSlide
from williams_export_slides.writing.quoting import LONGEST_TITLE


@dataclass(frozen=True)
class Planned:
    """A slide to be: with statements, a figure or both; or with a table."""

    title: str
    language: str
    statements: Sequence[Grounded]
    figure: SourceFigure | None = None
    table: SourceTable | None = None

    @property
    def shown(self) -> Shown:
        """What it shows. Raises ValueError where it says things only."""
        shown = self.figure or self.table
        if shown is None:
            raise ValueError(f"nothing is shown on the slide {self.title!r}")
        return shown


@dataclass(frozen=True)
class Told:
    """What a slide says or shows, with the role of that."""

    role: str
    text: str
    citations: Sequence[Citation]


def planned(
    slides: Sequence[WrittenSlide],
    figures: Sequence[Sequence[SourceFigure]],
    tables: Sequence[Sequence[SourceTable]],
) -> Iterator[Planned]:
    """Yield the slides in order; ``figures`` and ``tables`` are those of each."""
    for slide, own, tabled in zip(slides, figures, tables, strict=True):
        texts = [statement.text for statement in slide.statements]
        beside = next((figure for figure in own if suits_beside(figure, texts)), None)
        yield Planned(slide.title, slide.language, slide.statements, beside)
        for figure in own:
            if figure is not beside:
                yield Planned(slide.title, slide.language, (), figure)
        for table in tabled:
            yield Planned(slide.title, slide.language, (), table=table)


def planned_alone(figures: Sequence[SourceFigure], most: int) -> Iterator[Planned]:
    """Yield a slide for each of at most ``most`` figures, as many of one source as of another where they have them."""
    chosen = list(islice(in_turn(figures), most))
    for figure in sorted(chosen, key=lambda each: (each.work.number, each.paragraph.ordinal)):
        section = figure.paragraph.place.section
        title = clean_heading(section) or section or figure.work.title
        yield Planned(cut(title, LONGEST_TITLE), figure.work.language, (), figure)


def told_on(slide: Planned) -> list[Told]:
    """Return what stands on a slide: its statements, then its figure or table."""
    told = [Told("statement", each.text, each.citations) for each in slide.statements]
    if slide.figure:
        told.append(Told("figure", slide.figure.caption, [slide.figure.citation]))
    if slide.table:
        rows = "\n".join(each.text for each in slide.table.rows)
        told.append(Told("table", rows, slide.table.citations))
    return told
