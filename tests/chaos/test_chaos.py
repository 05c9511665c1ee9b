"""Kill anything: every job ends truly, nothing is lost, doubled or half written, and no call is paid twice unsaid."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from botocore.exceptions import BotoCoreError, ClientError
from sqlalchemy import text

from tests.chaos.killer import SERVERS, TICK_SECONDS, Killer, Target, plan, seconds_of
from tests.chaos.workload import ITEMS, Workload, through
from tests.e2e.cloud import Cloud
from tests.e2e.machinery import Machinery
from tests.e2e.provider import Call, Provider
from tests.e2e.samples import small_pdf
from tests.e2e.stories import story
from tests.e2e.tenant import Tenant
from williams.domain.jobs import Job, JobStatus

ANSWER_SECONDS = 0.4
SECONDS_FOR_EACH = 6.0
SECONDS_BESIDE = 300.0
MOST_SECONDS_BETWEEN = 2.0


@dataclass(frozen=True)
class Aftermath:
    work: Workload
    killer: Killer
    jobs: list[Job]
    seconds: float


@pytest.fixture(scope="module")
def aftermath(
    machinery: Machinery,
    make_tenant: Callable[[str], Tenant],
    provider: Provider,
    count: int,
    seed: int,
) -> Aftermath:
    tenant, stranger = make_tenant("chaos"), make_tenant("stranger")
    sources = [each.imported(small_pdf(f"the source of {each.owner}")) for each in (tenant, stranger)]
    work = Workload(tenant, sources[0], stranger, sources[1], provider)
    provider.seconds = ANSWER_SECONDS
    killer = Killer(provider, work.pay, lambda: _tick(machinery), random.Random(seed))
    targets = plan(count, killer.chance)
    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        seconds = seconds_of(targets, MOST_SECONDS_BETWEEN / 2)
        submitting = pool.submit(work.submit, count, random.Random(seed), seconds)
        for target in targets:
            time.sleep(killer.chance.uniform(0.1, MOST_SECONDS_BETWEEN))
            killer.strike(target)
            _tick(machinery)
        submitting.result(SECONDS_BESIDE)
    deadline = time.monotonic() + SECONDS_BESIDE + count * SECONDS_FOR_EACH
    while work.open() and time.monotonic() < deadline:
        time.sleep(TICK_SECONDS)
        _tick(machinery)
    work.stood_by()
    _tick(machinery)
    return Aftermath(work, killer, work.jobs(), time.monotonic() - began)


def _tick(machinery: Machinery) -> None:
    """The schedule's ticks, more often than they come; they may be killed like anything else."""
    try:
        machinery.invoke_anyway("reconcile", {})
        machinery.invoke_anyway("drop-folder", {"source": "test"})
    except (BotoCoreError, ClientError):
        return


def test_a_third_of_the_kills_were_inside_a_call(aftermath: Aftermath) -> None:
    struck = aftermath.killer.struck
    ended = Counter(job.status.value for job in aftermath.jobs)
    retried = Counter(job.retry_count for job in aftermath.jobs)
    print(f"\n{aftermath.killer.histogram()}")
    print(f"{len(aftermath.jobs)} jobs in {aftermath.seconds:.0f} s: {dict(ended)}")
    print(f"jobs by retries: {dict(sorted(retried.items()))}")
    assert struck[Target.INSIDE_A_CALL] * 3 >= struck.total()
    assert all(struck[server] for server in SERVERS)


def test_every_job_has_ended_truly(aftermath: Aftermath, cloud: Cloud) -> None:
    may_be_cancelled = set(aftermath.work.ids["cancelled"])
    kept = [job for job in aftermath.jobs if job.job_id not in may_be_cancelled]
    for job in aftermath.jobs:
        told = story(cloud, job.owner, job.job_id)
        assert job.claimed_at is None, told
        if job.status is JobStatus.CANCELLED:
            assert job.job_id in may_be_cancelled, told
            assert job.artifact_id is None, told
        elif job.status is JobStatus.FAILED:
            assert job.error is not None, told
            assert job.error.retryable, told
            assert job.retry_count == job.max_retries, told
        else:
            assert job.status is JobStatus.COMPLETED, told
            assert job.content_id or job.artifact_id or job.job_id in aftermath.work.deleted, told
    assert sum(job.status is JobStatus.COMPLETED for job in kept) >= 0.9 * len(kept)


def test_nothing_is_lost_doubled_or_half_written(aftermath: Aftermath, cloud: Cloud) -> None:
    work = aftermath.work
    completed = {job.job_id: job for job in aftermath.jobs if job.status is JobStatus.COMPLETED}
    made = [completed[i] for kind in ("faulty", "podcast", "cancelled") for i in work.ids[kind] if i in completed]
    assert sorted(_all_artifacts(cloud, work.tenant.owner)) == sorted(str(job.artifact_id) for job in made)
    contents = [completed[i].content_id for i in work.ids["import"] if i in completed]
    assert len(set(contents)) == len(contents)
    for job_id in work.ids["faulty"]:
        if job_id in completed:
            artifact = cloud.catalog.artifact(work.tenant.owner, str(completed[job_id].artifact_id))
            assert cloud.object(artifact.files["faulty.txt"].key) == b"\n".join(b"%d" % n for n in range(ITEMS))


