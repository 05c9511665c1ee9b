"""What the routes ask for: the application and the caller."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, cast

from fastapi import Depends, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from williams.domain.bounds import Identifier
from williams.domain.errors import Forbidden
from williams.domain.tokens import Principal, Scope
from williams.services.application import Application


def application(request: Request) -> Application:
    """Return the process's application, made at the first request."""
    return cast(Application, request.app.state.provider())


App = Annotated[Application, Depends(application)]


# The refusal is ours, as a problem: FastAPI only documents the scheme and reads the header.
_bearer = HTTPBearer(auto_error=False, description="A token of the library.")


def principal(app: App, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> Principal:
    """Return who calls. Raises Unauthenticated, StoreUnavailable."""
    return app.tokens.authenticate(credentials.credentials if credentials else None)


Caller = Annotated[Principal, Depends(principal)]


def _scoped(scope: Scope) -> Callable[[Principal], Principal]:
    def check(caller: Caller) -> Principal:
        if scope not in caller.scopes:
            raise Forbidden(f"This token has no scope '{scope.value}'. Use one that has.")
        return caller

    return check


Reader = Annotated[Principal, Depends(_scoped(Scope.READ))]
Writer = Annotated[Principal, Depends(_scoped(Scope.WRITE))]
Admin = Annotated[Principal, Depends(_scoped(Scope.ADMIN))]
Operator = Annotated[Principal, Depends(_scoped(Scope.OPERATE))]
Limit = Annotated[int, Query(ge=1, le=200)]
After = Annotated[Identifier | None, Query(alias="next_token")]
