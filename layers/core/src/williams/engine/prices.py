"""What models cost: the APIs report tokens, not money."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Price:
    """US dollars per million tokens."""

    input_usd: float
    output_usd: float


def cost_usd(model: str, input_tokens: int, output_tokens: int, prices: Mapping[str, Price]) -> float:
    """Return what a call cost; 0.0, with a warning in the log, for a model that the table does not know."""
    price = prices.get(model)
    if price is None:
        _log.warning("no price is known for model %s: its cost counts as 0.00 US dollars", model)
        return 0.0
    return (input_tokens * price.input_usd + output_tokens * price.output_usd) / 1_000_000
