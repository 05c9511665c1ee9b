"""Whole dates as people write them."""

from __future__ import annotations

import pytest
from williams_html.written_dates import written_date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 March 2024", "2024-03-05"),
        ("Sept. 5th, 2024", "2024-09-05"),
        ("1. Jänner 2024", "2024-01-01"),
        ("5 févr. 2024", "2024-02-05"),
        ("15 de agosto de 2023", "2023-08-15"),
        ("5 mrt 2024", "2024-03-05"),
        ("05.03.2024", "2024-03-05"),
    ],
)
def test_a_whole_date_is_read_in_any_of_seven_languages(text: str, day: str) -> None:
    assert written_date(text) == f"{day}T00:00:00+00:00"


@pytest.mark.parametrize("text", ["Market 12, 2024", "Decimal 3 2024", "3 Outside 2024", "31 June 2024", "13.13.2024"])
def test_what_begins_like_a_month_or_is_on_no_calendar_is_no_date(text: str) -> None:
    assert written_date(text) is None
