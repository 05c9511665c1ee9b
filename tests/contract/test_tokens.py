"""TokenStorePort: the fake and Postgres under the same tests."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from williams.adapters.postgres.engine import connected
from williams.adapters.postgres.tokens import PostgresTokens
from williams.ports.tokens import Principal, TokenStorePort

HASH = "f" * 64


def test_a_token_names_its_owner(tokens: TokenStorePort) -> None:
    token_id = tokens.add("ada", HASH, "laptop", frozenset({"read", "write"}))
    assert tokens.principal(HASH) == Principal(owner="ada", token_id=token_id, scopes=frozenset({"read", "write"}))


def test_an_unknown_token_is_nobody(tokens: TokenStorePort) -> None:
    assert tokens.principal(HASH) is None


def test_repeating_a_token_changes_nothing(tokens: TokenStorePort) -> None:
    first = tokens.add("ada", HASH, "laptop", frozenset({"read"}))
    assert tokens.add("eve", HASH, "other", frozenset({"admin"})) == first
    principal = tokens.principal(HASH)
    assert principal is not None
    assert (principal.owner, principal.scopes) == ("ada", frozenset({"read"}))


@pytest.mark.parametrize("column", ["revoked_at", "expires_at"])
def test_a_revoked_or_expired_token_is_nobody(engine: Engine, column: str) -> None:
    tokens = PostgresTokens(engine)
    tokens.add("ada", HASH, "laptop", frozenset())
    with connected(engine) as connection:
        connection.exec_driver_sql(f"UPDATE api_tokens SET {column} = now() - interval '1 second'")
    assert tokens.principal(HASH) is None
