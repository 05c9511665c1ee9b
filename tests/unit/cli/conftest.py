from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.unit.cli.served import Served
from tests.unit.client.fake_api import FakeApi
from tests.unit.client.scripted_socket import Network
from tests.unit.functions.conftest import text_application
from tests.unit.functions.one_api import answering
from williams_cli import importing, session
from williams_cli.commands import doctor
from williams_cli.main import app
from williams_client import Library, Retries, Tempo
from williams_client.connection import Connection

Run = Callable[..., Result]


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeApi:
    """An API for the commands; the working folder is empty, and nothing is named in the environment."""
    # One after the other, so that it is known which source becomes which job.
    monkeypatch.setattr(importing, "AT_ONCE", 1)
    monkeypatch.chdir(tmp_path)
    return FakeApi()


@pytest.fixture
def network() -> Network:
    return Network([])


@pytest.fixture
def run(api: FakeApi, network: Network, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `williams` against the API and the scripted WebSocket."""
    tempo = Tempo(poll=0.0, reconnect=(), outage=0.0)
    retries = Retries(pauses=(0.0,))

    def connect_to(connection: Connection) -> Library:
        return Library(
            connection.api_url,
            connection.token,
            transport=api.transport(),
            connect=network.connect,
            tempo=tempo,
            retries=retries,
        )

    monkeypatch.setattr(session, "open_library", connect_to)
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
    made = Served(app, answering(lambda: app.services.application, headers))
    monkeypatch.setattr(session, "open_library", made.connect)
    return made
