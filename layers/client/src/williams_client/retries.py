"""When a call is tried again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from williams_client.errors import LibraryError

T = TypeVar("T")


class Passing(Exception):
    """An error that may be gone soon.

    Attributes:
        error: what is raised in the end.
        harmless: the call had no effect, so that it can be repeated whatever it was.
        wait: the seconds that were asked for before the next attempt.
        patience: the seconds after which there is no further attempt, if they are fewer than usual.
    """

    def __init__(
        self, error: LibraryError, harmless: bool = False, wait: float | None = None, patience: float = float("inf")
    ) -> None:
        super().__init__(str(error))
        self.error = error
        self.harmless = harmless
        self.wait = wait
        self.patience = patience


def _silent(_: str) -> None:
    """Say nothing."""


@dataclass(frozen=True)
class Retries:
    """Tries again what may pass; all in seconds.

    Attributes:
        pauses: before the second attempt, the third and so on; each is shortened at random, by half at most.
        patience: after so long no further attempt begins.
        refused: the same, where nobody listens: that is seldom a matter of patience.
        longest_wait: longer ones that the API asks for are the caller's to decide about.
        worth_telling: of waits from this on ``notice`` is told.
    """

    pauses: tuple[float, ...] = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
    patience: float = 180.0
    refused: float = 1.5
    longest_wait: float = 90.0
    worth_telling: float = 2.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random

    def run(self, attempt: Callable[[], T], repeatable: bool, notice: Callable[[str], None] = _silent) -> T:
        """Return what ``attempt`` does. It raises :class:`Passing` for what may be tried again.

        Raises the error inside that, when it is not tried again.
        """
        began = self.clock()
        pauses = iter(self.pauses)
        while True:
            asked = self.clock()
            try:
                return attempt()
            except Passing as passing:
                pause = self._pause(passing, next(pauses, None), repeatable, self.clock() - began)
                if pause is None:
                    raise passing.error from passing.__cause__
                if max(pause, self.clock() - asked) >= self.worth_telling:
                    notice(f"{passing.error} Asking again{f' in {pause:.0f} s' if pause >= 1 else ''}.")
                self.sleep(pause)

    def _pause(self, passing: Passing, pause: float | None, repeatable: bool, passed: float) -> float | None:
        """Return how long to wait before the next attempt, None when there is to be none."""
        if pause is None or not (repeatable or passing.harmless):
            return None
        pause *= 1 - self.chance() / 2
        if passing.wait is not None:
            return max(pause, passing.wait) if passing.wait <= self.longest_wait else None
        return pause if passed + pause <= min(self.patience, passing.patience) else None
