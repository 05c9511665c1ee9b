"""A process dies before or after any one call to a store: the job still completes, once, and nobody pays twice unsaid.

What notices the death differs. Each of the three is tried with the other two switched off: an event of the execution,
the silence of one that seems to run, and one that is gone from the emulator.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import Enum
from functools import partial
from typing import Any, TypeVar

import pytest
import williams_faulty.plugin
import williams_faulty.provider
from williams_faulty.provider import Answer

from tests.unit.pipeline.conftest import add_source
from tests.unit.services.conftest import Clock
from williams.domain.executions import Execution
from williams.domain.jobs import TERMINAL, Job, JobStatus
from williams.domain.outcomes import EventKind
from williams.pipeline.asl import RUN_STAGE, SETTLE_JOB, render
from williams.pipeline.invocation import Invocation
from williams.pipeline.toolbox import Toolbox
from williams.plugin.base import Plugin
from williams.plugin.context import Deadline
from williams.plugin.stage import invocation_seconds
from williams.ports.workflows import ExecutionState
from williams.services.backend import JobControl
from williams.services.dispatch import dispatch
from williams.services.reconcile import reconcile
from williams.services.settle import settle
from williams.services.submit import NewExport, submit_export
from williams_testing.application import memory_application
from williams_testing.library import OWNER, MemoryLibrary
from williams_testing.memory.jobs import InMemoryJobs
from williams_testing.memory.workflows import Started
from williams_testing.state_machine import StateMachine

T = TypeVar("T")
PROVIDER = "Provider.answer"
TICK = timedelta(seconds=61)
MOST_TICKS = 6


class Notice(Enum):
    """What is left to find out that a worker died."""

    EVENT = "the state machine says so"
    SILENCE = "the execution seems to run"
    ABSENCE = "the execution is gone"


@dataclass(frozen=True)
class Made:
    """An export: of which format, how many things it pays for, and the file that comes of it."""

    format: str
    paid: int
    file: str
    content: bytes


FAULTY = Made("faulty", 1, "faulty.txt", b"0")
# A clip and a film, each a task that the provider works on by itself.
FILM = Made("faulty-film", 2, "film.txt", b"test: 0\ntest: 1")


class Killed(BaseException):
    """As SIGKILL: whatever cleans up on the way out finds that it cannot reach a store any more."""


@dataclass
class Scythe:
    """Kills the process that makes the ``at``-th call, before or after the call has had its effect."""

    at: int = 0
    after: bool = False
    calls: int = 0
    place: str = ""
    dead: bool = False

    def pass_by(self, name: str, act: Callable[[], T]) -> T:
        if self.dead:
            raise Killed(self.place)
        self.calls += 1
        chosen = self.calls == self.at
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
    """One export with one paid call, and everything that moves it but for what is switched off."""

    scythe: Scythe
    notice: Notice
    goes_on: bool
    made: Made
    clock: Clock = field(default_factory=Clock)
    paid: int = 0
    polled: Counter[str] = field(default_factory=Counter)
    attempted: set[Started] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.library = MemoryLibrary(jobs=InMemoryJobs(self.clock))
        self.app = memory_application(self.library)
        self.source_id = add_source(self.library)

    def mortal(self, port: Any) -> Any:
        return Mortal(port, self.scythe)

    @property
    def control(self) -> JobControl:
        box, app = self.library, self.app
        return JobControl(
            jobs=self.mortal(box.jobs),
            objects=self.mortal(box.objects),
            progress=self.mortal(box.progress),
            queues=self.mortal(app.queues),
            workflows=self.mortal(app.workflows),
            lanes={},
            default_lane=1,
        )

    async def answer(self, url: str, question: dict[str, Any]) -> Answer:
        """The provider: asked, and paid, whether the answer arrives or not."""

        def pay() -> Answer:
            self.paid += 1
            return Answer(text=f"{url} {question['item']}", cost_usd=0.5)

        return self.scythe.pass_by(PROVIDER, pay)

    async def submit(self, url: str, question: dict[str, Any]) -> str:
        """The provider's task: paid for when it is submitted."""

        def accept() -> str:
            self.paid += 1
            return f"{url} {question['item']}"

        return self.scythe.pass_by(PROVIDER, accept)

    async def poll(self, _url: str, task: str) -> Answer | None:
        """Done when asked for the second time."""

        def report() -> Answer | None:
            self.polled[task] += 1
            return Answer(text=task, cost_usd=0.5) if self.polled[task] > 1 else None

        return self.scythe.pass_by("Provider.poll", report)

    async def lived(self, act: Callable[[], Awaitable[object]]) -> bool:
        """Run something as a process of its own; return whether it lived to its end."""
        self.scythe.dead = False
        try:
            await act()
        except Killed:
            return False
        return True

    async def run(self) -> Job:
        body = NewExport(
            source_ids=[self.source_id], format=self.made.format, parameters={"items": 1, "provider": "test:"}
        )
        box = self.library
        backend = replace(
            self.app.backend, control=self.control, catalog=box.catalog, graph=box.graph, vectors=box.vectors
        )
        while not await self.lived(lambda: submit_export(backend, OWNER, body, "key")):
            pass  # the client asks again with its key
        await self.lived(lambda: asyncio.sleep(0, dispatch(self.control)))
        await self.run_executions()
        for _ in range(MOST_TICKS):
            if self.ended():
                break
            self.clock.ahead += TICK
            await self.lived(lambda: asyncio.sleep(0, reconcile(self.control, self.clock())))
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
        return await self.lived(lambda: asyncio.sleep(0, settle(self.control, started.execution, succeeded)))

    async def _stages(self, started: Started) -> bool | None:
        """Return whether the stages succeeded, None when a worker died."""
        plugin = self.app.registry.plugin(started.plugin_id)
        box = self.library.toolbox
        stores = {name: self.mortal(getattr(box, name)) for name in ("jobs", "catalog", "graph", "objects", "progress")}
        run_stage = partial(self._invoke, plugin, replace(box, **stores))
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


