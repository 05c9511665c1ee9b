"""API tokens: made here, recognised here, stored as hashes; and those of an issuer elsewhere."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, Field

from williams.domain.errors import Forbidden, Unauthenticated
from williams.domain.paging import Page
from williams.domain.tokens import ApiToken, Principal, Scope
from williams.ports.tokens import IdentityPort, TokenStorePort

OPERATOR_SCOPES = frozenset(Scope)
OWNER_SCOPES = OPERATOR_SCOPES - {Scope.OPERATE}
_PREFIX = "wl_"
_LONGEST_SECONDS = 10 * 366 * 24 * 3600


class NewToken(BaseModel):
    """``expires_in`` is in seconds; without it, the token is valid until it is revoked."""

    name: str = Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")
    scopes: frozenset[Scope] = Field(default=frozenset({Scope.READ, Scope.WRITE}), min_length=1)
    expires_in: int | None = Field(default=None, ge=1, le=_LONGEST_SECONDS)


class MadeToken(ApiToken):
    """``token`` is shown this once."""

    token: str


def new_token() -> str:
    """Return a token of 256 random bits."""
    return _PREFIX + secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class Tokens:
    """``identity`` knows the tokens of an issuer elsewhere; None where none is set."""

    store: TokenStorePort
    identity: IdentityPort | None = None

    def page(self, owner: str, limit: int, after: str | None = None) -> Page[ApiToken]:
        """Newest first, without the secrets."""
        return self.store.tokens(owner, limit, after)

    def revoke(self, owner: str, token_id: str) -> ApiToken:
        """Refuse the token from now on. Repeating it changes nothing. Raises NotFound."""
        return self.store.revoke(owner, token_id)

    def grant(self, owner: str, token: str, name: str, scopes: frozenset[Scope] = OWNER_SCOPES) -> str:
        """Let a token do everything that is an owner's own, unless other scopes are given, and return its id."""
        return self.store.add(owner, token_hash(token), name, scopes).token_id

    def make(self, caller: Principal, body: NewToken) -> MadeToken:
        """Make a token for the caller's owner. Raises Forbidden for a scope that the caller does not have."""
        missing = body.scopes - caller.scopes
        if missing:
            raise Forbidden(f"A token cannot give what it does not have: {', '.join(sorted(missing))}.")
        token = new_token()
        expires_at = datetime.now(UTC) + timedelta(seconds=body.expires_in) if body.expires_in else None
        made = self.store.add(caller.owner, token_hash(token), body.name, body.scopes, expires_at)
        return MadeToken(**made.model_dump(), token=token)

    def authenticate(self, token: str | None) -> Principal:
        """Return whose token it is. Raises Unauthenticated, StoreUnavailable."""
        if not token:
            raise Unauthenticated("Send the header 'Authorization: Bearer <token>'.")
        if self.identity is not None and not token.startswith(_PREFIX) and token.count(".") == 2:
            return self.identity.principal(token)
        principal = self.store.principal(token_hash(token))
        if principal is None:
            raise Unauthenticated("The token is not known, or no longer valid. Check it, or make a new one.")
        return principal
