"""One owner's many, urgent or endless jobs against another's few, on the deployed cloud.

Counted is whose jobs began meanwhile, never how long it took.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from typing import Any

import pytest
from williams_faulty.plugin import FaultyExport

from tests.e2e.machinery import Machinery
from tests.e2e.provider import Provider
from tests.e2e.samples import small_pdf
from tests.e2e.tenant import JOB_SECONDS, POLL_SECONDS, Tenant
from williams_client import WAITING

URGENT, DEFAULT, LEAST = 10, 5, 1
MANY = 20
# Of each other owner of the same weight: see the guarantees.
TURNS = 2
SHORT = {"items": 1}


class Owner:
    """An owner with a source, whose exports are short, or wait at the provider's gate."""

    def __init__(self, tenant: Tenant, provider: Provider) -> None:
        self.tenant = tenant
        self._source = tenant.imported(small_pdf(tenant.owner))
        self._gated = {"stage": "script", "how": "gated", "provider": provider.url}

    def submit(self, count: int, priority: int = DEFAULT, gated: bool = False) -> list[str]:
        parameters = self._gated if gated else SHORT
        return [
            self.tenant.submit_export([self._source], "faulty", parameters=parameters, priority=priority)
            for _ in range(count)
        ]

    def starts(self, job_ids: list[str]) -> list[datetime]:
        """When those of the jobs were claimed that were."""
        stories = [self.tenant.client.jobs.events(job_id).events for job_id in job_ids]
        return [each.at for story in stories for each in story if each.kind == "claim"]

    def wait_for_starts(self, job_ids: list[str], count: int) -> None:
        deadline = time.monotonic() + JOB_SECONDS
        while len(self.starts(job_ids)) < count:
            assert time.monotonic() < deadline, f"{len(self.starts(job_ids))} started, not {count}"
            time.sleep(POLL_SECONDS)

    def running(self, job_ids: list[str]) -> list[str]:
        return [job_id for job_id in job_ids if self.tenant.client.jobs.get(job_id).status not in WAITING]

    def completed(self, job_ids: list[str]) -> None:
        for job_id in job_ids:
            self.tenant.completed(job_id)

    def cancel(self, job_ids: list[str]) -> None:
        for job_id in job_ids:
            assert self.tenant.http.delete(f"/api/jobs/{job_id}").status_code in (200, 409)


@pytest.fixture(scope="module")
def owners(make_tenant: Callable[[str], Tenant], provider: Provider) -> dict[str, Owner]:
    return {name: Owner(make_tenant(name), provider) for name in ("greedy", "modest", "third")}


@contextmanager
def full_lane(owner: Owner, provider: Provider, places: int) -> Iterator[None]:
    """Hold every place of the lane until the block is left."""
    provider.gate.clear()
    blockers = owner.submit(places, URGENT, gated=True)
    try:
        provider.wait_at_gate(places)
        yield
    finally:
        provider.gate.set()
        owner.completed(blockers)


@pytest.mark.parametrize(("places", "priority"), [(1, LEAST), (2, DEFAULT)])
def test_urgent_jobs_of_one_owner_hold_up_no_other(
    owners: dict[str, Owner], machinery: Machinery, provider: Provider, places: int, priority: int
) -> None:
    greedy, modest = owners["greedy"], owners["modest"]
    with machinery.lanes(export_faulty=places):
        with full_lane(greedy, provider, places):
            urgent = greedy.submit(MANY, URGENT)
            mine = modest.submit(1, priority)
        modest.completed(mine)
        (start,) = modest.starts(mine)
        before = [at for at in greedy.starts(urgent) if at < start]
        greedy.cancel(urgent)
    assert len(before) <= TURNS, f"{len(before)} of {MANY} urgent jobs of another owner went first"


@pytest.mark.parametrize("places", [None, 2], ids=["as deployed", "two"])
def test_endless_jobs_of_one_owner_leave_a_place(
    owners: dict[str, Owner], machinery: Machinery, provider: Provider, places: int | None
) -> None:
    greedy, modest = owners["greedy"], owners["modest"]
    lane = places or FaultyExport.lane
    with machinery.lanes(for_others=1, export_faulty=places) if places else nullcontext():
        provider.gate.clear()
        endless = greedy.submit(lane + 2, URGENT, gated=True)
        try:
            greedy.wait_for_starts(endless, lane - 1)
            modest.completed(modest.submit(1, LEAST))
            assert len(greedy.running(endless)) <= lane - 1
        finally:
            greedy.cancel(endless)
            provider.gate.set()


def test_an_operator_favours_an_owner_without_a_deployment(
    owners: dict[str, Owner], machinery: Machinery, provider: Provider
) -> None:
    favoured, other, holder = owners["greedy"], owners["modest"], owners["third"]
    name = favoured.tenant.owner
    assert machinery.invoke("weigh-owner", {"owner": name, "weight": 3})["weights"][name] == 3
    try:
        with machinery.lanes(export_faulty=1):
            with full_lane(holder, provider, 1):
                more, less = favoured.submit(6, LEAST), other.submit(3, URGENT)
            other.completed(less)
            favoured.completed(more)
    finally:
        left: dict[str, Any] = machinery.invoke("weigh-owner", {"owner": name, "weight": 1})
    assert name not in left["weights"]
    order = sorted([(at, "less") for at in other.starts(less)] + [(at, "more") for at in favoured.starts(more)])
    assert [whose for _, whose in order[:7]].count("more") >= 5, order
