"""A library whose processes may die before or after any one call to a store, and everything that moves it again."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import Enum
from functools import partial
from typing import Any, NamedTuple, TypeVar

from tests.unit.services.conftest import Clock
from williams.bootstrap.wiring import Services
from williams.domain.executions import Execution
from williams.domain.jobs import TERMINAL, Job, JobStatus
from williams.domain.lanes import Lanes
from williams.pipeline.asl import RUN_STAGE, SETTLE_JOB, render
from williams.pipeline.invocation import Invocation
from williams.pipeline.toolbox import Toolbox
from williams.plugin.base import Plugin
from williams.plugin.context import Deadline
from williams.plugin.stage import invocation_seconds
from williams.ports.workflows import ExecutionState
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.library import OWNER, MemoryLibrary
from williams_testing.memory.jobs import InMemoryJobs
from williams_testing.memory.workflows import Started
from williams_testing.state_machine import StateMachine

T = TypeVar("T")
TICK = timedelta(seconds=61)
MOST_TICKS = 6
STORES = ("jobs", "catalog", "graph", "vectors", "objects", "progress")


class Notice(Enum):
    """What is left to find out that a worker died."""

    EVENT = "the state machine says so"
    SILENCE = "the execution seems to run"
    ABSENCE = "the execution is gone"


class Killed(BaseException):
    """As SIGKILL: whatever cleans up on the way out finds that it cannot reach a store any more."""


class Call(NamedTuple):
    """The ``number``-th call of a name. How many calls of other names come before it may depend on the clock."""

    name: str
    number: int


@dataclass
class Scythe:
    """Kills the process that makes the call ``at``, before or after the call has had its effect."""

    at: Call | None = None
    after: bool = False
    calls: Counter[str] = field(default_factory=Counter)
    place: str = ""
    dead: bool = False

    def pass_by(self, name: str, act: Callable[[], T]) -> T:
        if self.dead:
            raise Killed(self.place)
        self.calls[name] += 1
        chosen = Call(name, self.calls[name]) == self.at
        if chosen and not self.after:
            self._strike(name)
        try:
            return act()
        finally:
            if chosen:
                self._strike(name)

    def _strike(self, name: str) -> None:
        self.place, self.dead = name, True
        raise Killed(name)


class Mortal:
    """A port as a process that may die sees it."""

    def __init__(self, port: object, scythe: Scythe) -> None:
        self._port = port
        self._scythe = scythe

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._port, name)
        called = f"{type(self._port).__name__}.{name}"
        return (lambda *a, **k: self._scythe.pass_by(called, lambda: value(*a, **k))) if callable(value) else value


@dataclass
class World:
    """One job, and everything that moves it but for what is switched off. A subclass says how it begins."""

    scythe: Scythe
    notice: Notice = Notice.EVENT
    goes_on: bool = True
    clock: Clock = field(default_factory=Clock)
    attempted: set[Started] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.app = self.application(InMemoryJobs(self.clock))
        self.library = self.app.library

    def application(self, jobs: InMemoryJobs) -> MemoryApplication:
        return memory_application(MemoryLibrary(jobs=jobs))

    async def begin(self) -> object:
        """Ask for the job; whoever asks does so again until he is answered."""
        raise NotImplementedError

    async def look_again(self) -> object:
        """What else the schedule does at each tick."""

    def mortal(self, port: Any) -> Any:
        return Mortal(port, self.scythe)

    @property
    def services(self) -> Services:
        """Services of which each call to a store may be the last."""
        app, stores = self.app, {name: self.mortal(getattr(self.library, name)) for name in STORES}
        ports = replace(app.ports, queues=self.mortal(app.queues), workflows=self.mortal(app.workflows), **stores)
        return Services(ports, replace(app.choices, lanes=Lanes(default=1)))

    async def lived(self, act: Callable[[], Awaitable[object]]) -> bool:
        """Run something as a process of its own; return whether it lived to its end."""
        self.scythe.dead = False
        try:
            await act()
        except Killed:
            return False
        return True

    async def run(self) -> Job:
        while not await self.lived(self.begin):
            pass
        await self.lived(lambda: asyncio.sleep(0, self.services.dispatcher.dispatch()))
        await self.run_executions()
        for _ in range(MOST_TICKS):
            if self.ended():
                break
            self.clock.ahead += TICK
            await self.lived(lambda: asyncio.sleep(0, self.services.reconciler.reconcile(self.clock())))
            await self.lived(self.look_again)
            await self.run_executions()
        (job,) = self.library.jobs.jobs(OWNER, 10).items
        return job

    def ended(self) -> bool:
        """Whether nothing is left to heal: the job has ended, was told, and is cleaned."""
        (job,) = self.library.jobs.jobs(OWNER, 10).items
        record = self.library.progress.record(job.job_id)
        told = record is not None and record.latest.status is job.status
        return told and job.status in TERMINAL and not self.library.objects.keys("jobs/")

    async def run_executions(self) -> None:
        running = [key for key, state in self.app.workflows.executions.items() if state is ExecutionState.RUNNING]
        for started in running:
            if started not in self.attempted:
                self.attempted.add(started)
                await self._run_execution(started)

    async def _run_execution(self, started: Started) -> None:
        succeeded = await self._stages(started)
        if succeeded is None and self.notice is not Notice.EVENT:
            self._lose(started)
        elif await self._settled(started, bool(succeeded)):
            state = ExecutionState.SUCCEEDED if succeeded else ExecutionState.FAILED
            self.app.workflows.executions[started] = state
        elif self.notice is Notice.EVENT:
            # The last state has failed, so the execution has, and EventBridge tells of it.
            self.app.workflows.executions[started] = ExecutionState.FAILED
            await self._settled(started, False)
        else:
            self._lose(started)

    def _lose(self, started: Started) -> None:
        if self.notice is Notice.ABSENCE:
            del self.app.workflows.executions[started]
            self.attempted.discard(started)

    async def _settled(self, started: Started, succeeded: bool) -> bool:
        return await self.lived(lambda: asyncio.sleep(0, self.services.settlement.settle(started.execution, succeeded)))

    @property
    def toolbox(self) -> Toolbox:
        """What a stage works with."""
        box = self.library.toolbox
        return replace(box, **{name: self.mortal(getattr(box, name)) for name in STORES})

    async def _stages(self, started: Started) -> bool | None:
        """Return whether the stages succeeded, None when a worker died."""
        plugin = self.app.registry.plugin(started.plugin_id)
        run_stage = partial(self._invoke, plugin, self.toolbox)
        machine = StateMachine(render(plugin), {RUN_STAGE: run_stage, SETTLE_JOB: _settled_elsewhere})
        execution = started.execution
        try:
            return await machine.run({"job_id": execution.job_id, "execution_no": execution.number})
        except Killed:
            return None

    async def _invoke(self, plugin: Plugin, toolbox: Toolbox, arguments: dict[str, Any]) -> dict[str, Any]:
        self.scythe.dead = False
        execution = Execution(arguments["job_id"], arguments["execution_no"])
        attempt = execution.attempt(arguments["stage"], arguments.get("batch"))
        deadline = Deadline(time.monotonic() + invocation_seconds(plugin.stages))
        return (await Invocation(toolbox, plugin, attempt, deadline, goes_on=self.goes_on).run()).model_dump()


async def _settled_elsewhere(_arguments: dict[str, Any]) -> None:
    """By the world, which may lose it."""


async def die_everywhere(
    world_of: Callable[[Scythe], World], check: Callable[[World, Job], None], after: bool
) -> set[str]:
    """Run the job once for each call that it makes, with a death at that call; return the calls' names."""
    places: set[str] = set()
    unharmed = world_of(Scythe())
    await unharmed.run()
    for call in each_call(unharmed.scythe):
        world = world_of(Scythe(call, after))
        job = await world.run()
        places.add(world.scythe.place)
        try:
            check(world, job)
        except AssertionError as error:
            story = "\n".join(str(event) for event in world.library.jobs.events(OWNER, job.job_id))
            error.add_note(f"killed {'after' if after else 'before'} {call}\n{story}")
            raise
    return places


def each_call(scythe: Scythe) -> list[Call]:
    """What passed by."""
    return [Call(name, number + 1) for name, count in scythe.calls.items() for number in range(count)]


def check_ended(world: World, job: Job) -> None:
    """The job is done, once, is told, and has left no scratch."""
    assert job.status is JobStatus.COMPLETED
    assert job.claimed_at is None
    assert job.retry_count <= 1
    assert world.library.objects.keys("jobs/") == []
    record = world.library.progress.record(job.job_id)
    assert record is not None
    assert (record.latest.status, record.latest.progress) == (JobStatus.COMPLETED, 100.0)
