"""Neo4j Community for one test run: its Maven artefacts, run with the machine's Java."""

from __future__ import annotations

import os
import secrets
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import neo4j
import psutil

from tests.contract.graph_server import GraphServer
from tests.contract.maven import classpath, need_java_and_maven
from tests.contract.starting import wait_until_ready
from williams_localcloud import processes
from williams_localcloud.ports import LOOPBACK, choose_port

USER = DATABASE = "neo4j"
INITIAL_PASSWORD = "neo4j"
MAIN_CLASS = "org.neo4j.server.CommunityEntryPoint"
POM = Path(__file__).parent / "neo4j" / "pom.xml"
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
    need_java_and_maven("Neo4j")
    port = choose_port(())
    log = root / "neo4j.log"
    process = processes.spawn(_command(root, port), log=log, env=dict(os.environ), cwd=root)
    server = GraphServer(f"bolt://{LOOPBACK}:{port}", USER, secrets.token_urlsafe(16), DATABASE, process.pid)
    try:
        wait_until_ready("Neo4j", lambda: _ready(server), process, log)
        yield server
    finally:
        processes.stop(psutil.Process(process.pid), signal.SIGTERM, STOP_SECONDS)
        process.wait()


def _command(root: Path, port: int) -> list[str]:
    settings = {**SETTINGS, "server.bolt.listen_address": f"{LOOPBACK}:{port}"}
    configuration = "".join(f"{name}={value}\n" for name, value in settings.items())
    (root / "neo4j.conf").write_text(configuration)
    places = [f"--home-dir={root}", f"--config-dir={root}", "--console-mode"]
    return ["java", *JVM_OPTIONS, "-cp", classpath(POM), MAIN_CLASS, *places]


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