def test_nothing_is_left_of_what_was_deleted(aftermath: Aftermath, cloud: Cloud) -> None:
    work = aftermath.work
    completed = {job.job_id for job in aftermath.jobs if job.status is JobStatus.COMPLETED}
    assert work.deleted
    assert work.deleted.keys() == completed & set(work.ids["deleted"])
    for content_id in work.deleted.values():
        assert work.tenant.http.get(f"/api/content/{content_id}").status_code == 404
        assert cloud.keys(f"documents/{content_id}/") == []
        assert _rows_of(cloud, content_id) == {"content": 0, "paragraph_vectors": 0}
        assert _paragraphs_in_the_graph(cloud, content_id) == 0


def test_each_dropped_file_was_imported_once(aftermath: Aftermath, cloud: Cloud) -> None:
    work, drops = aftermath.work, aftermath.work.drops()
    assert len(drops) == len(work.dropped)
    told = {str(each.get("job_id")) for each in drops}
    listed = cloud.jobs.jobs(work.tenant.owner, 1000).items
    submitted = {job_id for _, job_id in work.by_owner()} | set(work.tenant.job_ids)
    assert {job.job_id for job in listed} - submitted == told
    assert len(told) == len(work.dropped)


def test_every_listener_was_told_of_the_end(aftermath: Aftermath) -> None:
    ended = {job.job_id: job.status.value for job in aftermath.jobs}
    assert aftermath.work.heard
    assert aftermath.work.heard == {job_id: ended[job_id] for job_id in aftermath.work.heard}


def test_the_other_owner_sees_nothing_of_it(aftermath: Aftermath) -> None:
    work = aftermath.work
    stranger, own = work.stranger, {*work.ids["stranger"], *work.stranger.job_ids}
    assert work.ids["stranger"]
    assert {job.job_id for job in stranger.client.jobs.list(limit=200).items} == own
    assert [each.content_id for each in stranger.client.content.list().items] == [work.strangers_source]
    assert {hit.content_id for hit in stranger.client.search("the source").hits} <= {work.strangers_source}
    for job in aftermath.jobs:
        if job.owner != stranger.owner:
            paths = [f"/api/jobs/{job.job_id}", *([f"/api/content/{job.content_id}"] if job.content_id else [])]
            assert {stranger.http.get(path).status_code for path in paths} == {404}


def test_the_stores_agree(aftermath: Aftermath) -> None:
    pages = through(lambda: list(aftermath.work.tenant.client.agreements()))
    assert [each for page in pages for each in page.disagreements] == []
    strangers = len(aftermath.work.ids["stranger"])
    assert sum(page.jobs for page in pages) == len(aftermath.jobs) - strangers + 1


def test_no_call_is_paid_twice_unsaid(aftermath: Aftermath, cloud: Cloud) -> None:
    work, lost = aftermath.work, aftermath.killer.lost
    made: dict[tuple[str, int], list[Call]] = defaultdict(list)
    for call in work.provider.calls:
        made[call.job_id, call.item].append(call)
    again = [call for calls in made.values() for call in calls[:-1]]
    doubtful = _doubtful(cloud, work.tenant.owner) | _doubtful(cloud, work.stranger.owner)
    steps = sum(len(work.ids[kind]) for kind in ("faulty", "cancelled", "stranger")) * ITEMS
    print(f"\n{len(work.provider.calls)} paid calls for {steps} steps; answers that a kill may have taken: {len(lost)}")
    print(f"made again: {len(again)}; marked as possibly paid twice: {len(doubtful)} steps")
    assert [call for call in again if call not in lost] == []
    assert {(call.job_id, call.item) for call in again} <= doubtful
    # A kill between the note of the intent and the call leaves a doubt where nothing was paid.
    assert len(doubtful - {(call.job_id, call.item) for call in lost}) <= aftermath.killer.struck.total()


def test_no_worker_and_no_scratch_is_left(aftermath: Aftermath, cloud: Cloud) -> None:
    for job in aftermath.jobs:
        assert cloud.leases(job.job_id) == 0
        if job.status is JobStatus.COMPLETED:
            assert cloud.keys(f"jobs/{job.job_id}/") == []


def _all_artifacts(cloud: Cloud, owner: str) -> list[str]:
    with cloud.engine.connect() as connection:
        rows = connection.execute(text("SELECT artifact_id FROM artifacts WHERE owner = :owner"), {"owner": owner})
        return [row.artifact_id for row in rows]


def _rows_of(cloud: Cloud, content_id: str) -> dict[str, int]:
    with cloud.engine.connect() as connection:
        return {
            table: connection.execute(
                text(f"SELECT count(*) FROM {table} WHERE content_id = :content_id"), {"content_id": content_id}
            ).scalar_one()
            for table in ("content", "paragraph_vectors")
        }


def _paragraphs_in_the_graph(cloud: Cloud, content_id: str) -> int:
    found, _, _ = cloud.graph.execute_query(
        "MATCH (n:Paragraph) WHERE n.para_id STARTS WITH $content_id RETURN count(n) AS number",
        content_id=content_id,
        database_=cloud.info.graph_database,
    )
    return int(found[0]["number"])


def _doubtful(cloud: Cloud, owner: str) -> set[tuple[str, int]]:
    query = "SELECT job_id, item FROM paid_calls JOIN processing_jobs USING (job_id) WHERE owner = :owner"
    with cloud.engine.connect() as connection:
        rows = connection.execute(text(f"{query} AND possibly_paid_twice"), {"owner": owner})
        return {(row.job_id, row.item) for row in rows}
