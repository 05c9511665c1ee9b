"""What every command gets: a client, how to answer, how long to wait; and what becomes of errors."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ParamSpec

import typer

from williams_cli import exits, output
from williams_cli.client import Client, ClientError
from williams_cli.connection import Connection, resolve
from williams_cli.exits import Failure, UsageError

P = ParamSpec("P")
DEFAULT_WAIT_S = 3600.0

ApiUrl = Annotated[
    str | None,
    typer.Option(help="The API. Default: the local cloud's.", envvar="WILLIAMS_API_URL"),
]
Token = Annotated[
    str | None,
    typer.Option(help="The bearer token.", envvar="WILLIAMS_TOKEN", show_envvar=True),
]
Timeout = Annotated[float, typer.Option(help="Seconds to wait for jobs to end; they go on afterwards.", min=0.1)]
AsJson = Annotated[bool, typer.Option("--json", help="Print the API's answers as JSON, for programs.")]


@dataclass(frozen=True)
class Session:
    """``wait_s`` is how long a command may wait for jobs, in seconds."""

    client: Client
    connection: Connection
    as_json: bool
    wait_s: float

    def answer(self, answer: Any, render: Callable[[], None]) -> None:
        """Print the API's answer for programs, or call ``render`` for people."""
        if self.as_json:
            output.print_json(answer)
        else:
            render()


def new_client(connection: Connection) -> Client:
    return Client(connection.api_url, connection.token, notice=output.note)


@contextmanager
def reported_errors() -> Iterator[None]:
    """Turn every expected error into one line on stderr and an exit code."""
    try:
        yield
    except (ClientError, Failure, UsageError, OSError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        # What the API says is one line; what the local cloud says may end with the lines of a log.
        output.error(str(error) if isinstance(error, Failure) else " ".join(str(error).split()))
        raise typer.Exit(exits.exit_code(error)) from None


def reporting(command: Callable[P, None]) -> Callable[P, None]:
    """Make a command that needs no API report its errors as all do."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with reported_errors():
            command(*args, **kwargs)

    return run


def connected(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command its session as the first argument, and the options that make it after the command's own."""

    def run(*, api_url: ApiUrl, token: Token, timeout: Timeout, as_json: AsJson, **own: Any) -> None:
        with reported_errors():
            connection = resolve(api_url, token, Path.cwd())
            with new_client(connection) as client:
                command(Session(client, connection, as_json, timeout), **own)

    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    shared = {"api_url": (ApiUrl, None), "token": (Token, None), "timeout": (Timeout, DEFAULT_WAIT_S)}
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
        for name, (annotation, default) in {**shared, "as_json": (AsJson, False)}.items()
    ]
    keywords = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
    signature = inspect.Signature([*keywords, *options])
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {name: each.annotation for name, each in signature.parameters.items()}
    run.__signature__ = signature  # type: ignore[attr-defined]  # typer reads the options from here
    return run
