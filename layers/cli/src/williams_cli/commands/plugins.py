"""`williams plugins`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from williams_cli import output, tables
from williams_cli.groups import group
from williams_cli.session import Session, connected
from williams_client.models import PluginAnswer

app = group("plugins", "See which plugins there are; let them take jobs, or not.")
Id = Annotated[str, typer.Argument(metavar="PLUGIN_ID")]


@app.command("list")
@connected
def list_plugins(session: Session) -> None:
    """List the plugins, what they take, and which are broken."""
    found = {"import": session.library.plugins.list("import"), "export": session.library.plugins.list("export")}
    if session.as_json:
        output.print_json({kind: [each.as_json() for each in plugins] for kind, plugins in found.items()})
    else:
        _show_plugins([*found["import"], *found["export"]])


@app.command("enable")
@connected
def enable(session: Session, plugin_id: Id) -> None:
    """Let a plugin take jobs again."""
    answer = session.library.plugins.enable(plugin_id)
    session.answer(answer, lambda: output.show(f"{plugin_id} takes jobs."))


@app.command("disable")
@connected
def disable(session: Session, plugin_id: Id) -> None:
    """Let a plugin take no new jobs; those that it has go on."""
    answer = session.library.plugins.disable(plugin_id)
    session.answer(answer, lambda: output.show(f"{plugin_id} takes no new jobs."))


def _show_plugins(found: list[PluginAnswer]) -> None:
    table = tables.Listing("plugin", "makes", "version", "state", "parameters", wide="parameters")
    for plugin in found:
        state = ("broken", "red") if plugin.error else ("enabled", "green") if plugin.enabled else ("off", "dim")
        about = plugin.error or ", ".join(plugin.parameters.get("properties", {}))
        table.add_row(
            plugin.plugin_id,
            Text(output.clean(plugin.type or "–")),
            plugin.version or "–",
            Text(*state),
            Text(output.clean(about)),
        )
    output.show(table)
