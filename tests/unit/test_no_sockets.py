"""The guard of the unit tests itself."""

from __future__ import annotations

import asyncio
import socket
import urllib.request

import pytest

from tests.unit.conftest import SocketForbidden


def test_a_plain_socket_is_refused() -> None:
    with socket.socket() as each, pytest.raises(SocketForbidden):
        each.connect(("127.0.0.1", 9))


def test_so_is_what_a_library_opens() -> None:
    with pytest.raises(SocketForbidden):
        urllib.request.urlopen("http://127.0.0.1:9", timeout=1)


async def test_so_is_what_the_event_loop_opens() -> None:
    with pytest.raises(SocketForbidden):
        await asyncio.open_connection("127.0.0.1", 9)
