"""SourceStorePort, and what batches know of followed sources: the fake and Postgres under the same tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.contract.records import NOW, OWNER, PAST, TRANSIENT, claim, submit
from tests.contract.test_batches import EVE, new
from williams.domain.batches import NewBatch, NewItem
from williams.domain.errors import Conflict, NotFound
from williams.domain.ids import new_id
from williams.domain.jobs import JobStatus
from williams.domain.sources import FollowedSource, SourceStatus
from williams.ports.batches import BatchStorePort
from williams.ports.jobs import JobStorePort
from williams.ports.sources import SourceStorePort

HOUR = timedelta(hours=1)


def followed(owner: str = OWNER, **changes: Any) -> FollowedSource:
    fields: dict[str, Any] = {
        "source_id": new_id("src"),
        "owner": owner,
        "url": f"https://a.test/{new_id('url')}",
        "request": {"url": "https://a.test/feed.xml", "priority": 3},
        "next_look_at": NOW,
        "created_at": NOW,
    }
    return FollowedSource(**(fields | changes))


def test_a_source_comes_back_as_it_went_in(sources: SourceStorePort) -> None:
    source = followed(title="News", interval_seconds=7200)
    assert sources.add(source) == source
    assert sources.source(OWNER, source.source_id) == source
    with pytest.raises(Conflict, match=source.source_id):
        sources.add(followed(url=source.url))
    assert sources.add(followed(EVE, url=source.url)).owner == EVE
    for call in (lambda: sources.source(EVE, source.source_id), lambda: sources.remove(EVE, source.source_id)):
        with pytest.raises(NotFound):
            call()
    sources.remove(OWNER, source.source_id)
    with pytest.raises(NotFound):
        sources.save(source)


def test_sources_are_listed_in_pages(sources: SourceStorePort) -> None:
    made = [sources.add(followed(created_at=NOW + n * HOUR)) for n in range(3)]
    sources.add(followed(EVE))
    first = sources.sources(OWNER, 2)
    assert [*first.items, *sources.sources(OWNER, 2, first.next_after).items] == made[::-1]


def test_which_are_due(sources: SourceStorePort) -> None:
    late, due = sources.add(followed(next_look_at=NOW - HOUR)), sources.add(followed(next_look_at=NOW))
    sources.add(followed(next_look_at=NOW + HOUR))
    sources.add(followed(status=SourceStatus.PAUSED))
    sources.add(followed(looking=True))
    assert sources.due(NOW, 9) == [late, due]
    assert sources.due(NOW, 1) == [late]


def test_how_a_look_ended(sources: SourceStorePort, batches: BatchStorePort, jobs: JobStorePort) -> None:
    job, other = submit(jobs), submit(jobs)
    source = sources.add(followed())
    sources.add(followed(looking=True, job_id=other.job_id))
    begun = sources.save(source.model_copy(update={"looking": True, "job_id": job.job_id, "looks": 1}))
    assert sources.ended_looks(9) == []
    made = batches.add(named(source, job.job_id, "s1", a="1"))
    assert made is not None
    jobs.cancel(OWNER, job.job_id)
    (ended,) = sources.ended_looks(9)
    assert ended.source == begun.model_copy(update={"state": "s1"})
    assert (ended.status, ended.error_code, ended.batch_id) == (JobStatus.CANCELLED, None, made.batch_id)
    done = sources.save(ended.source.failed("cancelled", "It was cancelled.", NOW, 0.0))
    assert (done.failures, done.next_look_at, sources.ended_looks(9)) == (1, NOW + timedelta(days=2), [])


def test_a_look_that_was_cancelled_tells_no_error_of_what_was_tried_before(
    sources: SourceStorePort, jobs: JobStorePort
) -> None:
    job = submit(jobs)
    sources.add(followed(looking=True, job_id=job.job_id))
    execution = claim(jobs, job).execution
    jobs.record_failure(execution, TRANSIENT)
    jobs.settle(execution, False, PAST)
    jobs.cancel(OWNER, job.job_id)
    (ended,) = sources.ended_looks(9)
    assert (ended.status, ended.error_code, ended.error_message) == (JobStatus.CANCELLED, None, None)


def named(source: FollowedSource, job_id: str, state: str, **versions: str | None) -> NewBatch:
    items = [NewItem(source=name, request={"url": name}, version=version) for name, version in versions.items()]
    return new(job_id=job_id, source_id=source.source_id, state=state).model_copy(update={"items": items})


def test_only_what_is_new_or_changed_is_taken(
    sources: SourceStorePort, batches: BatchStorePort, jobs: JobStorePort
) -> None:
    source = sources.add(followed())
    jobs_of_looks = [submit(jobs).job_id for _ in range(4)]
    first = named(source, jobs_of_looks[0], "s1", a="1", b=None)
    made = batches.add(first)
    assert made is not None
    assert made.total == 2
    assert batches.add(first) == made
    assert batches.add(named(source, jobs_of_looks[1], "s2", a="1", b=None)) is None
    assert sources.source(OWNER, source.source_id).state == "s2"
    changed = batches.add(named(source, jobs_of_looks[2], "s3", b=None, a="2", c=None))
    assert changed is not None
    items = batches.items(OWNER, changed.batch_id, 9).items
    assert [(item.ordinal, item.source) for item in items] == [(0, "a"), (1, "c")]
    # What was saved by who had read an older state leaves the newer one.
    assert sources.save(source).state == "s3"
    other = batches.add(named(sources.add(followed()), jobs_of_looks[3], "s1", a="1"))
    assert other is not None
