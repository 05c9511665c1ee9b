"""`williams feeds`."""

from __future__ import annotations

from typing import Annotated

import typer

from williams_cli import output, tables
from williams_cli.groups import Limit, Next, answer_page, group
from williams_cli.session import Session, connected

app = group("feeds", "Make, see and revoke feeds of your episodes, for podcast apps.")
Id = Annotated[str, typer.Argument(metavar="FEED_ID")]
Title = Annotated[str | None, typer.Option("--title", help="What the app shows.")]
Description = Annotated[str | None, typer.Option("--description", help="What it is about.")]
Collection = Annotated[str | None, typer.Option("--collection", help="Only of its sources: its id or name.")]
Tag = Annotated[str | None, typer.Option("--tag", help="Only of sources that have it.")]
Language = Annotated[str | None, typer.Option("--language", help="BCP 47 tag. Default: the newest episode's.")]


@app.command("list")
@connected
def list_feeds(session: Session, limit: Limit = 20, after: Next = None) -> None:
    """List your feeds, newest first, without their addresses."""
    answer_page(session, session.library.feeds.list(limit, after), "feeds", tables.feeds_table)


@app.command("create")
@connected
def create(
    session: Session,
    title: Title = None,
    description: Description = None,
    language: Language = None,
    collection: Collection = None,
    tag: Tag = None,
) -> None:
    """Make a feed of all your episodes, or of those of a collection or tag. Its address is shown this once."""
    made = session.library.feeds.create(title, description, language, collection=collection, tag=tag)

    def render() -> None:
        output.note(f"{made.feed_id}: whoever has the address can listen. Keep it: it is not shown again.")
        output.show(made.url)

    session.answer(made, render)


@app.command("revoke")
@connected
def revoke(session: Session, feed_id: Id) -> None:
    """Let a feed's address, and all links in it, open nothing from now on."""
    revoked = session.library.feeds.revoke(feed_id)
    session.answer(revoked, lambda: output.show(f"{feed_id} is revoked."))
