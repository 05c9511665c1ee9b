"""115 files imported at once and one after the other: what it costs the machine, what is left, and how readers fare."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from docs.samples.build import RESULT
from tests.benchmarks.cloud import BenchmarkError, Guest
from tests.benchmarks.figures import Aim, Figure, percentile
from tests.benchmarks.memory import Peak, cloud_processes, watched_memory
from williams_localcloud.ministack import IDLE_SECONDS

FILES, QUICK_FILES = 115, 8
READ_BESIDE = 8
ASK_SECONDS = 0.1
# The emulator looks for idle workers twice a minute.
REAPED_SECONDS = IDLE_SECONDS + 35.0


def run(guest: Guest, quick: bool) -> list[Figure]:
    """Import short texts, all of them different, one by one through the API, then as many in one command.

    The processor's time is that of the local cloud's processes. Then PDF files are imported beside a reader, who asks
    for the list of jobs ten times a second.
    """
    count = QUICK_FILES if quick else FILES
    with TemporaryDirectory() as folder:
        root = Path(folder)
        guest.import_file(_texts(root, "first", 1)[0])
        alone = _cpu_seconds_of(lambda: _one_by_one(guest, _texts(root, "alone", count)))
        with watched_memory() as memory:
            crowd = _cpu_seconds_of(lambda: _at_once(guest, _texts(root, "crowd", count)))
        reads = _reads_beside_imports(guest, root)
    left_mb = _left_mb(0 if quick else REAPED_SECONDS)
    return [
        Figure(
            "burst_cpu_ratio", crowd / alone, "ratio", aim=Aim(1.0), ours=crowd, bare=alone, measured_in="s", runs=count
        ),
        Figure(
            "burst_memory_left_ratio",
            left_mb / memory.before_mb,
            "ratio",
            aim=Aim(1.5),
            ours=left_mb,
            bare=memory.before_mb,
            measured_in="MB",
            details={"peak_mb": memory.peak_mb, "processes": float(memory.most_processes)},
        ),
        Figure(
            "burst_read_max_ms",
            max(reads),
            "ms",
            aim=Aim(1000),
            runs=len(reads),
            details={"p50_ms": percentile(reads, 50), "p95_ms": percentile(reads, 95)},
        ),
    ]


def _texts(root: Path, name: str, count: int) -> list[Path]:
    """Write files of three paragraphs each, no two alike."""
    paths = []
    for number in range(count):
        path = root / f"{name}-{number}.md"
        sentence = f"The {name} shelf holds number {number}, which somebody has put there with care. "
        path.write_text(f"# Shelf {name} {number}\n\n" + "\n\n".join(sentence * times for times in (3, 5, 7)))
        paths.append(path)
    return paths


def _one_by_one(guest: Guest, paths: list[Path]) -> None:
    for path in paths:
        guest.import_file(path)


def _at_once(guest: Guest, paths: list[Path]) -> None:
    command = [str(Path(sys.executable).with_name("williams")), "import", "--json", *map(str, paths)]
    environment = {**os.environ, "WILLIAMS_API_URL": guest.info.api_url, "WILLIAMS_TOKEN": guest.token}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise BenchmarkError(f"williams import ended with {done.returncode}: {done.stderr[-500:]}")


def _reads_beside_imports(guest: Guest, root: Path) -> list[float]:
    """Return the milliseconds of each answer to a reader while PDF files are imported."""
    since = datetime.now(UTC)
    with _reader(guest) as times:
        for number in range(READ_BESIDE):
            copy = root / f"paper-{number}.pdf"
            # Other bytes, the same pages: what stands after the end is ignored.
            copy.write_bytes(RESULT.read_bytes() + f"\n% {number}\n".encode())
            guest.client.imports.url(guest.client.uploads.send(copy).url)
        guest.wait_for(READ_BESIDE, since)
    return times


@contextmanager
def _reader(guest: Guest) -> Iterator[list[float]]:
    times: list[float] = []
    ended = threading.Event()

    def ask() -> None:
        with guest.http() as http:
            while not ended.wait(ASK_SECONDS):
                began = time.perf_counter()
                http.get(f"{guest.info.api_url}/api/jobs").raise_for_status()
                times.append((time.perf_counter() - began) * 1000)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    try:
        yield times
    finally:
        ended.set()
        thread.join()


def _cpu_seconds_of(work: Callable[[], None]) -> float:
    began = _cpu_seconds()
    work()
    return _cpu_seconds() - began


def _cpu_seconds() -> float:
    """Of all processes of the local cloud, those included that have ended and been waited for."""
    total = 0.0
    for process in cloud_processes():
        try:
            total += sum(process.cpu_times()[:4])
        except psutil.NoSuchProcess:
            continue
    return total


def _left_mb(after_seconds: float) -> float:
    time.sleep(after_seconds)
    with watched_memory() as memory:
        left: Peak = memory
    return left.before_mb
