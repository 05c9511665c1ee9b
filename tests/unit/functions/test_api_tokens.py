"""Tokens through the API: made, listed, revoked; and what each scope opens."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.unit.functions.conftest import TEXT_URL, client_of
from tests.unit.functions.one_api import answering, document
from williams.domain.errors import Unauthenticated
from williams.domain.tokens import Principal, Scope
from williams.plugin.registry import BrokenPlugin
from williams.services.tokens import OWNER_SCOPES
from williams_testing.application import MemoryApplication
from williams_testing.library import OWNER


def made(client: TestClient, **body: Any) -> dict[str, Any]:
    answer = client.post("/api/tokens", json={"name": "laptop"} | body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_a_token_is_shown_once_and_works(app: MemoryApplication, client: TestClient) -> None:
    token = made(client, scopes=["read"], expires_in=3600)
    assert token["token"].startswith("wl_")
    assert token["expires_at"] > token["created_at"]
    listed = client.get("/api/tokens")
    assert token["token"] not in listed.text
    assert listed.json()["items"][0] == {name: value for name, value in token.items() if name != "token"}
    with_it = client_of(app, token["token"])
    assert with_it.get("/api/jobs").status_code == 200
    assert with_it.post("/api/content/import", json={"url": TEXT_URL}).status_code == 403


def test_a_revoked_token_opens_nothing_from_then_on(app: MemoryApplication, client: TestClient) -> None:
    token = made(client)
    with_it = client_of(app, token["token"])
    assert with_it.get("/api/jobs").status_code == 200
    revoked = client.delete(f"/api/tokens/{token['token_id']}")
    assert (revoked.status_code, revoked.json()["revoked_at"] is None) == (200, False)
    assert with_it.get("/api/jobs").status_code == 401


def test_a_token_gives_only_what_it_has(app: MemoryApplication) -> None:
    admin = client_of(app, app.token_of(OWNER, frozenset({Scope.ADMIN})))
    answer = admin.post("/api/tokens", json={"name": "x", "scopes": ["admin", "write"]})
    assert (answer.status_code, answer.json()["detail"]) == (403, "A token cannot give what it does not have: write.")


def test_an_owner_makes_no_operator(app: MemoryApplication) -> None:
    owner = client_of(app, app.token_of(OWNER, OWNER_SCOPES))
    assert owner.post("/api/plugins/import.pdf/disable").status_code == 403
    answer = owner.post("/api/tokens", json={"name": "x", "scopes": ["operate"]})
    assert (answer.status_code, answer.json()["detail"]) == (403, "A token cannot give what it does not have: operate.")


def test_why_a_plugin_is_broken_is_for_the_operator(app: MemoryApplication, client: TestClient) -> None:
    app.registry.broken.append(BrokenPlugin("import.epub", "acme", "ImportError: /opt/acme/lib.so"))
    owner = client_of(app, app.token_of(OWNER, OWNER_SCOPES))
    told = {
        who: each.get("/api/plugins/import").json()["plugins"][-1]["error"]
        for who, each in (("operator", client), ("owner", owner))
    }
    assert told == {
        "operator": "ImportError: /opt/acme/lib.so",
        "owner": "It cannot be loaded. Whoever runs this library sees why.",
    }


def test_tokens_are_their_owners(client: TestClient, stranger: TestClient) -> None:
    token = made(client)
    assert all(each["token_id"] != token["token_id"] for each in stranger.get("/api/tokens").json()["items"])
    assert stranger.delete(f"/api/tokens/{token['token_id']}").status_code == 404


@pytest.mark.parametrize("scope", list(Scope))
def test_a_scope_opens_its_own_routes_only(app: MemoryApplication, scope: Scope) -> None:
    """Reading is GET but of tokens, administration is tokens, operation is plugins, writing is all else."""
    client = client_of(app, app.token_of(OWNER, frozenset({scope})))
    opened = {
        (method, path)
        for path, operations in document()["paths"].items()
        for method in operations
        if path.startswith("/api/") and path != "/api/health"
        if client.request(method, path, json={}).status_code != 403
    }
    wanted = {
        (method, path)
        for path, operations in document()["paths"].items()
        for method in operations
        if path.startswith("/api/") and path != "/api/health"
        if scope is scope_of(method, path)
    }
    assert opened == wanted


def scope_of(method: str, path: str) -> Scope:
    if path.endswith(("/enable", "/disable")):
        return Scope.OPERATE
    if path.startswith("/api/tokens"):
        return Scope.ADMIN
    return Scope.READ if method == "get" else Scope.WRITE


def test_an_issuers_tokens_are_taken_where_one_is_set(app: MemoryApplication) -> None:
    class OneToken:
        def principal(self, token: str) -> Principal:
            if token != "a.jw.t":
                raise Unauthenticated("not this one")
            return Principal(owner=OWNER, token_id="", scopes=frozenset({Scope.READ}))

    application = app.services_with(identity=OneToken()).application

    def status(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return answering(lambda: application, headers).get("/api/jobs").status_code

    assert (status("a.jw.t"), status("another.jw.t"), status(app.token)) == (200, 401, 200)
    assert client_of(app, "a.jw.t").get("/api/jobs").status_code == 401
