"""How the report was made: by which engines, from what, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from williams_publishing.crediting import terms_in_words
from williams_publishing.figures import SourceFigure
from williams_publishing.works import Work

from williams_export_report.document.model import Chapter, Inline, Lines, References, Run, text
from williams_export_report.document.sayings import Sayings
from williams_export_report.models import Manuscript, ReportParameters

_MOST_NOTICES = 20  # of one source
_UNSPACED = ("zh", "ja")  # languages that put no space between sentences
_NOTICES = "en"  # the language that readers report in


@dataclass(frozen=True)
class Made:
    """What is said of the making.

    ``cited`` are the paragraphs' ids, ``tables`` counts those that are not held, ``figures`` are those that are shown.
    """

    parameters: ReportParameters
    script: Manuscript
    works: Sequence[Work]
    numbers: Mapping[str, int]
    cited: frozenset[str]
    uncited: Sequence[Work]
    tables: int
    figures: Sequence[SourceFigure]


def methods(made: Made, sayings: Sayings) -> list[Chapter]:
    """Return the chapter with its sections."""
    how = Chapter("methods", sayings.labels.methods, sayings.language, 1)
    how.blocks.append(
        Lines((text(("" if sayings.language in _UNSPACED else " ").join(_how(made, sayings))),), sayings.language)
    )
    read = Chapter("sources-read", sayings.read, sayings.language, 2)
    read.blocks.append(
        Lines(tuple(_read(work, made, sayings) for work in _in_order(made)), sayings.language, listed=True)
    )
    left_out = Chapter("left-out", sayings.left_out, sayings.language, 2)
    lines = tuple(_left_out(made, sayings)) or (text(sayings.nothing_known),)
    left_out.blocks.append(Lines(lines, sayings.language, listed=len(lines) > 1))
    license = Chapter("license", sayings.labels.license, sayings.language, 2)
    terms = terms_in_words(made.works, sayings.labels, made.figures)
    license.blocks.append(Lines(tuple(map(text, terms)), sayings.language))
    return [how, read, left_out, license]


def _how(made: Made, sayings: Sayings) -> Iterator[str]:
    model = made.script.model
    engine = f"{model.provider}/{model.name} ({model.version})"
    yield (sayings.quoted if made.script.is_quoted else sayings.written).format(engine=engine)
    yield sayings.checked
    yield sayings.by_theme if made.parameters.arrangement == "theme" else sayings.by_source
    yield sayings.asked.format(words=made.parameters.words)
    paragraphs = sum(work.content.paragraph_count for work in made.works)
    yield sayings.counted.format(paragraphs=paragraphs, cited=len(made.cited))
    yield sayings.styled.format(style=made.parameters.style)


def _read(work: Work, made: Made, sayings: Sayings) -> Inline:
    content = work.content
    said = sayings.read_by.format(
        paragraphs=content.paragraph_count,
        reader=f"{content.plugin_id} {content.plugin_version}",
        date=content.created_at.date().isoformat(),
        content=content.content_id,
        version=content.version,
    )
    return (*_named(work, made), Run(f": {said}"))


def _left_out(made: Made, sayings: Sayings) -> Iterator[Inline]:
    if made.script.dropped:
        yield text(sayings.labels.left_out.format(count=made.script.dropped))
    if made.tables:
        yield text(sayings.more_tables.format(count=made.tables))
    for work in made.uncited:
        yield (*_named(work, made), Run(f": {sayings.uncited}"))
    for work in _in_order(made):
        notices = work.content.notices
        for notice in notices[:_MOST_NOTICES]:
            where = f" ({notice.place})" if notice.place else ""
            said = Run(f"{notice.message}{where}", language=_NOTICES)
            yield (*_named(work, made), Run(f": {sayings.of_source} "), said)
        if len(notices) > _MOST_NOTICES:
            yield (*_named(work, made), Run(f": {sayings.of_source} (+{len(notices) - _MOST_NOTICES})"))


def _named(work: Work, made: Made) -> Inline:
    number = made.numbers[work.content_id]
    link = Run(f"[{number}]", link=f"#{References.anchor(number)}")
    return (link, Run(" "), Run(work.title, emphasis=True, language=work.language))


def _in_order(made: Made) -> list[Work]:
    return sorted(made.works, key=lambda work: made.numbers[work.content_id])
