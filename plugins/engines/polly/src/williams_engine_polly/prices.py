"""What Polly's neural voices cost."""

from __future__ import annotations

from typing import Final

# List price as of 2025, the same in all regions that have them. Speech marks are characters like others.
USD_PER_CHARACTER: Final = 16.0 / 1_000_000
