"""`williams sources`."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from williams_cli import output, tables
from williams_cli.groups import Limit, Next, answer_page, group
from williams_cli.session import Session, connected

app = group("sources", "Follow feeds, channels and pages: what is new of them is imported.")
Url = Annotated[str, typer.Argument(help="A feed, a channel, a page.", metavar="URL")]
Id = Annotated[str, typer.Argument(metavar="SOURCE_ID")]
Title = Annotated[str | None, typer.Option(help="What it is called.")]
Hours = Annotated[int | None, typer.Option("--every", min=1, max=720, help="Hours between two looks. Default: 24.")]
Type = Annotated[str | None, typer.Option(help="document, video, … or a plugin's id. Default: by the source.")]
_HOUR: Final = 3600


@app.command("follow")
@connected
def follow(session: Session, url: Url, title: Title = None, every: Hours = None, type: Type = None) -> None:
    """Look at a source now and from now on."""
    seconds = every * _HOUR if every else None
    source = session.library.sources.follow(url, title=title, interval_seconds=seconds, type=type)
    session.answer(source, lambda: output.show(f"{output.clean(url)} is followed: {source.source_id}"))


@app.command("list")
@connected
def list_sources(session: Session, limit: Limit = 20, after: Next = None) -> None:
    """List the sources that you follow, newest first."""
    answer_page(session, session.library.sources.list(limit, after), "followed sources", tables.sources_table)


@app.command("show")
@connected
def show(session: Session, source_id: Id) -> None:
    """Show when a source was looked at, and what came of it."""
    source = session.library.sources.get(source_id)
    session.answer(source, lambda: output.show(tables.source_fields(source)))


@app.command("change")
@connected
def change(session: Session, source_id: Id, title: Title = None, every: Hours = None) -> None:
    """Look more or less often, or call it something else."""
    seconds = every * _HOUR if every else None
    source = session.library.sources.change(source_id, title=title, interval_seconds=seconds)
    session.answer(source, lambda: output.show(tables.source_fields(source)))


@app.command("pause")
@connected
def pause(session: Session, source_id: Id) -> None:
    """Look no more until it is resumed."""
    source = session.library.sources.change(source_id, status="paused")
    session.answer(source, lambda: output.show(f"{source_id} is paused."))


@app.command("resume")
@connected
def resume(session: Session, source_id: Id) -> None:
    """Look again, soon and from now on."""
    source = session.library.sources.change(source_id, status="active")
    session.answer(source, lambda: output.show(f"{source_id} is looked at again."))


@app.command("unfollow")
@connected
def unfollow(session: Session, source_id: Id) -> None:
    """Follow a source no longer. What was imported stays."""
    source = session.library.sources.unfollow(source_id)
    session.answer(source, lambda: output.show(f"{source_id} is followed no longer."))
