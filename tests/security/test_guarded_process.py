"""The guarded process: it reaches the public internet and what its operator named, by no detour anything else."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from tests.unit.isolation.test_isolation import read
from williams.domain.errors import Forbidden
from williams.isolation.network import check_destination

INSIDE = (
    "127.0.0.1",
    "10.1.2.3",
    "169.254.169.254",
    "::1",
    "fd00::1",
    "::ffff:127.0.0.1",
    "100.100.100.200",
    "0.0.0.0",
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.bin"
    path.write_bytes(b"-")
    return path


async def test_it_reaches_nothing_inside_and_starts_no_program(source: Path) -> None:
    answer = await read(source, "try_everything", addresses=list(INSIDE))
    expected: dict[str, Any] = dict.fromkeys([*INSIDE, "unix", "udp", "redirected"], "Forbidden")
    assert answer == expected | dict.fromkeys(["run", "system", "posix_spawn", "fork"], "PermissionError")


async def test_what_it_was_refused_is_what_its_caller_is_told(source: Path) -> None:
    with pytest.raises(Forbidden, match="not on the public internet"):
        await read(source, "connect_guarded", address="127.0.0.1", port=9)


@pytest.mark.parametrize("named", ["127.0.0.1", "localhost"])
async def test_it_reaches_what_its_operator_named(source: Path, named: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        answer = await read(source, "connect_guarded", address="127.0.0.1", port=port, gateways=[[named, port]])
    assert answer == {"connected": True}


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/a",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[fd00::1]:80/",
        "http://169.254.169.254/latest/meta-data/",
        "http://metadata.google.internal/",
        "http://printer.local/",
        "http://intranet/",
    ],
)
def test_no_spelling_of_the_inside_is_a_destination(url: str) -> None:
    """A proxy resolves names itself: what names the inside is told by its look."""
    with pytest.raises(Forbidden):
        check_destination(url)


@pytest.mark.parametrize("url", ["https://www.youtube.com/", "http://93.184.216.34/", "http://[2606:4700::1]/a"])
def test_the_public_internet_is_a_destination(url: str) -> None:
    check_destination(url)
