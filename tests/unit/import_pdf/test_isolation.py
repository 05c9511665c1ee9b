"""The reader process: its limits, its ends, and that it keeps to itself."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest
from williams_import_pdf import isolation
from williams_import_pdf.isolation import Limits, read_pdf

from tests.unit.import_pdf.writer import Page, write_pdf
from williams.domain.errors import (
    ContentTooLarge,
    CorruptContent,
    DeadlineExceeded,
    JobCancelled,
    PluginDefect,
    WorkerCrashed,
)

PAGES = [Page().text(72, 700, f"Page number {n} of the book.") for n in range(3)]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.pdf"
    path.write_bytes(write_pdf(PAGES))
    return path


async def read(source: Path, limits: Limits | None = None) -> dict[str, object]:
    return await read_pdf(
        source, source.with_name("out.json"), limits or Limits(), lambda _done, _total: None, lambda: None
    )


def boot(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the reader process run other code."""
    monkeypatch.setattr(isolation, "_BOOT", f"import sys, os, json, time; task = json.loads(sys.argv[1]); {code}")


async def test_it_reads(source: Path) -> None:
    result = await read(source)
    assert len(result["paragraphs"]) == 3  # type: ignore[arg-type]


async def test_nothing_reaches_the_parents_output(source: Path, capfd: pytest.CaptureFixture[str]) -> None:
    await read(source)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["SEGV", "ABRT", "ILL"])
async def test_a_crash_is_the_files_fault(source: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    boot(monkeypatch, f"import signal; os.kill(os.getpid(), signal.SIG{name})")
    with pytest.raises(CorruptContent, match=f"crashed its reader \\(SIG{name}\\)"):
        await read(source)


async def test_a_kill_from_outside_is_tried_again(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    boot(monkeypatch, "os.kill(os.getpid(), 9)")
    with pytest.raises(WorkerCrashed):
        await read(source)


async def test_a_defect_of_the_reader_is_called_one(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    boot(monkeypatch, "raise KeyError('a bug')")
    with pytest.raises(PluginDefect, match="KeyError: 'a bug'"):
        await read(source)


async def test_a_reader_that_hangs_is_ended(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = source.with_name("pid")
    boot(monkeypatch, f"open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(60)")
    started = time.monotonic()
    with pytest.raises(CorruptContent, match="took longer than 1 s"):
        await read(source, Limits(seconds=1.0))
    assert time.monotonic() - started < 20
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


async def test_too_little_time_of_the_stage_is_not_the_files_fault(
    source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boot(monkeypatch, "time.sleep(60)")
    with pytest.raises(DeadlineExceeded):
        await read(source, Limits(remaining=0.5))


async def test_much_output_does_not_block_it(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noise = "[print('noise' * 20, file=out) for out in (sys.stdout, sys.stderr) for _ in range(5000)]"
    boot(monkeypatch, f"{noise}; sys.path[:] = task['path']; from williams_import_pdf.reader import main; main(task)")
    assert (await read(source, Limits(seconds=30)))["metadata"]


async def test_memory_is_limited(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    boot(
        monkeypatch,
        "sys.path[:] = task['path']; from williams_import_pdf import analysis, reader; "
        "analysis.read_pages = lambda *_: bytearray(1 << 31); reader.main(task)",
    )
    with pytest.raises(ContentTooLarge, match="more than 512 MB of memory"):
        await read(source, Limits(memory_bytes=512 << 20))


async def test_cancelling_while_it_reads_ends_it(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    boot(monkeypatch, "time.sleep(60)")
    checks = 0

    def check() -> None:
        nonlocal checks
        checks += 1
        if checks == 3:
            raise JobCancelled("The job was cancelled.")

    started = time.monotonic()
    with pytest.raises(JobCancelled):
        await read_pdf(source, source.with_name("out.json"), Limits(), lambda _done, _total: None, check)
    assert time.monotonic() - started < 20


async def test_the_event_loop_stays_free(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    boot(
        monkeypatch,
        "time.sleep(0.5); sys.path[:] = task['path']; from williams_import_pdf.reader import main; main(task)",
    )
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.02)
            ticks += 1

    ticking = asyncio.ensure_future(tick())
    await read(source)
    ticking.cancel()
    assert ticks >= 10


async def test_the_reader_finds_no_credentials(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "do not tell")
    boot(
        monkeypatch,
        "found = open('/proc/self/environ').read(); "
        "sys.exit(3 if 'do not tell' in found or 'AWS_SECRET_ACCESS_KEY' in os.environ else 4)",
    )
    with pytest.raises(PluginDefect, match="exit code 4"):
        await read(source)
