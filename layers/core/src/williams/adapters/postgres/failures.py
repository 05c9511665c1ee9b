"""Database failures, in the words of the domain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import InterfaceError

from williams.domain.errors import Conflict, StoreUnavailable, Unstorable, WilliamsError

# SQLSTATE classes that say "not now": connection, authorization, missing database, rollback, resources, not in
# the prerequisite state (locks), operator intervention (shutdown, statement timeout), system.
_UNAVAILABLE: Final = ("08", "28", "3D", "40", "53", "55P03", "57", "58")
# Data exceptions and broken rules of integrity: the same statement is refused each time.
_UNSTORABLE: Final = "22"
_AGAINST_THE_RULES: Final = "23"
_AWAY: Final = "Postgres cannot be reached. Try again in a moment."
_CONNECTION_LOST: Final = ("57P01", "57P02", "57P03", "08")


def sqlstate(error: BaseException | None) -> str:
    """Return the five-character SQLSTATE of a pg8000 error, or an empty string."""
    details = error.args[0] if error is not None and error.args else None
    return str(details.get("C", "")) if isinstance(details, dict) else ""


def lost_connection(error: BaseException | None) -> bool:
    """Whether the connection that raised this error is of no further use."""
    return sqlstate(error).startswith(_CONNECTION_LOST) or "network error" in str(error)


def translated(error: BaseException) -> WilliamsError | None:
    """Return the domain's error for a pg8000 error, or None when it is a defect of ours."""
    state = sqlstate(error)
    if state.startswith(_UNAVAILABLE):
        return StoreUnavailable("Postgres refuses at the moment. Try again later.", _said(error, state))
    if state.startswith(_UNSTORABLE):
        detail = "It holds a character, a number or a length that the database cannot store (NUL, say)."
        return Unstorable(detail, _said(error, state))
    if state.startswith(_AGAINST_THE_RULES):
        detail = "It does not go together with what is in the library, where something was changed meanwhile."
        return Conflict(detail, _said(error, state))
    if lost_connection(error):
        return StoreUnavailable("The connection to Postgres broke. Try again.", str(error.__cause__ or error))
    return None


def _said(error: BaseException, state: str) -> str:
    details: dict[str, Any] = error.args[0]
    return f"{details.get('M', 'no message')} (SQLSTATE {state})"


def translate_failures(engine: Engine) -> None:
    """Make the engine raise the domain's errors, and drop connections that the server has ended."""

    @event.listens_for(engine, "handle_error")
    def handle(context: ExceptionContext) -> None:
        original = context.original_exception
        if lost_connection(original):
            context.is_disconnect = True
        connecting = context.connection is None and isinstance(context.sqlalchemy_exception, InterfaceError)
        error = translated(original)
        if error is None and (connecting or context.is_disconnect):
            error = StoreUnavailable(_AWAY, str(original))
        if error is not None:
            raise error from original


@contextmanager
def driver_failures() -> Iterator[None]:
    """Translate what pg8000 raises where it is called directly, without SQLAlchemy in between."""
    try:
        yield
    except WilliamsError:
        raise
    except Exception as error:
        known = translated(error)
        if known is None:
            raise
        raise known from error
