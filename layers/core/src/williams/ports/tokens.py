"""Who knows the tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from williams.domain.paging import Page
from williams.domain.tokens import ApiToken, Principal, Scope


class TokenStorePort(Protocol):
    """Tokens are stored as SHA-256 only."""

    def add(
        self,
        owner: str,
        token_sha256: str,
        name: str,
        scopes: frozenset[Scope],
        expires_at: datetime | None = None,
    ) -> ApiToken:
        """Keep a token. The same hash again takes the new scopes, if it is the same owner's; nothing else changes."""
        ...

    def principal(self, token_sha256: str) -> Principal | None:
        """Return whose token it is, or None for one that is unknown, expired or revoked."""
        ...

    def tokens(self, owner: str, limit: int, after: str | None = None) -> Page[ApiToken]:
        """Newest first, those that were revoked or have expired among them."""
        ...

    def has_owner(self, owner: str) -> bool:
        """Return whether some valid token lets its bearer write for the owner."""
        ...

    def revoke(self, owner: str, token_id: str) -> ApiToken:
        """Refuse the token from now on. Repeating it changes nothing. Raises NotFound."""
        ...


class IdentityPort(Protocol):
    """Tokens of an issuer elsewhere."""

    def principal(self, token: str) -> Principal:
        """Raises Unauthenticated, StoreUnavailable when the issuer's keys cannot be had."""
        ...
