"""When a source was published or changed: a day or a moment, as people write them and every store keeps them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, TypeAlias

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

LAST_YEAR: Final = 2999
_SHAPE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[Tt ].{1,40})?", re.ASCII)


def moment(said: Any) -> datetime:
    """Return the moment in UTC; a day is its first moment, and what names no zone is taken as UTC.

    Raises PydanticCustomError for what is neither a day nor a moment of the years 1 to ``LAST_YEAR``.
    """
    try:
        found = _moment(said)
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.year > LAST_YEAR:
        raise PydanticCustomError(
            "moment",
            "Give a date of the years 1 to {last} in ISO 8601, such as 2024-03-05 or 2024-03-05T12:00:00Z",
            {"last": LAST_YEAR},
        )
    return found


def _moment(said: Any) -> datetime:
    match said:
        case datetime():
            return said
        case date():
            return datetime(said.year, said.month, said.day, tzinfo=UTC)
        case str() if _SHAPE.fullmatch(said):
            return datetime.fromisoformat(said)
        case _:
            raise ValueError


Moment: TypeAlias = Annotated[datetime, BeforeValidator(moment)]


def _day(said: Any) -> date:
    return moment(said).date() if not isinstance(said, str) or len(said) == len("2024-03-05") else _no_day()


def _no_day() -> date:
    raise PydanticCustomError("day", "Give a day, such as 2024-03-05")


Day: TypeAlias = Annotated[date, BeforeValidator(_day)]
