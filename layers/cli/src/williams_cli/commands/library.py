"""`williams content`, `artifacts`, `search` and `plugins`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from williams_cli import output, tables
from williams_cli.client.answers import Plugin, SearchAnswer
from williams_cli.commands.exports import show_downloaded
from williams_cli.groups import Limit, Next, answer_page, group
from williams_cli.session import Session, connected

content = group("content", "See what is in the library.")
artifacts = group("artifacts", "See and download what was generated.")
Id = Annotated[str, typer.Argument(metavar="ID")]
Query = Annotated[str, typer.Argument(help="A question, or words.")]
Within = Annotated[list[str] | None, typer.Option("--content", help="Only in this content; repeatable.")]
Folder = Annotated[Path, typer.Option("--output", "-o", help="The folder for the files.")]
EXCERPT = 400


@content.command("list")
@connected
def list_content(session: Session, limit: Limit = 20, after: Next = None) -> None:
    """List content, newest first."""
    answer_page(session, session.client.contents(limit, after), "sources yet", tables.contents_table)


@content.command("show")
@connected
def show_content(session: Session, content_id: Id) -> None:
    """Show one source's metadata and storage paths."""
    found = session.client.content(content_id)
    session.answer(found, lambda: output.show(tables.content_fields(found)))


@artifacts.command("list")
@connected
def list_artifacts(session: Session, limit: Limit = 20, after: Next = None) -> None:
    """List artifacts, newest first."""
    answer_page(session, session.client.artifacts(limit, after), "artifacts yet", tables.artifacts_table)


@artifacts.command("show")
@connected
def show_artifact(session: Session, artifact_id: Id) -> None:
    """Show one artifact and its files."""
    found = session.client.artifact(artifact_id)
    session.answer(found, lambda: output.show(tables.artifact_fields(found)))


@artifacts.command("download")
@connected
def download(session: Session, artifact_id: Id, folder: Folder = Path()) -> None:
    """Download an artifact's files."""
    found = session.client.artifact(artifact_id)
    if session.as_json:
        output.print_json({name: str(place) for name, place in session.client.download(found, folder).items()})
    else:
        show_downloaded(session.client, found, folder)


@connected
def search(
    session: Session,
    query: Query,
    limit: Annotated[int, typer.Option(min=1, max=100, help="How many to show.")] = 5,
    within: Within = None,
) -> None:
    """Find the paragraphs nearest in meaning to a question."""
    answer = session.client.search(query, limit, within or [])
    session.answer(answer, lambda: show_hits(answer))


def show_hits(answer: SearchAnswer) -> None:
    """Print each hit with where it stands and its words."""
    for hit in answer["hits"]:
        title = output.shortened(hit["title"] or hit["content_id"], 60)
        output.show(
            Text.assemble(
                (f"{hit['score']:.2f}  ", "green"),
                (title, "bold"),
                (f"  {tables.place_of(hit)}", "cyan"),
                (f"  {hit['content_id']}", "dim"),
            )
        )
        excerpt = Text(output.shortened(hit["paragraph"]["text"], EXCERPT))
        output.show(Padding(excerpt, (0, 0, 0, 6), expand=False))
    if not answer["hits"]:
        output.note("Nothing was found.")


@connected
def plugins(session: Session) -> None:
    """List the plugins, what they take, and which are broken."""
    found = {"import": session.client.plugins("import"), "export": session.client.plugins("export")}
    session.answer(found, lambda: _show_plugins([*found["import"], *found["export"]]))


def _show_plugins(found: list[Plugin]) -> None:
    table = tables.table("plugin", "makes", "version", "state", "parameters", wide="parameters")
    for plugin in found:
        state = ("broken", "red") if plugin["error"] else ("enabled", "green") if plugin["enabled"] else ("off", "dim")
        about = plugin["error"] or ", ".join(plugin["parameters"].get("properties", {}))
        table.add_row(
            plugin["plugin_id"],
            Text(output.clean(plugin["type"] or "–")),
            plugin["version"] or "–",
            Text(*state),
            Text(output.clean(about)),
        )
    output.show(table)
