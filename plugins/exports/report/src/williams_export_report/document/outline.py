"""Which statement stands under which heading, before anything is numbered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from williams_publishing.figures import SourceFigure
from williams_publishing.placing import placed, unshown
from williams_publishing.tables import SourceTable
from williams_publishing.works import Work

from williams.domain.notices import Notice
from williams.domain.provenance import Citation
from williams.plugin.engines import Grounded
from williams_export_report.document.sayings import Sayings
from williams_export_report.models import Arrangement, Manuscript, Section


@dataclass
class Planned:
    """A chapter to be. ``role`` is that of its statements."""

    title: str
    language: str
    level: int
    role: str = "statement"
    statements: list[Grounded] = field(default_factory=list)
    tables: list[SourceTable] = field(default_factory=list)
    figures: list[SourceFigure] = field(default_factory=list)


def planned(script: Manuscript, arrangement: Arrangement, works: Mapping[str, Work], sayings: Sayings) -> list[Planned]:
    """Return the summary and the sections. Arranged by source, each source is a chapter with its sections below it."""
    chapters = []
    if script.summary:
        chapters.append(Planned(sayings.labels.summary, sayings.language, 1, "summary", list(script.summary)))
    if arrangement == "theme":
        return [*chapters, *_merged(_themed(section, script, works, sayings) for section in script.sections)]
    for content_id, sections in _by_source(script.sections, works):
        work = works[content_id]
        chapters.append(Planned(work.title, work.language, 1))
        for heading, run in groupby(sections, key=lambda section: section.heading):
            own = [each for section in run for each in section.statements]
            if not heading or _same_words(heading, work.title):
                chapters[-1].statements += own
            else:
                chapters.append(
                    Planned(heading, work.language if script.is_quoted else script.language, 2, statements=own)
                )
    return chapters


def with_tables(chapters: list[Planned], tables: Sequence[SourceTable], sayings: Sayings) -> list[Planned]:
    """Put each table where its section of its source is cited most; the others in a chapter of their own."""
    homes = _homes(chapters)
    further = Planned(sayings.tables, sayings.language, 1)
    for table in tables:
        home = homes.get((table.work.content_id, table.section))
        (chapters[home.most_common(1)[0][0]] if home else further).tables.append(table)
    return [*chapters, further] if further.tables else chapters


def with_figures(chapters: list[Planned], figures: Sequence[SourceFigure], most: int) -> list[Notice]:
    """Put figures where what stands nearest to them in their section is cited, and say how many have no place."""
    told = [[] if each.role == "summary" else _cited(each) for each in chapters]
    shown = placed(figures, told, most)
    for chapter, own in zip(chapters, shown, strict=True):
        chapter.figures += own
    return unshown(figures, shown, "the report")


def _homes(chapters: Sequence[Planned]) -> dict[tuple[str, str | None], Counter[int]]:
    """Return how often each chapter cites each section of each source."""
    homes: dict[tuple[str, str | None], Counter[int]] = {}
    for place, chapter in enumerate(chapters):
        if chapter.role == "summary":
            continue
        for cited in _cited(chapter):
            homes.setdefault((cited.content_id, cited.place.section), Counter())[place] += 1
    return homes


def _cited(chapter: Planned) -> list[Citation]:
    return [cited for each in chapter.statements for cited in each.citations]


def _themed(section: Section, script: Manuscript, works: Mapping[str, Work], sayings: Sayings) -> Planned:
    first, own = works[section.statements[0].citations[0].content_id], list(section.statements)
    if section.heading:
        return Planned(section.heading, first.language if script.is_quoted else script.language, 1, statements=own)
    if len(works) > 1 and script.is_quoted:
        return Planned(first.title, first.language, 1, statements=own)
    return Planned(sayings.statements, sayings.language, 1, statements=own)


def _merged(chapters: Iterable[Planned]) -> list[Planned]:
    """Sections of one title are one."""
    found: dict[str, Planned] = {}
    for chapter in chapters:
        known = found.setdefault(chapter.title.casefold(), chapter)
        if known is not chapter:
            known.statements += chapter.statements
    return list(found.values())


def _by_source(sections: Sequence[Section], works: Mapping[str, Work]) -> list[tuple[str, list[Section]]]:
    """Return the sections by the source that their first statement stands on, in the order of the sources."""
    found: dict[str, list[Section]] = {content_id: [] for content_id in works}
    for section in sections:
        found[section.statements[0].citations[0].content_id].append(section)
    return [(content_id, own) for content_id, own in found.items() if own]


def _same_words(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
