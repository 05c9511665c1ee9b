"""Listings: a page, or one thing after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar
from urllib.parse import quote

T = TypeVar("T", covariant=True)
PAGE_SIZE = 200
"""As many as a page of the API holds."""


class Page(Protocol[T]):
    """A page of a listing; ``next_token`` asks for the next one."""

    @property
    def items(self) -> Sequence[T]: ...

    @property
    def next_token(self) -> str | None: ...

    def as_json(self) -> dict[str, Any]: ...


def each(page_after: Callable[[str | None], Page[T]]) -> Iterator[T]:
    """Yield what all pages hold. ``page_after`` returns the one that a token asks for; None asks for the first."""
    token = None
    while True:
        page = page_after(token)
        yield from page.items
        token = page.next_token
        if token is None:
            return


def segment(text: str) -> str:
    """Return ``text`` as one segment of a path, whatever is in it."""
    return quote(text, safe="")
