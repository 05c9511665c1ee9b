"""Starts and stops the servers together, and knows how they are."""

import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import psutil

from williams_localcloud.errors import StartError
from williams_localcloud.paths import LocalPaths
from williams_localcloud.ports import is_free
from williams_localcloud.processes import find, is_alive, record_of, stop, strays
from williams_localcloud.service import Service
from williams_localcloud.state import State

POLL_S = 0.05
# A live server that does not answer for this long hangs.
HANG_S = 10.0
STRAY_WAIT_S = 5.0
PORT_WAIT_S = 3.0


@dataclass(frozen=True)
class ServiceStatus:
    """One server as `status` shows it."""

    name: str
    running: bool
    healthy: bool
    pid: int | None
    ports: dict[str, int]
    memory_mb: int


class Supervisor:
    """The servers of one local cloud: stores, and what runs the functions. Call it under the cloud's lock."""

    def __init__(
        self, paths: LocalPaths, state: State, stores: Sequence[Service], emulator: Service | None = None
    ) -> None:
        self._paths = paths
        self._state = state
        self._stores = stores
        self._emulators = [emulator] if emulator else []
        self._services = [*stores, *self._emulators]

    def claim(self) -> None:
        """End what killed servers and commands left behind, and settle the ports. Call it before `up`.

        A remembered port that a stranger took meanwhile is replaced by another.
        """
        idle = [service for service in self._services if find(self._state.processes.get(service.name)) is None]
        if idle:
            self._end_strays()
        for purpose in (purpose for service in idle for purpose in service.ports):
            if not _free_soon(self._state.port(purpose)):
                self._state.renew_port(purpose)

    def up(self) -> list[str]:
        """Start what does not run, all at once, and wait until everything is healthy.

        Returns:
            The names of those that had to be started.

        Raises:
            StartError: a server did not become healthy in its time. The others are left running.
        """
        with ThreadPoolExecutor() as pool:
            started = [pool.submit(self._ensure, service) for service in self._services]
        return [service.name for service, future in zip(self._services, started, strict=True) if future.result()]

    def down(self) -> list[str]:
        """Stop every server of ours: first the one that runs functions, so that none loses its database at work.

        Returns:
            The names of those that had to be killed and could not save their state.
        """
        clean = {emulator.name: self._stop(emulator) for emulator in self._emulators}
        with ThreadPoolExecutor() as pool:
            clean.update(zip((store.name for store in self._stores), pool.map(self._stop, self._stores), strict=True))
        self._end_strays()
        return [name for name, saved in clean.items() if not saved]

    def restart(self, service: Service) -> None:
        """Stop one server cleanly, so that it saves its state, and start it again."""
        self._stop(service)
        self._start(service)

    def status(self) -> list[ServiceStatus]:
        """How each server is now. Starts nothing."""
        return [self._status(service) for service in self._services]

    def _ensure(self, service: Service) -> bool:
        running = find(self._state.processes.get(service.name))
        if running is not None and _wait_healthy(service, HANG_S, lambda: is_alive(running)):
            return False
        if running is not None:
            _stop_process(running, service)
        self._start(service)
        return True

    def _start(self, service: Service) -> None:
        service.prepare()
        process = service.start()
        log = self._paths.log(service.name)
        try:
            self._state.record(service.name, record_of(process))
        except psutil.NoSuchProcess:
            raise StartError(service.name, "it ended at once", log) from None
        if not _wait_healthy(service, service.start_timeout_s, lambda: process.poll() is None):
            raise StartError(service.name, _why(process, service), log)
        service.finish()

    def _stop(self, service: Service) -> bool:
        running = find(self._state.processes.get(service.name))
        clean = running is None or _stop_process(running, service)
        self._state.forget(service.name)
        return clean

    def _end_strays(self) -> None:
        records = [self._state.processes.get(service.name) for service in self._services]
        known = [process for process in map(find, records) if process is not None]
        for stray in strays(self._paths.root, known):
            stop(stray, signal.SIGTERM, STRAY_WAIT_S)

    def _status(self, service: Service) -> ServiceStatus:
        running = find(self._state.processes.get(service.name))
        return ServiceStatus(
            name=service.name,
            running=running is not None,
            healthy=running is not None and service.healthy(),
            pid=running.pid if running else None,
            ports={purpose: self._state.ports[purpose] for purpose in service.ports if purpose in self._state.ports},
            memory_mb=_memory_mb(running) if running else 0,
        )


def _free_soon(port: int) -> bool:
    """Whether the port is free, or becomes so when the last children of a killed server have ended."""
    deadline = time.monotonic() + PORT_WAIT_S
    while not is_free(port):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_S)
    return True


def _stop_process(process: psutil.Process, service: Service) -> bool:
    return stop(process, service.stop_signal, service.stop_timeout_s, service.children_wait_s)


def _wait_healthy(service: Service, patience_s: float, alive: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + patience_s
    while alive() and time.monotonic() < deadline:
        if service.healthy() and alive():
            return True
        time.sleep(POLL_S)
    return False


def _why(process: subprocess.Popen[bytes], service: Service) -> str:
    code = process.poll()
    if code is not None:
        return f"it ended with code {code}"
    return f"it did not answer within {service.start_timeout_s:.0f} s"


def _memory_mb(process: psutil.Process) -> int:
    """Resident memory of the process and its descendants. Shared pages count once for each."""
    try:
        family = [process, *process.children(recursive=True)]
        return int(sum(member.memory_info().rss for member in family) / 2**20)
    except psutil.NoSuchProcess:
        return 0
