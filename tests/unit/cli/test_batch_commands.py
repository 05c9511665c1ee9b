"""Batches, against the API itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run
from tests.unit.cli.served import Served
from tests.unit.client import records
from tests.unit.client.fake_api import FakeApi, answer

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


def test_what_was_in_an_archive_is_called_by_its_name_there(run: Run, api: FakeApi) -> None:
    source = "upload://up_1/ropes.xyz"
    refused = {
        "ordinal": 1,
        "source": source,
        "title": "Week 2/ropes.xyz",
        "status": "refused",
        "error_message": f"Nobody reads '{source}'.",
    }
    left_out = [
        {"cause": "is damaged", "count": 1, "names": ["b.txt"]},
        {"cause": "is hidden", "count": 9, "names": ["._a", "._b"]},
        {"cause": "is named more than once", "count": 2, "names": []},
    ]
    api.faults = [answer(records.batch([refused], left_out=left_out))]
    result = run("batches", "show", "bat_1")
    told = [line.partition("left out  ")[2].strip() for line in result.stdout.splitlines() if "left out" in line]
    assert told == ["1: is damaged (b.txt)", "9: is hidden (._a, ._b, …)", "2: is named more than once"]
    assert result.stderr == "error: Week 2/ropes.xyz: Nobody reads 'Week 2/ropes.xyz'.\n"
