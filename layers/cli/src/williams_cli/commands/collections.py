"""`williams collections`."""

from __future__ import annotations

from typing import Annotated

import typer

from williams_cli import output, tables
from williams_cli.groups import Limit, Next, answer_page, group
from williams_cli.naming import collection_id, content_ids
from williams_cli.session import Session, connected
from williams_client.models import Collection

app = group("collections", "Put sources together, and ask for them together.")
Named = Annotated[str, typer.Argument(help="Its id or name.", metavar="COLLECTION")]
Sources = Annotated[list[str], typer.Argument(help="Ids, titles, addresses or names of files.", metavar="SOURCE")]
Name = Annotated[str, typer.Argument(help="In any script; no other collection of yours has it.")]
NewName = Annotated[str | None, typer.Option("--name", help="Another name.")]
Description = Annotated[str | None, typer.Option("--description", help="What it is about.")]


def _id(session: Session, named: str) -> str:
    return collection_id(session.library, named)


def _answer(session: Session, told: Collection) -> None:
    session.answer(told, lambda: output.show(tables.collection_fields(told)))


@app.command("list")
@connected
def list_collections(session: Session, limit: Limit = 20, after: Next = None) -> None:
    """List your collections, newest first."""
    page = session.library.collections.list(limit, after)
    answer_page(session, page, "collections yet", tables.collections_table)


@app.command("create")
@connected
def create(session: Session, name: Name, description: Description = None) -> None:
    """Make a collection."""
    _answer(session, session.library.collections.create(name, description))


@app.command("show")
@connected
def show(session: Session, collection: Named) -> None:
    """Show a collection; williams content list --collection ID lists what is in it."""
    _answer(session, session.library.collections.get(_id(session, collection)))


@app.command("change")
@connected
def change(session: Session, collection: Named, name: NewName = None, description: Description = None) -> None:
    """Give a collection another name or description."""
    _answer(session, session.library.collections.change(_id(session, collection), name, description))


@app.command("add")
@connected
def add(session: Session, collection: Named, sources: Sources) -> None:
    """Put sources into a collection."""
    named = content_ids(session.library, sources)
    _answer(session, session.library.collections.change_members(_id(session, collection), add=named))


@app.command("remove")
@connected
def remove(session: Session, collection: Named, sources: Sources) -> None:
    """Take sources out of a collection; they stay in the library."""
    named = content_ids(session.library, sources)
    _answer(session, session.library.collections.change_members(_id(session, collection), remove=named))


@app.command("delete")
@connected
def delete(session: Session, collection: Named) -> None:
    """Delete a collection and revoke its feeds. What is in it stays in the library."""
    deleted = session.library.collections.delete(_id(session, collection))
    told = f"{output.clean(collection)} is deleted. What was in it is still there."
    session.answer(deleted, lambda: output.show(told))


@app.command("tags")
@connected
def tags(session: Session) -> None:
    """List the tags of your sources, the most used first."""
    used = session.library.collections.tags()
    if session.as_json:
        output.print_json({"tags": [each.as_json() for each in used]})
    elif used:
        output.show(tables.tags_table(used))
    else:
        output.note("There are no tags yet.")
