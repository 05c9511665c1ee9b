"""BatchStorePort: the fake and Postgres under the same tests."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.records import OWNER, PAST, PERMANENT, TRANSIENT, claim, submit
from williams.domain.batches import BatchOfJobs, BatchStatus, ImportBatch, Lineage, NewBatch, NewItem
from williams.domain.errors import IdempotencyKeyReused, NotFound
from williams.domain.ids import new_id
from williams.domain.jobs import JobStatus
from williams.domain.listings import LeftOut
from williams.ports.batches import BatchStorePort
from williams.ports.jobs import JobStorePort

EVE = "eve"


def new(*names: str, owner: str = OWNER, **changes: Any) -> NewBatch:
    items = [NewItem(source=name, title=name.upper(), request={"url": name, "priority": 5}) for name in names]
    return NewBatch(batch_id=new_id("bat"), owner=owner, items=items, **changes)


def add(batches: BatchStorePort, asked: NewBatch) -> ImportBatch:
    made = batches.add(asked)
    assert made is not None
    return made


def enter(batches: BatchStorePort, jobs: JobStorePort, count: int = 1) -> list[str]:
    """Make jobs of waiting items and return their ids."""
    made = []
    for item in batches.waiting(count):
        job = submit(jobs, item.owner)
        assert batches.entered(item, job.job_id)
        made.append(job.job_id)
    return made


def test_a_batch_comes_back_as_it_went_in(batches: BatchStorePort) -> None:
    asked = new("a", "b", title="Mine", left_out=[LeftOut(cause="is named more than once", count=2)])
    made = add(batches, asked)
    assert (made.batch_id, made.title, made.total, made.left_out) == (asked.batch_id, "Mine", 2, asked.left_out)
    assert (made.counts, made.status, made.ended) == ({"waiting": 2}, BatchStatus.RUNNING, 0)
    assert batches.batch(OWNER, made.batch_id) == made
    items = batches.items(OWNER, made.batch_id, 10).items
    assert [(item.ordinal, item.source, item.title, item.status) for item in items] == [
        (0, "a", "A", "waiting"),
        (1, "b", "B", "waiting"),
    ]
    with pytest.raises(NotFound):
        batches.batch(EVE, made.batch_id)
    with pytest.raises(NotFound):
        batches.items(EVE, made.batch_id, 10)


def test_one_of_nothing_is_done(batches: BatchStorePort) -> None:
    assert add(batches, new()).status is BatchStatus.COMPLETED


def test_the_same_key_and_the_same_job_give_the_same_batch(batches: BatchStorePort, jobs: JobStorePort) -> None:
    first = add(batches, new("a", idempotency_key="k", body_hash="h"))
    assert add(batches, new("a", idempotency_key="k", body_hash="h")) == first
    assert add(batches, new("a", owner=EVE, idempotency_key="k", body_hash="h")).batch_id != first.batch_id
    with pytest.raises(IdempotencyKeyReused, match=first.batch_id):
        add(batches, new("b", idempotency_key="k", body_hash="other"))
    job = submit(jobs)
    listed = add(batches, new("a", "b", job_id=job.job_id, source="list"))
    assert add(batches, new("a", job_id=job.job_id, source="list")) == listed
    assert jobs.job(OWNER, job.job_id).batch_id == listed.batch_id
    assert len(batches.batches(OWNER, 10).items) == 2


def test_batches_and_items_are_listed_in_pages(batches: BatchStorePort) -> None:
    made = [add(batches, new("a", "b", "c")) for _ in range(3)]
    add(batches, new("e", owner=EVE))
    first = batches.batches(OWNER, 2)
    assert [*first.items, *batches.batches(OWNER, 2, first.next_after).items] == made[::-1]
    some = batches.items(OWNER, made[0].batch_id, 2)
    rest = batches.items(OWNER, made[0].batch_id, 2, some.next_after)
    assert ([item.source for item in [*some.items, *rest.items]], rest.next_after) == (["a", "b", "c"], None)


def test_owners_take_turns(batches: BatchStorePort) -> None:
    add(batches, new("a1", "a2", "a3"))
    add(batches, new("e1", owner=EVE))
    waiting = batches.waiting(3)
    assert [(item.owner, item.request["url"]) for item in waiting] == [(OWNER, "a1"), (EVE, "e1"), (OWNER, "a2")]
    assert len({item.key for item in waiting}) == 3


def test_an_item_is_what_its_job_is(batches: BatchStorePort, jobs: JobStorePort) -> None:
    batch_id = add(batches, new("a", "b", "c")).batch_id
    first, second = enter(batches, jobs, 2)
    (last,) = batches.waiting(9)
    batches.refused(last, "unknown-type", "Nobody imports it.")
    assert not batches.has_waiting()
    execution = claim(jobs, jobs.job(OWNER, first)).execution
    jobs.record_failure(execution, PERMANENT)
    jobs.settle(execution, False, jobs.job(OWNER, first).created_at)
    batch = batches.batch(OWNER, batch_id)
    assert (dict(batch.counts), batch.ended) == ({"failed": 1, "pending": 1, "refused": 1}, 2)
    failures = batches.items(OWNER, batch_id, 10, unsuccessful=True).items
    assert [(item.source, item.status, item.error_code, item.job_id) for item in failures] == [
        ("a", "failed", PERMANENT.code, first),
        ("c", "refused", "unknown-type", None),
    ]
    jobs.cancel(OWNER, second)
    assert batches.batch(OWNER, batch_id).status is BatchStatus.COMPLETED


def test_an_item_tells_no_error_of_what_was_tried_before_its_job_was_cancelled(
    batches: BatchStorePort, jobs: JobStorePort
) -> None:
    batch_id = add(batches, new("a")).batch_id
    (job_id,) = enter(batches, jobs)
    execution = claim(jobs, jobs.job(OWNER, job_id)).execution
    jobs.record_failure(execution, TRANSIENT)
    jobs.settle(execution, False, PAST)
    (waiting,) = batches.items(OWNER, batch_id, 1).items
    assert (waiting.status, waiting.error_code, waiting.error_message) == (
        *("retrying", TRANSIENT.code),
        TRANSIENT.message,
    )
    jobs.cancel(OWNER, job_id)
    (cancelled,) = batches.items(OWNER, batch_id, 1).items
    assert (cancelled.status, cancelled.error_code, cancelled.error_message) == ("cancelled", None, None)


def test_a_cancelled_batch_begins_nothing_more(batches: BatchStorePort, jobs: JobStorePort) -> None:
    batch_id = add(batches, new("a", "b", "c")).batch_id
    (running,) = enter(batches, jobs)
    late = batches.waiting(1)[0]
    with pytest.raises(NotFound):
        batches.cancel(EVE, batch_id)
    cancelled = batches.cancel(OWNER, batch_id)
    assert cancelled.cancelled_at is not None
    assert batches.cancel(OWNER, batch_id) == cancelled
    assert (batches.waiting(9), batches.has_waiting()) == ([], False)
    assert batches.to_cancel(9) == [(OWNER, running)]
    job = submit(jobs)
    assert not batches.entered(late, job.job_id)
    assert sorted(batches.to_cancel(9)) == sorted([(OWNER, running), (OWNER, job.job_id)])
    for job_id in (running, job.job_id):
        jobs.cancel(OWNER, job_id)
    assert (batches.to_cancel(9), batches.batch(OWNER, batch_id).status) == ([], BatchStatus.CANCELLED)
    assert batches.batch(OWNER, batch_id).counts == {JobStatus.CANCELLED.value: 3}


def test_a_job_knows_the_listings_above_it(batches: BatchStorePort, jobs: JobStorePort) -> None:
    top = submit(jobs)
    assert batches.lineage(top.job_id) == Lineage()
    add(batches, new("feed", "other", job_id=top.job_id, source="list"))
    feed, other = enter(batches, jobs, 2)
    add(batches, new("post", job_id=feed, source="feed"))
    (post,) = enter(batches, jobs)
    assert batches.lineage(other) == Lineage(sources=["list"], taken=3)
    assert batches.lineage(post) == Lineage(sources=["feed", "list"], taken=3)
    made = [item.made_batch_id for item in batches.items(OWNER, jobs.job(OWNER, top.job_id).batch_id or "", 9).items]
    assert made == [jobs.job(OWNER, feed).batch_id, None]


def test_a_job_knows_its_batch_and_whether_that_still_runs(batches: BatchStorePort, jobs: JobStorePort) -> None:
    alone, theirs = submit(jobs), add(batches, new("e", owner=EVE)).batch_id
    ours = add(batches, new("a", "b", "c")).batch_id
    made = {jobs.job_for_execution(job_id).owner: job_id for job_id in enter(batches, jobs, 2)}
    first = made[OWNER]

    def running(*job_ids: str) -> dict[str, bool]:
        found = batches.of_jobs(job_ids)
        assert {each.owner for each in found} <= {OWNER, EVE}
        return {each.batch_id: each.running for each in found}

    assert (running(), running(alone.job_id)) == ({}, {})
    assert batches.of_jobs([first]) == [BatchOfJobs(batch_id=ours, owner=OWNER, running=True)]
    jobs.cancel(OWNER, first)
    jobs.cancel(EVE, made[EVE])
    assert running(first, alone.job_id, made[EVE]) == {ours: True, theirs: False}
    (second,) = enter(batches, jobs)
    jobs.cancel(OWNER, second)
    assert running(first, second) == {ours: True}
    (last,) = batches.waiting(1)
    batches.refused(last, "unknown-type", "Nobody imports it.")
    assert running(second) == {ours: False}
