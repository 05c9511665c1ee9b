"""TokenStorePort: the fake and Postgres under the same tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from williams.adapters.postgres.engine import connected
from williams.adapters.postgres.tokens import PostgresTokens
from williams.domain.errors import NotFound
from williams.domain.tokens import Principal, Scope
from williams.ports.tokens import TokenStorePort

HASH = "f" * 64


def test_a_token_names_its_owner(tokens: TokenStorePort) -> None:
    scopes = frozenset({Scope.READ, Scope.WRITE})
    made = tokens.add("ada", HASH, "laptop", scopes)
    assert (made.name, made.scopes, made.expires_at, made.revoked_at) == ("laptop", scopes, None, None)
    assert tokens.principal(HASH) == Principal(owner="ada", token_id=made.token_id, scopes=scopes)


def test_an_unknown_token_is_nobody(tokens: TokenStorePort) -> None:
    assert tokens.principal(HASH) is None


def test_the_same_token_again_takes_the_new_scopes_of_its_owner_only(tokens: TokenStorePort) -> None:
    first = tokens.add("ada", HASH, "laptop", frozenset({Scope.READ}))
    assert tokens.add("eve", HASH, "other", frozenset({Scope.ADMIN})) == first
    again = tokens.add("ada", HASH, "other", frozenset({Scope.WRITE}))
    assert again == first.model_copy(update={"scopes": frozenset({Scope.WRITE})})
    principal = tokens.principal(HASH)
    assert principal is not None
    assert (principal.owner, principal.scopes) == ("ada", frozenset({Scope.WRITE}))


def test_a_token_expires(tokens: TokenStorePort) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=60)
    assert tokens.add("ada", HASH, "laptop", frozenset({Scope.READ}), soon).expires_at == soon
    assert tokens.principal(HASH) is not None
    past = datetime.now(UTC) - timedelta(seconds=1)
    tokens.add("ada", "e" * 64, "old", frozenset({Scope.READ}), past)
    assert tokens.principal("e" * 64) is None


def test_a_revoked_token_is_nobody_at_once(tokens: TokenStorePort) -> None:
    made = tokens.add("ada", HASH, "laptop", frozenset({Scope.READ}))
    with pytest.raises(NotFound):
        tokens.revoke("eve", made.token_id)
    assert tokens.principal(HASH) is not None
    revoked = tokens.revoke("ada", made.token_id)
    assert revoked.revoked_at is not None
    assert tokens.revoke("ada", made.token_id) == revoked
    assert tokens.principal(HASH) is None
    with pytest.raises(NotFound):
        tokens.revoke("ada", "tok_unknown")


def test_tokens_are_listed_newest_first_in_pages(tokens: TokenStorePort) -> None:
    made = [tokens.add("ada", str(n) * 64, str(n), frozenset({Scope.READ})) for n in range(3)]
    tokens.add("eve", HASH, "eve's", frozenset({Scope.READ}))
    first = tokens.tokens("ada", 2)
    assert [*first.items, *tokens.tokens("ada", 2, first.next_after).items] == made[::-1]
    assert tokens.tokens("ada", 3).next_after is None


def test_an_owner_is_who_may_write(tokens: TokenStorePort) -> None:
    tokens.add("ada", HASH, "laptop", frozenset({Scope.READ, Scope.WRITE}))
    tokens.add("eve", "e" * 64, "reader", frozenset({Scope.READ}))
    assert [tokens.has_owner(owner) for owner in ("ada", "eve", "nobody", "")] == [True, False, False, False]


@pytest.mark.parametrize("column", ["revoked_at", "expires_at"])
def test_an_owner_without_a_valid_token_is_none(engine: Engine, column: str) -> None:
    tokens = PostgresTokens(engine)
    tokens.add("ada", HASH, "laptop", frozenset({Scope.WRITE}))
    with connected(engine) as connection:
        connection.exec_driver_sql(f"UPDATE api_tokens SET {column} = now() - interval '1 second'")
    assert not tokens.has_owner("ada")
