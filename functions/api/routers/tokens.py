"""Tokens: who may do what in an owner's name."""

from __future__ import annotations

from fastapi import APIRouter, status

from functions.api.answers import Listing
from functions.api.bodies import StrictRoute
from functions.api.dependencies import Admin, After, App, Limit
from functions.api.problems import documented
from williams.domain.bounds import Identifier
from williams.domain.tokens import ApiToken
from williams.services.tokens import MadeToken, NewToken

router = APIRouter(prefix="/api/tokens", tags=["tokens"], route_class=StrictRoute)


@router.post("", status_code=status.HTTP_201_CREATED, responses=documented(422))
def post_token(app: App, caller: Admin, body: NewToken) -> MadeToken:
    """Make a token for yourself. It is shown in this answer only."""
    return app.tokens.make(caller, body)


@router.get("", responses=documented(422))
def list_tokens(app: App, caller: Admin, limit: Limit = 50, after: After = None) -> Listing[ApiToken]:
    """List your tokens, newest first, without the secrets."""
    page = app.tokens.page(caller.owner, limit, after)
    return Listing(items=page.items, next_token=page.next_after)


@router.delete("/{token_id}", responses=documented(404, 422))
def delete_token(app: App, caller: Admin, token_id: Identifier) -> ApiToken:
    """Revoke a token, from this moment on."""
    return app.tokens.revoke(caller.owner, token_id)
