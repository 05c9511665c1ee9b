"""One page of a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar

from pydantic import BaseModel

from williams.domain.errors import FieldError, InvalidRequest

T = TypeVar("T")
_WRONG_TOKEN: Final = "It leads nowhere here. Begin again without one, and ask the next page what you asked this one."


class Page(BaseModel, Generic[T]):
    """``next_after`` is the id to ask the next page with, or ``None`` at the end."""

    items: list[T]
    next_after: str | None = None


def behind(items: Sequence[T], id_of: Callable[[T], str], after: str | None) -> Sequence[T]:
    """Return what follows the item with that id; all of them for None. Raises InvalidRequest where none has it."""
    if after is None:
        return items
    place = next((place for place, item in enumerate(items, 1) if id_of(item) == after), None)
    if place is None:
        raise wrong_token()
    return items[place:]


def wrong_token() -> InvalidRequest:
    """Return the refusal of a ``next_token`` that is not one of what is asked for."""
    field = "query.next_token"
    return InvalidRequest(f"{field}: {_WRONG_TOKEN}", FieldError(field, _WRONG_TOKEN))
