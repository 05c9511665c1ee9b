"""A batch is told of at most every 500 ms, its end at once, and never an older count after a newer one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from tests.contract.records import submit
from williams.domain.batch_progress import BatchProgress, next_message
from williams.domain.batches import BatchStatus, ImportBatch, NewBatch, NewItem
from williams.domain.errors import NotFound, StoreUnavailable
from williams.services.batch_progress import BatchAnnouncer
from williams_testing.library import OWNER, MemoryLibrary
from williams_testing.memory.batch_progress import InMemoryBatchProgress
from williams_testing.memory.batches import InMemoryBatches

BATCH = "bat_1"
RUNNING, COMPLETED = BatchStatus.RUNNING, BatchStatus.COMPLETED


@dataclass
class Desk:
    """A batch whose items are refused one by one, on a clock that stands until it is moved."""

    items: int
    library: MemoryLibrary = field(default_factory=MemoryLibrary)
    now: datetime = datetime(2026, 11, 29, tzinfo=UTC)
    counted: int = 0

    def __post_init__(self) -> None:
        wanted = [NewItem(source=f"s{n}", request={}) for n in range(self.items)]
        self.batches.add(NewBatch(batch_id=BATCH, owner=OWNER, items=wanted))
        count = self.batches.batch

        def counting(owner: str, batch_id: str) -> ImportBatch:
            self.counted += 1
            return count(owner, batch_id)

        self.batches.batch = counting  # type: ignore[method-assign]

    @property
    def batches(self) -> InMemoryBatches:
        return self.library.batches

    @property
    def progress(self) -> InMemoryBatchProgress:
        return self.library.batch_progress

    @property
    def announcer(self) -> BatchAnnouncer:
        return BatchAnnouncer(self.batches, self.progress, lambda: self.now)

    def enter(self) -> list[str]:
        """Make jobs of all items and return their ids."""
        made = []
        for item in self.batches.waiting(self.items):
            made.append(submit(self.library.jobs, OWNER).job_id)
            self.batches.entered(item, made[-1])
        return made

    def end(self, count: int = 1) -> None:
        for item in self.batches.waiting(count):
            self.batches.refused(item, "unknown-type", "Nobody imports it.")

    def forward(self, milliseconds: int) -> None:
        self.now += timedelta(milliseconds=milliseconds)

    @property
    def told(self) -> list[tuple[BatchStatus, str, int]]:
        return [(each.status, each.message, each.seq) for each in self.progress.told]


def test_what_is_told_is_the_whole_state() -> None:
    desk = Desk(3)
    desk.end(2)
    desk.announcer.announce(OWNER, BATCH)
    assert desk.progress.told == [
        BatchProgress(
            batch_id=BATCH,
            status=RUNNING,
            progress=66.6,
            message="2 of 3 ended, 2 refused",
            total=3,
            counts={"refused": 2, "waiting": 1},
            timestamp=desk.now,
            seq=1,
        )
    ]


def test_at_most_every_half_second_and_the_end_at_once() -> None:
    desk = Desk(4)
    for milliseconds in (0, 499, 1, 0):
        desk.forward(milliseconds)
        desk.end()
        desk.announcer.announce(OWNER, BATCH)
    assert desk.told == [
        (RUNNING, "1 of 4 ended, 1 refused", 1),
        (RUNNING, "3 of 4 ended, 3 refused", 2),
        (COMPLETED, "4 of 4 ended, 4 refused", 3),
    ]
    desk.forward(5000)
    desk.announcer.announce(OWNER, BATCH)
    assert len(desk.told) == 3


def test_a_hundred_is_said_of_the_end_only() -> None:
    whole = ImportBatch(
        batch_id=BATCH, owner=OWNER, total=2000, counts={"completed": 1999, "queued": 1}, created_at=datetime.now(UTC)
    )
    message = next_message(None, whole, datetime.now(UTC))
    assert message is not None
    assert (message.progress, message.message) == (99.9, "1,999 of 2,000 ended")
    assert whole.model_copy(update={"total": 0, "counts": {}}).progress_percent == 100.0


def test_an_older_count_never_follows_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between its count and its message, another writer counts the end and tells it."""
    desk = Desk(2)
    desk.end()
    write, once = desk.progress.write, iter([True])

    def overtaken(owner: str, message: BatchProgress) -> bool:
        if next(once, False):
            desk.end()
            desk.announcer.announce(OWNER, BATCH)
        return write(owner, message)

    monkeypatch.setattr(desk.progress, "write", overtaken)
    desk.announcer.announce(OWNER, BATCH)
    assert desk.told == [(COMPLETED, "2 of 2 ended, 2 refused", 1)]


def test_who_is_always_overtaken_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(1)
    monkeypatch.setattr(desk.progress, "write", lambda *_: False)
    with pytest.raises(StoreUnavailable, match="Try again"):
        desk.announcer.announce(OWNER, BATCH)
    assert desk.counted == 25


def test_a_batch_is_told_to_its_owner_alone() -> None:
    desk = Desk(1)
    with pytest.raises(NotFound):
        desk.announcer.announce("eve", BATCH)
    assert desk.told == []


def test_what_ends_soon_after_another_is_not_counted_unless_it_is_the_last() -> None:
    desk = Desk(100)
    for job_id in desk.enter():
        desk.library.jobs.cancel(OWNER, job_id)
        desk.announcer.jobs_changed([job_id])
        desk.forward(10)
    assert desk.told == [
        (RUNNING, "1 of 100 ended, 1 cancelled", 1),
        (RUNNING, "51 of 100 ended, 51 cancelled", 2),
        (COMPLETED, "100 of 100 ended, 100 cancelled", 3),
    ]
    assert desk.counted == 3


def test_a_job_of_no_batch_is_nobodys_news() -> None:
    desk = Desk(1)
    desk.announcer.jobs_changed([submit(desk.library.jobs, OWNER).job_id])
    assert (desk.told, desk.counted) == ([], 0)
