"""JWTs of an issuer whose keys are published on this machine."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from typing import Any

import jwt
import pytest

from tests.contract.jwks_server import AUDIENCE, IssuerServer, issuer_server
from williams.adapters.jwt.issuer import Issuer, JwtIdentity
from williams.domain.errors import StoreUnavailable, Unauthenticated
from williams.domain.tokens import Scope


@pytest.fixture(scope="module")
def running() -> Iterator[IssuerServer]:
    with issuer_server() as server:
        yield server


@pytest.fixture
def issuer(running: IssuerServer) -> IssuerServer:
    running.published = ["first"]
    running.requests = 0
    return running


class Clock:
    """Seconds, moved on by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def identity(issuer: IssuerServer, clock: Clock) -> JwtIdentity:
    return JwtIdentity(Issuer(issuer.url, AUDIENCE, f"{issuer.url}/.well-known/jwks.json"), clock)


def test_a_token_names_owner_and_scopes(issuer: IssuerServer, identity: JwtIdentity) -> None:
    caller = identity.principal(issuer.token(sub="auth0|ada@example.org", scope="openid read write", jti="t1"))
    assert (caller.owner, caller.token_id) == ("auth0|ada@example.org", "t1")
    assert caller.scopes == {Scope.READ, Scope.WRITE}


def test_the_keys_are_asked_for_once(issuer: IssuerServer, identity: JwtIdentity) -> None:
    for _ in range(3):
        identity.principal(issuer.token())
    assert issuer.requests == 1


def test_claims_can_have_other_names(issuer: IssuerServer) -> None:
    claims = {"owner_claim": "tenant", "scopes_claim": "permissions", "scope_prefix": "williams/"}
    identity = JwtIdentity(Issuer(issuer.url, AUDIENCE, issuer.url, **claims))
    caller = identity.principal(issuer.token(tenant="shelf", permissions=["williams/admin", "other/read", "write"]))
    assert (caller.owner, caller.scopes) == ("shelf", frozenset({Scope.ADMIN}))


def test_no_scopes_are_no_rights(issuer: IssuerServer, identity: JwtIdentity) -> None:
    assert identity.principal(issuer.token(scope=None)).scopes == frozenset()


def test_keys_are_rotated(issuer: IssuerServer, identity: JwtIdentity, clock: Clock) -> None:
    identity.principal(issuer.token())
    issuer.published = ["second"]
    assert identity.principal(issuer.token("second")).owner == "ada"
    clock.now += 60
    with pytest.raises(Unauthenticated, match="does not publish"):
        identity.principal(issuer.token("first"))


def test_unknown_keys_do_not_make_the_issuer_be_asked_each_time(
    issuer: IssuerServer, identity: JwtIdentity, clock: Clock
) -> None:
    for _ in range(5):
        with pytest.raises(Unauthenticated, match="does not publish"):
            identity.principal(issuer.token("second"))
    assert issuer.requests == 2
    clock.now += 60
    issuer.published = ["first", "second"]
    assert identity.principal(issuer.token("second")).owner == "ada"


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"exp": time.time() - 60}, "expired"),
        ({"exp": None}, "exp"),
        ({"aud": "another"}, "udience"),
        ({"aud": None}, "aud"),
        ({"iss": "https://elsewhere.example"}, "ssuer"),
        ({"nbf": time.time() + 600}, "not yet valid"),
        ({"sub": None}, "sub"),
        ({"sub": ""}, "owner"),
        ({"sub": "../eve"}, "owner"),
        ({"sub": "ada/eve"}, "owner"),
        ({"sub": "a" * 101}, "owner"),
    ],
)
def test_claims_that_do_not_fit(
    issuer: IssuerServer, identity: JwtIdentity, claims: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Unauthenticated, match=reason):
        identity.principal(issuer.token(**claims))


def test_the_token_does_not_choose_how_it_is_checked(issuer: IssuerServer, identity: JwtIdentity) -> None:
    claims = jwt.decode(issuer.token(), options={"verify_signature": False})
    header = {"kid": "first"}
    for forged in (
        jwt.encode(claims, "", algorithm="none", headers=header),
        jwt.encode(claims, b"k" * 32, algorithm="HS256", headers=header),
        issuer.token()[:-8] + "AAAAAAAA",
        "a.b.c",
        "..",
        f"{base64.urlsafe_b64encode(b'[' * 5000).decode().rstrip('=')}.b.c",
    ):
        with pytest.raises(Unauthenticated, match="not accepted"):
            identity.principal(forged)


def test_an_issuer_that_is_away_is_not_the_callers_fault(issuer: IssuerServer) -> None:
    identity = JwtIdentity(Issuer(issuer.url, AUDIENCE, "http://127.0.0.1:1/keys"))
    with pytest.raises(StoreUnavailable, match="cannot be had"):
        identity.principal(issuer.token())
