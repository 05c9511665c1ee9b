"""What the supervisor needs to know of each of its servers."""

import signal
import subprocess
from typing import Protocol


class Service(Protocol):
    """One server of the local cloud. Its methods are called in this order, from a thread of its own.

    `children_wait_s`: how long its children may go on after its stop signal, None for as long as it lets them.
    """

    name: str
    ports: tuple[str, ...]
    stop_signal: signal.Signals
    start_timeout_s: float
    stop_timeout_s: float
    children_wait_s: float | None

    def prepare(self) -> None:
        """Make what the server needs before its start; only called when it does not run."""

    def start(self) -> subprocess.Popen[bytes]:
        """Start it, detached."""

    def healthy(self) -> bool:
        """Whether it answers as it should, asked once and within two seconds."""

    def finish(self) -> None:
        """What can only be made once it is healthy, such as a database. Repeatable."""
