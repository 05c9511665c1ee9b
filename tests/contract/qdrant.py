"""The Qdrants that the tests run on."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from tests.contract.qdrant_server import qdrant_server
from williams.adapters.qdrant.connection import connect
from williams.adapters.qdrant.vectors import QdrantVectors

URL = os.environ.get("QDRANT_URL")
QDRANTS = ["qdrant", *(["qdrant-server"] if URL else [])]


@contextmanager
def qdrant_vectors(kind: str) -> Iterator[QdrantVectors]:
    """Yield an empty store: the client's local mode behind HTTP, or in the server that ``QDRANT_URL`` names."""
    if kind == "qdrant":
        with qdrant_server() as server:
            yield QdrantVectors(lambda: connect(server.url, server.api_key))
    else:
        assert URL is not None
        client = connect(URL, os.environ.get("QDRANT_API_KEY"))
        collection = f"test_{secrets.token_hex(6)}"
        yield QdrantVectors(lambda: client, collection)
        client.delete_collection(collection)
