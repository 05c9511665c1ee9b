"""`williams doctor`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from williams_cli import exits, output, session
from williams_cli.checks import START, Finding, agreement, examine
from williams_cli.session import ApiUrl, AsJson, Token, reporting
from williams_client import BadAddress, NoConnection, NoToken
from williams_client.connection import resolve
from williams_client.socket import open_socket

MARKS = {"ok": ("✓", "green"), "warning": ("!", "yellow"), "problem": ("✗", "red")}
_CHECK_WIDTH = 31
"""Cells: names of engines and plugins are shown whole."""


@reporting
def doctor(
    check: Annotated[
        bool, typer.Option("--check", help="Also check whether all stores agree about what your jobs have made.")
    ] = False,
    api_url: ApiUrl = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Check that everything works, and say what to do.

    Looks at the connection, the stores, the token, the plugins, the WebSocket and the versions. Exit code 1 when
    something is wrong.
    """
    findings = []
    for finding in _findings(api_url, token, check):
        findings.append(finding)
        if not as_json:
            _show(finding)
    problems = sum(finding.level == "problem" for finding in findings)
    if as_json:
        output.print_json({"healthy": not problems, "findings": [asdict(finding) for finding in findings]})
    else:
        output.note(f"{problems} problem{'s' if problems > 1 else ''} found." if problems else "All is well.")
    if problems:
        raise typer.Exit(exits.FAILED)


def _findings(api_url: str | None, token: str | None, check: bool) -> Iterator[Finding]:
    try:
        connection = resolve(api_url, token, Path.cwd())
        library = session.open_library(connection)
    except (NoConnection, NoToken, BadAddress) as error:
        yield Finding("connection", "problem", str(error), START)
        return
    with library:
        yield from examine(connection, library, open_socket)
        if check:
            yield from agreement(library)


def _show(finding: Finding) -> None:
    mark, style = MARKS[finding.level]
    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_column(width=1)
    row.add_column(width=_CHECK_WIDTH, overflow="fold")
    row.add_column(overflow="fold")
    row.add_row(Text(mark, f"bold {style}"), finding.check, Text(output.clean(finding.detail)))
    if finding.remedy:
        row.add_row("", "", Text(f"→ {finding.remedy}", style))
    output.show(row)
