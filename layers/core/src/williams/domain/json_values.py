"""JSON as every store takes it: I-JSON (RFC 7493) of bounded depth and width."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any, Final, NamedTuple, TypeAlias

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

MOST_LEVELS: Final = 8
MOST_NAMES: Final = 200
LONGEST_NAME: Final = 100
EXTRA_BYTES: Final = 64 * 1024
PARAMETERS_BYTES: Final = 16 * 1024

# What every reader of JSON gives back as it was (RFC 7493, 2.2); Postgres writes 1e300 with 301 digits.
_GREATEST: Final = 2**53
_UNFIT: Final = re.compile("[\x00\ud800-\udfff]")


class Unfit(NamedTuple):
    """A place in a value, as names and positions from the outside in, and what is wrong there."""

    place: tuple[str | int, ...]
    reason: str


class Repeated(NamedTuple):
    """Stands for the value of a name that an object has twice."""

    name: str


def unfit_in(value: object, levels: int = MOST_LEVELS) -> Unfit | None:
    """Return the first thing in a value that cannot be kept; ``levels`` is how deep lists and objects may be nested."""
    return next(_unfit(value, (), levels), None)


def _unfit(value: object, place: tuple[str | int, ...], levels: int) -> Iterator[Unfit]:
    match value:
        case list() | dict() if levels == 0:
            yield Unfit(place, "it is nested too deeply")
        case list():
            for at, each in enumerate(value):
                yield from _unfit(each, (*place, at), levels - 1)
        case dict():
            yield from _in_object(value, place, levels - 1)
        case _:
            reason = _reason(value)
            if reason:
                yield Unfit(place, reason)


def _reason(value: object) -> str | None:
    match value:
        case None | bool():
            return None
        case str():
            found = _UNFIT.search(value)
            return f"leave out the character U+{ord(found.group()):04X}" if found else None
        case int() | float():
            fits = -_GREATEST <= value <= _GREATEST
            return None if fits else "a number is at most 2^53; write greater ones as text"
        case Repeated():
            return "the name stands there twice"
        case _:
            return f"{type(value).__name__} is no type of JSON's"


def _in_object(value: dict[Any, Any], place: tuple[str | int, ...], levels: int) -> Iterator[Unfit]:
    if len(value) > MOST_NAMES:
        yield Unfit(place, f"an object has at most {MOST_NAMES} names")
    for name, each in value.items():
        if not isinstance(name, str) or len(name) > LONGEST_NAME:
            yield Unfit(place, f"a name has at most {LONGEST_NAME} characters")
        elif found := _UNFIT.search(name):
            yield Unfit(place, f"leave out of a name the character U+{ord(found.group()):04X}")
        else:
            yield from _unfit(each, (*place, name), levels)


def json_bytes(value: object) -> int:
    """Return how long a fitting value is as JSON, in UTF-8."""
    return len(json.dumps(value, ensure_ascii=False).encode())


def _fitting(value: dict[str, Any], most_bytes: int) -> dict[str, Any]:
    unfit = unfit_in(value)
    if unfit is not None:
        place = ".".join(map(str, unfit.place))
        raise PydanticCustomError("json", "{reason}", {"reason": f"{place}: {unfit.reason}" if place else unfit.reason})
    if json_bytes(value) > most_bytes:
        raise PydanticCustomError("too_long", "As JSON, it may have at most {most} bytes", {"most": most_bytes})
    return value


Extra: TypeAlias = Annotated[
    dict[str, Any],
    Field(max_length=MOST_NAMES, description=f"At most {EXTRA_BYTES >> 10} KiB of JSON, {MOST_LEVELS} levels deep."),
    AfterValidator(partial(_fitting, most_bytes=EXTRA_BYTES)),
]
Parameters: TypeAlias = Annotated[
    dict[str, Any],
    Field(
        max_length=MOST_NAMES, description=f"At most {PARAMETERS_BYTES >> 10} KiB of JSON, {MOST_LEVELS} levels deep."
    ),
    AfterValidator(partial(_fitting, most_bytes=PARAMETERS_BYTES)),
]
