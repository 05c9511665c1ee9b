from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from functions.api.app import create_app
from tests.unit.cli.fake_api import FakeApi
from tests.unit.cli.scripted_socket import Network
from tests.unit.cli.served import Served
from tests.unit.functions.conftest import text_application
from williams_cli import session
from williams_cli.client import Client, Tempo
from williams_cli.client import http as http_module
from williams_cli.commands import doctor
from williams_cli.connection import Connection
from williams_cli.main import app

Run = Callable[..., Result]


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeApi:
    """An API for the commands; the working folder is empty, and nothing is named in the environment."""
    monkeypatch.setattr(http_module, "RETRY_DELAYS_S", (0.0,))
    monkeypatch.chdir(tmp_path)
    return FakeApi()


@pytest.fixture
def network() -> Network:
    return Network([])


@pytest.fixture
def run(api: FakeApi, network: Network, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `williams` against the API and the scripted WebSocket."""
    tempo = Tempo(poll=0.0, reconnect=())

    def connect_to(connection: Connection) -> Client:
        return Client(
            connection.api_url, connection.token, transport=api.transport(), connect=network.connect, tempo=tempo
        )

    monkeypatch.setattr(session, "new_client", connect_to)
    monkeypatch.setattr(doctor, "open_socket", network.connect)
    environment = {"WILLIAMS_API_URL": "http://api.test", "WILLIAMS_TOKEN": "secret", "COLUMNS": "140"}

    def invoke(*arguments: str) -> Result:
        return CliRunner(env=environment).invoke(app, list(arguments))

    return invoke


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Served:
    """The API itself, with the installed plugins and one that imports plain text."""
    app = text_application()
    headers = {"Authorization": f"Bearer {app.token}"}
    api = TestClient(create_app(lambda: app.application), headers=headers, raise_server_exceptions=False)
    made = Served(app, api)
    monkeypatch.setattr(session, "new_client", made.connect)
    return made
