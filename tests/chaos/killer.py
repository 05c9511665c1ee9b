"""SIGKILL at random moments: to workers, inside a paid call or not, and to the three servers, which come back."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import psutil

from tests.e2e.cloud import ROOT, command
from tests.e2e.machinery import PREFIX, kill
from tests.e2e.provider import Call, Provider
from williams_localcloud.paths import LocalPaths
from williams_localcloud.processes import find
from williams_localcloud.state import State

UP_SECONDS = 240
# How long a server is away, about.
BACK_SECONDS = 6.0
PATIENCE_SECONDS, BAIT_SECONDS = 150.0, 2.0
TICK_SECONDS = 5.0
_POLL_SECONDS = 0.02


class Target(StrEnum):
    INSIDE_A_CALL = "worker inside a paid call"
    WORKER = "worker at any moment"
    EMULATOR = "ministack"
    POSTGRES = "postgres"
    GRAPH = "graph"


SERVERS = (Target.EMULATOR, Target.POSTGRES, Target.GRAPH)


@dataclass
class Killer:
    """Kills, and knows whom: ``killed`` are the processes' ids.

    ``bait`` submits a job that will pay, for when there is none. ``tick`` is the schedule's: a server's death can leave
    every place of a lane to jobs that are dead, and only a tick finds that out.
    """

    provider: Provider
    bait: Callable[[], None]
    tick: Callable[[], None]
    chance: random.Random
    struck: Counter[Target] = field(default_factory=Counter)
    killed: set[int] = field(default_factory=set)

    @property
    def lost(self) -> set[Call]:
        """The calls whose answers a kill may have taken away, because they did not stand yet.

        A worker has one item at a time: when it makes a call, the answers to those before it stand.
        """
        return {call for pid in self.killed for call in self.provider.asked_by(pid)[-1:]}

    def strike(self, target: Target) -> None:
        """Kill one process; a server is brought back before this returns."""
        if target in SERVERS:
            self._server(target)
        elif target is Target.INSIDE_A_CALL:
            self._until_struck(target, lambda: [call.pid for call in self.provider.now_inside()])
        else:
            self._until_struck(target, lambda: [worker.pid for worker in _workers()])

    def histogram(self) -> str:
        rows = [f"  {target:<26} {'#' * self.struck[target]} {self.struck[target]}" for target in Target]
        return "\n".join(["SIGKILL to", *rows])

    def _until_struck(self, target: Target, alive: Callable[[], list[int]]) -> None:
        """Wait for one that can be killed: a strike that finds nobody is none."""
        began, baited, ticked = time.monotonic(), False, time.monotonic()
        while not ((pids := sorted(alive())) and self._kill(target, [self.chance.choice(pids)])):
            now = time.monotonic()
            assert now - began < PATIENCE_SECONDS, f"there is no {target}"
            if now - began > BAIT_SECONDS and not baited:
                self.bait()
                baited = True
            if now - ticked > TICK_SECONDS:
                self.tick()
                ticked = time.monotonic()
            time.sleep(_POLL_SECONDS)

    def _server(self, target: Target) -> None:
        """A store's or the emulator's whole family: the machine under it is gone."""
        server = _server(target.value)
        self._kill(target, [process.pid for process in (server, *server.children(recursive=True))])
        up = command("up", UP_SECONDS)
        assert up.returncode == 0, up.stderr[-2000:]

    def _kill(self, target: Target, pids: list[int]) -> bool:
        """Return whether there was anybody to kill."""
        killed = {pid for pid in pids if kill(pid)}
        self.killed |= killed
        self.struck[target] += bool(killed)
        return bool(killed)


def plan(count: int, chance: random.Random) -> list[Target]:
    """A worker for each eighth job, two of three inside a call, and servers among them."""
    workers = max(5, count // 8)
    inside = 2 * workers // 3
    targets = [Target.INSIDE_A_CALL] * inside + [Target.WORKER] * (workers - inside)
    targets += list(SERVERS) * max(1, count // 100)
    chance.shuffle(targets)
    return targets


def seconds_of(targets: list[Target], between: float) -> float:
    """How long it takes to strike them all, about."""
    return len(targets) * between + BACK_SECONDS * sum(target in SERVERS for target in targets)


def _server(name: str) -> psutil.Process:
    process = find(State.load(LocalPaths(ROOT).state_file).processes.get(name))
    assert process is not None, f"{name} does not run"
    return process


def _workers() -> Iterator[psutil.Process]:
    for process in _server(Target.EMULATOR.value).children(recursive=True):
        try:
            if any(PREFIX in part and part.endswith("_worker.py") for part in process.cmdline()):
                yield process
        except psutil.NoSuchProcess:
            continue