async def world_after(
    scythe: Scythe, notice: Notice, goes_on: bool, monkeypatch: pytest.MonkeyPatch, made: Made = FAULTY
) -> tuple[World, Job]:
    world = World(scythe, notice, goes_on, made)
    monkeypatch.setattr(williams_faulty.plugin, "ask", world.answer)
    monkeypatch.setattr(williams_faulty.provider, "submit", world.submit)
    monkeypatch.setattr(williams_faulty.provider, "poll", world.poll)
    return world, await world.run()


def check(world: World, job: Job) -> None:
    library = world.library
    story = library.jobs.events(OWNER, job.job_id)
    assert job.status is JobStatus.COMPLETED
    assert job.claimed_at is None
    assert job.retry_count <= 1
    (artifact,) = library.catalog.artifacts(OWNER, 10).items
    assert job.artifact_id == artifact.artifact_id
    assert library.objects.read(artifact.files[world.made.file].key) == world.made.content
    assert library.graph.genealogy(OWNER, artifact.artifact_id)
    assert library.objects.keys("jobs/") == []
    record = library.progress.record(job.job_id)
    assert record is not None
    assert (record.latest.status, record.latest.progress) == (JobStatus.COMPLETED, 100.0)
    doubts = [event for event in story if event.kind == EventKind.POSSIBLY_PAID_TWICE]
    assert world.paid <= world.made.paid + len(doubts)
    assert len(doubts) <= (world.scythe.place in (PROVIDER, "InMemoryJobs.begin_paid_call", "InMemoryObjects.write"))


each_way = pytest.mark.parametrize("goes_on", [True, False], ids=["together", "one-by-one"])


@each_way
async def test_nothing_dies(goes_on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    world, job = await world_after(Scythe(), Notice.EVENT, goes_on, monkeypatch)
    check(world, job)
    assert (world.paid, job.retry_count) == (1, 0)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("notice", list(Notice), ids=lambda notice: notice.name.lower())
@each_way
async def test_a_process_may_die_at_any_call(
    goes_on: bool, notice: Notice, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = await die_everywhere(notice, goes_on, after, monkeypatch, FAULTY)
    assert {PROVIDER, "InMemoryJobs.submit", "InMemoryWorkflows.start", "InMemoryJobs.settle"} <= places


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_process_may_die_at_any_call_while_a_provider_works(
    after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = await die_everywhere(Notice.EVENT, True, after, monkeypatch, FILM)
    assert {PROVIDER, "Provider.poll", "InMemoryJobs.wait_stage"} <= places


async def die_everywhere(
    notice: Notice, goes_on: bool, after: bool, monkeypatch: pytest.MonkeyPatch, made: Made
) -> set[str]:
    """Run the job once for each call that it makes, with a death at that call; return the calls' names."""
    places: set[str] = set()
    at = 0
    while True:
        at += 1
        world, job = await world_after(Scythe(at, after), notice, goes_on, monkeypatch, made)
        if not world.scythe.place:
            return places
        places.add(world.scythe.place)
        try:
            check(world, job)
        except AssertionError as error:
            story = "\n".join(str(event) for event in world.library.jobs.events(OWNER, job.job_id))
            error.add_note(f"killed {'after' if after else 'before'} call {at}, {world.scythe.place}\n{story}")
            raise
