"""What a card says of its sources: where its fact stands, and a link that leads there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from williams_publishing.figures import SourceFigure
from williams_publishing.works import Work

from williams.domain.provenance import Citation


@dataclass(frozen=True)
class Credit:
    """``words`` cite a source; ``url`` leads to the place in it, if it has an address."""

    words: str
    url: str | None


def credits_of(
    citations: Sequence[Citation], works: Mapping[str, Work], fact: str, figure: SourceFigure | None = None
) -> list[Credit]:
    """Return one credit for each source that a card cites, in their order. ``works`` go by content id.

    A figure's credit, with its license, comes before those of others.
    """
    if figure:
        others = [each for each in citations if each.content_id != figure.work.content_id]
        return [Credit(figure.credit, figure.link), *credits_of(others, works, fact)]
    ordered = sorted(citations, key=lambda each: works[each.content_id].number)
    return [
        Credit(
            words=works[content_id].citation([each.place for each in own]),
            url=works[content_id].link_to(own[0].place, fact),
        )
        for content_id, group in groupby(ordered, key=lambda each: each.content_id)
        for own in [list(group)]
    ]
