"""Neo4j Community for one test run: its Maven artefacts, run with the machine's Java."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import neo4j
import psutil
import pytest

from tests.contract.graph_server import PAUSE_SECONDS, GraphServer
from williams_localcloud import processes
from williams_localcloud.lock import exclusive
from williams_localcloud.ports import LOOPBACK, choose_port

USER = DATABASE = "neo4j"
INITIAL_PASSWORD = "neo4j"
OLDEST_JAVA = 17
MAIN_CLASS = "org.neo4j.server.CommunityEntryPoint"
POM = Path(__file__).parent / "neo4j" / "pom.xml"
BUILD = Path(__file__).parents[2] / "build" / "neo4j"
DOWNLOAD_SECONDS = 400
START_SECONDS = 90
STOP_SECONDS = 30
JVM_OPTIONS = (
    "-Xms256m",
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
)
SETTINGS = {
    "server.bolt.enabled": "true",
    "server.http.enabled": "false",
    "server.https.enabled": "false",
    "server.memory.pagecache.size": "64m",
    "db.tx_log.preallocate": "false",
    "dbms.usage_report.enabled": "false",
}


@contextmanager
def neo4j_server(root: Path) -> Iterator[GraphServer]:
    """Run an empty Neo4j below ``root`` and stop it at the end; skip the test where Java or Maven is missing."""
    _need_java_and_maven()
    port = choose_port(())
    log = root / "neo4j.log"
    process = processes.spawn(_command(root, port), log=log, env=dict(os.environ), cwd=root)
    server = GraphServer(f"bolt://{LOOPBACK}:{port}", USER, secrets.token_urlsafe(16), DATABASE)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _ready(server):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Neo4j did not start:\n{log.read_text()[-2000:]}")
            time.sleep(PAUSE_SECONDS)
        yield server
    finally:
        processes.stop(psutil.Process(process.pid), signal.SIGTERM, STOP_SECONDS)
        process.wait(timeout=10)


def _need_java_and_maven() -> None:
    """Continuous integration installs both, so there a missing one is a failure."""
    lacking = [
        what for what, there in (("Java 17 or newer", _has_java()), ("Maven", bool(shutil.which("mvn")))) if not there
    ]
    if not lacking:
        return
    reason = f"Neo4j is not tested, because this machine has no {' and no '.join(lacking)}."
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _has_java() -> bool:
    if shutil.which("java") is None:
        return False
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, timeout=30).stderr
    version = re.search(r'version "(\d+)', said)
    return version is not None and int(version[1]) >= OLDEST_JAVA


def _command(root: Path, port: int) -> list[str]:
    settings = {**SETTINGS, "server.bolt.listen_address": f"{LOOPBACK}:{port}"}
    configuration = "".join(f"{name}={value}\n" for name, value in settings.items())
    (root / "neo4j.conf").write_text(configuration)
    places = [f"--home-dir={root}", f"--config-dir={root}", "--console-mode"]
    return ["java", *JVM_OPTIONS, "-cp", _classpath(), MAIN_CLASS, *places]


def _classpath() -> str:
    """Let Maven fetch what is missing; ask it only when the artefacts are not at hand."""
    BUILD.mkdir(parents=True, exist_ok=True)
    known = BUILD / f"{hashlib.sha256(POM.read_bytes()).hexdigest()[:16]}.classpath"
    with exclusive(BUILD / "lock", DOWNLOAD_SECONDS):
        if not known.exists() or not all(map(os.path.exists, known.read_text().split(os.pathsep))):
            _maven("dependency:build-classpath", f"-Dmdep.outputFile={known}")
    return known.read_text()


def _maven(goal: str, *options: str) -> None:
    command = ["mvn", "-B", "-ntp", "-Dmaven.artifact.threads=10", "-f", str(POM), goal, *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=DOWNLOAD_SECONDS)
    if done.returncode != 0:
        raise RuntimeError(f"Maven could not fetch Neo4j:\n{done.stdout[-2000:]}")


def _ready(server: GraphServer) -> bool:
    """Whether it answers with its new password, which replaces the one that it was born with."""
    try:
        with _driver(server, server.password) as driver:
            driver.execute_query("RETURN 1", database_=DATABASE)
        return True
    except neo4j.exceptions.AuthError:
        _change_password(server)
    except (neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError, OSError):
        pass
    return False


def _change_password(server: GraphServer) -> None:
    with _driver(server, INITIAL_PASSWORD) as driver:
        driver.execute_query(
            "ALTER CURRENT USER SET PASSWORD FROM $old TO $new",
            old=INITIAL_PASSWORD,
            new=server.password,
            database_="system",
        )


def _driver(server: GraphServer, password: str) -> neo4j.Driver:
    return neo4j.GraphDatabase.driver(
        server.url, auth=(server.user, password), connection_timeout=2, max_transaction_retry_time=0
    )
