"""How the report was made: by which engines, from what, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from williams_export_report.document.labels import Labels
from williams_export_report.document.model import Chapter, Inline, Lines, References, Run, text
from williams_export_report.models import Manuscript, ReportParameters
from williams_export_report.works import Work

_MOST_NOTICES = 20  # of one source
_UNSPACED = ("zh", "ja")  # languages that put no space between sentences
_NOTICES = "en"  # the language that readers report in


@dataclass(frozen=True)
class Made:
    """What is said of the making. ``cited`` are the paragraphs' ids, ``tables`` counts those that are not held."""

    parameters: ReportParameters
    script: Manuscript
    works: Sequence[Work]
    numbers: Mapping[str, int]
    cited: frozenset[str]
    uncited: Sequence[Work]
    tables: int


def methods(made: Made, labels: Labels) -> list[Chapter]:
    """Return the chapter with its two sections."""
    how = Chapter("methods", labels.methods, labels.language, 1)
    how.blocks.append(
        Lines((text(("" if labels.language in _UNSPACED else " ").join(_how(made, labels))),), labels.language)
    )
    read = Chapter("sources-read", labels.read, labels.language, 2)
    read.blocks.append(
        Lines(tuple(_read(work, made, labels) for work in _in_order(made)), labels.language, listed=True)
    )
    left_out = Chapter("left-out", labels.left_out, labels.language, 2)
    lines = tuple(_left_out(made, labels)) or (text(labels.nothing_known),)
    left_out.blocks.append(Lines(lines, labels.language, listed=len(lines) > 1))
    return [how, read, left_out]


def _how(made: Made, labels: Labels) -> Iterator[str]:
    model = made.script.model
    engine = f"{model.provider}/{model.name} ({model.version})"
    yield (labels.quoted if made.script.is_quoted else labels.written).format(engine=engine)
    yield labels.checked
    yield labels.by_theme if made.parameters.arrangement == "theme" else labels.by_source
    yield labels.asked.format(words=made.parameters.words)
    paragraphs = sum(work.source.paragraph_count for work in made.works)
    yield labels.counted.format(paragraphs=paragraphs, cited=len(made.cited))
    yield labels.styled.format(style=made.parameters.style)


def _read(work: Work, made: Made, labels: Labels) -> Inline:
    content = work.content
    said = labels.read_by.format(
        paragraphs=work.source.paragraph_count,
        reader=f"{content.plugin_id} {content.plugin_version}",
        date=content.created_at.date().isoformat(),
        content=content.content_id,
        version=work.source.version,
    )
    return (*_named(work, made), Run(f": {said}"))


def _left_out(made: Made, labels: Labels) -> Iterator[Inline]:
    if made.script.dropped:
        yield text(labels.dropped.format(count=made.script.dropped))
    if made.tables:
        yield text(labels.more_tables.format(count=made.tables))
    for work in made.uncited:
        yield (*_named(work, made), Run(f": {labels.uncited}"))
    for work in _in_order(made):
        notices = work.content.notices
        for notice in notices[:_MOST_NOTICES]:
            where = f" ({notice.place})" if notice.place else ""
            said = Run(f"{notice.message}{where}", language=_NOTICES)
            yield (*_named(work, made), Run(f": {labels.of_source} "), said)
        if len(notices) > _MOST_NOTICES:
            yield (*_named(work, made), Run(f": {labels.of_source} (+{len(notices) - _MOST_NOTICES})"))


def _named(work: Work, made: Made) -> Inline:
    number = made.numbers[work.source.content_id]
    link = Run(f"[{number}]", link=f"#{References.anchor(number)}")
    return (link, Run(" "), Run(work.title, emphasis=True, language=work.language))


def _in_order(made: Made) -> list[Work]:
    return sorted(made.works, key=lambda work: made.numbers[work.source.content_id])
