"""API tokens: made here, recognised here, stored as hashes."""

from __future__ import annotations

import hashlib
import secrets

from williams.domain.errors import Unauthenticated
from williams.ports.tokens import Principal, TokenStorePort

ALL_SCOPES = frozenset({"read", "write"})
_PREFIX = "wl_"


def new_token() -> str:
    """Return a token of 256 random bits."""
    return _PREFIX + secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def grant(store: TokenStorePort, owner: str, token: str, name: str) -> str:
    """Let a token act for an owner and return its id."""
    return store.add(owner, token_hash(token), name, ALL_SCOPES)


def authenticate(store: TokenStorePort, token: str | None) -> Principal:
    """Return whose token it is. Raises Unauthenticated."""
    if not token:
        raise Unauthenticated("Send the header 'Authorization: Bearer <token>'.")
    principal = store.principal(token_hash(token))
    if principal is None:
        raise Unauthenticated("The token is not known. Check it, or make a new one.")
    return principal
