"""Detached processes of our own: start, recognise, stop. What cannot be proven to be ours is never touched."""

import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from williams_localcloud.environment import ROOT_VARIABLE
from williams_localcloud.state import ProcessRecord

START_TOLERANCE_S = 0.01
POLL_S = 0.02
KILL_WAIT_S = 10.0


@dataclass(frozen=True)
class Account:
    """A system user to run as, without further groups (only root can)."""

    uid: int
    gid: int

    @property
    def popen_arguments(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def spawn(
    command: Sequence[str], *, log: Path, env: Mapping[str, str], cwd: Path, account: Account | None = None
) -> subprocess.Popen[bytes]:
    """Start a process that outlives this one and the shell, its output appended to `log`."""
    with log.open("ab") as output:
        return subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=dict(env),
            start_new_session=True,
            **(account.popen_arguments if account else {}),
        )


def record_of(process: subprocess.Popen[bytes]) -> ProcessRecord:
    """What to remember about a process just started.

    Raises:
        psutil.NoSuchProcess: it ended already.
    """
    return ProcessRecord(process.pid, psutil.Process(process.pid).create_time())


def find(record: ProcessRecord | None) -> psutil.Process | None:
    """The recorded process if it is alive, or None (it ended, or the pid went to another process)."""
    if record is None:
        return None
    try:
        process = psutil.Process(record.pid)
        same = abs(process.create_time() - record.started) < START_TOLERANCE_S
    except psutil.NoSuchProcess:
        return None
    return process if same and is_alive(process) else None


def is_alive(process: psutil.Process) -> bool:
    """Whether it still works: an ended process that its parent never asked for (a zombie) does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def stop(
    process: psutil.Process, signal_number: signal.Signals, wait_s: float, children_wait_s: float | None = None
) -> bool:
    """End a process and its descendants: `signal_number` to it, `wait_s` of patience, then SIGKILL to what is left.

    Args:
        children_wait_s: kill its descendants after that many seconds already, for a process that waits for them.

    Returns:
        Whether it ended by itself, that is, had the time to save its state.
    """
    family = _family(process)
    _signal(process, signal_number)
    if children_wait_s is None:
        clean = _wait_gone([process], wait_s)
    else:
        clean = _wait_gone([process], children_wait_s) or _wait_without_children(process, wait_s)
    kill_all(family)
    return clean


def _wait_without_children(process: psutil.Process, wait_s: float) -> bool:
    """It may start others in place of those that were killed, so they are looked for again and again."""
    deadline = time.monotonic() + wait_s
    while not _wait_gone([process], POLL_S):
        kill_all(_family(process)[1:])
        if time.monotonic() > deadline:
            return False
    return True


def kill_all(members: Iterable[psutil.Process]) -> None:
    """SIGKILL to each that is alive, then wait until they are gone (10 s at most)."""
    doomed = [member for member in members if is_alive(member)]
    for member in doomed:
        _signal(member, signal.SIGKILL)
    _wait_gone(doomed, KILL_WAIT_S)


def _wait_gone(members: Sequence[psutil.Process], wait_s: float) -> bool:
    # Not psutil's own waiting: under an init that reaps late it takes a zombie for a living process.
    deadline = time.monotonic() + wait_s
    while any(is_alive(member) for member in members):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_S)
    return True


def strays(root: Path, known: Iterable[psutil.Process]) -> list[psutil.Process]:
    """Processes that carry this local cloud's mark in their environment, but are not `known` nor descend from these.

    They are what a killed server or a killed command left behind. (Postgres overwrites its environment: see there.)
    """
    expected = {member.pid for process in known for member in _family(process)}
    return [
        process for process in psutil.process_iter() if process.pid not in expected and _carries(process, str(root))
    ]


def _carries(process: psutil.Process, root: str) -> bool:
    try:
        return process.environ().get(ROOT_VARIABLE) == root and is_alive(process)
    except (psutil.Error, OSError):
        return False


def _family(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return [process]


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return
