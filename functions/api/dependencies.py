"""What the routes ask for: the application and the caller."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from williams.domain.errors import Forbidden
from williams.ports.tokens import Principal
from williams.services.application import Application
from williams.services.tokens import authenticate


def application(request: Request) -> Application:
    """Return the process's application, made at the first request."""
    return cast(Application, request.app.state.provider())


App = Annotated[Application, Depends(application)]


# The refusal is ours, as a problem: FastAPI only documents the scheme and reads the header.
_bearer = HTTPBearer(auto_error=False, description="A token of the library.")


def principal(app: App, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> Principal:
    """Return who calls. Raises Unauthenticated."""
    return authenticate(app.tokens, credentials.credentials if credentials else None)


Caller = Annotated[Principal, Depends(principal)]


def writer(caller: Caller) -> Principal:
    """Return who calls, if the token may write. Raises Forbidden."""
    if "write" not in caller.scopes:
        raise Forbidden("This token may only read. Use one with the scope 'write'.")
    return caller


Writer = Annotated[Principal, Depends(writer)]
Limit = Annotated[int, Query(ge=1, le=200)]
After = Annotated[str | None, Query(alias="next_token", max_length=200)]
