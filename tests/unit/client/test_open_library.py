"""A client for programs of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from williams_client import NoConnection, open_library


@pytest.fixture(autouse=True)
def _nothing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("WILLIAMS_API_URL", raising=False)
    monkeypatch.delenv("WILLIAMS_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_environment_names_the_api(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_API_URL", "https://library.example")
    monkeypatch.setenv("WILLIAMS_TOKEN", "wl_a")
    with open_library() as library:
        assert library.url == "https://library.example"


def test_else_it_is_the_local_cloud(tmp_path: Path) -> None:
    (tmp_path / ".local").mkdir()
    cloud = {"api_url": "http://127.0.0.1:1", "token": "wl_b"}
    (tmp_path / ".local" / "cloud.json").write_text(json.dumps(cloud))
    with open_library() as library:
        assert library.url == "http://127.0.0.1:1"


def test_nothing_to_talk_to_is_said() -> None:
    with pytest.raises(NoConnection, match=r"There is no \.local/cloud\.json"):
        open_library()
