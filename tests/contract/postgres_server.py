"""A Postgres server for one test run: the local cloud's own, in a folder of its own."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import make_url

from tests.contract.starting import wait_until_ready
from williams.adapters.postgres.engine import connected, create_engine
from williams_localcloud import processes
from williams_localcloud.credentials import load_or_create
from williams_localcloud.paths import LocalPaths
from williams_localcloud.postgres import Postgres
from williams_localcloud.state import State


@dataclass(frozen=True)
class PostgresServer:
    """``url`` names the server's own database; the tests' databases stand beside it."""

    url: str

    def database_url(self, name: str) -> str:
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def execute(self, sql: str) -> None:
        """Run one statement in the server's own database."""
        engine = create_engine(self.url, pool_size=1)
        with connected(engine) as connection:
            connection.exec_driver_sql(sql)
        engine.dispose()

    @contextmanager
    def database(self) -> Iterator[str]:
        """Make an empty database that is dropped at the end, and yield its URL."""
        name = f"test_{secrets.token_hex(6)}"
        self.execute(f"CREATE DATABASE {name}")
        yield self.database_url(name)
        self.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Run a server and stop it at the end."""
    root = Path(tempfile.mkdtemp(prefix="williams-postgres-"))
    # Postgres runs as another account when the tests run as root.
    root.chmod(0o755)
    paths = LocalPaths(root)
    paths.create()
    state = State.load(paths.state_file)
    service = Postgres(paths, state, load_or_create(paths.credentials_file))
    service.prepare()
    process = service.start()
    try:
        wait_until_ready("Postgres", service.healthy, process, paths.log(service.name))
        service.finish()
        yield PostgresServer(service.url)
    finally:
        processes.stop(psutil.Process(process.pid), service.stop_signal, service.stop_timeout_s)
        process.wait()
        shutil.rmtree(root)
