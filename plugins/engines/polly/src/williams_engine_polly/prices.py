"""What Polly's neural voices cost."""

from __future__ import annotations

from typing import Final

from williams.engine.prices import Rate

# List price as of 2025, the same in all regions that have them, written down from memory; it stands at
# https://aws.amazon.com/polly/pricing. Speech marks are characters like others.
USD_PER_MILLION: Final = 16.0
USD_PER_CHARACTER: Final = USD_PER_MILLION / 1_000_000


def rate(*, word_times: bool) -> Rate:
    """Return what a line is expected to cost: twice as much with the times of its words."""
    return Rate(USD_PER_MILLION * (2 if word_times else 1))
