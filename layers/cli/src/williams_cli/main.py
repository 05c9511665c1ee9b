"""The command line `williams`."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import Annotated

import typer

from williams_cli import exits
from williams_cli.commands import (
    batches,
    cloud,
    collections,
    doctor,
    exports,
    feeds,
    imports,
    jobs,
    library,
    plugins,
    provenance,
    search,
    sources,
    tokens,
)
from williams_cli.streams import spell_everything

app = typer.Typer(
    help="A knowledge library that imports and generates, with complete provenance.",
    epilog=exits.HELP,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(version("williams-cli"))
        raise typer.Exit


@app.callback()
def root(
    show: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Commands ask the API of --api-url, of WILLIAMS_API_URL, or of the local cloud."""


_COMMANDS: dict[str, Callable[..., None]] = {
    "up": cloud.up,
    "down": cloud.down,
    "status": cloud.status,
    "import": imports.import_sources,
    "export": exports.export,
    "search": search.search,
    "provenance": provenance.provenance,
    "failures": provenance.failures,
    "doctor": doctor.doctor,
}
for name, command in _COMMANDS.items():
    app.command(name)(command)
_GROUPS = (
    jobs.app,
    library.content,
    library.artifacts,
    collections.app,
    plugins.app,
    tokens.app,
    feeds.app,
    batches.app,
    sources.app,
)
for group in _GROUPS:
    app.add_typer(group)


def run() -> None:
    """Run the command line of this process."""
    spell_everything()
    app()
