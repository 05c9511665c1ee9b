"""A local server that speaks Browserless' ``/content``, and misbehaves on demand.

It refuses what Browserless refuses: a wrong token, and fields that its API does not have.
"""

from __future__ import annotations

from tests.contract.http_server import Call, Reply, ScriptedServer
from williams_testing.engines.render import BUILT

TOKEN = "browserless-test"
_FIELDS = frozenset({"url", "gotoOptions", "bestAttempt", "rejectResourceTypes", "rejectRequestPattern"})
_HTML = "text/html; charset=utf-8"


def shown(html: str) -> Reply:
    return Reply(body=html.encode(), content_type=_HTML)


def failure(status: int, message: str, **headers: str) -> Reply:
    """An error as the API words it: plain text."""
    return Reply(status, message.encode(), "text/plain; charset=UTF-8", headers)


class BrowserlessServer(ScriptedServer):
    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def well_behaved(self, call: Call) -> Reply:
        path, _, query = call.path.partition("?")
        if path != "/content":
            return failure(404, "No matching HTTP route handler")
        if query != f"token={TOKEN}":
            return failure(401, "Bad or missing authentication.")
        if unknown := call.body.keys() - _FIELDS:
            return failure(400, f"POST Body validation failed: {sorted(unknown)} is not allowed")
        return shown(f"<!DOCTYPE html><html><head></head><body><div id='root'><p>{BUILT}</p></div></body></html>")
