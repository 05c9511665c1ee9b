from __future__ import annotations

import json
from pathlib import Path

import pytest

from williams_client import NoConnection, NoToken
from williams_client.connection import resolve


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    cloud = {"api_url": "http://127.0.0.1:1/api", "ws_url": "ws://127.0.0.1:1/ws", "token": "local", "bucket": "b"}
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "cloud.json").write_text(json.dumps(cloud))
    (tmp_path / "deep" / "er").mkdir(parents=True)
    return tmp_path


def test_finds_the_local_cloud_upwards(clone: Path) -> None:
    found = resolve(None, None, clone / "deep" / "er")
    assert (found.api_url, found.token, found.ws_url) == ("http://127.0.0.1:1/api", "local", "ws://127.0.0.1:1/ws")
    assert found.cloud_file == clone / ".local" / "cloud.json"


def test_what_is_named_wins(clone: Path) -> None:
    found = resolve("https://other.test", "mine", clone)
    assert (found.api_url, found.token, found.cloud_file) == ("https://other.test", "mine", None)


def test_another_token_for_the_local_cloud(clone: Path) -> None:
    assert resolve(None, "mine", clone).token == "mine"
    assert resolve("http://127.0.0.1:1/api/", None, clone).token == "local"


def test_the_local_token_is_given_to_nobody_else(clone: Path) -> None:
    with pytest.raises(NoToken, match=r"There is no token for https://other\.test"):
        resolve("https://other.test", None, clone)


def test_nothing_named_and_nothing_found(tmp_path: Path) -> None:
    with pytest.raises(NoConnection, match="williams up"):
        resolve(None, None, tmp_path)


@pytest.mark.parametrize("text", ["", "[]", '{"api_url": "x"}'])
def test_a_broken_cloud_file_is_named(clone: Path, text: str) -> None:
    (clone / ".local" / "cloud.json").write_text(text)
    with pytest.raises(NoConnection, match=r"cloud\.json cannot be used"):
        resolve(None, None, clone)
