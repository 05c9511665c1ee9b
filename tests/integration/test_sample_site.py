"""The demo's own web server, on the one address from which the local cloud's imports may fetch."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx
import pytest

from williams_cli.exits import Failure
from williams_cli.sample_site import serving


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def test_it_serves_the_folder_for_as_long_as_it_is_needed(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>A page</p>")
    address = free_address()
    with serving(tmp_path, address) as site, httpx.Client(trust_env=False) as client:
        answer = client.get(f"{site}/page.html")
        assert (answer.status_code, answer.text) == (200, "<p>A page</p>")
        assert client.get(f"{site}/../secret").status_code == 404
    with pytest.raises(httpx.ConnectError), httpx.Client(trust_env=False) as client:
        client.get(f"http://{address}/page.html")


def test_an_address_that_is_taken_is_told(tmp_path: Path) -> None:
    address = free_address()
    with serving(tmp_path, address), pytest.raises(Failure, match=f"{address} is taken"), serving(tmp_path, address):
        pass
