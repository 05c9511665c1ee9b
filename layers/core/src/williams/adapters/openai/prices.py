"""What models cost: the APIs report tokens, not money."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Price:
    """US dollars per million tokens."""

    input_usd: float
    output_usd: float


# OpenAI's list prices; other services need their own table.
PRICES: Mapping[str, Price] = MappingProxyType(
    {
        "gpt-5": Price(1.25, 10.0),
        "gpt-5-mini": Price(0.25, 2.0),
        "gpt-5-nano": Price(0.05, 0.4),
        "gpt-4.1": Price(2.0, 8.0),
        "gpt-4.1-mini": Price(0.4, 1.6),
        "gpt-4o": Price(2.5, 10.0),
        "gpt-4o-mini": Price(0.15, 0.6),
    }
)


def cost_usd(model: str, input_tokens: int, output_tokens: int, prices: Mapping[str, Price]) -> float:
    """Return what a call cost; 0.0, with a warning in the log, for a model that the table does not know."""
    price = prices.get(model)
    if price is None:
        _log.warning("no price is known for model %s: its cost counts as 0.00 US dollars", model)
        return 0.0
    return (input_tokens * price.input_usd + output_tokens * price.output_usd) / 1_000_000
