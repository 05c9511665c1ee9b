"""A repeated Idempotency-Key is the same request, or is refused."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.problems import problem
from tests.e2e.samples import small_pdf
from tests.e2e.tenant import Tenant

# Each may need a worker of its own, which is slow to start.
AT_ONCE = 3


@pytest.fixture
def headers() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid.uuid4())}


def test_the_same_body_is_the_same_job(newcomer: Tenant, headers: dict[str, str]) -> None:
    body = {"url": newcomer.upload(small_pdf("repetition"))}
    first, second = (newcomer.http.post("/api/content/import", json=body, headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["job_id"] == second.json()["job_id"]
    job = newcomer.completed(first.json()["job_id"])
    later = newcomer.http.post("/api/content/import", json=body, headers=headers)
    assert later.json()["job_id"] == job.job_id
    assert later.json()["status"] == "completed"
    assert len(newcomer.client.jobs.list().items) == 1


def test_the_same_body_several_times_at_once_is_one_job(newcomer: Tenant, headers: dict[str, str]) -> None:
    body = {"url": newcomer.upload(small_pdf("impatience"))}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        sent = [
            pool.submit(newcomer.http.post, "/api/content/import", json=body, headers=headers) for _ in range(AT_ONCE)
        ]
    answers = [future.result() for future in sent]
    assert {answer.status_code for answer in answers} == {202}
    (job_id,) = {answer.json()["job_id"] for answer in answers}
    newcomer.completed(job_id)
    assert [event.kind for event in newcomer.cloud.events(newcomer.owner, job_id)].count("claim") == 1


def test_another_body_is_refused(newcomer: Tenant, headers: dict[str, str]) -> None:
    url = newcomer.upload(small_pdf("second thoughts"))
    first = newcomer.http.post("/api/content/import", json={"url": url}, headers=headers)
    other = newcomer.http.post("/api/content/import", json={"url": url, "priority": 9}, headers=headers)
    problem(other, 422, "idempotency-key-reused")
    newcomer.completed(first.json()["job_id"])
    assert len(newcomer.client.jobs.list().items) == 1


def test_another_owner_may_use_the_same_key(newcomer: Tenant, reader: Tenant, headers: dict[str, str]) -> None:
    body = {"url": "upload://up_0/absent.pdf"}
    answers = [who.http.post("/api/content/import", json=body, headers=headers) for who in (newcomer, reader)]
    jobs = [answer.json()["job_id"] for answer in answers]
    assert jobs[0] != jobs[1]
    for who, job_id in zip((newcomer, reader), jobs, strict=True):
        assert who.ended(job_id).status == "failed"
