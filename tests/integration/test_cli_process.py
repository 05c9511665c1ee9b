"""`williams` and the demo as processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection

from tests.integration.cli_server import LocalApi, served
from tests.unit.client import records
from tests.unit.client.fake_api import Reply
from tests.unit.client.scripted_socket import said
from williams_cli.importing import AT_ONCE

# Nothing takes so long unless it hangs.
WAIT_S = 100


@pytest.fixture
def api() -> Iterator[LocalApi]:
    with served() as running:
        yield running


def start(api: LocalApi, folder: Path, module: str, *arguments: str, **locale: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "WILLIAMS_API_URL": api.url, "WILLIAMS_TOKEN": "secret", **locale}
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=environment,
        encoding="utf-8",
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Whoever runs the tests in the background has a shell that ignores interrupts, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def ends(connection: ServerConnection, subscription: dict[str, Any]) -> None:
    """Tell of the end of each job that is subscribed to, until the client has heard enough."""
    while True:
        job_id = subscription["job_id"]
        for seq, status in enumerate(("queued", "embedding", "completed"), 1):
            connection.send(said(seq, status, 50.0 * (seq - 1), job_id))
        try:
            subscription = json.loads(connection.recv(timeout=WAIT_S))
        except ConnectionClosed:
            return


def never_ends(connection: ServerConnection, subscription: dict[str, Any]) -> None:
    connection.send(said(1, "queued", 0.0, subscription["job_id"]))
    with suppress(ConnectionClosed):
        connection.recv()


def test_import_of_two_files_over_real_sockets(api: LocalApi, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"%PDF")
    api.will_be("job_1", records.job("job_1"))
    api.will_be("job_2", records.job("job_2", content_id="doc_2"))
    api.behaviours = [ends]
    process = start(api, tmp_path, "williams_cli", "import", "a.pdf", "b.pdf", "--require-websocket", "--json")
    out, err = process.communicate(timeout=WAIT_S)
    assert (process.returncode, err) == (0, "")
    told = [json.loads(line) for line in out.splitlines()]
    assert [each["source"] for each in told] == ["a.pdf", "b.pdf"]
    assert {each["content_id"] for each in told} == {"doc_1", "doc_2"}
    assert len(api.tickets) == 1


def test_many_imports_go_on_while_the_api_is_busy(
    api: LocalApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred files and more: one connection, few listings, a few uploads at a time, and every job is told of."""
    names = [f"{number:03}.pdf" for number in range(115)]
    api.accepted = [f"job_{number}" for number in range(115)]
    for name, job_id in zip(names, api.accepted, strict=True):
        (tmp_path / name).write_bytes(b"%PDF")
        api.will_be(job_id, records.job(job_id, "queued"), records.job(job_id, content_id=job_id))
    api.behaviours = [ends]
    handle, listings = api.handle, iter(range(999))

    def busy(method: str, target: str, headers: dict[str, str], body: bytes) -> Reply:
        if target.startswith("/api/jobs") and next(listings) in (0, 2):
            return Reply(502, b"<html>Bad Gateway</html>", "text/html")
        return handle(method, target, headers, body)

    monkeypatch.setattr(api, "handle", busy)
    process = start(api, tmp_path, "williams_cli", "import", *names, "--json")
    out, err = process.communicate(timeout=90)
    told = [json.loads(line) for line in out.splitlines()]
    assert [each["source"] for each in told] == names
    assert {each["status"] for each in told} == {"completed"}
    assert len({each["content_id"] for each in told}) == len(names)
    assert (process.returncode, "Traceback" in err) == (0, False)
    assert len(api.tickets) == 1
    assert api.at_once.peak <= AT_ONCE
    assert len(api.requests) - 3 * len(names) < 10


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
LATIN_1 = {"PYTHONIOENCODING": "iso8859-1", "PYTHONUTF8": "0"}
TITLE = "研究報告 – “Über Wörter” ✓"


@pytest.mark.parametrize(
    ("locale", "command", "code", "words"),
    [
        (LATIN_1, "doctor", 1, "api"),
        (LATIN_1, "provenance art_1", 0, "100 %"),
        ({"PYTHONIOENCODING": "koi8-r"}, "content", 0, "doc_1"),
        (ASCII, "content", 0, "Uber Worter"),
        (ASCII, "content --json", 0, json.dumps(TITLE)),
    ],
)
def test_every_locale_can_spell_everything(
    api: LocalApi, tmp_path: Path, locale: dict[str, str], command: str, code: int, words: str
) -> None:
    """The doctor's marks, a tree, a title in another script, and JSON."""
    api.contents, api.artifacts = [records.content(title=TITLE)], [records.artifact(title=TITLE)]
    api.parts = [records.part(0, "Größe … 100 %", "Quelle“")]
    process = start(api, tmp_path, "williams_cli", *command.split(), **locale)
    out, err = process.communicate(timeout=WAIT_S)
    assert (process.returncode, "Traceback" in err) == (code, False), err
    assert words in out


def test_an_interrupt_ends_it_at_once_with_130(api: LocalApi, tmp_path: Path) -> None:
    api.will_be("job_1", records.job(status="queued"))
    api.behaviours = [never_ends]
    process = start(api, tmp_path, "williams_cli", "jobs", "watch", "job_1", "--json")
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["status"] == "queued"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=WAIT_S)
    assert process.returncode == 130
    assert err == "The work goes on. See it with: williams jobs watch job_1\n"


def test_a_reader_that_leaves_early_causes_no_traceback(api: LocalApi, tmp_path: Path) -> None:
    api.contents = [records.content(f"doc_{n}", title="word " * 20) for n in range(200)]
    process = start(api, tmp_path, "williams_cli", "content", "--limit", "200", "--json")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    assert process.wait(timeout=WAIT_S) in (1, 120)


def test_the_demo_over_real_sockets(api: LocalApi, tmp_path: Path) -> None:
    (tmp_path / "mine.pdf").write_bytes(b"%PDF")
    api.plugins["export"] = [records.plugin("export.podcast", type="podcast")]
    artifact = records.artifact()
    api.add_file(artifact, "podcast.mp3", b"ID3")
    api.artifacts, api.contents = [artifact], [records.content()]
    api.parts, api.hits = [records.part(0, "Line.", "Quote.")], [records.hit(0.7, "A paragraph.")]
    api.will_be("job_1", records.job("job_1"))
    api.will_be("job_2", records.job("job_2", artifact_id="art_1"))
    api.behaviours = [ends]
    process = start(api, tmp_path, "williams_cli.demo", "mine.pdf")
    out, err = process.communicate(timeout=WAIT_S)
    assert (process.returncode, err) == (0, "")
    assert "“Quote.”" in out
    assert (tmp_path / "build" / "demo" / "podcast.mp3").read_bytes() == b"ID3"


def test_the_demo_fails_without_a_websocket(api: LocalApi, tmp_path: Path) -> None:
    (tmp_path / "mine.pdf").write_bytes(b"%PDF")
    api.plugins["export"] = [records.plugin("export.podcast", type="podcast")]
    api.websocket = "ws://127.0.0.1:9/prod"
    api.will_be("job_1", records.job("job_1", "embedding"))
    process = start(api, tmp_path, "williams_cli.demo", "mine.pdf")
    _, err = process.communicate(timeout=WAIT_S)
    assert process.returncode == 5
    assert "error: The progress WebSocket of job_1 cannot be used: 127.0.0.1:9" in err
    assert "Traceback" not in err
