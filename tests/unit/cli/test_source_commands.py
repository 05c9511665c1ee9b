"""Followed sources, against the API itself."""

from __future__ import annotations

import json

from tests.unit.cli.served import Served

URL = "https://texts.test/a.html"


def test_a_source_is_followed_changed_and_unfollowed(served: Served) -> None:
    made = json.loads(served.run("sources", "follow", URL, "--title", "Mine", "--every", "2", "--json").stdout)
    assert (made["interval_seconds"], made["status"]) == (7200, "active")
    source_id = made["source_id"]
    assert "Mine" in served.run("sources").stdout
    assert "every 2 h" in served.run("sources", "show", source_id).stdout
    assert "every 24 h" in served.run("sources", "change", source_id, "--every", "24").stdout
    assert "is paused" in served.run("sources", "pause", source_id).stdout
    assert "Paused by its owner." in served.run("sources", "show", source_id).stdout
    assert "looked at again" in served.run("sources", "resume", source_id).stdout
    assert "no longer" in served.run("sources", "unfollow", source_id).stdout
    assert served.run("sources", "show", source_id).exit_code == 3
