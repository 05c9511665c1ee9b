"""How long a site asks to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from williams.adapters.fetch.answers import asked_pause, check_status
from williams.domain.errors import ProviderUnavailable

NOW = datetime(2026, 11, 28, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Sat, 28 Nov 2026 12:00:30 GMT", 30.0),
        ("Sat, 28 Nov 2026 11:00:00 GMT", 0.0),
        ("Sat, 28 Nov 2026 12:00:30 -0000", 30.0),
        ("", None),
        ("soon", None),
        ("-5", None),
    ],
)
def test_seconds_and_dates_are_understood_and_nothing_else(said: str, seconds: float | None) -> None:
    assert asked_pause(said, NOW) == seconds


@pytest.mark.parametrize("status", [429, 503])
def test_the_error_says_how_long(status: int) -> None:
    with pytest.raises(ProviderUnavailable) as refused:
        check_status("https://example.org/", status, {"retry-after": "7"})
    assert refused.value.retry_after == 7.0
