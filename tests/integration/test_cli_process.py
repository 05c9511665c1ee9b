"""`williams` and the demo as processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.server import ServerConnection

from tests.integration.cli_server import LocalApi, served
from tests.unit.client import records
from tests.unit.client.scripted_socket import said

WAIT_S = 30


@pytest.fixture
def api() -> Iterator[LocalApi]:
    with served() as running:
        yield running


def start(api: LocalApi, folder: Path, module: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "WILLIAMS_API_URL": api.url, "WILLIAMS_TOKEN": "secret"}
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Whoever runs the tests in the background has a shell that ignores interrupts, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def ends(connection: ServerConnection, subscription: dict[str, Any]) -> None:
    job_id = subscription["job_id"]
    for seq, status in enumerate(("queued", "embedding", "completed"), 1):
        connection.send(said(seq, status, 50.0 * (seq - 1), job_id))


def never_ends(connection: ServerConnection, subscription: dict[str, Any]) -> None:
    connection.send(said(1, "queued", 0.0, subscription["job_id"]))
    time.sleep(2)


def test_import_of_two_files_over_real_sockets(api: LocalApi, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"%PDF")
    api.will_be("job_1", records.job("job_1"))
    api.will_be("job_2", records.job("job_2", content_id="doc_2"))
    api.behaviours = [ends]
    process = start(api, tmp_path, "williams_cli", "import", "a.pdf", "b.pdf", "--require-websocket", "--json")
    out, err = process.communicate(timeout=WAIT_S)
    assert (process.returncode, err) == (0, "")
    assert [json.loads(line)["content_id"] for line in out.splitlines()] == ["doc_1", "doc_2"]


def test_an_interrupt_ends_it_at_once_with_130(api: LocalApi, tmp_path: Path) -> None:
    api.will_be("job_1", records.job(status="queued"))
    api.behaviours = [never_ends]
    process = start(api, tmp_path, "williams_cli", "jobs", "watch", "job_1", "--json")
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["status"] == "queued"
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=WAIT_S)
    assert process.returncode == 130
    assert time.monotonic() - began < 5
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
    api.websocket = "ws://127.0.0.1:9/prod"
    api.will_be("job_1", records.job("job_1", "embedding"))
    process = start(api, tmp_path, "williams_cli.demo", "mine.pdf")
    _, err = process.communicate(timeout=WAIT_S)
    assert process.returncode == 5
    assert "error: The progress WebSocket of job_1 cannot be used: 127.0.0.1:9" in err
    assert "Traceback" not in err
