"""What an owner's token cannot do, and links and tickets that were not signed quite so."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.problems import problem
from tests.e2e.tenant import Tenant, http_client
from williams.domain.tokens import Scope
from williams.services.signing import LONGEST, Signer
from williams.services.tokens import new_token, token_hash
from williams_localcloud.secrets import SIGNING

FILE = "podcast.mp3"
LATER = 2**33


@pytest.fixture(scope="module")
def owner(make_tenant: Callable[[str], Tenant]) -> Tenant:
    return make_tenant("owner")


@pytest.fixture(scope="module")
def operator(cloud: Cloud) -> Iterator[httpx.Client]:
    """Whoever has the token that `make up` prints."""
    with http_client(cloud, cloud.info.token) as client:
        yield client


def _enabled(client: httpx.Client, plugin_id: str) -> bool:
    kind = plugin_id.partition(".")[0]
    plugins = client.get(f"/api/plugins/{kind}").json()["plugins"]
    return next(bool(each["enabled"]) for each in plugins if each["plugin_id"] == plugin_id)


@pytest.mark.parametrize("plugin_id", ["import.pdf", "export.podcast", "import.nothing"])
@pytest.mark.parametrize("does", ["enable", "disable"])
def test_an_owner_switches_nothing_for_everybody(owner: Tenant, plugin_id: str, does: str) -> None:
    problem(owner.http.post(f"/api/plugins/{plugin_id}/{does}"), 403, "forbidden", says="operate")
    assert _enabled(owner.http, "import.pdf")


def test_an_operator_does(operator: httpx.Client) -> None:
    assert operator.post("/api/plugins/import.pdf/enable").status_code == 200
    assert _enabled(operator, "import.pdf")


@pytest.mark.parametrize(
    ("has", "wants"),
    [
        ("read write admin", "operate"),
        ("read write admin", "read write admin operate"),
        ("admin", "read"),
        ("admin", "admin write"),
        ("operate", "operate"),
        ("operate read write", "operate"),
        ("read write", "read"),
    ],
)
def test_no_token_makes_one_that_may_more(cloud: Cloud, owner: Tenant, has: str, wants: str) -> None:
    """Tokens are made by those that may manage them, and give no more than they have."""
    token = new_token()
    cloud.tokens.add(owner.owner, token_hash(token), "attack", frozenset(map(Scope, has.split())))
    with http_client(cloud, token) as attacker:
        problem(attacker.post("/api/tokens", json={"name": "more", "scopes": wants.split()}), 403, "forbidden")


@pytest.mark.parametrize("scopes", [["root"], ["*"], [], ["READ"], ["operate "], "operate", {"operate": True}, [None]])
def test_a_scope_that_there_is_not(owner: Tenant, scopes: Any) -> None:
    problem(owner.http.post("/api/tokens", json={"name": "x", "scopes": scopes}), 422, "invalid-request", says="scopes")


@pytest.mark.parametrize(
    "token",
    ["wl_" + "a" * 43, "wl_" + "a" * 6000, "wl_%00", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.", "null", "wl_"],
)
def test_a_token_that_nobody_made(cloud: Cloud, token: str) -> None:
    with http_client(cloud, token) as stranger:
        problem(stranger.get("/api/jobs"), 401, "unauthenticated")


def _key(cloud: Cloud) -> bytes:
    return cloud.secret(SIGNING)["key"].encode()


def _link(cloud: Cloud, **change: Any) -> str:
    """A signed link to a file of an artifact that is not there: one that is taken is answered 404."""
    given = {"key": _key(cloud), "purpose": "download", "payload": ["ada", "art_0", FILE, LATER]} | change
    return Signer(lambda: given["key"]).signed(given["purpose"], given["payload"])


def _opened(cloud: Cloud, link: str) -> httpx.Response:
    with http_client(cloud, None) as nobody:
        return nobody.get(f"/download/{link}/{FILE}")


def test_a_link_that_was_signed_here_is_taken(cloud: Cloud) -> None:
    problem(_opened(cloud, _link(cloud)), 404, "not-found", says="art_0")


def _other_last_bits(link: str) -> str:
    """The same bytes for a lenient decoder: the last character of 43 carries two bits that mean nothing."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return link[:-1] + alphabet[alphabet.index(link[-1]) ^ 1]


CHANGES: dict[str, Callable[[str], str]] = {
    "padded": lambda link: link + "=",
    "padded twice": lambda link: link + "==",
    "padded inside": lambda link: link.replace(".", "=."),
    "garbage behind": lambda link: link + "!",
    "a blank inside": lambda link: link[:5] + "%20" + link[5:],
    "a line end behind": lambda link: link + "%0A",
    "a NUL behind": lambda link: link + "%00",
    "a third part": lambda link: link + ".x",
    "the other alphabet": lambda link: link[:5] + "+" + link[5:],
    "bits without meaning": _other_last_bits,
    "a shorter signature": lambda link: link[:-4],
    "no signature": lambda link: link.split(".")[0] + ".",
    "nothing of it": lambda _: "x",
    "full-width letters": lambda link: link[:5] + "%EF%BD%81" + link[5:],
    "too long": lambda link: "A" * (LONGEST - len(link) + 1) + link,
    "another payload": lambda link: _payload("eve", "art_0", FILE, LATER) + "." + link.split(".")[1],
}


def _payload(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@pytest.mark.parametrize("change", CHANGES)
def test_a_link_that_is_not_written_as_it_was_signed(cloud: Cloud, change: str) -> None:
    answer = _opened(cloud, CHANGES[change](_link(cloud)))
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert "not one of this library's" in answer.json()["detail"]


@pytest.mark.parametrize(
    "change",
    [
        {"key": b"another key"},
        {"purpose": "ticket"},
        {"purpose": "download2"},
        {"payload": ["ada", "art_0", FILE]},
        {"payload": ["ada", "art_0", FILE, LATER, "more"]},
        {"payload": ["ada", "art_0", "other.mp3", LATER]},
    ],
)
def test_what_was_signed_otherwise_is_no_link(cloud: Cloud, change: dict[str, Any]) -> None:
    problem(_opened(cloud, _link(cloud, **change)), 403, "forbidden")


def test_a_link_that_is_over(cloud: Cloud) -> None:
    over = ["ada", "art_0", FILE, int(time.time()) - 1]
    problem(_opened(cloud, _link(cloud, payload=over)), 410, "link-expired")
