"""What Amazon Transcribe costs."""

from __future__ import annotations

from typing import Final

# List price of batch transcription as of 2025, for the first 250,000 minutes of a month in most regions.
_USD_PER_MINUTE: Final = 0.024
_LEAST_SECONDS: Final = 15


def cost_usd(seconds: float) -> float:
    """Return what a recording costs: by the second, and never less than for fifteen."""
    return max(seconds, _LEAST_SECONDS) / 60 * _USD_PER_MINUTE
