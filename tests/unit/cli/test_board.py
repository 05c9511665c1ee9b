"""What `williams jobs watch` shows on a terminal, in a pipe, and to programs."""

from __future__ import annotations

import io
import json
from typing import Any, cast

import pytest
from rich.console import Console

from tests.unit.client.records import failed_job, job
from tests.unit.client.scripted_socket import said
from williams_cli.board import EventBoard, LineBoard, LiveBoard, board_for
from williams_client.events import ProgressEvent, parse
from williams_client.models import JobAnswer

WIDTH, HEIGHT = 110, 12


def event(status: str, progress: float, job_id: str = "job_1") -> ProgressEvent:
    made = parse(said(1, status, progress, job_id))
    assert isinstance(made, ProgressEvent)
    return made


def record(job_id: str = "job_1", status: str = "embedding", **changes: Any) -> JobAnswer:
    return JobAnswer.model_validate(job(job_id, status, **changes))


@pytest.fixture
def terminal() -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=WIDTH, height=HEIGHT, color_system=None)


def shown(board: LiveBoard, terminal: Console) -> list[str]:
    with terminal.capture() as captured:
        terminal.print(board)
    return captured.get().splitlines()


def test_a_line_for_each_job(terminal: Console) -> None:
    board = LiveBoard(terminal)
    board.job(record(retry_count=2, cost_usd=0.0421))
    board.job(record("job_2", "queued", url=None, content_type="podcast", started_at=None))
    board.job(JobAnswer.model_validate(failed_job("job_3")))
    board.event(event("embedding", 62.4))
    summary, heading, rule, *rows = shown(board, terminal)
    assert summary.strip() == "1 running · 1 waiting · 1 failed · $0.0421"
    assert heading.split() == ["job", "what", "status", "%", "try", "cost", "time", "stage"]
    assert set(rule.strip()) == {"─"}
    assert rows[0].split()[:3] == ["…job_1", "paper.pdf", "embedding"]
    assert [cell in rows[0] for cell in ("━━━━", " 62 ", " 3 ", "$0.0421", "Embedding")] == [True] * 5
    assert "podcast export" in rows[1]
    assert " – " in rows[1]
    assert "The PDF wants a password." in rows[2]
    assert all(len(line) <= WIDTH for line in rows)


def test_what_runs_is_first_and_what_does_not_fit_is_counted(terminal: Console) -> None:
    board = LiveBoard(terminal)
    for number in range(30):
        board.job(record(f"job_{number:02}", "queued"))
    board.job(record("job_99", "storing"))
    lines = shown(board, terminal)
    assert len(lines) <= HEIGHT
    assert "…job_99" in lines[3]
    assert lines[-1].strip() == "… and 23 more"
    assert "1 running · 30 waiting" in lines[0]


def test_a_bar_does_not_fall_back_when_a_list_knows_less(terminal: Console) -> None:
    board = LiveBoard(terminal)
    board.job(record(progress_percent=0.0))
    board.event(event("embedding", 62.4))
    board.job(record(progress_percent=0.0, current_stage="old"))
    row = board.rows["job_1"]
    assert (row.percent, row.stage) == (62.4, "Embedding")
    board.job(record(status="completed"))
    assert (row := board.rows["job_1"]).status == "completed"
    assert (row.percent, row.stage) == (100.0, "")


def test_it_draws_itself_and_says_what_it_is_told(terminal: Console) -> None:
    board = board_for(terminal)
    assert isinstance(board, LiveBoard)
    with board:
        board.job(record())
        board.event(event("storing", 95, "job_unknown"))
        board.notice("No progress over the WebSocket.")
    written = cast(io.StringIO, terminal.file).getvalue()
    assert "No progress over the WebSocket." in written
    assert "…job_1" in written


def test_a_terminal_is_steered_by_nobody_elses_text(terminal: Console) -> None:
    board = LiveBoard(terminal)
    board.job(record(url="https://example.org/\x1b[2Jx.pdf", current_stage="a\x07b"))
    assert "\x1b" not in "".join(shown(board, terminal))


def test_in_a_pipe_each_change_of_a_status_is_a_line() -> None:
    pipe = Console(file=io.StringIO(), width=200)
    board = board_for(pipe)
    assert isinstance(board, LineBoard)
    board.job(record())
    for percent in (10, 20):
        board.event(event("embedding", percent))
    board.event(event("completed", 100))
    lines = cast(io.StringIO, pipe.file).getvalue().splitlines()
    assert [line.split()[1:4] for line in lines] == [
        ["…job_1", "paper.pdf", status] for status in ("embedding", "completed")
    ]


def test_programs_get_each_event_as_a_line(capsys: pytest.CaptureFixture[str], terminal: Console) -> None:
    board = board_for(terminal, as_json=True)
    assert isinstance(board, EventBoard)
    board.job(record())
    board.event(event("embedding", 40))
    assert json.loads(capsys.readouterr().out) == json.loads(said(1, "embedding", 40))
