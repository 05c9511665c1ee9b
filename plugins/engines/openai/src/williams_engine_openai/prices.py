"""What OpenAI's models cost: list prices of 2025, written down from memory. Other services need tables of their own.

They stand at https://openai.com/api/pricing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from williams.engine.prices import Price, Rate

# Of characters that are spoken: the API reports no cost.
SPEECH_USD_PER_MILLION = 15.0
# Of what is written down, by whisper-1, to the second.
TRANSCRIPTION = Rate(minute_usd=0.006)
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
