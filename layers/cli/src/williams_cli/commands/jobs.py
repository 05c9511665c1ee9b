"""`williams jobs`."""

from __future__ import annotations

from typing import Annotated

import typer

from williams_cli import output, tables
from williams_cli.board import board_for
from williams_cli.commands.imports import RequireWebSocket
from williams_cli.groups import Limit, Next, answer_page, group
from williams_cli.session import Session, connected
from williams_cli.watching import follow_all, outcome, require_success
from williams_client.models import JobAnswer

app = group("jobs", "See jobs, watch them, retry and cancel them.")
Status = Annotated[str | None, typer.Option(help="Only jobs in this status, such as failed.")]
JobId = Annotated[str, typer.Argument(metavar="ID")]
Manual = Annotated[
    bool,
    typer.Option(
        "--manual/--automatic", help="By hand: up to ten times, two priorities higher. Or by the automatic rule."
    ),
]
JobIds = Annotated[list[str], typer.Argument(metavar="ID")]
WatchedIds = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help="Default: all that have not ended, and what joins them.")
]


@app.command("list")
@connected
def list_jobs(session: Session, status: Status = None, limit: Limit = 20, after: Next = None) -> None:
    """List jobs, newest first."""
    answer_page(session, session.library.jobs.list(limit, after, status), "jobs", tables.jobs_table)


@app.command("show")
@connected
def show_job(session: Session, job_id: JobId) -> None:
    """Show one job."""
    job = session.library.jobs.get(job_id)
    session.answer(job, lambda: output.show(tables.job_fields(job)))


@app.command("watch")
@connected
def watch_jobs(session: Session, job_ids: WatchedIds = None, require_websocket: RequireWebSocket = False) -> None:
    """Follow jobs to their end, live: bars, stages, attempts, cost; with --json, each event is a line."""
    with board_for(output.console(stderr=True), session.as_json) as board:
        ended = follow_all(session.library, job_ids or (), board, session.wait_s, require_websocket)
    labels = {job.job_id: tables.subject(job) for job in ended}
    if not session.as_json:
        for job in ended:
            if job.status == "completed":
                output.show(output.clean(outcome(job, labels[job.job_id])))
        if not ended:
            output.note("No job is waiting or running.")
    require_success(ended, labels)


@app.command("events")
@connected
def show_events(session: Session, job_id: JobId) -> None:
    """Show a job's whole story: attempts, stages, times, errors and cost."""
    story = session.library.jobs.events(job_id)
    session.answer(story, lambda: output.show(tables.events_table(story.events)))


@app.command("retry")
@connected
def retry(session: Session, job_id: JobId, manual: Manual = True) -> None:
    """Queue a failed job again, from the stage that failed."""
    job = session.library.jobs.retry(job_id, manual)
    session.answer(job, lambda: output.show(f"{job_id} is queued again (retry {job.retry_count})."))


@app.command("cancel")
@connected
def cancel(session: Session, job_ids: JobIds) -> None:
    """Cancel jobs: nothing further of them starts."""

    def cancelled(job_id: str) -> tuple[JobAnswer, str]:
        job = session.library.jobs.cancel(job_id)
        return job, f"{job_id} is {job.status}."

    session.each(job_ids, cancelled)
