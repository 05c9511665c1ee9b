"""What is deferred is made by its first use, once, and not by being handed on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from williams.bootstrap.deferred import deferred


class Store:
    def answer(self) -> int:
        return 42


def test_nothing_is_made_before_it_is_used_and_then_once_for_all_threads() -> None:
    made: list[Store] = []
    together = Barrier(8)

    @deferred
    def store() -> Store:
        made.append(Store())
        return made[-1]

    handed_on = [store() for _ in range(8)]
    assert made == []

    def ask(each: Store) -> int:
        together.wait()
        return each.answer()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, handed_on)) == {42}
    assert len(made) == 1
    assert isinstance(store(), Store)


def test_what_cannot_be_made_is_said_by_its_use_and_tried_again() -> None:
    tries = []

    @deferred
    def store() -> Store:
        tries.append(1)
        if len(tries) == 1:
            raise LookupError("the secret is not there")
        return Store()

    with pytest.raises(LookupError, match="secret"):
        store().answer()
    assert store().answer() == 42
