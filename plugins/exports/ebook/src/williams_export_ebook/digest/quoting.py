"""Digests without a model: the sources' own sentences as they are written, under the headings they stand under."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from williams_writing.joining import groups
from williams_writing.reading import read
from williams_writing.selection import choose, units
from williams_writing.witnesses import Witnesses, as_written

from williams.domain.errors import EmptyContent
from williams.plugin.engines import Passage
from williams_export_ebook.models import Section


def quoted(passages: Sequence[Passage], language: str, foreign: Mapping[str, str], words: int) -> list[Section]:
    """Return about ``words`` words of quotes by section. Raises EmptyContent where nothing can be quoted.

    A sentence that another source has, too, cites both.
    """
    reading = read(passages, language, languages=foreign)
    candidates = units(reading) or units(read(passages, language, strict=False, languages=foreign))
    if not candidates:
        raise EmptyContent(
            f"{reading.named}: no sentence can be quoted; there are only lists, tables, code or formulas. "
            "Choose the mode `complete`, or a source with running text."
        )
    texts = {passage.paragraph_id: passage for passage in passages}
    witnesses = Witnesses(reading)
    chosen = choose(candidates, words, [])
    return [
        Section(
            heading=texts[run[0].citation.paragraph_id].section,
            statements=[as_written(each, texts, witnesses) for each in groups(run, 1, 1)],
        )
        for run in (list(group) for _, group in groupby(chosen, key=lambda sentence: sentence.section))
    ]
