"""The reader process: its limits, its ends, and that it keeps to itself."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import psutil
import pytest
import xlsxwriter

from williams.domain.errors import (
    ContentTooLarge,
    CorruptContent,
    DeadlineExceeded,
    EmptyContent,
    JobCancelled,
    PluginDefect,
    ProviderThrottled,
    WorkerCrashed,
)
from williams.isolation.parent import Limits, Reader, read_isolated

TEXT = b"What stands in the file."


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.bin"
    path.write_bytes(TEXT)
    return path


def reader(how: str, **options: Any) -> Reader:
    return Reader(f"tests.unit.isolation.readers:{how}", "scroll", "Unroll it.", options)


def processes() -> set[int]:
    """Return those that this one has started and that have not ended."""
    return {process.pid for process in psutil.Process().children()}


async def read(source: Path, how: str, limits: Limits | None = None, **options: Any) -> dict[str, Any]:
    return await read_isolated(
        reader(how, **options),
        source,
        source.with_name("out.json"),
        limits or Limits(),
        lambda _done, _total: None,
        lambda: None,
    )


async def test_what_may_succeed_later_is_told_as_that(source: Path) -> None:
    with pytest.raises(ProviderThrottled, match="Slow down"):
        await read(source, "be_throttled")


async def test_it_reads_and_says_how_far_it_is(source: Path) -> None:
    said: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        said.append((done, total))

    answer = await read_isolated(
        reader("length"), source, source.with_name("out.json"), Limits(), progress, lambda: None
    )
    assert answer == {"length": len(TEXT)}
    assert said == [(1, 2)]


async def test_nothing_reaches_the_parents_output(source: Path, capfd: pytest.CaptureFixture[str]) -> None:
    await read(source, "length")
    assert capfd.readouterr() == ("", "")


async def test_what_it_refuses_is_raised_here(source: Path) -> None:
    with pytest.raises(EmptyContent, match="no bytes"):
        await read(source, "refuse")


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT"])
async def test_a_crash_is_the_files_fault(source: Path, name: str) -> None:
    with pytest.raises(CorruptContent, match=rf"The scroll crashed its reader \({name}\).* Unroll it\."):
        await read(source, "crash", name=name)


async def test_a_kill_from_outside_is_tried_again(source: Path) -> None:
    with pytest.raises(WorkerCrashed, match="scroll"):
        await read(source, "crash", name="SIGKILL")


async def test_a_defect_of_the_reader_is_called_one(source: Path) -> None:
    with pytest.raises(PluginDefect, match="KeyError: 'a bug'") as raised:
        await read(source, "fail")
    assert raised.value.detail == "The program that reads the scroll has a defect, which was logged. Unroll it."


async def test_a_reader_that_hangs_is_ended(source: Path) -> None:
    before = processes()
    with pytest.raises(CorruptContent, match=r"took longer than 3 s.* Unroll it\."):
        await read(source, "hang", Limits(seconds=3.0))
    assert processes() <= before


async def test_too_little_time_of_the_stage_is_not_the_files_fault(source: Path) -> None:
    with pytest.raises(DeadlineExceeded):
        await read(source, "hang", Limits(remaining=0.5))


async def test_much_output_does_not_block_it(source: Path) -> None:
    assert await read(source, "noisy", Limits(seconds=60)) == {"length": len(TEXT)}


async def test_a_library_that_gives_up_is_the_files_fault(source: Path) -> None:
    with pytest.raises(CorruptContent, match=r"The scroll crashed its reader \(no entry found for key\).* Unroll it\."):
        await read(source, "panic")


async def test_memory_is_limited(source: Path) -> None:
    with pytest.raises(ContentTooLarge, match=r"the scroll takes more than 512 MB of memory\. Unroll it\."):
        await read(source, "greedy", Limits(memory_bytes=512 << 20))


async def test_memory_is_limited_for_libraries_that_end_the_process(source: Path) -> None:
    with xlsxwriter.Workbook(source) as book:
        sheet = book.add_worksheet()
        for place in ((0, 0), (1_048_575, 16_383)):
            sheet.write(*place, "x")
    with pytest.raises(ContentTooLarge, match=r"the scroll takes more than 1024 MB of memory\. Unroll it\."):
        await read(source, "calamine")


async def test_the_answer_is_limited_because_it_is_read_without_limits(source: Path) -> None:
    with pytest.raises(ContentTooLarge, match=r"The scroll holds more than 160 MB of text\. Unroll it\."):
        await read(source, "talkative")


async def test_time_of_the_processor_is_the_files_fault_too(source: Path) -> None:
    with pytest.raises(CorruptContent, match=r"took longer than 60 s.* Unroll it\."):
        await read(source, "busy", Limits(seconds=60.0))
    soft, hard = (await read(source, "processor_limits"))["limits"]
    assert soft < hard, "at the hard limit comes SIGKILL, as if someone else had ended the process"


async def test_what_is_nested_too_deeply_is_the_files_fault(source: Path) -> None:
    with pytest.raises(CorruptContent, match="nested too deeply"):
        await read(source, "deep")


async def test_cancelling_while_it_reads_ends_it(source: Path) -> None:
    checks = 0

    def check() -> None:
        nonlocal checks
        checks += 1
        if checks == 3:
            raise JobCancelled("The job was cancelled.")

    before = processes()
    with pytest.raises(JobCancelled):
        await read_isolated(
            reader("hang"), source, source.with_name("out.json"), Limits(), lambda _done, _total: None, check
        )
    assert processes() <= before


async def test_the_event_loop_stays_free(source: Path) -> None:
    """The reader goes on only when it is seen from here meanwhile."""

    async def see() -> None:
        while not source.with_name("reads").exists():
            await asyncio.sleep(0.01)
        source.with_name("seen").touch()

    assert await asyncio.gather(see(), read(source, "held")) == [None, {"length": len(TEXT)}]


async def test_the_reader_finds_no_credentials(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "do not tell")
    found = await read(source, "environment")
    assert "AWS_SECRET_ACCESS_KEY" not in found["variables"]
    assert "do not tell" not in found["seen"]
