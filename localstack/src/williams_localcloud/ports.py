"""Free loopback ports."""

import random
import socket
from collections.abc import Collection

from williams_localcloud.errors import LocalCloudError

LOOPBACK = "127.0.0.1"
# Below the range from which systems lend ports to outgoing connections, so that a remembered port stays ours.
FIRST, LAST = 20000, 29999
ATTEMPTS = 200


def is_free(port: int) -> bool:
    """Whether a server could listen on this loopback port now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def is_open(port: int, timeout: float = 1.0) -> bool:
    """Whether somebody accepts connections on this loopback port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(timeout)
        return probe.connect_ex((LOOPBACK, port)) == 0


def choose_port(taken: Collection[int]) -> int:
    """A free port outside `taken`, at random so that two clones that start together differ.

    Raises:
        LocalCloudError: none was found in 200 tries.
    """
    for _ in range(ATTEMPTS):
        port = random.randint(FIRST, LAST)
        if port not in taken and is_free(port):
            return port
    raise LocalCloudError(f"No free port found between {FIRST} and {LAST} on {LOOPBACK}.")
