"""What Amazon Textract costs."""

from __future__ import annotations

from typing import Final

from williams.engine.prices import Rate

# List price of DetectDocumentText as of 2025, for the first million pages of a month in most regions. Written down from
# memory; it stands at https://aws.amazon.com/textract/pricing.
RATE: Final = Rate(call_usd=1.5 / 1_000)
