"""A process dies before or after any one call to a store: the job still completes, once, and nobody pays twice unsaid.

What notices the death differs. Each of the three is tried with the other two switched off: an event of the execution,
the silence of one that seems to run, and one that is gone from the emulator.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
import williams_faulty.plugin
import williams_faulty.provider
from williams_faulty.provider import Answer

from tests.unit.jobs.mortal_world import Notice, Scythe, World, check_ended, die_everywhere
from tests.unit.pipeline.conftest import add_source
from williams.domain.jobs import Job
from williams.domain.outcomes import EventKind
from williams.services.exports import NewExport
from williams_testing.library import OWNER

PROVIDER = "Provider.answer"
DOUBTFUL = (PROVIDER, "InMemoryJobs.begin_paid_call", "InMemoryJobs.spent_usd", "InMemoryObjects.write")
"""Where a call has begun of which nobody can say later whether it reached the provider."""


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


@dataclass
class ExportWorld(World):
    """One export with paid calls."""

    made: Made = FAULTY
    paid: int = 0
    polled: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.source_id = add_source(self.library)

    async def begin(self) -> object:
        body = NewExport(
            source_ids=[self.source_id], format=self.made.format, parameters={"items": 1, "provider": "test:"}
        )
        return await self.services.exports.submit(OWNER, body, "key")

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


def world_of(
    scythe: Scythe, notice: Notice, goes_on: bool, monkeypatch: pytest.MonkeyPatch, made: Made = FAULTY
) -> ExportWorld:
    world = ExportWorld(scythe, notice, goes_on, made=made)
    monkeypatch.setattr(williams_faulty.plugin, "ask", world.answer)
    monkeypatch.setattr(williams_faulty.provider, "submit", world.submit)
    monkeypatch.setattr(williams_faulty.provider, "poll", world.poll)
    return world


def check(world: World, job: Job) -> None:
    assert isinstance(world, ExportWorld)
    check_ended(world, job)
    library = world.library
    (artifact,) = library.catalog.artifacts(OWNER, 10).items
    assert job.artifact_id == artifact.artifact_id
    assert library.objects.read(artifact.files[world.made.file].key) == world.made.content
    assert library.graph.genealogy(OWNER, artifact.artifact_id)
    story = library.jobs.events(OWNER, job.job_id)
    doubts = [event for event in story if event.kind == EventKind.POSSIBLY_PAID_TWICE]
    assert world.paid <= world.made.paid + len(doubts)
    assert len(doubts) <= (world.scythe.place in DOUBTFUL)


each_way = pytest.mark.parametrize("goes_on", [True, False], ids=["together", "one-by-one"])


@each_way
async def test_nothing_dies(goes_on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    world = world_of(Scythe(), Notice.EVENT, goes_on, monkeypatch)
    job = await world.run()
    check(world, job)
    assert (world.paid, job.retry_count) == (1, 0)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("notice", list(Notice), ids=lambda notice: notice.name.lower())
@each_way
async def test_a_process_may_die_at_any_call(
    goes_on: bool, notice: Notice, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = await die_everywhere(lambda scythe: world_of(scythe, notice, goes_on, monkeypatch), check, after)
    assert {PROVIDER, "InMemoryJobs.submit", "InMemoryWorkflows.start", "InMemoryJobs.settle"} <= places


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_a_process_may_die_at_any_call_while_a_provider_works(
    after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    worlds = lambda scythe: world_of(scythe, Notice.EVENT, True, monkeypatch, FILM)  # noqa: E731  # as the others
    places = await die_everywhere(worlds, check, after)
    assert {PROVIDER, "Provider.poll", "InMemoryJobs.wait_stage"} <= places
