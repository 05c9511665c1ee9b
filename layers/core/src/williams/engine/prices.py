"""What engines cost: the APIs report tokens or characters, not money."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

_log = logging.getLogger(__name__)
_MILLION: Final = 1_000_000
CHARACTERS_PER_TOKEN: Final = 4


@dataclass(frozen=True)
class Rate:
    """What a call is expected to cost, before it is made: US dollars per million characters, sent and answered.

    Of what is sent no more than ``most_sent`` characters count; an answer is expected to be no longer than
    ``most_answered``, and no longer than what was sent.
    """

    sent_usd: float
    answered_usd: float = 0.0
    most_sent: int | None = None
    most_answered: int = 8000

    def expected_usd(self, characters: int) -> float:
        sent = characters if self.most_sent is None else min(characters, self.most_sent)
        answered = min(sent, self.most_answered)
        return (sent * self.sent_usd + answered * self.answered_usd) / _MILLION


@runtime_checkable
class Rated(Protocol):
    """An engine that can say beforehand what a call will cost; None where it is not known."""

    @property
    def rate(self) -> Rate | None: ...


@dataclass(frozen=True)
class Price:
    """US dollars per million tokens."""

    input_usd: float
    output_usd: float

    def rate(self, most_sent: int | None = None) -> Rate:
        """Return the price by characters: a token has about four of them."""
        return Rate(self.input_usd / CHARACTERS_PER_TOKEN, self.output_usd / CHARACTERS_PER_TOKEN, most_sent)


def cost_usd(model: str, input_tokens: int, output_tokens: int, prices: Mapping[str, Price]) -> float:
    """Return what a call cost; 0.0, with a warning in the log, for a model that the table does not know."""
    price = prices.get(model)
    if price is None:
        _log.warning("no price is known for model %s: its cost counts as 0.00 US dollars", model)
        return 0.0
    return (input_tokens * price.input_usd + output_tokens * price.output_usd) / _MILLION
