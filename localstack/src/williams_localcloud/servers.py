"""The servers of one local cloud with all that belongs to them, and those that run elsewhere in their place."""

from dataclasses import asdict, dataclass
from typing import Any

from williams_localcloud import graph
from williams_localcloud.application import Stores
from williams_localcloud.credentials import Credentials, load_or_create
from williams_localcloud.graph import Graph
from williams_localcloud.ministack import MiniStack
from williams_localcloud.outside import Outside, address, in_force
from williams_localcloud.paths import LocalPaths
from williams_localcloud.ports import LOOPBACK
from williams_localcloud.postgres import Postgres
from williams_localcloud.secrets import DATABASE, GRAPH, SIGNING, VECTORS
from williams_localcloud.service import Service
from williams_localcloud.state import State
from williams_localcloud.supervisor import Supervisor

SAMPLE_SITE = "sample site"


@dataclass(frozen=True)
class Servers:
    """What one command works with. Open it under the cloud's lock: its state is that of the opening."""

    paths: LocalPaths
    state: State
    credentials: Credentials
    outside: Outside
    postgres: Postgres
    graph: Graph
    ministack: MiniStack
    supervisor: Supervisor

    @property
    def context(self) -> dict[str, Any]:
        """The context that the CDK app gets."""
        return {
            "stage": "local",
            "gateway_port": self._gateway_port,
            "layers": str(self.paths.layers),
            "sample_site": self.sample_site,
            **({"environment": {"WILLIAMS_VECTORS_PROVIDER": "qdrant"}} if self.outside.qdrant else {}),
        }

    @property
    def _gateway_port(self) -> int:
        emulator = self.outside.emulator
        return address("emulator", emulator.url)[1] if emulator else self.ministack.port

    @property
    def aws_endpoint_url(self) -> str:
        """Where every AWS service and API is served."""
        return self.outside.emulator.url.rstrip("/") if self.outside.emulator else self.ministack.url

    @property
    def sample_site(self) -> str:
        """The one address on this machine that importers may fetch from: where the demo and tests serve pages."""
        return f"{LOOPBACK}:{self.state.port(SAMPLE_SITE)}"

    @property
    def stores(self) -> Stores:
        bolt = self.outside.graph
        return Stores(
            database_url=self.outside.postgres.url if self.outside.postgres else self.postgres.url,
            graph_url=bolt.url if bolt else self.graph.url,
            graph_user=bolt.user if bolt else graph.USER,
            graph_password=bolt.password if bolt else self.credentials.graph_password,
            graph_database=bolt.database if bolt else graph.DATABASE,
        )

    @property
    def secrets(self) -> dict[str, dict[str, str]]:
        """What the functions read from Secrets Manager, by name."""
        stores = self.stores
        return {
            DATABASE: {"url": stores.database_url},
            GRAPH: {
                "url": stores.graph_url,
                "user": stores.graph_user,
                "password": stores.graph_password,
                "database": stores.graph_database,
            },
            SIGNING: {"key": self.credentials.signing_key},
            **({VECTORS: asdict(self.outside.qdrant)} if self.outside.qdrant else {}),
        }


def open_servers(paths: LocalPaths) -> Servers:
    """Read what the clone remembers of its local cloud, which is nothing at the first time. Starts nothing."""
    paths.create()
    credentials = load_or_create(paths.credentials_file)
    state = State.load(paths.state_file)
    outside = in_force(paths.services_file)
    postgres = Postgres(paths, state, credentials)
    bolt = Graph(paths, state, credentials)
    ministack = MiniStack(paths, state)
    stores: list[Service] = [*([] if outside.postgres else [postgres]), *([] if outside.graph else [bolt])]
    supervisor = Supervisor(paths, state, stores, None if outside.emulator else ministack)
    return Servers(paths, state, credentials, outside, postgres, bolt, ministack, supervisor)
