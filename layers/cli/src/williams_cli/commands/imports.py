"""`williams import`."""

from __future__ import annotations

from typing import Annotated

import typer

from williams_cli import exits, output, tables
from williams_cli.bars import display_for
from williams_cli.folders import unfolded
from williams_cli.importing import Import, ImportRun
from williams_cli.parameters import Parameters, parsed_parameters
from williams_cli.session import Session, connected
from williams_client.models import NoticeDigest

Sources = Annotated[list[str], typer.Argument(help="Files, folders or URLs.", metavar="SOURCE")]
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

DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would be done and what it would cost.")]
Budget = Annotated[float | None, typer.Option(min=0, help="What providers may be paid for each, in US dollars.")]
Into = Annotated[list[str] | None, typer.Option("--collection", help="Put into it: its id or name; repeatable.")]
Tags = Annotated[list[str] | None, typer.Option("--tag", help="Give this tag; repeatable.")]


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
    param: Parameters = None,
    collection: Into = None,
    tag: Tags = None,
    budget: Budget = None,
    dry_run: DryRun = False,
    watch: Watch = True,
    require_websocket: RequireWebSocket = False,
) -> None:
    """Import files or URLs into the library; of a folder, the files in it and below, but for hidden ones.

    A source that cannot be imported does not keep the others from it. With --json each source is a line: its job, or
    why there is none.
    """
    given = {"title": title, "authors": author or None, "license": license, "language": language}
    metadata = {name: value for name, value in given.items() if value is not None} or None
    display = display_for(output.console(stderr=True), session.as_json)
    found = unfolded(sources)
    for note in found.notes:
        output.note(note)
    run = ImportRun(
        session,
        found.sources,
        display,
        type=type,
        priority=priority,
        metadata=metadata,
        parameters=parsed_parameters(param or []),
        collections=collection or (),
        tags=tag or (),
        budget_usd=budget,
    )
    try:
        with display:
            if dry_run:
                run.plan()
            else:
                run.submit()
            if watch:
                run.follow(require_websocket)
    finally:
        # Also after an interrupt: what was done is done.
        for each in run.imports:
            _report(session, each)
    _sum_up(run)


def _report(session: Session, one: Import) -> None:
    if session.as_json:
        output.print_json(one.as_json())
    if one.failure:
        output.error(one.failure)
    elif not session.as_json:
        _say(one)


def _say(one: Import) -> None:
    name = output.clean(one.name)
    if one.plan is not None:
        output.show(tables.import_plan_fields(name, one.plan))
    elif one.job is not None and one.job.batch_id:
        output.show(f"{name} lists others, which are being imported: williams batches show {one.job.batch_id}")
    elif one.job is not None and one.job.status == "completed":
        output.show(f"{name} is in the library: {one.job.content_id}")
        if one.job.notices:
            _say_notices(one.job.notices, one.job.content_id)
    elif one.accepted is not None:
        output.show(f"{name} is being imported by {one.accepted.job_id}")


def _say_notices(told: NoticeDigest, content_id: str | None) -> None:
    for notice in told.first:
        output.note(f"  {tables.notice_text(notice)} [{notice.code}]")
    more = told.count - len(told.first)
    if more:
        output.note(f"  {more} more notices: williams content show {content_id}")


def _sum_up(run: ImportRun) -> None:
    """Say what is not as it should be. Raises typer.Exit then."""
    failed = sum(each.failure is not None for each in run.imports)
    if run.lost:
        output.error(run.lost)
    if failed and len(run.imports) > 1:
        output.note(f"{failed} of {len(run.imports)} could not be imported.")
    if run.code != exits.OK:
        raise typer.Exit(run.code)
