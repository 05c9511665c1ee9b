"""What every command gets: a client, how to answer, how long to wait; and what becomes of errors."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ParamSpec, Protocol

import typer

from williams_cli import exits, output
from williams_cli.exits import Failure, UsageError
from williams_client import FollowTimeout, Library, LibraryError
from williams_client.connection import Connection, resolve
from williams_client.names import text_of

P = ParamSpec("P")
DEFAULT_WAIT_S = 3600.0
_NAMED_IDS = 5
# Arguments that may be names of files, which are bytes.
_NAMES = frozenset({"sources", "source"})

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


class Printable(Protocol):
    """What the API answers."""

    def as_json(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Session:
    """``wait_s`` is how long a command may wait for jobs, in seconds."""

    library: Library
    connection: Connection
    as_json: bool
    wait_s: float

    def answer(self, answer: Printable, render: Callable[[], None]) -> None:
        """Print the API's answer for programs, or call ``render`` for people."""
        if self.as_json:
            output.print_json(answer.as_json())
        else:
            render()

    def each(self, ids: Sequence[str], do: Callable[[str], tuple[Printable, str]]) -> None:
        """Do something to each of several things; what fails is told, and keeps nothing else from being done.

        ``do`` returns the API's answer, and a sentence for people. With JSON a failure is a line, too.

        Raises typer.Exit when one failed.
        """
        codes = [self._done(id, do) for id in dict.fromkeys(ids)]
        if any(codes):
            raise typer.Exit(exits.joint_code(codes))

    def _done(self, id: str, do: Callable[[str], tuple[Printable, str]]) -> int:
        try:
            answer, told = do(id)
        except LibraryError as error:
            output.error(told_of(error))
            if self.as_json:
                output.print_json({"id": id, "error": error_json(error)})
            return exits.exit_code(error)
        self.answer(answer, lambda: output.show(told))
        return exits.OK


def error_json(error: Exception) -> dict[str, str]:
    """Return an error for programs."""
    code = "failed" if isinstance(error, Failure) else getattr(error, "code", None) or "usage"
    return {"code": code, "message": told_of(error)}


def told_of(error: Exception) -> str:
    """Return an error in words, on one line, with what to do about it here."""
    told = " ".join(str(error).split())
    match error:
        case FollowTimeout():
            ids = " ".join(error.job_ids) if len(error.job_ids) <= _NAMED_IDS else ""
            return f"{told} The work goes on; see it with: {' '.join(['williams jobs watch', ids]).rstrip()}"
        case UnicodeError():
            return "A part of the command is no text in the encoding of your terminal. See: locale"
        case _:
            return told


def open_library(connection: Connection) -> Library:
    return Library(connection.api_url, connection.token, notice=output.note)


def _as_text(value: Any) -> Any:
    """Return an argument as text, also where the locale does not know its encoding."""
    if isinstance(value, list):
        return [_as_text(each) for each in value]
    return text_of(value) if type(value) is str else value


@contextmanager
def reported_errors(as_json: bool = False) -> Iterator[None]:
    """Turn every expected error into one line on stderr and an exit code; with JSON also into a line on stdout."""
    try:
        yield
    except (LibraryError, Failure, UsageError, UnicodeError, OSError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        # What the local cloud says may end with the lines of a log.
        output.error(str(error) if isinstance(error, Failure) else told_of(error))
        if as_json:
            output.print_json({"error": error_json(error)})
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
        with reported_errors(as_json):
            connection = resolve(api_url, token, Path.cwd())
            with open_library(connection) as library:
                texts = {name: value if name in _NAMES else _as_text(value) for name, value in own.items()}
                command(Session(library, connection, as_json, timeout), **texts)

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
