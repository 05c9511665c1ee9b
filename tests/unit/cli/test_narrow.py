"""A narrow terminal shows every id whole; what it has no room for stands below, or is left out."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from typer.testing import CliRunner

from tests.unit.cli.conftest import Run
from tests.unit.client import records
from tests.unit.client.fake_api import FakeApi
from williams_cli import output
from williams_cli.bars import Bars
from williams_cli.board import LiveBoard
from williams_cli.main import app
from williams_client import ProgressEvent
from williams_client.models import JobAnswer

JOB, CONTENT, ARTIFACT = "job_01a2205cb28e5c03cfb5563bc00f", "doc_01a2205cb28e5c03cfb5563bc00f", "art_" + "0a" * 14
TITLE = "どこから言葉は来るのか Where Words Come From and Where They Go When Nobody Looks"


@pytest.fixture
def filled(api: FakeApi, run: Run) -> FakeApi:  # noqa: ARG001  # patches the client
    error = {"code": "corrupt-content", "message": "It cannot be read.", "retryable": False, "stage": "extract"}
    api.will_be(JOB, records.job(JOB, "failed", error=error, url="https://example.org/" + "a" * 90 + ".pdf"))
    api.contents = [records.content(CONTENT, title=TITLE, license="CC-BY-NC-SA-4.0")]
    api.artifacts = [records.artifact(ARTIFACT, title=TITLE)]
    api.plugins["import"] = [records.plugin("import.with-a-name-of-that-length", error="ModuleNotFoundError: No x")]
    return api


def narrow(width: int, *arguments: str) -> str:
    environment = {"WILLIAMS_API_URL": "http://api.test", "WILLIAMS_TOKEN": "secret", "COLUMNS": str(width)}
    result = CliRunner(env=environment).invoke(app, list(arguments))
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("width", [36, 50, 80])
@pytest.mark.parametrize(
    ("command", "id", "others"),
    [
        ("jobs", JOB, ["failed"]),
        ("content", CONTENT, ["CC-BY-NC-SA-4.0"]),
        ("artifacts", ARTIFACT, ["podcast", "5:03"]),
        ("plugins", "import.with-a-name-of-that-length", ["broken"]),
    ],
)
def test_ids_are_whole_in_listings(command: str, id: str, others: list[str], width: int) -> None:
    shown = narrow(width, command)
    assert id in shown
    for other in others:
        assert other in shown


@pytest.mark.usefixtures("filled")
def test_nothing_of_a_title_is_lost() -> None:
    flat = re.sub(r"\s", "", narrow(20, "content"))
    assert CONTENT in flat
    assert "どこから言葉は来るのかWhereWords" in flat


@pytest.mark.usefixtures("filled")
def test_where_there_is_room_it_is_a_table() -> None:
    heading, _, *rows = narrow(120, "content").splitlines()
    assert heading.split() == ["content", "imported", "pages", "license", "title"]
    assert rows[0].startswith(CONTENT)


@pytest.mark.parametrize("width", [50, 80, 120])
def test_the_board_crops_nothing(width: int) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=width, height=20, color_system=None)
    board = LiveBoard(console)
    board.job(JobAnswer.model_validate(records.job(JOB, "transcribing", url="https://e.org/研究報告研究報告研究.pdf")))
    with console.capture() as captured:
        console.print(board)
    heading, row = captured.get().splitlines()[1], captured.get().splitlines()[3]
    assert heading.split()[:4] == (["job", "what", "status", "%"])
    assert f"…{JOB[-6:]}" in row
    assert "transcribing" in row
    assert "研究報告研究報告研究.pdf" in row


def test_bars_crop_nothing() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=50, color_system=None, legacy_windows=False)
    with Bars(console) as bars:
        bars.progress("研究報告.pdf", ProgressEvent(JOB, "transcribing", 40, "Seventh of nine", "2026-11-22", 1))
    assert isinstance(console.file, io.StringIO)
    assert "研究報告.pdf" in console.file.getvalue()
    assert "transcribing" in console.file.getvalue()
    assert "40 %" in console.file.getvalue()


@pytest.mark.parametrize(("text", "width"), [("研究報告.pdf", 9), ("a" * 40, 12), ("ab 研究報告", 6), ("x", 4)])
def test_a_label_has_its_width_in_columns(text: str, width: int) -> None:
    assert cell_len(output.padded(text, width)) == width


def test_a_folder_without_files_is_said_to_be_one(run: Run, tmp_path: Path) -> None:
    (tmp_path / "my notes").mkdir()
    (tmp_path / "my notes" / ".hidden").touch()
    result = run("import", "my notes")
    told = "error: my notes is a folder without files that can be seen. Give a file's path, or a URL.\n"
    assert (result.exit_code, result.stderr) == (2, f"my notes: 1 hidden file was left out.\n{told}")
