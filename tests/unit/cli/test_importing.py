"""Many sources at once: each is tried, and of each it is told what became of it."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import Result

from tests.unit.cli.conftest import Run
from tests.unit.client import records
from tests.unit.client.fake_api import FakeApi, Reply, problem
from tests.unit.client.scripted_socket import Network, said
from williams_cli.importing import labels_for

UNSUPPORTED = problem(422, "unsupported-content", "upload://up_1/paper.pdf is of no kind that any plugin reads.")


@pytest.fixture
def notes(tmp_path: Path) -> list[str]:
    """The folder of a person with three files, of which the second is none that can be read."""
    (tmp_path / "notes").mkdir()
    for name in ("a.md", "b.jpg", "c.md"):
        (tmp_path / "notes" / name).write_bytes(b"# Notes")
    return ["notes/a.md", "notes/b.jpg", "notes/c.md"]


@pytest.fixture
def second_is_refused(api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    handle, submissions = api.handle, iter(range(9))

    def refusing(method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        reply = handle(method, target, headers, body)
        return UNSUPPORTED if target.endswith("/content/import") and next(submissions) == 1 else reply

    monkeypatch.setattr(api, "handle", refusing)
    for number in (1, 3):
        api.will_be(f"job_{number}", records.job(f"job_{number}", content_id=f"doc_{number}"))


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.usefixtures("second_is_refused")
def test_a_bad_file_stops_no_other_and_is_named_as_the_person_named_it(run: Run, notes: list[str]) -> None:
    result = run("import", *notes)
    assert result.exit_code == 1
    assert result.stdout == "notes/a.md is in the library: doc_1\nnotes/c.md is in the library: doc_3\n"
    assert "error: notes/b.jpg: notes/b.jpg is of no kind that any plugin reads." in result.stderr
    assert "upload://" not in result.stderr
    assert result.stderr.endswith("1 of 3 could not be imported.\n")


@pytest.mark.usefixtures("notes")
def test_a_folder_stands_for_the_files_in_it_and_below(run: Run, api: FakeApi, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    for name in (".DS_Store", ".git/config", "part/d.md", "part/.draft.md"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"# Notes")
    (folder / "part" / "round").symlink_to(folder, target_is_directory=True)
    (folder / "b.jpg").unlink()
    names = ["notes/a.md", "notes/c.md", "notes/part/d.md"]
    for number in range(1, 4):
        api.will_be(f"job_{number}", records.job(f"job_{number}", content_id=f"doc_{number}"))
    result = run("import", "notes", "notes/c.md")
    assert result.exit_code == 0, result.stderr
    assert [line.partition(" ")[0] for line in result.stdout.splitlines()] == names
    assert "notes: 3 hidden files were left out.\n" in result.stderr


def test_what_is_no_file_in_a_folder_is_called_what_it_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = tmp_path / "shelf"
    (shelf / "closed").mkdir(parents=True)
    (shelf / "a\nb.txt").write_text("A line.")
    (shelf / "gone.txt").symlink_to("nowhere")
    (shelf / "loop").symlink_to(".")
    os.mkfifo(shelf / "pipe.txt")
    look, may = os.scandir, os.access

    def closed_to_us(path: str) -> Any:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return look(path)

    monkeypatch.setattr(os, "scandir", closed_to_us)
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith("closed") and may(path, mode))
    result = run("import", str(shelf), "--no-watch")
    assert result.exit_code == 1
    assert "a b.txt" in result.stdout
    for name, why in (
        ("closed", "may not be read"),
        ("gone.txt", "is a link to what"),
        ("pipe.txt", "is no file, but a pipe"),
    ):
        assert f"{name} {why}" in result.stderr


def test_what_an_import_left_out_is_said_at_its_end(run: Run, api: FakeApi, notes: list[str]) -> None:
    notice = {"code": "page-without-text", "message": "Page 3 has no text.", "place": "p. 3", "remedy": "Scan it."}
    told = {"count": 5, "first": [notice]}
    api.will_be("job_1", records.job("job_1", notices=told))
    result = run("import", notes[0])
    assert result.stdout == "notes/a.md is in the library: doc_1\n"
    assert result.stderr.splitlines()[-2:] == [
        "  p. 3: Page 3 has no text. Scan it. [page-without-text]",
        "  4 more notices: williams content show doc_1",
    ]


@pytest.mark.usefixtures("second_is_refused")
def test_every_source_is_a_line_of_json(run: Run, notes: list[str]) -> None:
    result = run("import", *notes, "missing.pdf", "", "--json")
    assert result.exit_code == 1
    told = [(each["source"], each["status"], each["content_id"]) for each in lines(result)]
    assert told == [
        ("notes/a.md", "completed", "doc_1"),
        ("notes/b.jpg", None, None),
        ("notes/c.md", "completed", "doc_3"),
        ("missing.pdf", None, None),
        ("", None, None),
    ]
    codes = [each["error"] and each["error"]["code"] for each in lines(result)]
    assert codes == [None, "unsupported-content", None, "usage", "usage"]


def test_all_that_fail_alike_have_their_own_code(run: Run, api: FakeApi) -> None:
    assert run("import", "no.pdf", "none.pdf").exit_code == 2
    assert api.requests == []


@pytest.mark.parametrize(
    ("fault", "code"),
    [(problem(401, "unauthenticated", "Who?"), 4), (httpx.ConnectError("refused"), 5)],
)
def test_what_is_hopeless_for_all_is_asked_once(
    run: Run, api: FakeApi, notes: list[str], fault: Reply | Exception, code: int
) -> None:
    api.faults = [fault] * 99
    result = run("import", *notes, "--json")
    assert result.exit_code == code
    assert len(lines(result)) == 3
    assert len(api.requests) <= 2


def test_an_end_that_is_not_learned_hides_nothing(run: Run, api: FakeApi, network: Network, notes: list[str]) -> None:
    """The API goes away while the last job runs."""
    network.connections = [[said(1, "completed", 100, "job_1"), said(1, "completed", 100, "job_2")]]
    for number in (1, 2):
        api.will_be(f"job_{number}", records.job(f"job_{number}", "embedding"), records.job(f"job_{number}"))
    api.will_be("job_3", records.job("job_3", "embedding"))
    handle = api.handle
    listings = iter(range(99))

    def leaving(method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        gone = method == "GET" and next(listings) > 1
        return Reply(502, b"<html>Bad Gateway</html>", "text/html") if gone else handle(method, target, headers, body)

    api.handle = leaving  # type: ignore[method-assign]
    result = run("import", *notes, "--json")
    assert [each["status"] for each in lines(result)] == ["completed", "completed", "embedding"]
    assert result.exit_code == 1
    assert "answered 502" in result.stderr


def test_a_timeout_names_the_jobs_that_go_on(run: Run, api: FakeApi, notes: list[str]) -> None:
    api.will_be("job_1", records.job("job_1"))
    for number in (2, 3):
        api.will_be(f"job_{number}", records.job(f"job_{number}", "embedding"))
    result = run("import", *notes, "--timeout", "0.2")
    assert result.exit_code == 6
    assert "notes/a.md is in the library: doc_1" in result.stdout
    assert "notes/b.jpg is being imported by job_2" in result.stdout
    assert "The work goes on; see it with: williams jobs watch job_2 job_3" in result.stderr


def test_a_throttled_batch_waits(run: Run, api: FakeApi, notes: list[str]) -> None:
    api.faults = [replace(problem(429, "rate-limited", "At most 5."), headers={"Retry-After": "0"})]
    for number in (1, 2, 3):
        api.will_be(f"job_{number}", records.job(f"job_{number}"))
    assert run("import", *notes).exit_code == 0


def test_a_name_in_any_script_is_kept(run: Run, api: FakeApi, tmp_path: Path) -> None:
    names = ["Отчёт №7.pdf", "研究報告.pdf", os.fsdecode(b"caf\xe9.pdf"), "a\tb.pdf"]
    for number, name in enumerate(names, 1):
        (tmp_path / name).write_bytes(b"%PDF")
        api.will_be(f"job_{number}", records.job(f"job_{number}"))
    api.accepted = ["job_1", "job_2", "job_3", "job_4"]
    result = run("import", *names, "--json")
    assert [each["source"] for each in lines(result)] == names
    sent = [request.json["filename"] for request in api.sent("POST", "/api/uploads")]
    assert sent == ["Отчёт №7.pdf", "研究報告.pdf", "caf%E9.pdf", "a\tb.pdf"]


def test_labels_are_short_and_differ() -> None:
    assert labels_for(["x/a.pdf", "y/a.pdf", "https://e.org/b/"]) == {
        "x/a.pdf": "a.pdf",
        "y/a.pdf": "y/a.pdf",
        "https://e.org/b/": "b",
    }


@pytest.mark.parametrize("command", [["jobs", "cancel"], ["content", "delete"]])
def test_what_is_not_there_keeps_no_other_from_its_end(run: Run, api: FakeApi, command: list[str]) -> None:
    api.will_be("job_2", records.job("job_2", "cancelled"))
    api.contents = [records.content("job_2")]
    result = run(*command, "job_1", "job_2")
    assert result.exit_code == 1
    assert "error: There is no 'job_1' in your library." in result.stderr
    assert result.stdout.startswith("job_2 is ")
    assert [line.get("error", {}).get("code") for line in lines(run(*command, "job_1", "--json"))] == ["not-found"]
