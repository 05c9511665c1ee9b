"""What other sources say nearly word for word: a statement that they have, too, cites them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from williams.domain.provenance import Citation
from williams.ports.text import Grounded, Passage
from williams_writing.reading import Reading, Sentence
from williams_writing.salience import cosine

_THE_SAME = 0.9  # nearly word for word: what is merely alike is no witness


class Witnesses:
    """Finds the sentences of other sources that say what one says: in its words, or by its most telling word."""

    def __init__(self, reading: Reading) -> None:
        self._by_term: defaultdict[str, list[Sentence]] = defaultdict(list)
        self._by_words: defaultdict[str, list[Sentence]] = defaultdict(list)
        if len(reading.titles) > 1:
            for sentence in reading.sentences:
                self._by_words[sentence.spoken].append(sentence)
                for term in sentence.vector:
                    self._by_term[term].append(sentence)

    def of(self, told: Sentence) -> list[Citation]:
        """Return citations of the sentences that say the same in other sources, in reading order."""
        same = {other.index: other for other in self._by_words[told.spoken]}
        same |= {other.index: other for other in self._alike(told)}
        return [same[index].citation for index in sorted(same) if same[index].source != told.source]

    def _alike(self, told: Sentence) -> list[Sentence]:
        """A word that many sentences have is in no vector."""
        if not told.vector:
            return []
        rarest = max(told.vector, key=lambda term: (told.vector[term], term))
        return [other for other in self._by_term[rarest] if cosine(told.vector, other.vector) > _THE_SAME]


def as_written(sentences: Sequence[Sentence], passages: Mapping[str, Passage], witnesses: Witnesses) -> Grounded:
    """Return sentences as they are written, which keeps what speech leaves out. ``passages`` are by paragraph id."""
    written = (passages[each.paragraph_id].text[each.start : each.end] for each in (one.citation for one in sentences))
    others = [citation for each in sentences for citation in witnesses.of(each)]
    return Grounded(
        text=" ".join(" ".join(text.split()) for text in written),
        citations=tuple(dict.fromkeys([*(each.citation for each in sentences), *others])),
    )
