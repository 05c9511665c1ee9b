"""API tokens are random, stored as hashes, and recognised."""

from __future__ import annotations

import re

import pytest

from williams.domain.errors import Unauthenticated
from williams.services.tokens import OWNER_SCOPES, Tokens, new_token, token_hash
from williams_testing.memory.tokens import InMemoryTokens


def test_tokens_are_long_and_differ() -> None:
    made = {new_token() for _ in range(100)}
    assert len(made) == 100
    assert all(re.fullmatch(r"wl_[\w-]{43}", token) for token in made)


def test_a_stored_token_cannot_be_read_back() -> None:
    assert token_hash("wl_x") != "wl_x"
    assert re.fullmatch("[0-9a-f]{64}", token_hash("wl_x"))


def test_a_granted_token_acts_for_its_owner() -> None:
    store, token = InMemoryTokens(), new_token()
    token_id = Tokens(store).grant("ada", token, "laptop")
    who = Tokens(store).authenticate(token)
    assert (who.owner, who.token_id, who.scopes) == ("ada", token_id, OWNER_SCOPES)


@pytest.mark.parametrize("token", [None, ""])
def test_no_token_at_all(token: str | None) -> None:
    with pytest.raises(Unauthenticated, match="Send the header 'Authorization: Bearer <token>'"):
        Tokens(InMemoryTokens()).authenticate(token)


def test_an_unknown_token() -> None:
    store = InMemoryTokens()
    Tokens(store).grant("ada", new_token(), "laptop")
    with pytest.raises(Unauthenticated, match="not known"):
        Tokens(store).authenticate(new_token())
