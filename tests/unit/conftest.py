"""Unit tests open no socket: whatever tries to reach out fails, loopback included."""

from __future__ import annotations

import socket
from typing import NoReturn

import pytest

_WAYS_OUT = ("connect", "connect_ex", "sendto", "listen")


class SocketForbidden(AssertionError):
    """A unit test tried to use the network."""


@pytest.fixture(autouse=True)
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: socket.socket, *arguments: object) -> NoReturn:
        raise SocketForbidden(f"A unit test opens no socket, but this one tried {arguments}.")

    for name in _WAYS_OUT:
        monkeypatch.setattr(socket.socket, name, refuse)
