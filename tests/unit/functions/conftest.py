"""The API on an application in memory, called without a socket."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.unit.functions.one_api import answering
from tests.unit.pipeline.conftest import TEXTS, add_source
from tests.unit.plugin.samples import TextImport
from williams.domain.tokens import Scope
from williams.plugin.registry import Registry, registry
from williams.services.tokens import OWNER_SCOPES
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.library import OWNER, MemoryLibrary

STRANGER = "somebody else"
TEXT_URL = "upload://up_1/notes.txt"


def text_application() -> MemoryApplication:
    """The installed plugins, and one that imports plain text."""
    found = registry()
    # First, so that it is asked before the importer that ships.
    known = Registry({"import.text": TextImport()} | found.plugins, list(found.broken))
    return memory_application(MemoryLibrary({TEXT_URL: "\n".join(TEXTS).encode()}), known)


@pytest.fixture
def app() -> MemoryApplication:
    return text_application()


def client_of(app: MemoryApplication, token: str | None) -> TestClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return answering(lambda: app.services.application, headers)


@pytest.fixture
def client(app: MemoryApplication) -> TestClient:
    return client_of(app, app.token)


@pytest.fixture
def nobody(app: MemoryApplication) -> TestClient:
    return client_of(app, None)


@pytest.fixture
def stranger(app: MemoryApplication) -> TestClient:
    return client_of(app, app.token_of(STRANGER, OWNER_SCOPES))


@pytest.fixture
def reader(app: MemoryApplication) -> TestClient:
    return client_of(app, app.token_of(OWNER, frozenset({Scope.READ})))


@pytest.fixture
def source_id(app: MemoryApplication) -> str:
    return add_source(app.library)
