"""`williams up`, `down` and `status`: the local cloud."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from williams_cli import exits, output, tables
from williams_cli.exits import Failure
from williams_cli.session import reporting

if TYPE_CHECKING:
    from williams_localcloud.cloud import LocalCloud

Root = Annotated[Path | None, typer.Option(help="The repository's root. Default: found from here upwards.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Services = Annotated[
    str | None,
    typer.Option(help="Where services run: embedded, compose, or a TOML file that names some. Default: as before."),
]


def open_cloud(root: Path | None) -> LocalCloud:
    """Return the clone's local cloud. Raises Failure where it is not installed or this is no clone."""
    try:
        from williams_localcloud.cloud import LocalCloud
        from williams_localcloud.errors import LocalCloudError
        from williams_localcloud.paths import LocalPaths, find_root
    except ImportError as error:
        raise Failure(f"The local cloud is not installed ({error}). In a clone of the repository: make up") from None
    began = time.monotonic()

    def report(line: str) -> None:
        output.note(f"[{time.monotonic() - began:5.1f} s] {line}")

    try:
        return LocalCloud(LocalPaths(root.resolve() if root else find_root(Path.cwd())), report)
    except LocalCloudError as error:
        raise Failure(str(error)) from None


@reporting
def up(root: Root = None, services: Services = None, as_json: AsJson = False) -> None:
    """Start the local cloud and deploy to it what changed."""
    cloud = open_cloud(root)
    from williams_localcloud.errors import LocalCloudError

    try:
        info = cloud.up(services)
    except LocalCloudError as error:
        raise Failure(str(error)) from None
    if as_json:
        output.print_json(asdict(info))
        return
    output.show(tables.fields([(n, str(getattr(info, n))) for n in ("api_url", "ws_url", "token", "bucket")]))
    output.note("Next: williams import FILE.pdf")


@reporting
def down(root: Root = None, as_json: AsJson = False) -> None:
    """Stop the local cloud; its data stays."""
    cloud = open_cloud(root)
    from williams_localcloud.errors import LocalCloudError

    try:
        killed = cloud.down()
    except LocalCloudError as error:
        raise Failure(str(error)) from None
    if as_json:
        output.print_json({"killed": killed})
    else:
        output.show(f"Stopped{'; had to kill ' + ', '.join(killed) if killed else ''}. The data stays.")


@reporting
def status(root: Root = None, as_json: AsJson = False) -> None:
    """Show the local cloud's servers."""
    servers = open_cloud(root).status()
    if as_json:
        output.print_json([asdict(server) for server in servers])
    else:
        shown = tables.Listing("server", "health", "pid", "memory", "ports", wide="ports")
        for server in servers:
            health = "healthy" if server.healthy else ("not answering" if server.running else "stopped")
            ports = " ".join(f"{purpose}:{port}" for purpose, port in server.ports.items())
            style = "green" if server.healthy else "red"
            memory = f"{server.memory_mb} MB" if server.running else "–"
            shown.add_row(server.name, Text(health, style), str(server.pid or "–"), memory, ports)
        output.show(shown)
    if not all(server.healthy for server in servers):
        raise typer.Exit(exits.UNAVAILABLE)
