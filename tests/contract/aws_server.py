"""The AWS services for one test run: the local cloud's own emulator, in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.contract.starting import wait_until_ready
from williams.adapters.aws import ATTEMPTS, client
from williams_localcloud import processes
from williams_localcloud.account import REGION
from williams_localcloud.lock import exclusive
from williams_localcloud.ministack import MiniStack
from williams_localcloud.paths import LocalPaths
from williams_localcloud.state import State

INSTALL_SECONDS = 300
REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True)
class SharedInstallation(LocalPaths):
    """A folder of its own, but the repository's installation of the emulator: it takes a while to make."""

    @property
    def ministack_venv(self) -> Path:
        return LocalPaths(REPOSITORY).ministack_venv


@dataclass(frozen=True)
class AwsClients:
    """The project's own clients, of one endpoint."""

    endpoint_url: str
    attempts: int = ATTEMPTS

    def __getattr__(self, service: str) -> Any:
        return client(service, REGION, self.endpoint_url, self.attempts)


@contextmanager
def aws_server(root: Path) -> Iterator[AwsClients]:
    """Run an empty emulator below ``root`` and stop it at the end."""
    paths = SharedInstallation(root)
    paths.logs.mkdir(parents=True)
    emulator = MiniStack(paths, State(paths.state_file))
    LocalPaths(REPOSITORY).local.mkdir(exist_ok=True)
    with exclusive(LocalPaths(REPOSITORY).local / "ministack-venv.lock", INSTALL_SECONDS):
        emulator.prepare()
    process = emulator.start()
    try:
        wait_until_ready("The emulator", emulator.healthy, process, paths.log(emulator.name))
        yield AwsClients(emulator.url)
    finally:
        processes.stop(psutil.Process(process.pid), emulator.stop_signal, emulator.stop_timeout_s)
        process.wait()


@pytest.fixture(scope="session")
def aws_credentials() -> Iterator[None]:
    """Never those of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.delenv("AWS_SESSION_TOKEN", raising=False)
        patch.delenv("AWS_PROFILE", raising=False)
        yield


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory, aws_credentials: None) -> Iterator[AwsClients]:  # noqa: ARG001
    with aws_server(tmp_path_factory.mktemp("aws")) as clients:
        yield clients


@pytest.fixture(scope="session")
def nobody(aws_credentials: None) -> AwsClients:  # noqa: ARG001
    """Clients of a port where nobody listens; they try once."""
    return AwsClients("http://127.0.0.1:1", attempts=1)
