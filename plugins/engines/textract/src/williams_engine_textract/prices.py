"""What Amazon Textract costs."""

from __future__ import annotations

from typing import Final

# List price of DetectDocumentText as of 2025, for the first million pages of a month in most regions.
USD_PER_PAGE: Final = 1.5 / 1_000
