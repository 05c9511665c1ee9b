"""Services that run elsewhere, in place of the local cloud's own: what `make up SERVICES=` names."""

import socket
import tomllib
from dataclasses import MISSING, asdict, dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from williams_localcloud.errors import LocalCloudError
from williams_localcloud.files import read_json, write_private_json
from williams_localcloud.http import get

EMBEDDED = "embedded"
PRESETS = Path("localstack/services")
BACK = f"To go back to the local cloud's own: make up SERVICES={EMBEDDED}"
LOOPBACKS = frozenset({"127.0.0.1", "localhost"})
REACH_S = 3.0
A_QUESTION = "/collections/paragraphs/exists"
# The schemes of each service's URL, with their ports. Of `bolt+s` and `postgresql+pg8000`, what stands before the +.
SCHEMES = {
    "postgres": {"postgresql": 5432},
    "graph": {"bolt": 7687, "neo4j": 7687},
    "qdrant": {"http": 6333, "https": 6333},
    "emulator": {"http": 80},
}


@dataclass(frozen=True)
class OutsidePostgres:
    """`url`: `postgresql://user:password@host:port/database[?sslmode=…]`. Its server has the extension `vector`."""

    url: str


@dataclass(frozen=True)
class OutsideGraph:
    """`url`: `bolt://`, `neo4j://` or their `+s` forms, without user and password."""

    url: str
    user: str
    password: str
    database: str


@dataclass(frozen=True)
class OutsideQdrant:
    """`url`: that of the REST API."""

    url: str
    api_key: str = ""


@dataclass(frozen=True)
class OutsideEmulator:
    """`url`: the endpoint of every AWS service, on this machine, because its functions read this clone's layers."""

    url: str


@dataclass(frozen=True)
class Outside:
    """The services that run elsewhere; for each that is None, the local cloud has its own (pgvector for Qdrant)."""

    postgres: OutsidePostgres | None = None
    graph: OutsideGraph | None = None
    qdrant: OutsideQdrant | None = None
    emulator: OutsideEmulator | None = None

    @property
    def urls(self) -> dict[str, str]:
        """Addresses by service."""
        named = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: service.url for name, service in named.items() if service is not None}

    def check(self) -> None:
        """Ask whether each listens, and whether Qdrant takes the key.

        Raises:
            LocalCloudError: one does not; the message names it and its address.
        """
        for name, url in self.urls.items():
            host, port = address(name, url)
            try:
                _connect(host, port)
            except OSError as error:
                raise LocalCloudError(
                    f"The outside {name} does not answer at {host}:{port}: {error}. Start it, and try again. {BACK}"
                ) from None
        if self.qdrant and get(f"{self.qdrant.url.rstrip('/')}{A_QUESTION}", {"api-key": self.qdrant.api_key}) is None:
            raise LocalCloudError(f"What is at {self.qdrant.url} is not Qdrant, or refuses the api_key. {BACK}")

    def answering(self) -> dict[str, bool]:
        """Whether each listens, by service."""
        return {name: _listens(*address(name, url)) for name, url in self.urls.items()}


CLASSES = {
    "postgres": OutsidePostgres,
    "graph": OutsideGraph,
    "qdrant": OutsideQdrant,
    "emulator": OutsideEmulator,
}


def named(name: str, root: Path) -> Outside:
    """Read the services that `name` stands for: `embedded`, a file of `localstack/services`, or the path of a file.

    Raises:
        LocalCloudError: there is no such file, or it does not say what it should.
    """
    if name == EMBEDDED:
        return Outside()
    preset = root / PRESETS / f"{name}.toml"
    file = preset if preset.is_file() else Path(name)
    try:
        return _outside(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError:
        presets = sorted(path.stem for path in (root / PRESETS).glob("*.toml"))
        raise LocalCloudError(
            f"There are no services {name!r}: give {', '.join([EMBEDDED, *presets])} or the path of a TOML file."
        ) from None
    except ValueError as error:
        raise LocalCloudError(f"{file} does not name services: {error}. See {PRESETS}/compose.toml.") from None


def in_force(file: Path) -> Outside:
    """What the last `up` with a choice left in `.local`; the local cloud's own services if there was none."""
    saved = read_json(file) or {}
    return Outside(**{name: CLASSES[name](**service) for name, service in saved.items() if service is not None})


def enforce(outside: Outside, file: Path) -> None:
    """Keep the choice for the commands that follow; readable by its owner only, because it holds passwords."""
    write_private_json(file, asdict(outside))


def _outside(said: dict[str, Any]) -> Outside:
    unknown = said.keys() - CLASSES.keys()
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))} is none of {', '.join(CLASSES)}")
    return Outside(**{name: _service(name, section) for name, section in said.items()})


def _service(name: str, section: Any) -> Any:
    if not isinstance(section, dict):
        raise ValueError(f"{name} is not a table")
    known = {each.name: each.default is MISSING for each in fields(CLASSES[name])}
    wrong = [key for key, value in section.items() if key not in known or not isinstance(value, str)]
    missing = [key for key, required in known.items() if required and key not in section]
    if wrong or missing:
        raise ValueError(
            f"[{name}] takes the texts {', '.join(known)}; look at {', '.join(sorted([*wrong, *missing]))}"
        )
    host, _ = address(name, section["url"])
    if name == "emulator" and host not in LOOPBACKS:
        raise ValueError(f"[emulator] is at {host}, and has to be on this machine")
    if name == "graph" and "@" in section["url"]:
        raise ValueError("[graph] takes user and password apart from the url")
    return CLASSES[name](**section)


def address(name: str, url: str) -> tuple[str, int]:
    """Host and port of a service's URL. Raises ValueError for one without a host, or of another scheme."""
    parts = urlsplit(url)
    schemes = SCHEMES[name]
    scheme = parts.scheme.partition("+")[0]
    if not parts.hostname or scheme not in schemes:
        raise ValueError(f"[{name}] has the url {url!r}, which does not begin with {' or '.join(schemes)}://")
    return parts.hostname, parts.port or schemes[scheme]


def _connect(host: str, port: int) -> None:
    socket.create_connection((host, port), timeout=REACH_S).close()


def _listens(host: str, port: int) -> bool:
    try:
        _connect(host, port)
    except OSError:
        return False
    return True
