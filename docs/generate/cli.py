"""The reference of the command line, from its commands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from docs.generate.markdown import code, head, plain, table
from williams_cli import exits
from williams_cli.main import app

COLUMNS = ("option", "meaning")
SHARED = {"api_url", "token", "timeout", "as_json"}
INTRODUCTION = """\
`williams` is a client of the API. It asks the API that `--api-url` and `--token` name, else the one that
`WILLIAMS_API_URL` and `WILLIAMS_TOKEN` name, else the local cloud of the clone you stand in. It is in
`.venv/bin/williams`; `source .venv/bin/activate` lets you call it by its name.

Results go to standard output; progress bars, notes and errors go to standard error. With `--json` a command prints
the API's answer on one line, or `{"error": {"code": …, "message": …}}`, beside the words on standard error.
"""


def page() -> str:
    found = list(commands(typer.main.get_command(app), "williams"))
    shared = next(_options(command) for _, command in found if _is_connected(command))
    parts = [
        head("The command line", "`williams_cli`", INTRODUCTION),
        f"## Exit codes\n\n{_exit_codes()}\n",
        "## Shared options\n\nEvery command that asks the API takes them, after its name.\n",
        table(COLUMNS, (_row(each) for each in shared if each.name in SHARED)),
    ]
    return "\n".join([*parts, *(_section(name, command) for name, command in found)])


def _exit_codes() -> str:
    listed = exits.HELP.removeprefix("Exit codes: ").removesuffix(".").split("; ")
    return table(("code", "meaning"), (each.split(" ", 1) for each in listed))


def commands(group: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield every command with its whole name, ``williams jobs watch``; ``group`` is typer's or click's."""
    for part, command in group.commands.items():
        whole = f"{name} {part}"
        if hasattr(command, "commands"):
            yield from commands(command, whole)
        else:
            yield whole, command


def _section(name: str, command: Any) -> str:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    usage = " ".join([name, *(_argument(each) for each in arguments), "[OPTIONS]"])
    told = [f"- {code(_argument(each))}: {plain(each.help)}" for each in arguments if each.help]
    listed = "\n".join(told) + "\n\n" if told else ""
    about = "\n\n".join(plain(part) for part in (command.help or "").split("\n\n"))
    return f"## {name}\n\n{about}\n\n```\n{usage}\n```\n\n{listed}{_own_options(command)}"


def _own_options(command: Any) -> str:
    connected = _is_connected(command)
    rows = [_row(each) for each in _options(command) if not (connected and each.name in SHARED)]
    pointer = "And the [shared options](#shared-options).\n" if connected else ""
    return "\n".join(filter(None, [table(COLUMNS, rows), pointer]))


def _options(command: Any) -> list[Any]:
    return [each for each in command.params if each.param_type_name == "option" and each.name != "help"]


def _is_connected(command: Any) -> bool:
    return {each.name for each in _options(command)} >= SHARED


def _argument(parameter: Any) -> str:
    name = (parameter.metavar or parameter.name.upper()) + ("..." if parameter.nargs == -1 else "")
    return name if parameter.required else f"[{name}]"


def _row(option: Any) -> tuple[str, str]:
    names = ", ".join(code(name) for name in (*option.opts, *option.secondary_opts))
    return names, plain(option.help) + _default(option)


def _default(option: Any) -> str:
    shown = isinstance(option.default, int | float) and not option.is_flag and "Default:" not in (option.help or "")
    variable = f" Or set {code(option.envvar)}." if option.envvar else ""
    return (f" Default: {option.default:g}." if shown else "") + variable
