"""How surely a paragraph says what its source says, where there is reason to doubt it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pydantic import ConfigDict, Field

from williams.domain.models import DeferredModel

CHARACTERS_UNREADABLE: Final = "characters-unreadable"
# Replacement characters, and private use: what such a character shows, only one font knows.
ILLEGIBLE: Final = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")


class Doubt(DeferredModel):
    """A reason to look at the source itself before relying on a paragraph.

    Attributes:
        code: stable and machine-readable, as that of the notice about it, such as ``characters-guessed``.
        confidence: from 0 to 1: the share of its characters that were read, or how sure the guess is that they rest on.
    """

    model_config = ConfigDict(frozen=True)

    code: str = Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=60)
    confidence: float = Field(ge=0, le=1)


def doubt_of(text: str, unreadable: int = 0) -> Doubt | None:
    """Return the doubt about a text of which characters cannot be read; ``unreadable`` counts those left out of it."""
    lost = unreadable + len(ILLEGIBLE.findall(text))
    if not lost:
        return None
    characters = unreadable + sum(map(len, text.split()))
    return Doubt(code=CHARACTERS_UNREADABLE, confidence=round(1 - lost / characters, 2))


def gravest(doubts: Iterable[Doubt | None]) -> Doubt | None:
    """Return the doubt that leaves the least confidence."""
    return min((each for each in doubts if each), key=lambda each: each.confidence, default=None)
