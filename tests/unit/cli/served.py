"""The command line against the API itself, in memory and without a socket."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from williams_cli.main import app as williams
from williams_client import Library, Retries
from williams_client.connection import Connection
from williams_testing.application import MemoryApplication

URL = "http://api.test"


@dataclass(frozen=True)
class Served:
    """``http`` is the API of ``app``, for what a test does besides its commands."""

    app: MemoryApplication
    http: TestClient

    def run(self, *arguments: str) -> Result:
        environment = {"WILLIAMS_API_URL": URL, "WILLIAMS_TOKEN": self.app.token, "COLUMNS": "200"}
        return CliRunner(env=environment).invoke(williams, list(arguments))

    def submitted(self, url: str) -> str:
        """Submit an import and return the job's id."""
        return str(self.http.post("/api/content/import", json={"url": url}).json()["job_id"])

    def connect(self, connection: Connection) -> Library:
        transport, once = httpx.MockTransport(self._respond), Retries(pauses=())
        return Library(connection.api_url, connection.token, transport=transport, retries=once)

    def _respond(self, request: httpx.Request) -> httpx.Response:
        target, headers = request.url.raw_path.decode(), dict(request.headers)
        answer = self.http.request(request.method, target, headers=headers, content=request.read())
        return httpx.Response(answer.status_code, content=answer.content, headers=dict(answer.headers))
