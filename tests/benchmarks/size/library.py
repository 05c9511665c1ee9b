"""A library on servers of its own, for processes that import into it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine
from williams_engine_minilm.embedding import MiniLmEmbedding
from williams_engine_minilm.manifest import MiniLmManifest

from tests.benchmarks.size.qdrant_process import qdrant_process
from tests.contract.aws_server import aws_server
from tests.contract.graph_server import GraphServer, arcadedb_server
from tests.contract.postgres_server import postgres_server
from tests.contract.qdrant_server import API_KEY
from williams.adapters.fetch.uploads import UploadFetch
from williams.adapters.graph import connection as bolt
from williams.adapters.graph.bolt import BoltGraph
from williams.adapters.pgvector.vectors import PgVectors
from williams.adapters.postgres.catalog import PostgresCatalog
from williams.adapters.postgres.engine import create_engine
from williams.adapters.postgres.jobs import PostgresJobs
from williams.adapters.postgres.migrate import upgrade
from williams.adapters.qdrant.connection import connect
from williams.adapters.qdrant.vectors import QdrantVectors
from williams.adapters.s3.objects import S3Objects
from williams.domain.bucket import upload_prefix
from williams.pipeline.toolbox import Toolbox
from williams.ports.vectors import VectorPort
from williams_localcloud.aws import Aws
from williams_testing.library import ChosenEngines, MemoryLibrary
from williams_testing.model_files import OriginModelFiles

BUCKET: Final = "library"
VECTORS: Final = ("pgvector", "Qdrant")
_UPLOAD: Final = "up_1"


@dataclass(frozen=True)
class Library:
    """Where its servers answer; what connects to them is made when it is first asked for."""

    database_url: str
    qdrant_url: str
    aws_url: str
    graph_server: GraphServer

    @classmethod
    def at(cls, addresses: dict[str, Any]) -> Library:
        """Return the library that ``asdict`` was asked of."""
        return cls(**{**addresses, "graph_server": GraphServer(**addresses["graph_server"])})

    @property
    def addresses(self) -> dict[str, Any]:
        return asdict(self)

    @cached_property
    def engine(self) -> Engine:
        return create_engine(self.database_url)

    @cached_property
    def graph(self) -> BoltGraph:
        server = self.graph_server
        return BoltGraph(bolt.connect(server.url, server.user, server.password), server.database)

    @cached_property
    def objects(self) -> S3Objects:
        return S3Objects(BUCKET, Aws(self.aws_url).client("s3"))

    def vectors(self, store: str) -> VectorPort:
        """Return one of :data:`VECTORS`."""
        return (
            PgVectors(self.engine) if store == "pgvector" else QdrantVectors(lambda: connect(self.qdrant_url, API_KEY))
        )

    def upload(self, owner: str, file: Path) -> str:
        """Return the address by which the owner can import the file."""
        self.objects.write(upload_prefix(owner, _UPLOAD) + file.name, file, "application/octet-stream")
        return f"upload://{_UPLOAD}/{file.name}"

    def toolbox(self, store: str) -> Toolbox:
        """Return all that an import works with: progress alone stands in memory."""
        embedding = MiniLmEmbedding(OriginModelFiles(MiniLmManifest))
        return replace(
            MemoryLibrary(engines=ChosenEngines(embedding=embedding)).toolbox,
            jobs=PostgresJobs(self.engine),
            catalog=PostgresCatalog(self.engine),
            graph=self.graph,
            vectors=self.vectors(store),
            objects=self.objects,
            fetch=lambda owner: UploadFetch(self.objects, owner),
        )


@contextmanager
def library() -> Iterator[Library]:
    """Start Postgres, Qdrant, the graph and the emulator of AWS on empty folders; stop them at the end."""
    with ExitStack() as leaving:
        folder = Path(leaving.enter_context(tempfile.TemporaryDirectory(prefix="williams-size-")))
        url = leaving.enter_context(leaving.enter_context(postgres_server()).database())
        qdrant = leaving.enter_context(qdrant_process())
        graph = leaving.enter_context(arcadedb_server(folder / "graph"))
        aws = leaving.enter_context(aws_server(folder / "aws"))
        upgrade(url)
        Aws(aws.endpoint_url).client("s3").create_bucket(Bucket=BUCKET)
        made = Library(url, qdrant.url, aws.endpoint_url, graph)
        made.graph.ensure_constraints()
        yield made
        made.graph.close()
        made.engine.dispose()
