"""API tokens: who a caller is."""

from __future__ import annotations

from typing import Protocol

from pydantic import BaseModel, ConfigDict


class Principal(BaseModel):
    model_config = ConfigDict(frozen=True)

    owner: str
    token_id: str
    scopes: frozenset[str]


class TokenStorePort(Protocol):
    """Tokens are stored as SHA-256 only."""

    def add(self, owner: str, token_sha256: str, name: str, scopes: frozenset[str]) -> str:
        """Return the token's id. Repeating the same hash changes nothing."""
        ...

    def principal(self, token_sha256: str) -> Principal | None: ...
