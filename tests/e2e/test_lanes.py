"""A lane of two: an owner's own priorities, fair turns, and no other plugin is held up."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from tests.e2e.machinery import Machinery
from tests.e2e.provider import Provider
from tests.e2e.samples import small_pdf
from tests.e2e.tenant import Tenant
from williams_client.models import JobAnswer

LANE = 2
JOBS = 40
FEW, CLIENTS = 5, 4
SHORT = {"items": 1}
LONG = 150.0


def _at(moment: datetime | None) -> datetime:
    assert moment
    return moment


@pytest.fixture(scope="module")
def greedy(make_tenant: Callable[[str], Tenant]) -> Tenant:
    return make_tenant("greedy")


@pytest.fixture(scope="module")
def modest(make_tenant: Callable[[str], Tenant]) -> Tenant:
    return make_tenant("modest")


@pytest.fixture(scope="module", autouse=True)
def narrow(machinery: Machinery) -> Iterator[None]:
    with machinery.lanes(export_faulty=LANE):
        yield


def _fill(tenant: Tenant, provider: Provider, source: str) -> list[str]:
    """Fill the lane with jobs that wait at the gate."""
    provider.gate.clear()
    waits = {"stage": "script", "how": "gated", "provider": provider.url}
    jobs = [tenant.submit_export([source], "faulty", parameters=waits, priority=10) for _ in range(LANE)]
    provider.wait_at_gate(LANE)
    return jobs


def _cancelled(tenant: Tenant, job_id: str) -> None:
    """Cancel a job unless it has ended."""
    assert tenant.http.delete(f"/api/jobs/{job_id}").status_code in (200, 409)


def _ended(tenant: Tenant, job_ids: list[str]) -> list[JobAnswer]:
    return [tenant.completed(job_id, within=LONG) for job_id in job_ids]


def test_no_priority_of_an_owner_is_passed_over_and_no_other_plugin_held_up(greedy: Tenant, provider: Provider) -> None:
    source = greedy.imported(small_pdf("lanes"))
    blockers = _fill(greedy, provider, source)
    priorities = [1 + number % 10 for number in range(JOBS)]
    random.Random(4).shuffle(priorities)
    waiting = [greedy.submit_export([source], "faulty", parameters=SHORT, priority=priority) for priority in priorities]
    other = greedy.completed(greedy.submit_import(greedy.upload(small_pdf("another lane")), priority=1))
    assert {greedy.client.jobs.get(job_id).started_at for job_id in waiting} == {None}, "the lane was not full"

    provider.gate.set()
    jobs = _ended(greedy, waiting)
    assert min(_at(job.started_at) for job in jobs) > _at(other.completed_at)
    for job, next_job in itertools.pairwise(sorted(jobs, key=lambda job: _at(job.started_at))):
        if job.started_at != next_job.started_at:
            assert job.priority >= next_job.priority, [(each.priority, each.started_at) for each in jobs]
    assert max(_running_at_each_start([*jobs, *_ended(greedy, blockers)])) <= LANE


def test_owners_share_a_lane(greedy: Tenant, modest: Tenant, provider: Provider, many_jobs: int) -> None:
    """The one with few jobs is not behind the other's many, which are cancelled when this is clear."""
    source, other = (tenant.imported(small_pdf("sharing")) for tenant in (greedy, modest))
    blockers = _fill(greedy, provider, source)
    with ThreadPoolExecutor(CLIENTS) as clients:
        asked = clients.map(lambda _: greedy.submit_export([source], "faulty", parameters=SHORT), range(many_jobs))
        many = list(asked)
        few = [modest.submit_export([other], "faulty", parameters=SHORT) for _ in range(FEW)]
        provider.gate.set()
        last = max(_at(job.started_at) for job in _ended(modest, few))
        rest = list(clients.map(greedy.client.jobs.get, many))
        list(clients.map(lambda job_id: _cancelled(greedy, job_id), many))
    before = [job.job_id for job in rest if job.started_at and job.started_at < last]
    # Turns: for each start of the owner with few, at most one of the other's, and a lane's worth more.
    assert len(before) <= FEW + LANE, before
    _ended(greedy, blockers)


def _running_at_each_start(jobs: list[JobAnswer]) -> list[int]:
    spans = [(_at(job.started_at), _at(job.completed_at)) for job in jobs]
    return [sum(begin <= moment < end for begin, end in spans) for moment, _ in spans]
