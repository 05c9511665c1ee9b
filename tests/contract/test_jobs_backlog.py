"""JobStorePort: what runs and waits. The fake and Postgres under the same tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.contract.records import OWNER, make_job
from williams.domain.executions import Execution
from williams.domain.jobs import JobStatus
from williams.ports.jobs import JobStorePort

AGE = timedelta(minutes=3)


def submit(jobs: JobStorePort, plugin_id: str, count: int) -> list[str]:
    made = [
        make_job(plugin_id=plugin_id).model_copy(update={"created_at": datetime.now(UTC) - AGE}) for _ in range(count)
    ]
    for job in made:
        jobs.submit(job, None, "")
    return [job.job_id for job in made]


def counted(jobs: JobStorePort) -> dict[str, tuple[int, int]]:
    return {each.plugin_id: (each.running, each.waiting) for each in jobs.backlog()}


def test_an_idle_library_has_none(jobs: JobStorePort) -> None:
    assert jobs.backlog() == []


def test_running_and_waiting_by_plugin(jobs: JobStorePort) -> None:
    submit(jobs, "import.pdf", 3)
    submit(jobs, "export.podcast", 1)
    jobs.claim({"import.pdf": 2, "export.podcast": 0}, 1, 10)
    assert counted(jobs) == {"export.podcast": (0, 1), "import.pdf": (2, 1)}


def test_the_oldest_is_the_oldest_that_never_ran(jobs: JobStorePort) -> None:
    submit(jobs, "import.pdf", 2)
    (before,) = jobs.backlog()
    assert AGE.total_seconds() <= before.oldest_seconds < AGE.total_seconds() + 60
    jobs.claim({"import.pdf": 2}, 1, 10)
    (after,) = jobs.backlog()
    assert (after.running, after.waiting, after.oldest_seconds) == (2, 0, 0)


def test_a_cancelled_job_runs_until_it_is_settled(jobs: JobStorePort) -> None:
    (job_id,) = submit(jobs, "import.pdf", 1)
    jobs.claim({"import.pdf": 1}, 1, 10)
    jobs.begin_stage(Execution(job_id, 1).attempt("download"), JobStatus.DOWNLOADING, 60)
    jobs.cancel(OWNER, job_id)
    assert counted(jobs) == {"import.pdf": (1, 0)}
    jobs.settle(Execution(job_id, 1), False, datetime.now(UTC))
    assert jobs.backlog() == []
