"""Jobs of all kinds, submitted and watched through whatever happens."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx

from tests.e2e.provider import Provider
from tests.e2e.samples import small_pdf
from tests.e2e.tenant import Tenant
from williams.domain.errors import StoreUnavailable
from williams.domain.jobs import TERMINAL, Job
from williams_client import LibraryError

T = TypeVar("T")
ITEMS = 2
PODCAST = {"minutes": 0.5}
PATIENCE_SECONDS = 240.0
_PAUSE_SECONDS = 0.5


@dataclass
class Workload:
    """``ids`` are the jobs by kind: ``faulty``, ``import``, ``podcast``."""

    tenant: Tenant
    provider: Provider
    source: str
    ids: dict[str, list[str]] = field(default_factory=lambda: {"faulty": [], "import": [], "podcast": []})

    def submit(self, count: int, chance: random.Random, seconds: float) -> None:
        """Submit jobs of all kinds, spread over about so many seconds."""
        kinds = ["faulty"] * (count - count // 4 - count // 8) + ["import"] * (count // 4) + ["podcast"] * (count // 8)
        chance.shuffle(kinds)
        for number, kind in enumerate(kinds):
            time.sleep(chance.uniform(0.0, 2 * seconds / count))
            self.ids[kind].append(self._submitted(kind, number, priority=chance.randint(1, 10)))

    def pay(self) -> None:
        """Submit one more job that pays."""
        self.ids["faulty"].append(self._submitted("faulty", 0, priority=10))

    def _submitted(self, kind: str, number: int, priority: int) -> str:
        if kind == "import":
            url = through(lambda: self.tenant.upload(small_pdf(f"chaos number {number}")))
            return self._accepted("/api/content/import", {"url": url, "priority": priority})
        parameters = PODCAST if kind == "podcast" else {"items": ITEMS, "provider": self.provider.url}
        body = {"source_ids": [self.source], "format": kind, "parameters": parameters, "priority": priority}
        return self._accepted("/api/content/export", body)

    def _accepted(self, path: str, body: dict[str, Any]) -> str:
        """Ask again with the same key until there is an answer."""
        headers = {"Idempotency-Key": str(uuid.uuid4())}

        def ask() -> str:
            answer = self.tenant.http.post(path, json=body, headers=headers)
            return str(answer.raise_for_status().json()["job_id"])

        return through(ask)

    @property
    def all(self) -> list[str]:
        return [job_id for job_ids in self.ids.values() for job_id in job_ids]

    def jobs(self) -> list[Job]:
        """All jobs as their rows say."""
        store, owner = self.tenant.cloud.jobs, self.tenant.owner
        return through(lambda: [store.job(owner, job_id) for job_id in self.all])

    def open(self) -> int:
        return sum(job.status not in TERMINAL or job.claimed_at is not None for job in self.jobs())


def through(act: Callable[[], T]) -> T:
    """Try until it works: a client that does not give up because a server is away for a while."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return act()
        except (LibraryError, StoreUnavailable, httpx.HTTPError) as error:
            if _refused(error) or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)


def _refused(error: Exception) -> bool:
    return isinstance(error, httpx.HTTPStatusError) and error.response.status_code in (400, 404, 409, 422)
