"""The settings, read at the first use: parsing them costs more than importing a small function."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from williams.settings import Settings


@cache
def settings() -> Settings:
    """Return the process's settings."""
    from williams.settings import Settings

    return Settings()
