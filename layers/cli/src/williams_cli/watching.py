"""Follows jobs and says how they ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from williams_cli import output
from williams_cli.bars import Display
from williams_cli.board import Board
from williams_cli.exits import FAILED, Failure
from williams_client import Library, ProgressEvent
from williams_client.models import JobAnswer


def follow(
    library: Library,
    labels: Mapping[str, str],
    display: Display,
    timeout: float,
    require_websocket: bool = False,
    seen: dict[str, JobAnswer] | None = None,
) -> list[JobAnswer]:
    """Show the progress of jobs, by id, until all have ended; return them in the order given.

    ``seen`` takes each job as it was last seen, so that it is known whatever happens. Raises as ``Jobs.follow``.
    """
    seen = {} if seen is None else seen
    job_ids = list(labels)
    try:
        for news in library.jobs.follow(
            job_ids, require_websocket=require_websocket, timeout=timeout, notice=display.notice
        ):
            if isinstance(news, ProgressEvent):
                display.progress(labels[news.job_id], news)
            else:
                seen[news.job_id] = news
    except KeyboardInterrupt:
        display.notice(f"The work goes on. See it with: williams jobs watch {' '.join(job_ids)}")
        raise
    return [seen[job_id] for job_id in job_ids]


def follow_all(
    library: Library, job_ids: Sequence[str], board: Board, timeout: float, require_websocket: bool = False
) -> list[JobAnswer]:
    """Show these jobs, or all that have not ended, until every one has; return them as they ended, oldest first."""
    jobs: dict[str, JobAnswer] = {}
    try:
        for news in library.jobs.follow(
            job_ids, require_websocket=require_websocket, timeout=timeout, notice=board.notice
        ):
            if isinstance(news, ProgressEvent):
                board.event(news)
            else:
                jobs[news.job_id] = news
                board.job(news)
    except KeyboardInterrupt:
        board.notice(f"The work goes on. See it with: williams jobs watch {' '.join(job_ids)}".rstrip())
        raise
    return sorted(jobs.values(), key=lambda job: (job.created_at, job.job_id))


def outcome(job: JobAnswer, label: str) -> str:
    """Return one line about how a job ended."""
    error = job.error
    if job.status != "failed" or error is None:
        return f"{label}: {job.status} ({job.job_id})"
    stage = f" in {error.stage}" if error.stage else ""
    return f"{label} failed{stage}: {error.message} [{error.code}] ({job.job_id})"


def require_success(jobs: Sequence[JobAnswer], labels: Mapping[str, str]) -> None:
    """Raise Failure when a job did not complete; each one but the last is reported at once."""
    failed = [outcome(job, labels[job.job_id]) for job in jobs if job.status != "completed"]
    for line in failed[:-1]:
        output.error(line)
    if failed:
        raise Failure(failed[-1], FAILED)
