"""Jobs of all kinds, submitted and watched through whatever happens, by two owners."""

from __future__ import annotations

import json
import random
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx
from botocore.exceptions import BotoCoreError, ClientError

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
# How long somebody stands by a job that is hit again and again.
BESIDE_SECONDS = 900.0
_MOST_BESIDE = 64
_PAUSE_SECONDS = 0.5
_CHANGED_HIS_MIND_SECONDS = 1.0
# What a file in the drop folder comes to.
_DROP_ENDED = frozenset({"completed", "failed", "cancelled", "refused"})
# One job of so many is of this kind; the rest pay.
_ONE_IN = {"import": 6, "podcast": 8, "cancelled": 8, "deleted": 12, "dropped": 12, "stranger": 12}
_EVERY_NTH_IS_HEARD = 6


@dataclass
class Workload:
    """``ids`` are the jobs by kind, the stranger's among them; ``dropped`` the names of files that were dropped.

    ``heard`` is what each listener was told last, ``deleted`` the contents that were erased, by their job.
    """

    tenant: Tenant
    source: str
    stranger: Tenant
    strangers_source: str
    provider: Provider
    ids: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in ("faulty", *_ONE_IN)})
    dropped: list[str] = field(default_factory=list)
    heard: dict[str, str] = field(default_factory=dict)
    deleted: dict[str, str] = field(default_factory=dict)
    _beside: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(_MOST_BESIDE))
    _standing_by: list[Future[None]] = field(default_factory=list)

    def submit(self, count: int, chance: random.Random, seconds: float) -> None:
        """Submit jobs of all kinds, spread over about so many seconds."""
        kinds = [kind for kind, one_in in _ONE_IN.items() for _ in range(max(1, count // one_in))]
        kinds += ["faulty"] * (count - len(kinds))
        chance.shuffle(kinds)
        for number, kind in enumerate(kinds):
            time.sleep(chance.uniform(0.0, 2 * seconds / count))
            priority = chance.randint(1, 10)
            if kind == "dropped":
                self._drop(f"chaos-{number}.pdf")
            else:
                self._submit(kind, number, priority, chance.uniform(0.0, _CHANGED_HIS_MIND_SECONDS))

    def pay(self) -> None:
        """Submit one more job that pays."""
        self._submit("faulty", -1, 10, 0.0)

    def stood_by(self) -> None:
        """Return when everybody who cancels, deletes or listens has done so. Raises what one of them met."""
        for future in self._standing_by:
            future.result(BESIDE_SECONDS)
        self._beside.shutdown()

    def _submit(self, kind: str, number: int, priority: int, pause: float) -> None:
        who = self.stranger if kind == "stranger" else self.tenant
        job_id = self._submitted(who, kind, number, priority)
        self.ids[kind].append(job_id)
        if kind == "cancelled":
            self._stand_by(lambda: self._cancel(job_id, pause))
        elif kind == "deleted":
            self._stand_by(lambda: self._delete_when_imported(job_id))
        elif number % _EVERY_NTH_IS_HEARD == 0:
            self._stand_by(lambda: self._listen(who, job_id))

    def _stand_by(self, act: Callable[[], None]) -> None:
        self._standing_by.append(self._beside.submit(act))

    def _submitted(self, who: Tenant, kind: str, number: int, priority: int) -> str:
        if kind in ("import", "deleted"):
            url = through(lambda: who.upload(small_pdf(f"chaos number {number}")))
            return _accepted(who, "/api/content/import", {"url": url, "priority": priority})
        format = "podcast" if kind == "podcast" else "faulty"
        parameters = PODCAST if kind == "podcast" else {"items": ITEMS, "provider": self.provider.url}
        source = self.strangers_source if who is self.stranger else self.source
        body = {"source_ids": [source], "format": format, "parameters": parameters, "priority": priority}
        return _accepted(who, "/api/content/export", body)

    def _cancel(self, job_id: str, pause: float) -> None:
        time.sleep(pause)

        def ask() -> None:
            answer = self.tenant.http.delete(f"/api/jobs/{job_id}")
            # It may have ended before.
            if answer.status_code != httpx.codes.CONFLICT:
                answer.raise_for_status()

        through(ask)

    def _delete_when_imported(self, job_id: str) -> None:
        content_id = self._ended(job_id).content_id
        if content_id is None:
            return

        def ask() -> None:
            answer = self.tenant.http.delete(f"/api/content/{content_id}", params={"hard_delete": True})
            # The answer of an earlier try may have been lost.
            if answer.status_code != httpx.codes.NOT_FOUND:
                answer.raise_for_status()

        through(ask)
        self.deleted[job_id] = content_id

    def _ended(self, job_id: str) -> Job:
        deadline = time.monotonic() + BESIDE_SECONDS
        while (job := self._job(self.tenant, job_id)).status not in TERMINAL:
            assert time.monotonic() < deadline, f"{job_id} does not end"
            time.sleep(_PAUSE_SECONDS)
        return job

    def _listen(self, who: Tenant, job_id: str) -> None:
        def follow() -> None:
            for told in who.client.jobs.follow([job_id], require_websocket=True, timeout=BESIDE_SECONDS):
                self.heard[job_id] = str(told.status)

        through(follow)

    def _drop(self, name: str) -> None:
        key = f"drop/inbox/{self.tenant.owner}/{name}"
        s3, bucket = self.tenant.cloud.aws.client("s3"), self.tenant.cloud.info.bucket
        through(lambda: s3.put_object(Bucket=bucket, Key=key, Body=small_pdf(f"dropped as {name}")))
        self.dropped.append(name)

    def drops(self) -> list[dict[str, Any]]:
        """Return what was said of each file that was dropped."""
        cloud, prefix = self.tenant.cloud, f"drop-results/{self.tenant.owner}/"
        return through(lambda: [json.loads(cloud.object(key)) for key in cloud.keys(prefix)])

    def by_owner(self) -> Iterator[tuple[Tenant, str]]:
        """Yield each job that was submitted, with whose it is; those of dropped files are not among them."""
        for kind, job_ids in self.ids.items():
            for job_id in job_ids:
                yield (self.stranger if kind == "stranger" else self.tenant), job_id

    def jobs(self) -> list[Job]:
        """All jobs as their rows say, those of dropped files too."""
        dropped = [(self.tenant, str(each["job_id"])) for each in self.drops() if each.get("job_id")]
        return [self._job(who, job_id) for who, job_id in [*self.by_owner(), *dropped]]

    def open(self) -> int:
        """How many have not ended."""
        waiting = len(self.dropped) - sum(each["status"] in _DROP_ENDED for each in self.drops())
        return waiting + sum(job.status not in TERMINAL or job.claimed_at is not None for job in self.jobs())

    @staticmethod
    def _job(who: Tenant, job_id: str) -> Job:
        return through(lambda: who.cloud.jobs.job(who.owner, job_id))


def _accepted(who: Tenant, path: str, body: dict[str, Any]) -> str:
    """Ask again with the same key until there is an answer."""
    headers = {"Idempotency-Key": str(uuid.uuid4())}

    def ask() -> str:
        return str(who.http.post(path, json=body, headers=headers).raise_for_status().json()["job_id"])

    return through(ask)


def through(act: Callable[[], T]) -> T:
    """Try until it works: a client that does not give up because a server is away for a while."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return act()
        except (LibraryError, StoreUnavailable, httpx.HTTPError, BotoCoreError, ClientError) as error:
            if _refused(error) or time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE_SECONDS)


def _refused(error: Exception) -> bool:
    return isinstance(error, httpx.HTTPStatusError) and error.response.status_code in (400, 404, 409, 422)
