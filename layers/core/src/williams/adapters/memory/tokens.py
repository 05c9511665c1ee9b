"""API tokens in memory."""

from __future__ import annotations

from threading import Lock

from williams.domain.ids import new_id
from williams.ports.tokens import Principal


class InMemoryTokens:
    """See :class:`williams.ports.tokens.TokenStorePort`."""

    def __init__(self) -> None:
        self._by_hash: dict[str, Principal] = {}
        self._guard = Lock()

    def add(self, owner: str, token_sha256: str, name: str, scopes: frozenset[str]) -> str:  # noqa: ARG002
        made = Principal(owner=owner, token_id=new_id("tok"), scopes=scopes)
        with self._guard:
            return self._by_hash.setdefault(token_sha256, made).token_id

    def principal(self, token_sha256: str) -> Principal | None:
        return self._by_hash.get(token_sha256)
