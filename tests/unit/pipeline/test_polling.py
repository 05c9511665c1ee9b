"""A stage that waits for a provider: one task for each thing, asked for until it is done, and never for a dead job."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import williams_faulty.provider
from williams_faulty.polling import PollingExport
from williams_faulty.provider import Answer

from tests.unit.pipeline.conftest import Bench, add_source
from williams.domain.errors import JobCancelled, ProviderRejected, ProviderUnavailable, TaskOverdue
from williams.domain.executions import Execution
from williams.domain.ids import new_id
from williams.domain.jobs import Job, JobStatus
from williams.domain.outcomes import EventKind
from williams.plugin import ExportRequest
from williams.ports.jobs import Begun
from williams.services.exports import NewExport
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.factories import WHEN
from williams_testing.library import OWNER, MemoryLibrary

PRICE = 0.01
THREE = {"items": 3, "provider": "test:"}


@dataclass
class Provider:
    """Has a task done when it was asked for so often; ``before`` is run before each answer."""

    polls_needed: int = 2
    submitted: list[int] = field(default_factory=list)
    polled: Counter[str] = field(default_factory=Counter)
    taken_back: list[str] = field(default_factory=list)
    before: Callable[[], None] = lambda: None

    async def submit(self, _url: str, question: dict[str, Any]) -> str:
        self.submitted.append(question["item"])
        return f"task {len(self.submitted)} for {question['item']}"

    async def poll(self, _url: str, task: str) -> Answer | None:
        self.polled[task] += 1
        self.before()
        done = self.polled[task] >= self.polls_needed
        return Answer(text=task.rsplit(" ", 1)[1], cost_usd=PRICE) if done else None

    async def take_back(self, _url: str, task: str) -> None:
        self.taken_back.append(task)


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    made = Provider()
    for name in ("submit", "poll", "take_back"):
        monkeypatch.setattr(williams_faulty.provider, name, getattr(made, name))
    return made


async def in_process(library: MemoryLibrary, source_id: str) -> str:
    plugin = PollingExport()
    library.bind(plugin)
    request = ExportRequest(
        job_id=new_id("job"),
        owner=OWNER,
        artifact_id=new_id("art"),
        source_ids=[source_id],
        format=plugin.artifact_type,
        parameters=THREE,
        requested_at=WHEN,
    )
    return (await plugin.generate_content(request, request.job_id)).artifact_id


async def by_the_state_machine(library: MemoryLibrary, source_id: str) -> str:
    job = (await run_job(memory_application(library), source_id)).artifact_id
    assert job is not None
    return job


async def run_job(app: MemoryApplication, source_id: str) -> Job:
    body = NewExport(source_ids=[source_id], format=PollingExport.artifact_type, parameters=THREE)
    job = (await app.services.exports.submit(OWNER, body)).job
    app.services.dispatcher.dispatch()
    await app.run_executions()
    return app.library.jobs.job(OWNER, job.job_id)


@pytest.mark.parametrize("goes_on", [True, False], ids=["together", "one-by-one"])
@pytest.mark.parametrize("way", [in_process, by_the_state_machine])
async def test_each_thing_is_ordered_once_and_fetched_when_it_is_done(
    provider: Provider, way: Callable[[MemoryLibrary, str], Awaitable[str]], goes_on: bool
) -> None:
    library = MemoryLibrary(goes_on=goes_on)
    artifact = library.catalog.artifact(OWNER, await way(library, add_source(library)))
    assert library.objects.read(artifact.files["film.txt"].key) == b"0\n1\n2\n3"
    assert sorted(provider.submitted) == [0, 1, 2, 3]
    assert set(provider.polled.values()) == {2}
    costs = [e for e in library.jobs.events(OWNER, artifact.job_id) if e.kind == EventKind.COST]
    assert sorted((event.stage, event.item) for event in costs) == [
        ("clips", 0),
        ("clips", 1),
        ("clips", 2),
        ("film", None),
    ]


@pytest.fixture
def bench(library: MemoryLibrary, source_id: str) -> Bench:
    bench = Bench(library, PollingExport())
    bench.submit(source_id, items=1, provider="test:")
    return bench


async def wait_in_film(bench: Bench) -> None:
    """Go on until the film is ordered."""
    await bench.invoke("query")
    while (await bench.invoke("clips", 0)).next != "settle":
        pass
    assert (await bench.invoke("film")).next == "film_wait"


async def test_a_stage_that_waits_holds_nothing_and_is_not_dead(bench: Bench, provider: Provider) -> None:
    await wait_in_film(bench)
    (waiting,) = bench.library.jobs.unsettled(bench.job.created_at + timedelta(days=1))
    assert waiting.silent_seconds < 0
    ended = bench.library.jobs.events(OWNER, bench.job.job_id)[-1]
    assert (ended.kind, ended.stage, ended.message) == ("end", "film", "Waits for 1 s.")
    assert (await bench.invoke("film")).next == "film_wait"
    assert (await bench.invoke("film")).next == "settle"
    assert bench.now.artifact_id is not None
    assert provider.submitted == [0, 1]


async def test_what_is_not_done_in_time_is_an_error_that_says_so(
    bench: Bench, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wait_in_film(bench)
    provider.polls_needed = 99
    assert (await bench.invoke("film")).next == "film_wait"
    later = time.time() + 30
    monkeypatch.setattr("williams.pipeline.pending.time.time", lambda: later)
    with pytest.raises(TaskOverdue, match="not done within 30 seconds"):
        await bench.invoke("film")
    settled = bench.library.jobs.settle(Execution(bench.job.job_id, 1), False, bench.job.created_at)
    assert settled is not None
    assert settled.error is not None
    assert (settled.status, settled.error.code, settled.error.stage) == (JobStatus.FAILED, "task-overdue", "film")
    # Who asks again waits for the same task, and as long again.
    bench.library.jobs.retry(OWNER, bench.job.job_id, True, bench.job.created_at - timedelta(hours=1))
    bench.claim()
    assert (await bench.invoke("film")).next == "film_wait"
    assert provider.submitted == [0, 1]


async def test_a_cancelled_job_is_not_asked_for_again(bench: Bench, provider: Provider) -> None:
    await wait_in_film(bench)
    polled = provider.polled.total()
    bench.library.jobs.cancel(OWNER, bench.job.job_id)
    with pytest.raises(JobCancelled):
        await bench.invoke("film")
    assert provider.polled.total() == polled


async def test_a_task_is_taken_back_when_its_job_is_cancelled_meanwhile(
    bench: Bench, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    await wait_in_film(bench)
    begin = bench.library.jobs.begin_stage

    def cancelled_then(*arguments: Any) -> Begun:
        begun = begin(*arguments)
        bench.library.jobs.cancel(OWNER, begun.job.job_id)
        return begun

    monkeypatch.setattr(bench.library.jobs, "begin_stage", cancelled_then)
    polled = provider.polled.total()
    with pytest.raises(JobCancelled):
        await bench.invoke("film")
    assert provider.taken_back == ["task 2 for 1"]
    assert provider.polled.total() == polled


@pytest.mark.parametrize(
    ("error", "submitted"),
    [(ProviderUnavailable("away"), [0, 1]), (ProviderRejected("It cannot be made."), [0, 1, 1])],
    ids=["away", "failed"],
)
async def test_a_task_is_found_again_unless_it_failed(
    bench: Bench, provider: Provider, error: Exception, submitted: list[int]
) -> None:
    await wait_in_film(bench)

    def fail() -> None:
        raise error

    provider.before = fail
    with pytest.raises(type(error)):
        await bench.invoke("film")
    provider.before = lambda: None
    bench.library.jobs.settle(Execution(bench.job.job_id, 1), False, bench.job.created_at - timedelta(hours=1))
    if bench.now.status is JobStatus.FAILED:
        bench.library.jobs.retry(OWNER, bench.job.job_id, True, bench.job.created_at - timedelta(hours=1))
    bench.claim()
    while (await bench.invoke("film")).next != "settle":
        pass
    assert provider.submitted == submitted
    told = [event.kind for event in bench.library.jobs.events(OWNER, bench.job.job_id)]
    assert EventKind.POSSIBLY_PAID_TWICE not in told
