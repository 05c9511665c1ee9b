"""Whole dates as people write them: 5 March 2024, March 5, 2024, 5. März 2024, 5 mars 2024, 05.03.2024."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

_MONTHS: Final = (
    ("jan", "ene", "gen"),
    ("feb", "fév", "fev"),
    ("mar", "mär", "maa", "mrt"),
    ("apr", "avr", "abr"),
    ("may", "mai", "mag", "mei"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aoû", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt", "ott", "out"),
    ("nov",),
    ("dec", "dez", "déc", "dic"),
)
_BY_BEGINNING: Final = {beginning: place for place, each in enumerate(_MONTHS, 1) for beginning in each}
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
    return int(name) if name.isdigit() else _BY_BEGINNING.get(name[:4]) or _BY_BEGINNING.get(name[:3])
