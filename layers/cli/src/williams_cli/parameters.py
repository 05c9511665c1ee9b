"""A plugin's parameters, as they are written on the command line."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from williams_cli.exits import UsageError

Parameters = Annotated[
    list[str] | None, typer.Option("--param", help="KEY=VALUE, the value as JSON or plain text; repeatable.")
]


def parsed_parameters(given: list[str]) -> dict[str, Any]:
    """Return ``KEY=VALUE``s as parameters. Raises UsageError."""
    parameters: dict[str, Any] = {}
    for each in given:
        key, equals, value = each.partition("=")
        if not key or not equals:
            raise UsageError(f"{each!r} is not of the form KEY=VALUE.")
        if key in parameters:
            raise UsageError(f"The parameter {key} is given twice.")
        try:
            parameters[key] = json.loads(value)
        except ValueError:
            parameters[key] = value
    return parameters
