"""Whole dates as people write them: 5 March 2024, March 5, 2024, 5. März 2024, 5 mars 2024, 05.03.2024."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

_MONTHS: Final = (
    "january januar jänner janvier enero gennaio janeiro januari",
    "february februar feber février fevrier febrero febbraio fevereiro februari",
    "march märz mars marzo março maart mrt",
    "april avril abril aprile",
    "may mai mayo maggio maio mei",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august août aout agosto augustus",
    "september septembre septiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember décembre decembre diciembre dicembre dezembro",
)
"""In English, German, French, Spanish, Italian, Portuguese and Dutch."""
_DAY_FIRST: Final = re.compile(
    r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th|er|º)?\s+(?:de |di |of )?(?P<month>[^\W\d_]{3,10})\.?,?\s+"
    r"(?:de |del |do )?(?P<year>\d{4})"
)
_MONTH_FIRST: Final = re.compile(r"(?P<month>[^\W\d_]{3,10})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})")
_BY_DOTS: Final = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})")


def written_date(text: str) -> str | None:
    """Return a text that is a whole date in ISO 8601, as its first moment in UTC; None for any other."""
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _BY_DOTS):
        found = pattern.fullmatch(text.strip().lower())
        month = _month(found["month"]) if found else None
        if found and month:
            try:
                return datetime(int(found["year"]), month, int(found["day"]), tzinfo=UTC).isoformat()
            except ValueError:
                return None
    return None


def _month(name: str) -> int | None:
    """Return the number of a month that is written in digits, whole, or by its beginning."""
    if name.isdigit():
        return int(name)
    return next((place for place, names in enumerate(_MONTHS, 1) if f" {name}" in f" {names}"), None)
