"""`williams import`."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated, Any

import typer

from williams_cli import output
from williams_cli.bars import Display, display_for
from williams_cli.client.answers import Job
from williams_cli.exits import UsageError
from williams_cli.session import Session, connected
from williams_cli.watching import follow, require_success

Sources = Annotated[list[str], typer.Argument(help="Files or URLs.", metavar="SOURCE")]
Type = Annotated[str | None, typer.Option(help="document, video, … or a plugin's id. Default: by the source.")]
Priority = Annotated[int | None, typer.Option(min=1, max=10, help="1 to 10, the highest, among your own. Default: 5.")]
Watch = Annotated[bool, typer.Option(help="Wait for the end, with progress.")]
RequireWebSocket = Annotated[
    bool, typer.Option("--require-websocket", help="Fail rather than poll when the progress WebSocket fails.")
]
Title = Annotated[str | None, typer.Option(help="Instead of what the source says.")]
Authors = Annotated[list[str] | None, typer.Option("--author", help="Instead of what the source says; repeatable.")]
License = Annotated[str | None, typer.Option(help="An SPDX identifier, instead of what the source says.")]
Language = Annotated[str | None, typer.Option(help="A BCP 47 tag, instead of what the source says.")]


def check_source(source: str) -> None:
    """Raise UsageError for what is neither a URL nor a file that can be read."""
    if "://" in source:
        return
    path = Path(source).expanduser()
    if path.is_dir():
        raise UsageError(f"{source} is a folder. Give its files: williams import {source.rstrip('/')}/*")
    if not path.is_file():
        raise UsageError(f"There is no file {source}. Give a file's path, or a URL with http:// or https://.")


def labels_for(sources: list[str]) -> dict[str, str]:
    """Return a short label for each source, no two the same."""
    labels: dict[str, str] = {}
    for source in sources:
        name = source.rstrip("/").rsplit("/", 1)[-1] or source
        labels[source] = name if name not in labels.values() else source
    return labels


def submit(session: Session, source: str, label: str, display: Display, **wanted: Any) -> str:
    """Upload the source if it is a file, and import it; return the job's id."""
    url = source
    if "://" not in source:
        path = Path(source).expanduser()
        url = session.client.upload(path, functools.partial(display.uploading, label))["url"]
    return session.client.import_url(url, **wanted)["job_id"]


@connected
def import_sources(
    session: Session,
    sources: Sources,
    type: Type = None,
    priority: Priority = None,
    title: Title = None,
    author: Authors = None,
    license: License = None,
    language: Language = None,
    watch: Watch = True,
    require_websocket: RequireWebSocket = False,
) -> None:
    """Import files or URLs into the library."""
    sources = list(dict.fromkeys(sources))
    for source in sources:
        check_source(source)
    given = {"title": title, "authors": author or None, "license": license, "language": language}
    metadata = {name: value for name, value in given.items() if value is not None} or None
    labels = labels_for(sources)
    with display_for(output.console(stderr=True), session.as_json) as display:
        jobs = {
            submit(session, source, label, display, type=type, priority=priority, metadata=metadata): label
            for source, label in labels.items()
        }
        ended = follow(session.client, jobs, display, session.wait_s, require_websocket) if watch else []
    for job in ended if watch else map(session.client.job, jobs):
        session.answer(job, functools.partial(_say, job, jobs[job["job_id"]]))
    require_success(ended, jobs)


def _say(job: Job, label: str) -> None:
    if job["status"] == "completed":
        output.show(f"{output.clean(label)} is in the library: {job['content_id']}")
    elif job["status"] not in ("failed", "cancelled"):
        output.show(f"{output.clean(label)} is being imported by {job['job_id']}")
