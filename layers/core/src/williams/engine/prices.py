"""What engines cost: the APIs report tokens or characters, not money."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

_log = logging.getLogger(__name__)
_MILLION: Final = 1_000_000
CHARACTERS_PER_TOKEN: Final = 4
JUDGED: Final = 6
"""A statement is judged with the paragraphs that it cites: that is so many times its own length."""


@dataclass(frozen=True)
class Rate:
    """What a call is expected to cost, before it is made: US dollars per million characters, sent and answered.

    What is longer than ``at_once`` characters is sent in parts, and what was answered to these is sent again. An answer
    is expected to be no longer than ``most_answered``, and no longer than what was sent. Each call costs ``call_usd``.
    ``judged`` is what judging the answers costs, within the same call. Sound costs ``minute_usd``, and what is shorter
    than ``least_seconds`` as much as these.
    """

    sent_usd: float = 0.0
    answered_usd: float = 0.0
    at_once: int | None = None
    most_answered: int = 8000
    call_usd: float = 0.0
    judged: Rate | None = None
    minute_usd: float = 0.0
    least_seconds: float = 0.0

    def expected_usd(self, characters: int) -> float:
        parts = 1 if self.at_once is None else max(1, ceil(characters / self.at_once))
        answer = min(characters, self.most_answered)
        sent, answered, calls = characters, answer, 1
        if parts > 1:
            sent, answered, calls = characters + parts * answer, (parts + 1) * answer, parts + 1
        judged = self.judged.expected_usd(JUDGED * answered) if self.judged else 0.0
        return (sent * self.sent_usd + answered * self.answered_usd) / _MILLION + calls * self.call_usd + judged

    def sound_usd(self, seconds: float) -> float:
        return max(seconds, self.least_seconds) / 60 * self.minute_usd


@runtime_checkable
class Rated(Protocol):
    """An engine that can say beforehand what a call will cost; None where it is not known."""

    @property
    def rate(self) -> Rate | None: ...


@runtime_checkable
class RatedByFile(Protocol):
    """An engine whose calls cost by what is in a file, which it looks at beforehand."""

    async def expected_usd(self, file: Path) -> float:
        """Return what a call with this file will cost. Raises as the call does for one that cannot be read."""
        ...


@dataclass(frozen=True)
class Price:
    """US dollars per million tokens."""

    input_usd: float
    output_usd: float

    def rate(self, at_once: int | None = None) -> Rate:
        """Return the price by characters: a token has about four of them."""
        return Rate(self.input_usd / CHARACTERS_PER_TOKEN, self.output_usd / CHARACTERS_PER_TOKEN, at_once)


def cost_usd(model: str, input_tokens: int, output_tokens: int, prices: Mapping[str, Price]) -> float:
    """Return what a call cost; 0.0, with a warning in the log, for a model that the table does not know."""
    price = prices.get(model)
    if price is None:
        _log.warning("no price is known for model %s: its cost counts as 0.00 US dollars", model)
        return 0.0
    return (input_tokens * price.input_usd + output_tokens * price.output_usd) / _MILLION
