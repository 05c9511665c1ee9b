"""Digests without a model: the sources' own sentences as they are written, under the headings they stand under."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby

from williams_writing.joining import groups
from williams_writing.reading import Reading, Sentence, read
from williams_writing.salience import cosine
from williams_writing.selection import choose, units

from williams.domain.errors import EmptyContent
from williams.domain.provenance import Citation
from williams.plugin.engines import Grounded, Passage
from williams_export_ebook.models import Section

_THE_SAME = 0.9  # nearly word for word: what is merely alike is no witness


def quoted(passages: Sequence[Passage], language: str, foreign: Mapping[str, str], words: int) -> list[Section]:
    """Return about ``words`` words of quotes by section. Raises EmptyContent where nothing can be quoted.

    A sentence that another source has, too, cites both.
    """
    reading = read(passages, language, languages=foreign)
    candidates = units(reading) or units(read(passages, language, strict=False, languages=foreign))
    if not candidates:
        raise EmptyContent(
            f"{', '.join(reading.titles)}: no sentence of it can be quoted; it is lists, tables, code or formulas. "
            "Choose the mode `complete`, or a source with running text."
        )
    texts = {passage.paragraph_id: passage for passage in passages}
    witnesses = _Witnesses(reading)
    chosen = choose(candidates, words, [])
    return [
        Section(
            heading=texts[run[0].citation.paragraph_id].section,
            statements=[_statement(each, texts, witnesses) for each in groups(run, 1, 1)],
        )
        for run in (list(group) for _, group in groupby(chosen, key=lambda sentence: sentence.section))
    ]


def _statement(sentences: Sequence[Sentence], texts: Mapping[str, Passage], witnesses: _Witnesses) -> Grounded:
    """Return sentences as they are written, which keeps what speech leaves out."""
    written = (texts[each.paragraph_id].text[each.start : each.end] for each in (one.citation for one in sentences))
    others = [citation for each in sentences for citation in witnesses.of(each)]
    return Grounded(
        text=" ".join(" ".join(text.split()) for text in written),
        citations=tuple(dict.fromkeys([*(each.citation for each in sentences), *others])),
    )


class _Witnesses:
    """Finds the sentences of other sources that say what one says; each is looked for by its most telling word."""

    def __init__(self, reading: Reading) -> None:
        self._by_term: defaultdict[str, list[Sentence]] = defaultdict(list)
        if len(reading.titles) > 1:
            for sentence in reading.sentences:
                for term in sentence.vector:
                    self._by_term[term].append(sentence)

    def of(self, told: Sentence) -> list[Citation]:
        if not told.vector or not self._by_term:
            return []
        rarest = max(told.vector, key=lambda term: (told.vector[term], term))
        return [
            other.citation
            for other in self._by_term[rarest]
            if other.source != told.source and cosine(told.vector, other.vector) > _THE_SAME
        ]
