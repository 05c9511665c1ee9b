"""Reports without a model: the sources' own sentences as they are written, by theme or by source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from williams_writing.joining import groups
from williams_writing.reading import Sentence, read
from williams_writing.selection import Unit, choose, tells_the_same, units
from williams_writing.witnesses import Witnesses, as_written

from williams.domain.errors import EmptyContent
from williams.plugin.engines import Passage
from williams_export_report.models import Arrangement, Section
from williams_export_report.writing.answer import Draft
from williams_export_report.writing.themes import themes_of

_FEWEST_FOR_SUMMARY = 8  # statements that can be made: of fewer, a summary would leave little to say
_MOST_NAMED = 3
_SHARE_OF_SUMMARY = 4  # it has at most one word of so many that can be told


def quoted(
    passages: Sequence[Passage],
    language: str,
    foreign: Mapping[str, str],
    arrangement: Arrangement,
    *,
    words: int,
    summary: int,
) -> Draft:
    """Return about ``words`` words of quotes, ``summary`` of them first. Raises EmptyContent if nothing can be quoted.

    A sentence that another source has, too, cites both.
    """
    reading = read(passages, language, languages=foreign)
    candidates = units(reading) or units(read(passages, language, strict=False, languages=foreign))
    if not candidates:
        raise nothing_to_say(reading.titles)
    texts = {passage.paragraph_id: passage for passage in passages}
    witnesses = Witnesses(reading)
    first = _summary(candidates, summary)
    rest = choose(_untold(candidates, first), words - sum(each.words for each in first), [])
    if not rest:
        first, rest = [], choose(candidates, words, [])
    return Draft(
        summary=[as_written(each, texts, witnesses) for each in groups(first, 1, 1)],
        sections=[
            Section(heading=heading, statements=[as_written(each, texts, witnesses) for each in groups(run, 1, 1)])
            for heading, run in _arranged(rest, texts, arrangement)
        ],
    )


def nothing_to_say(titles: Sequence[str]) -> EmptyContent:
    """Return the error for sources of which no sentence can be told."""
    named = ", ".join(f"“{title}”" for title in titles[:_MOST_NAMED])
    more = f" and {len(titles) - _MOST_NAMED} more" if len(titles) > _MOST_NAMED else ""
    return EmptyContent(
        f"{named}{more}: no sentence can be told; there are only headings, tables, code, formulas or patterns. "
        "Choose a source with running text, or make an ebook with the mode `complete`."
    )


def _summary(candidates: list[Unit], words: int) -> list[Sentence]:
    if len(candidates) < _FEWEST_FOR_SUMMARY:
        return []
    tellable = {each.index: each.words for unit in candidates for each in unit.sentences}
    return choose(candidates, min(words, sum(tellable.values()) // _SHARE_OF_SUMMARY), [])


def _untold(candidates: list[Unit], told: list[Sentence]) -> list[Unit]:
    """Return what says something new."""
    indices = {each.index for each in told}
    return [
        unit
        for unit in candidates
        if not indices & {each.index for each in unit.sentences}
        and not any(tells_the_same(unit.sentences[-1], each) for each in told)
    ]


def _arranged(
    chosen: list[Sentence], texts: Mapping[str, Passage], arrangement: Arrangement
) -> list[tuple[str | None, list[Sentence]]]:
    """Return the sentences by theme, or as they stand in the sources. The themes of one source are its sections."""
    runs = [(texts[run[0].citation.paragraph_id].section, run) for run in _by_section(chosen)]
    if arrangement == "source" or len({run[0].source for _, run in runs}) == 1:
        return runs
    return themes_of(runs)


def _by_section(chosen: list[Sentence]) -> list[list[Sentence]]:
    return [list(run) for _, run in groupby(chosen, key=lambda sentence: sentence.section)]
