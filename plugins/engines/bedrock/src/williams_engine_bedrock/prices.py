"""What models on Bedrock cost, on demand, by the id of the model without a region before it.

List prices of 2025, written down from memory; they stand at https://aws.amazon.com/bedrock/pricing.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from williams.engine.prices import Price

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
