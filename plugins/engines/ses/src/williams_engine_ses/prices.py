"""What Amazon SES costs: list prices of 2026, written down from memory; they stand at https://aws.amazon.com/ses/pricing."""

from __future__ import annotations

from typing import Final

from williams.engine.prices import Rate

_USD_PER_MAIL: Final = 0.10 / 1000
_USD_PER_GIB: Final = 0.12
RATE: Final = Rate(_USD_PER_GIB * 1_000_000 / 2**30, call_usd=_USD_PER_MAIL)
"""By bytes of a message."""
