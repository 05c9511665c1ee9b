"""Watches several jobs at once and says how they ended."""

from __future__ import annotations

import queue
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from williams_cli import output
from williams_cli.bars import Display
from williams_cli.board import Board
from williams_cli.client import Client, ProgressEvent
from williams_cli.client.answers import Job
from williams_cli.exits import FAILED, Failure

_TICK_S = 0.2


@dataclass(frozen=True)
class _Ended:
    job_id: str
    error: Exception | None


def follow(
    client: Client,
    jobs: Mapping[str, str],
    display: Display,
    timeout: float,
    require_websocket: bool = False,
) -> list[Job]:
    """Show the progress of ``jobs`` (job id to label) until all have ended; return them in the order given.

    Raises the first error that ended the watching of one of them, once the others have ended.
    """
    news: queue.Queue[tuple[str, ProgressEvent] | str | _Ended] = queue.Queue()

    def watch(job_id: str) -> None:
        error: Exception | None = None
        try:
            for event in client.watch(job_id, 0, require_websocket, timeout=timeout, notice=news.put):
                news.put((job_id, event))
        except Exception as raised:  # handed over to the caller's thread
            error = raised
        news.put(_Ended(job_id, error))

    for job_id in jobs:
        threading.Thread(target=watch, args=(job_id,), daemon=True).start()
    try:
        error = _show(news, jobs, display)
    except KeyboardInterrupt:
        display.notice(f"The work goes on. See it with: williams jobs watch {' '.join(jobs)}")
        raise
    if error:
        raise error
    return [client.job(job_id) for job_id in jobs]


def _show(
    news: queue.Queue[tuple[str, ProgressEvent] | str | _Ended], jobs: Mapping[str, str], display: Display
) -> Exception | None:
    first: Exception | None = None
    left = set(jobs)
    while left:
        try:
            item = news.get(timeout=_TICK_S)
        except queue.Empty:
            continue
        if isinstance(item, _Ended):
            left.discard(item.job_id)
            first = first or item.error
        elif isinstance(item, str):
            display.notice(item)
        else:
            display.progress(jobs[item[0]], item[1])
    return first


def follow_all(
    client: Client, job_ids: Sequence[str], board: Board, timeout: float, require_websocket: bool = False
) -> list[Job]:
    """Show these jobs, or all that have not ended, until every one has; return them as they ended, oldest first."""
    jobs: dict[str, Job] = {}
    try:
        for news in client.watch_many(job_ids, require_websocket, timeout=timeout, notice=board.notice):
            if isinstance(news, ProgressEvent):
                board.event(news)
            else:
                jobs[news["job_id"]] = news
                board.job(news)
    except KeyboardInterrupt:
        board.notice(f"The work goes on. See it with: williams jobs watch {' '.join(job_ids)}".rstrip())
        raise
    return sorted(jobs.values(), key=lambda job: (job["created_at"], job["job_id"]))


def outcome(job: Job, label: str) -> str:
    """Return one line about how a job ended."""
    error = job["error"]
    if job["status"] != "failed" or error is None:
        return f"{label}: {job['status']} ({job['job_id']})"
    stage = f" in {error['stage']}" if error.get("stage") else ""
    return f"{label} failed{stage}: {error['message']} [{error['code']}] ({job['job_id']})"


def require_success(jobs: list[Job], labels: Mapping[str, str]) -> None:
    """Raise Failure when a job did not complete; each one but the last is reported at once."""
    failed = [outcome(job, labels[job["job_id"]]) for job in jobs if job["status"] != "completed"]
    for line in failed[:-1]:
        output.error(line)
    if failed:
        raise Failure(failed[-1], FAILED)
