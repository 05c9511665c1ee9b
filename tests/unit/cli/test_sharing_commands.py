"""Tokens, plugins, links and what came of an artifact, against the API itself."""

from __future__ import annotations

import json

import pytest

from tests.unit.cli.served import Served
from tests.unit.pipeline.conftest import add_source


def test_a_token_is_made_listed_and_revoked(served: Served) -> None:
    made = json.loads(served.run("tokens", "create", "a phone", "--scope", "read", "--days", "2", "--json").stdout)
    assert (made["scopes"], made["token"].startswith("wl_")) == (["read"], True)
    assert "a phone" in served.run("tokens").stdout
    assert f"{made['token_id']} is revoked." in served.run("tokens", "revoke", made["token_id"]).stdout
    assert "revoked" in served.run("tokens", "list").stdout
    shown = served.run("tokens", "create", "another")
    assert shown.stdout.startswith("wl_")
    assert "not shown again" in shown.stderr


def test_a_feed_is_made_listed_and_revoked(served: Served) -> None:
    made = json.loads(served.run("feeds", "create", "--title", "Locks", "--language", "en", "--json").stdout)
    assert (made["title"], "/feeds/" in made["url"]) == ("Locks", True)
    listed = served.run("feeds", "list").stdout
    assert ("Locks" in listed, made["url"] in listed) == (True, False)
    assert f"{made['feed_id']} is revoked." in served.run("feeds", "revoke", made["feed_id"]).stdout
    assert "revoked" in served.run("feeds").stdout
    shown = served.run("feeds", "create")
    assert shown.stdout.startswith("http")
    assert "not shown again" in shown.stderr


def test_a_scope_that_does_not_exist_is_refused(served: Served) -> None:
    refused = served.run("tokens", "create", "a phone", "--scope", "everything")
    assert refused.exit_code != 0
    assert "scopes" in refused.stderr


def test_a_plugin_is_disabled_and_enabled(served: Served) -> None:
    assert "export.podcast takes no new jobs." in served.run("plugins", "disable", "export.podcast").stdout
    assert "export.podcast" in served.app.plugins.disabled()
    assert "export.podcast takes jobs." in served.run("plugins", "enable", "export.podcast").stdout
    assert served.run("plugins", "disable", "export.nothing").exit_code == 3


def test_one_question_at_a_time(served: Served) -> None:
    refused = served.run("provenance", "art_1", "--impact", "--licenses")
    assert (refused.exit_code, "Give one of --licenses and --impact." in refused.stderr) == (2, True)


def test_a_reason_belongs_to_a_version(served: Served) -> None:
    refused = served.run("export", "doc_1", "--format", "podcast", "--reason", "better")
    assert (refused.exit_code, "--version-of" in refused.stderr) == (2, True)


@pytest.fixture
async def artifact_id(served: Served) -> str:
    source_id = add_source(served.app.library)
    wanted = {"source_ids": [source_id], "format": "podcast", "parameters": {"minutes": 1}}
    job_id = served.http.post("/api/content/export", json=wanted).json()["job_id"]
    served.app.services.dispatcher.dispatch()
    await served.app.run_executions()
    return str(served.http.get(f"/api/jobs/{job_id}").json()["artifact_id"])


def test_what_came_of_an_artifact(served: Served, artifact_id: str) -> None:
    shared = json.loads(served.run("artifacts", "share", artifact_id, "--channel", "letter", "--json").stdout)
    assert shared["shares"] == 1
    assert json.loads(served.run("provenance", artifact_id, "--impact", "--json").stdout)["shares"] == 1
    assert "derivative works" in served.run("provenance", artifact_id, "--impact").stdout
    assert "commercial use allowed" in served.run("provenance", artifact_id, "--licenses").stdout
