"""API tokens in Postgres."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine

from williams.adapters.postgres.prepared import run
from williams.domain.ids import new_id
from williams.ports.tokens import Principal

# The update changes nothing, but makes the statement return the row that stands.
_ADD: Final = """
    INSERT INTO api_tokens (token_id, owner, token_sha256, name, scopes)
    VALUES (:token_id, :owner, :token_sha256, :name, CAST(:scopes AS text[]))
    ON CONFLICT (token_sha256) DO UPDATE SET token_sha256 = excluded.token_sha256
    RETURNING token_id"""

_PRINCIPAL: Final = """
    SELECT owner, token_id, scopes FROM api_tokens
    WHERE token_sha256 = :token_sha256 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())"""


class PostgresTokens:
    """See :class:`williams.ports.tokens.TokenStorePort`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, owner: str, token_sha256: str, name: str, scopes: frozenset[str]) -> str:
        values = {"owner": owner, "token_sha256": token_sha256, "name": name, "scopes": sorted(scopes)}
        return str(run(self._engine, _ADD, token_id=new_id("tok"), **values)[0]["token_id"])

    def principal(self, token_sha256: str) -> Principal | None:
        rows = run(self._engine, _PRINCIPAL, token_sha256=token_sha256)
        return Principal(**rows[0]) if rows else None
