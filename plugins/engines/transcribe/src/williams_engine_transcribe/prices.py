"""What Amazon Transcribe costs."""

from __future__ import annotations

from typing import Final

from williams.engine.prices import Rate

# List price of batch transcription as of 2025, for the first 250,000 minutes of a month in most regions: by the second,
# and never less than for fifteen. Written down from memory; it stands at https://aws.amazon.com/transcribe/pricing.
RATE: Final = Rate(minute_usd=0.024, least_seconds=15.0)
