"""Which statements stand together in one paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol, TypeVar

from williams.domain.provenance import Citation

_LONGEST: Final = 600
"""Characters, after which another paragraph begins."""


class Said(Protocol):
    """A statement with what it stands on."""

    @property
    def text(self) -> str: ...

    @property
    def citations(self) -> Sequence[Citation]: ...


SaidT = TypeVar("SaidT", bound=Said)


def in_paragraphs(statements: Sequence[SaidT], *, quoted: bool) -> list[list[SaidT]]:
    """Return statements by paragraph, up to a length; ``quoted`` ones only where they follow each other."""
    found: list[list[SaidT]] = []
    for statement in statements:
        fits = found and sum(len(each.text) for each in found[-1]) < _LONGEST
        if fits and not (quoted and not _follows(found[-1][-1].citations[-1], statement.citations[0])):
            found[-1].append(statement)
        else:
            found.append([statement])
    return found


def _follows(one: Citation, other: Citation) -> bool:
    """Whether it is of the same paragraph or the next: what stood far apart would read as if it had been said so."""
    if one.content_id != other.content_id or one.place.paragraph is None or other.place.paragraph is None:
        return False
    return other.place.paragraph - one.place.paragraph in (0, 1)
