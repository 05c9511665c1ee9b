"""How much memory the local cloud takes, all its processes together."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from layers import ROOT
from williams_localcloud.environment import ROOT_VARIABLE

SAMPLE_SECONDS = 0.5


@dataclass
class Peak:
    """``before_mb`` and ``peak_mb`` are sums of resident sizes; pages that processes share count in each of them."""

    before_mb: float = 0.0
    peak_mb: float = 0.0
    most_processes: int = 0


@contextmanager
def watched_memory() -> Iterator[Peak]:
    """Sample the local cloud's memory until the block ends."""
    ended = threading.Event()
    peak = Peak()
    peak.before_mb, _ = _resident_mb()

    def sample() -> None:
        while True:
            size, processes = _resident_mb()
            peak.peak_mb = max(peak.peak_mb, size)
            peak.most_processes = max(peak.most_processes, processes)
            if ended.wait(SAMPLE_SECONDS):
                return

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        ended.set()
        thread.join()


def cloud_processes() -> Iterator[psutil.Process]:
    """Yield every process of this repository's local cloud: each bears the supervisor's mark."""
    for process in psutil.process_iter():
        try:
            if process.environ().get(ROOT_VARIABLE) == str(ROOT):
                yield process
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue


def _resident_mb() -> tuple[float, int]:
    sizes = []
    for process in cloud_processes():
        try:
            sizes.append(process.memory_info().rss)
        except psutil.NoSuchProcess:
            continue
    return sum(sizes) / 2**20, len(sizes)
