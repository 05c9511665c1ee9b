"""API tokens in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from williams.domain.errors import NotFound
from williams.domain.ids import new_id
from williams.domain.paging import Page
from williams.domain.tokens import ApiToken, Principal, Scope
from williams_testing.memory.catalog import page


@dataclass
class _Row:
    owner: str
    token: ApiToken


class InMemoryTokens:
    """See :class:`williams.ports.tokens.TokenStorePort`."""

    def __init__(self) -> None:
        self._by_hash: dict[str, _Row] = {}
        self._guard = Lock()

    def add(
        self,
        owner: str,
        token_sha256: str,
        name: str,
        scopes: frozenset[Scope],
        expires_at: datetime | None = None,
    ) -> ApiToken:
        made = ApiToken(
            token_id=new_id("tok"),
            name=name,
            scopes=scopes,
            created_at=datetime.now(UTC),
            expires_at=expires_at,
            revoked_at=None,
        )
        with self._guard:
            row = self._by_hash.setdefault(token_sha256, _Row(owner, made))
            if row.owner == owner:
                row.token = row.token.model_copy(update={"scopes": scopes})
            return row.token

    def principal(self, token_sha256: str) -> Principal | None:
        row = self._by_hash.get(token_sha256)
        if row is None or row.token.revoked_at is not None:
            return None
        if row.token.expires_at is not None and row.token.expires_at <= datetime.now(UTC):
            return None
        return Principal(owner=row.owner, token_id=row.token.token_id, scopes=row.token.scopes)

    def tokens(self, owner: str, limit: int, after: str | None = None) -> Page[ApiToken]:
        owned = [row.token for row in self._by_hash.values() if row.owner == owner]
        items, more = page(owned, lambda token: (token.created_at, token.token_id), limit, after)
        return Page[ApiToken](items=items, next_after=items[-1].token_id if more else None)

    def revoke(self, owner: str, token_id: str) -> ApiToken:
        with self._guard:
            for row in self._by_hash.values():
                if (row.owner, row.token.token_id) == (owner, token_id):
                    revoked_at = row.token.revoked_at or datetime.now(UTC)
                    row.token = row.token.model_copy(update={"revoked_at": revoked_at})
                    return row.token
        raise NotFound(f"There is no token {token_id}.")

    def has_owner(self, owner: str) -> bool:
        valid = (self.principal(token_sha256) for token_sha256 in list(self._by_hash))
        return any(each is not None and each.owner == owner and Scope.WRITE in each.scopes for each in valid)
