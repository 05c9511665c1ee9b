"""Batches, against the API itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.served import Served

URLS = ("https://texts.test/a.html", "ftp://nowhere/b")


@pytest.fixture
def batch_id(served: Served) -> str:
    return str(json.loads(served.run("batches", "import", *URLS, "--title", "Mine", "--json").stdout)["batch_id"])


def test_a_batch_is_made_shown_and_listed(served: Served, batch_id: str) -> None:
    shown = served.run("batches", "show", batch_id)
    assert all(word in shown.stdout for word in ("Mine", "50 % of 2", "1 queued, 1 refused"))
    assert f"{URLS[1]}: None of" in shown.stderr
    assert batch_id in served.run("batches").stdout
    items = json.loads(served.run("batches", "items", batch_id, "--failed", "--json").stdout)["items"]
    assert [(each["source"], each["status"]) for each in items] == [(URLS[1], "refused")]
    assert URLS[0] in served.run("batches", "items", batch_id).stdout


def test_a_batch_that_came_to_nothing_says_so_to_programs(served: Served, batch_id: str) -> None:
    assert "Nothing more" in served.run("batches", "cancel", batch_id).stdout
    ended = served.run("batches", "show", batch_id, "--wait")
    assert (ended.exit_code, "100 % of 2" in ended.stdout) == (1, True)


def test_a_file_names_the_sources(served: Served, tmp_path: Path) -> None:
    file = tmp_path / "reading.txt"
    file.write_text(f"# for the summer\n{URLS[0]}\n\nhttps://texts.test/b.html\n")
    made = json.loads(served.run("batches", "import", "--from", str(file), "--json").stdout)
    assert made["counts"] == {"queued": 2}


@pytest.mark.parametrize("arguments", [(), ("--from", "/no/such/file")])
def test_nothing_to_import_is_said(served: Served, arguments: tuple[str, ...]) -> None:
    assert served.run("batches", "import", *arguments).exit_code == 2
