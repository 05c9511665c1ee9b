"""The appendix: each statement with its source, place, characters and license."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from williams_publishing.directions import direction_of
from williams_publishing.works import Work

from williams.domain.provenance import Citation
from williams_export_report.document.bidi import isolated_place
from williams_export_report.document.body import Told
from williams_export_report.document.model import Chapter, Inline, References, Run, Table, text
from williams_export_report.document.sayings import Sayings

_LONGEST = 80  # characters of a statement
_MOST_ROWS = 6  # for one statement: what stands on more, a table, has one with its first and last place
_SHARES = (2, 11, 3, 7, 5, 5)


def appendix(told: Sequence[Told], works: Mapping[str, Work], numbers: Mapping[str, int], sayings: Sayings) -> Chapter:
    head = (sayings.number, sayings.statement, sayings.source, sayings.place, sayings.characters, sayings.license)
    rows = [row for each in told for row in _rows(each, works, numbers, sayings)]
    table = Table(
        anchor="statements",
        caption=text(sayings.traced),
        head=tuple(text(words) for words in head),
        rows=tuple(rows),
        language=sayings.language,
        shares=_SHARES,
    )
    return Chapter("provenance", sayings.provenance, sayings.language, 1, [table])


def _rows(
    told: Told, works: Mapping[str, Work], numbers: Mapping[str, int], sayings: Sayings
) -> Iterator[tuple[Inline, ...]]:
    for order, cited in enumerate(_spans(told.citations)):
        work, number = works[cited[0].content_id], numbers[cited[0].content_id]
        places = " – ".join(dict.fromkeys(filter(None, (work.place(each.place) for each in cited))))
        yield (
            (Run(str(told.number), link=f"#{told.anchor}"),),
            (Run(_shortened(told.words), language=told.language),) if order == 0 else text("″"),
            (Run(f"[{number}]", link=f"#{References.anchor(number)}"),),
            (Run(isolated_place(places, direction_of(sayings.language)), link=work.link_to(cited[0].place)),),
            text("; ".join(f"{each.start}–{each.end}" for each in cited)),
            text(work.license or sayings.unstated),
        )


def _spans(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Return what stands in one row: the spans of a paragraph, or the first and last of a source if there are many."""
    by_paragraph = _grouped(citations, lambda each: each.paragraph_id)
    if len(by_paragraph) <= _MOST_ROWS:
        return by_paragraph
    by_source = _grouped(citations, lambda each: each.content_id)
    return [[own[0], own[-1]] if len(own) > 1 else own for own in by_source]


def _grouped(citations: Sequence[Citation], key: Callable[[Citation], str]) -> list[list[Citation]]:
    found: dict[str, list[Citation]] = {}
    for each in citations:
        found.setdefault(key(each), []).append(each)
    return list(found.values())


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
