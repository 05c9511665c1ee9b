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


# List prices; other services need tables of their own.
OPENAI: Mapping[str, Price] = MappingProxyType(
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

# Amazon's and Anthropic's models on Bedrock, on demand, by the id of the model without a region before it.
BEDROCK: Mapping[str, Price] = MappingProxyType(
    {
        "amazon.nova-micro-v1:0": Price(0.035, 0.14),
        "amazon.nova-lite-v1:0": Price(0.06, 0.24),
        "amazon.nova-pro-v1:0": Price(0.8, 3.2),
        "anthropic.claude-3-5-haiku-20241022-v1:0": Price(0.8, 4.0),
        "anthropic.claude-haiku-4-5-20251001-v1:0": Price(1.0, 5.0),
        "anthropic.claude-sonnet-4-20250514-v1:0": Price(3.0, 15.0),
        "anthropic.claude-sonnet-4-5-20250929-v1:0": Price(3.0, 15.0),
    }
)


def cost_usd(model: str, input_tokens: int, output_tokens: int, prices: Mapping[str, Price]) -> float:
    """Return what a call cost; 0.0, with a warning in the log, for a model that the table does not know."""
    price = prices.get(model)
    if price is None:
        _log.warning("no price is known for model %s: its cost counts as 0.00 US dollars", model)
        return 0.0
    return (input_tokens * price.input_usd + output_tokens * price.output_usd) / 1_000_000
