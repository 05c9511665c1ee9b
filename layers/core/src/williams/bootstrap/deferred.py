"""Things that are made when something is first asked of them: a function pays for what its event needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from threading import RLock
from typing import Any, TypeVar, cast

T = TypeVar("T")


class _Deferred:
    """Stands for one thing, and makes it at its first use, once for all threads."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._guard = RLock()
        self._made: list[Any] = []

    def _thing(self) -> Any:
        with self._guard:
            if not self._made:
                self._made.append(self._make())
        return self._made[0]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._thing(), name)

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        """What it stands for, to whoever asks."""
        return type(self._thing())


def deferred(make: Callable[[], T]) -> Callable[[], T]:
    """Decorate a maker: each call returns the same stand-in, and the thing itself is made when it is used.

    What the making raises is raised by that use, and the next use tries again.
    """

    @cache
    def stand_in() -> T:
        return cast(T, _Deferred(make))

    return stand_in
