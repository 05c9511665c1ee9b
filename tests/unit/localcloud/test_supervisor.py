"""The supervisor with servers that are real processes, but only sleep; their health is a file."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from williams_localcloud import supervisor as supervisor_module
from williams_localcloud.environment import server_environment
from williams_localcloud.errors import StartError
from williams_localcloud.paths import LocalPaths
from williams_localcloud.processes import is_alive, spawn
from williams_localcloud.state import State
from williams_localcloud.supervisor import Supervisor

SLEEP = "import time; time.sleep(60)"
DIE = "import sys; sys.exit('no space left on device')"


class Sleeper:
    """A server that is healthy as soon as it lives."""

    stop_signal = signal.SIGTERM
    start_timeout_s = 5.0
    stop_timeout_s = 5.0
    children_wait_s: float | None = None

    def __init__(self, name: str, paths: LocalPaths) -> None:
        self.name = name
        self.ports: tuple[str, ...] = (name,)
        self.code = SLEEP
        self.answers = True
        self.calls: list[str] = []
        self._paths = paths

    def prepare(self) -> None:
        self.calls.append("prepare")

    def start(self) -> subprocess.Popen[bytes]:
        self.calls.append("start")
        command = [sys.executable, "-c", self.code]
        environment = server_environment(self._paths.root)
        return spawn(command, log=self._paths.log(self.name), env=environment, cwd=self._paths.local)

    def healthy(self) -> bool:
        return self.answers

    def finish(self) -> None:
        self.calls.append("finish")


class Machine:
    def __init__(self, root: Path) -> None:
        self.paths = LocalPaths(root)
        self.paths.create()
        self.stores = [Sleeper("store", self.paths), Sleeper("graph", self.paths)]
        self.functions = Sleeper("functions", self.paths)

    def supervisor(self) -> Supervisor:
        """A new one each time, as each command has."""
        return Supervisor(self.paths, State.load(self.paths.state_file), self.stores, self.functions)

    def up(self) -> list[str]:
        supervisor = self.supervisor()
        supervisor.claim()
        return supervisor.up()

    def pids(self) -> dict[str, int | None]:
        return {status.name: status.pid for status in self.supervisor().status()}


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """The ports that a stranger listens on; no socket is opened to find out."""
    ports: set[int] = set()
    monkeypatch.setattr(supervisor_module, "is_free", lambda port: port not in ports)
    monkeypatch.setattr("williams_localcloud.ports.is_free", lambda port: port not in ports)
    return ports


@pytest.fixture
def machine(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Machine]:
    request.getfixturevalue("taken")
    machine = Machine(tmp_path)
    yield machine
    machine.supervisor().down()


def test_up_starts_all_and_a_second_up_nothing(machine: Machine) -> None:
    assert machine.up() == ["store", "graph", "functions"]
    before = machine.pids()

    assert machine.up() == []
    assert machine.pids() == before
    assert machine.functions.calls == ["prepare", "start", "finish"]


def test_up_restarts_only_what_was_killed(machine: Machine) -> None:
    machine.up()
    before = machine.pids()
    _kill(before["graph"])

    assert machine.up() == ["graph"]

    after = machine.pids()
    assert {name for name in after if after[name] != before[name]} == {"graph"}


def test_a_server_that_hangs_is_stopped_and_started_again(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor_module, "HANG_S", 0.1)
    machine.up()
    before = machine.pids()
    store = machine.stores[0]
    store.answers = False
    start = store.start

    def start_and_answer() -> subprocess.Popen[bytes]:
        store.answers = True
        return start()

    monkeypatch.setattr(store, "start", start_and_answer)

    assert machine.up() == ["store"]
    assert machine.pids()["store"] not in (None, before["store"])


def test_a_failed_start_names_the_server_its_end_and_its_log(machine: Machine) -> None:
    machine.functions.code = DIE
    machine.functions.answers = False

    with pytest.raises(StartError, match=r"(?s)functions did not start: it ended with code 1.*no space left on device"):
        machine.up()

    statuses = {status.name: status.running for status in machine.supervisor().status()}
    assert statuses == {"store": True, "graph": True, "functions": False}


def test_a_server_that_never_answers_is_given_up(machine: Machine) -> None:
    machine.functions.answers = False
    machine.functions.start_timeout_s = 0.2

    with pytest.raises(StartError, match="it did not answer within 0 s"):
        machine.up()


def test_a_port_that_a_stranger_took_is_replaced(machine: Machine, taken: set[int]) -> None:
    machine.up()
    machine.supervisor().down()
    before = State.load(machine.paths.state_file).ports
    taken.add(before["graph"])

    machine.up()

    after = State.load(machine.paths.state_file).ports
    assert {name for name in after if after[name] != before[name]} == {"graph"}


def test_down_stops_all_and_may_be_repeated(machine: Machine) -> None:
    machine.up()

    assert machine.supervisor().down() == []
    assert machine.pids() == {"store": None, "graph": None, "functions": None}
    assert machine.supervisor().down() == []


def test_down_ends_what_an_interrupted_up_left_behind(machine: Machine) -> None:
    machine.up()
    graph = psutil.Process(machine.pids()["graph"])
    State.load(machine.paths.state_file).forget("graph")

    machine.supervisor().down()

    assert not is_alive(graph)


def _kill(pid: int | None) -> None:
    process = psutil.Process(pid)
    process.kill()
    deadline = time.monotonic() + 5
    while is_alive(process):
        assert time.monotonic() < deadline
        time.sleep(0.01)
