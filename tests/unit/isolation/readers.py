"""What the isolated process is given to run: each behaves in one of the ways in which reading a file can go."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from williams.domain.errors import EmptyContent, ProviderThrottled
from williams.isolation.network import Gateway, keep_outside

Say = Callable[[int, int], None]


def length(source: Path, say: Say) -> dict[str, Any]:
    say(1, 2)
    return {"length": len(source.read_bytes())}


def crash(_source: Path, _say: Say, name: str) -> dict[str, Any]:
    os.kill(os.getpid(), getattr(signal, name))
    return {}


def refuse(_source: Path, _say: Say) -> dict[str, Any]:
    raise EmptyContent("The file has no bytes.")


def fail(_source: Path, _say: Say) -> dict[str, Any]:
    raise KeyError("a bug")


def hang(_source: Path, _say: Say) -> dict[str, Any]:
    while True:
        signal.pause()


def held(source: Path, say: Say) -> dict[str, Any]:
    """Read on when somebody has seen that it reads, and said so."""
    source.with_name("reads").touch()
    while not source.with_name("seen").exists():
        time.sleep(0.01)
    return length(source, say)


def noisy(source: Path, say: Say) -> dict[str, Any]:
    for out in (sys.stdout, sys.stderr):
        for _ in range(5000):
            print("noise" * 20, file=out)
    return length(source, say)


def greedy(_source: Path, _say: Say) -> dict[str, Any]:
    return {"length": len(bytearray(1 << 31))}


def calamine(source: Path, _say: Say) -> dict[str, Any]:
    """Make room for all cells between two, in a library that ends the process where it gets none."""
    from python_calamine import CalamineWorkbook

    return {"height": CalamineWorkbook.from_path(str(source)).get_sheet_by_index(0).height}


def panic(_source: Path, _say: Say) -> dict[str, Any]:
    """Give up as a library in Rust does that PyO3 binds to Python."""
    raise type("PanicException", (BaseException,), {})("no entry found for key")


def talkative(_source: Path, _say: Say) -> dict[str, Any]:
    return {"text": "\x01" * (28 << 20)}


def processor_limits(_source: Path, _say: Say) -> dict[str, Any]:
    return {"limits": resource.getrlimit(resource.RLIMIT_CPU)}


def busy(_source: Path, _say: Say) -> dict[str, Any]:
    """Use up the processor's time before the clock's: as threads would, all at once."""
    resource.setrlimit(resource.RLIMIT_CPU, (1, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    while True:
        pass


def deep(_source: Path, say: Say) -> dict[str, Any]:
    return deep(_source, say)


def environment(_source: Path, _say: Say) -> dict[str, Any]:
    return {"variables": sorted(os.environ), "seen": Path("/proc/self/environ").read_text()}


def be_throttled(_source: Path, _say: Say) -> dict[str, Any]:
    raise ProviderThrottled("Slow down.")


def connect_guarded(
    _source: Path, _say: Say, address: str, port: int, gateways: list[list[Any]] | None = None
) -> dict[str, Any]:
    keep_outside([Gateway(*each) for each in gateways or []])
    socket.create_connection((address, port), timeout=5).close()
    return {"connected": True}


def try_everything(source: Path, _say: Say, addresses: list[str]) -> dict[str, Any]:
    keep_outside()
    ways: dict[str, Callable[[], object]] = {
        "unix": lambda: socket.socket(socket.AF_UNIX).connect(str(source)),
        "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"?", ("127.0.0.1", 53)),
        "redirected": lambda: urllib.request.urlopen("http://169.254.169.254/", timeout=5),
        "run": lambda: subprocess.run(["/bin/true"], check=False),
        "system": lambda: os.system("true"),
        "posix_spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
        "fork": os.fork,
    }
    ways |= {address: partial(socket.create_connection, (address, 9), 5) for address in addresses}
    return {name: _refusal(way) for name, way in ways.items()}


def _refusal(way: Callable[[], object]) -> str:
    try:
        way()
    except Exception as error:
        return type(error).__name__
    return "done"
