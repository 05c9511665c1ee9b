"""What an operator invokes."""

from __future__ import annotations

import io
import json
import logging

import pytest

from functions.grant_token.handler import handler as grant_token
from functions.migrate.handler import handler as migrate
from functions.weigh_owner.handler import handler as weigh_owner
from williams import bootstrap
from williams.domain.errors import InvalidRequest
from williams.domain.tokens import Scope
from williams.observability.logs import logger
from williams.services.tokens import OPERATOR_SCOPES, OWNER_SCOPES, Tokens
from williams_testing.application import MemoryApplication
from williams_testing.memory.jobs import InMemoryJobs
from williams_testing.memory.tokens import InMemoryTokens


@pytest.fixture
def tokens(app: MemoryApplication, monkeypatch: pytest.MonkeyPatch) -> InMemoryTokens:
    monkeypatch.setattr(bootstrap, "services", lambda: app.services)
    return app.tokens


def test_a_granted_token_acts_for_its_owner(tokens: InMemoryTokens) -> None:
    answer = grant_token({"owner": "ada", "name": "laptop"}, None)
    principal = Tokens(tokens).authenticate(answer["token"])
    assert (principal.owner, principal.token_id) == ("ada", answer["token_id"])
    assert answer["owner"] == "ada"


@pytest.mark.usefixtures("tokens")
def test_a_token_is_shown_to_whoever_asked_and_not_in_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    for handler in logger().handlers:
        assert isinstance(handler, logging.StreamHandler)
        monkeypatch.setattr(handler, "stream", written)
    answer = grant_token({"owner": "ada", "name": "laptop"}, None)
    assert json.loads(written.getvalue())["token_id"] == answer["token_id"]
    assert answer["token"] not in written.getvalue()


@pytest.mark.parametrize(("event", "scopes"), [({}, OWNER_SCOPES), ({"operator": True}, OPERATOR_SCOPES)])
def test_an_operators_token_is_asked_for(
    tokens: InMemoryTokens, event: dict[str, object], scopes: frozenset[Scope]
) -> None:
    answer = grant_token({"owner": "ada", "name": "laptop", **event}, None)
    assert Tokens(tokens).authenticate(answer["token"]).scopes == scopes


@pytest.mark.usefixtures("tokens")
def test_a_guess_makes_no_operator() -> None:
    with pytest.raises(InvalidRequest, match="true or false"):
        grant_token({"owner": "ada", "name": "laptop", "operator": "yes"}, None)


@pytest.mark.usefixtures("tokens")
@pytest.mark.parametrize("event", [{}, {"owner": "ada"}, {"owner": " ", "name": "x"}, {"owner": 1, "name": "x"}])
def test_a_request_that_is_none_is_explained(event: dict[str, object]) -> None:
    with pytest.raises(InvalidRequest, match='"owner":"<whose library>"'):
        grant_token(event, None)


@pytest.fixture
def jobs(app: MemoryApplication, monkeypatch: pytest.MonkeyPatch) -> InMemoryJobs:
    monkeypatch.setattr(bootstrap, "services", lambda: app.services)
    return app.library.jobs


def test_an_owner_is_favoured_and_no_longer(jobs: InMemoryJobs) -> None:
    assert weigh_owner({"owner": "ada", "weight": 3}, None) == {"weights": {"ada": 3}}
    assert weigh_owner({}, None) == {"weights": {"ada": 3}}
    assert jobs.weights() == {"ada": 3}
    assert weigh_owner({"owner": "ada", "weight": 1}, None) == {"weights": {}}


@pytest.mark.parametrize(
    "event",
    [
        {"owner": "ada"},
        {"weight": 3},
        {"owner": "ada", "weight": 3, "lane": "import.pdf"},
        *({"owner": owner, "weight": 3} for owner in ("", " ", 1, None, "a" * 101, "a\0")),
        *({"owner": "ada", "weight": weight} for weight in (0, -1, 101, 1.5, "3", True, None, 10**30)),
    ],
)
def test_a_weight_that_is_none_is_explained(jobs: InMemoryJobs, event: dict[str, object]) -> None:
    with pytest.raises(InvalidRequest, match=r'"weight":<1 to 100>'):
        weigh_owner(event, None)
    assert jobs.weights() == {}


def test_migrating_prepares_the_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(bootstrap, "prepare_stores", lambda: done.append("prepared"))
    assert migrate({"RequestType": "Create"}, None) == {"prepared": ["postgres", "graph"]}
    assert done == ["prepared"]
