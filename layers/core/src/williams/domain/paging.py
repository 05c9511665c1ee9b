"""One page of a list."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel

T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """``next_after`` is the id to ask the next page with, or ``None`` at the end."""

    items: list[T]
    next_after: str | None = None
