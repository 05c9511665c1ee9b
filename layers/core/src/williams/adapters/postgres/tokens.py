"""API tokens in Postgres."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Engine

from williams.adapters.postgres.prepared import run
from williams.domain.errors import NotFound
from williams.domain.ids import new_id
from williams.domain.paging import Page
from williams.domain.tokens import ApiToken, Principal, Scope

_TOKEN: Final = "token_id, name, scopes, created_at, expires_at, revoked_at"

_ADD: Final = f"""
    INSERT INTO api_tokens (token_id, owner, token_sha256, name, scopes, expires_at)
    VALUES (:token_id, :owner, :token_sha256, :name, CAST(:scopes AS text[]), :expires_at)
    ON CONFLICT (token_sha256) DO UPDATE
    SET scopes = CASE WHEN api_tokens.owner = excluded.owner THEN excluded.scopes ELSE api_tokens.scopes END
    RETURNING {_TOKEN}"""

_PRINCIPAL: Final = """
    SELECT owner, token_id, scopes FROM api_tokens
    WHERE token_sha256 = :token_sha256 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())"""

_TOKENS: Final = f"""
    SELECT {_TOKEN} FROM api_tokens
    WHERE owner = :owner AND (CAST(:after AS text) IS NULL OR (created_at, token_id) < (
        SELECT created_at, token_id FROM api_tokens WHERE token_id = :after AND owner = :owner))
    ORDER BY created_at DESC, token_id DESC LIMIT CAST(:limit AS integer)"""

_REVOKE: Final = f"""
    UPDATE api_tokens SET revoked_at = COALESCE(revoked_at, now()) WHERE token_id = :token_id AND owner = :owner
    RETURNING {_TOKEN}"""

_OWNER: Final = """
    SELECT 1 FROM api_tokens
    WHERE owner = :owner AND 'write' = ANY(scopes) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
    LIMIT 1"""


class PostgresTokens:
    """See :class:`williams.ports.tokens.TokenStorePort`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self,
        owner: str,
        token_sha256: str,
        name: str,
        scopes: frozenset[Scope],
        expires_at: datetime | None = None,
    ) -> ApiToken:
        values = {"owner": owner, "token_sha256": token_sha256, "name": name, "scopes": sorted(scopes)}
        return ApiToken(**run(self._engine, _ADD, token_id=new_id("tok"), expires_at=expires_at, **values)[0])

    def principal(self, token_sha256: str) -> Principal | None:
        rows = run(self._engine, _PRINCIPAL, token_sha256=token_sha256)
        return Principal(**rows[0]) if rows else None

    def tokens(self, owner: str, limit: int, after: str | None = None) -> Page[ApiToken]:
        rows = run(self._engine, _TOKENS, owner=owner, after=after, limit=limit + 1)
        items = [ApiToken(**row) for row in rows[:limit]]
        return Page[ApiToken](items=items, next_after=items[-1].token_id if len(rows) > limit else None)

    def revoke(self, owner: str, token_id: str) -> ApiToken:
        rows = run(self._engine, _REVOKE, owner=owner, token_id=token_id)
        if not rows:
            raise NotFound(f"There is no token {token_id}.")
        return ApiToken(**rows[0])

    def has_owner(self, owner: str) -> bool:
        return bool(run(self._engine, _OWNER, owner=owner))
