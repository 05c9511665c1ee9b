"""What one local cloud remembers between commands: its ports and its processes."""

from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import RLock

from williams_localcloud.files import read_json, write_private_json
from williams_localcloud.ports import choose_port


@dataclass(frozen=True)
class ProcessRecord:
    """A process that we started. The start time tells it from a stranger who got the same pid later."""

    pid: int
    started: float


@dataclass
class State:
    """Ports by purpose and processes by name, saved at each change. Safe for use from several threads.

    `prepared` is the fingerprint for which the stores were last prepared, empty since one of them was made.
    """

    file: Path
    ports: dict[str, int] = field(default_factory=dict)
    processes: dict[str, ProcessRecord] = field(default_factory=dict)
    prepared: str = ""
    _guard: RLock = field(default_factory=RLock, repr=False)

    @classmethod
    def load(cls, file: Path) -> "State":
        saved = read_json(file) or {}
        processes = {name: ProcessRecord(**record) for name, record in saved.get("processes", {}).items()}
        return cls(file, dict(saved.get("ports", {})), processes, saved.get("prepared", ""))

    def port(self, purpose: str) -> int:
        """The port remembered for this purpose, chosen at the first call."""
        with self._guard:
            if purpose not in self.ports:
                self.renew_port(purpose)
            return self.ports[purpose]

    def renew_port(self, purpose: str) -> None:
        """Choose another port, because a stranger took the remembered one."""
        with self._guard:
            self.ports[purpose] = choose_port(self.ports.values())
            self._save()

    def record(self, name: str, process: ProcessRecord) -> None:
        with self._guard:
            self.processes[name] = process
            self._save()

    def forget(self, name: str) -> None:
        with self._guard:
            if self.processes.pop(name, None):
                self._save()

    def mark_prepared(self, fingerprint: str) -> None:
        """Note that the stores have what this fingerprint's application wants of them; empty: a store is new."""
        with self._guard:
            self.prepared = fingerprint
            self._save()

    def _save(self) -> None:
        processes = {name: asdict(record) for name, record in self.processes.items()}
        write_private_json(self.file, {"ports": self.ports, "processes": processes, "prepared": self.prepared})
