from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from rich.console import Console

from williams_cli import output
from williams_cli.bars import Bars, Display, Silent, StatusLines, display_for
from williams_client import ProgressEvent


def event(status: str, progress: float, stage: str = "At work") -> ProgressEvent:
    return ProgressEvent("job_1", status, progress, stage, "2026-11-22T14:05:00Z", 1)


def drawn(display: Display, console: Console) -> str:
    with display:
        display.uploading("a.pdf", 50, 200)
        display.uploading("a.pdf", 200, 200)
        display.progress("a.pdf", event("embedding", 40))
        display.progress("a.pdf", event("embedding", 60))
        display.progress("podcast", event("failed", 20, "Failed"))
        display.progress("a.pdf", event("completed", 100))
        display.notice("Something to know.")
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


def test_lines_come_once_for_each_status() -> None:
    console = Console(file=io.StringIO(), width=120)
    lines = [line[10:].split() for line in drawn(StatusLines(console), console).splitlines()]
    assert lines == [
        ["a.pdf", "uploaded", "200", "bytes"],
        ["a.pdf", "embedding", "40", "%", "At", "work"],
        ["podcast", "failed", "20", "%", "Failed"],
        ["a.pdf", "completed", "100", "%", "At", "work"],
    ]


def test_each_job_has_a_bar_of_its_own() -> None:
    console = Console(file=io.StringIO(), width=120, force_terminal=True, color_system=None, legacy_windows=False)
    text = drawn(Bars(console), console)
    last = text[text.rindex("a.pdf") :]
    assert "completed" in last
    assert "100 %" in last
    assert "podcast" in last
    assert " 20 %" in last
    assert "Something to know." in text


def test_a_bar_is_not_full_before_the_job_has_ended() -> None:
    console = Console(file=io.StringIO(), width=120, force_terminal=True, color_system=None, legacy_windows=False)
    with Bars(console) as bars:
        bars.progress("a.pdf", event("storing", 100))
    assert isinstance(console.file, io.StringIO)
    assert "100 %" not in console.file.getvalue()


def test_the_display_fits_the_reader() -> None:
    terminal = Console(file=io.StringIO(), force_terminal=True, _environ={"TERM": "xterm"})
    dumb = Console(file=io.StringIO(), force_terminal=True, _environ={"TERM": "dumb"})
    assert isinstance(display_for(terminal), Bars)
    assert isinstance(display_for(dumb), StatusLines)
    assert isinstance(display_for(Console(file=io.StringIO())), StatusLines)
    assert type(display_for(terminal, as_json=True)) is Silent


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("short", 10, "short"),
        ("two  \n words", 20, "two words"),
        ("a sentence that is cut at a word", 17, "a sentence that…"),
        ("abcdefghijklmnop", 8, "abcdefg…"),
        (None, 5, ""),
    ],
)
def test_shortened(text: str | None, length: int, expected: str) -> None:
    assert output.shortened(text, length) == expected
    assert len(expected) <= length


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 bytes"), (999, "999 bytes"), (41_000, "41.0 kB"), (2.5e9, "2.5 GB")]
)
def test_size(count: float, text: str) -> None:
    assert output.size(count) == text


@pytest.mark.parametrize(("seconds", "text"), [(None, "–"), (7.9, "0:07"), (303, "5:03"), (3723, "1:02:03")])
def test_clock(seconds: float | None, text: str) -> None:
    assert output.clock(seconds) == text


@pytest.mark.parametrize(
    ("age", "text"),
    [
        (timedelta(seconds=5), "5 s ago"),
        (timedelta(minutes=3), "3 min ago"),
        (timedelta(hours=5), "5 h ago"),
        (timedelta(days=3), "3 d ago"),
        (timedelta(seconds=-9), "0 s ago"),
    ],
)
def test_ago(age: timedelta, text: str) -> None:
    now = datetime.now(UTC)
    assert output.ago((now - age).isoformat(), now) == text


def test_times_that_are_none() -> None:
    assert (output.ago(None), output.when(None), output.when("soon")) == ("–", "–", "soon")
    assert output.ago("2020-01-31T12:00:00") == "2020-01-31"
