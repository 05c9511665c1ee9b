"""What `williams doctor` looks at, each finding with what to do about it."""

from __future__ import annotations

import json
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from williams_client import ApiProblem, Library, LibraryError
from williams_client.connection import Connection
from williams_client.models import Disagreement, EngineAnswer, PluginAnswer
from williams_client.socket import Connector, SocketLost

Level = Literal["ok", "warning", "problem"]
PONG_S = 10.0
START = "Start the local cloud with: williams up"


@dataclass(frozen=True)
class Finding:
    """``remedy`` says what to do, and is empty when all is well."""

    check: str
    level: Level
    detail: str
    remedy: str = ""


def examine(connection: Connection, library: Library, connect: Connector) -> Iterator[Finding]:
    """Yield a finding for each check; those that need the API are left out when it does not answer."""
    origin = str(connection.cloud_file) if connection.cloud_file else "named by you"
    yield Finding("connection", "ok", f"{connection.api_url} ({origin})")
    began = time.monotonic()
    try:
        health = library.health()
    except LibraryError as error:
        remedy = START if connection.cloud_file else "Check the address, and that the service runs."
        yield Finding("api", "problem", str(error), remedy)
        return
    yield Finding("api", "ok", f"answers in {1000 * (time.monotonic() - began):.0f} ms")
    for store, state in health.checks.items():
        if state == "ok":
            yield Finding(f"store {store}", "ok", "answers")
        else:
            remedy = "Look into .local/logs, then: williams down; williams up" if connection.cloud_file else ""
            yield Finding(f"store {store}", "problem", state, remedy or "Check that this store runs.")
    yield _versions(library)
    token = _token(library, connection)
    yield token
    if token.level == "ok":
        yield from _plugins(library)
        yield from _engines(library)
        yield _guarded("websocket", lambda: _websocket(library, connection, connect))


def agreement(library: Library) -> Iterator[Finding]:
    """Yield a finding for each disagreement of the stores about what the caller's jobs have made."""
    jobs = found = 0
    try:
        for page in library.agreements():
            jobs, found = jobs + page.jobs, found + len(page.disagreements)
            yield from map(_disagreement, page.disagreements)
    except LibraryError as error:
        yield Finding("consistency", "problem", str(error), "Look into the API's log.")
        return
    if not found:
        yield Finding("consistency", "ok", f"the stores agree about {jobs} jobs")


def _disagreement(each: Disagreement) -> Finding:
    remedy = f"See what happened: williams jobs events {each.job_id}"
    return Finding(f"consistency {each.store}", "problem", f"{each.subject}: {each.message}", remedy)


def _guarded(check: str, examine_it: Callable[[], Finding]) -> Finding:
    try:
        return examine_it()
    except LibraryError as error:
        return Finding(check, "problem", str(error), "Look into the API's log.")


def _token(library: Library, connection: Connection) -> Finding:
    try:
        library.jobs.list(limit=1)
    except ApiProblem as problem:
        if problem.status in (401, 403):
            remedy = "Write it anew with: williams up" if connection.cloud_file else "Give another one with --token."
            return Finding("token", "problem", str(problem), remedy)
        return Finding("token", "problem", str(problem), "Look into the API's log.")
    except LibraryError as error:
        return Finding("token", "problem", str(error), "Look into the API's log.")
    return Finding("token", "ok", "is accepted")


def _plugins(library: Library) -> Iterator[Finding]:
    try:
        found = [*library.plugins.list("import"), *library.plugins.list("export")]
    except LibraryError as error:
        yield Finding("plugins", "problem", str(error), "Look into the API's log.")
        return
    for plugin in found:
        yield _plugin(plugin)
    if not found:
        yield Finding("plugins", "problem", "there are none", "Install at least one plugin, and deploy again.")


def _plugin(plugin: PluginAnswer) -> Finding:
    check = f"plugin {plugin.plugin_id}"
    if plugin.error:
        remedy = f"Install {plugin.name} again, or remove it; then deploy again."
        return Finding(check, "problem", plugin.error, remedy)
    if not plugin.enabled:
        return Finding(check, "warning", "is disabled", "Enable it, unless that is meant.")
    return Finding(check, "ok", plugin.version or "")


def _engines(library: Library) -> Iterator[Finding]:
    try:
        found = library.engines.list()
    except LibraryError as error:
        yield Finding("engines", "problem", str(error), "Look into the API's log.")
        return
    yield from (_engine(each) for each in found if each.error or each.available or each.default)


def _engine(engine: EngineAnswer) -> Finding:
    """One that is installed and not set up is no finding: nobody has to use it."""
    check = f"engine {engine.engine_id}"
    if engine.error:
        remedy = f"Install {engine.description} again, or remove it; then deploy again."
        return Finding(check, "problem", engine.error, remedy)
    if engine.unavailable:
        return Finding(check, "problem", engine.unavailable, "Set it up, or name another default; then deploy again.")
    return Finding(check, "ok", f"{engine.version}{', the default' if engine.default else ''}")


def _versions(library: Library) -> Finding:
    own = version("williams-cli")
    python = f"Python {platform.python_version()}"
    try:
        served = library.version()
    except LibraryError as error:
        return Finding("versions", "problem", f"the API does not say its version: {error}", "Deploy it again.")
    detail = f"williams {own}, API {served}, {python}"
    if own.split(".")[:2] != served.split(".")[:2]:
        return Finding("versions", "warning", detail, "Install the version of williams that the API has.")
    return Finding("versions", "ok", detail)


def _websocket(library: Library, connection: Connection, connect: Connector) -> Finding:
    """Ping over a job's own progress URL; without any job, an orderly refusal shows that it is there."""
    jobs = library.jobs.list(limit=1).items
    remedy = "Commands poll instead. Check that the WebSocket API is deployed, and no proxy stands in between."
    url = jobs[0].progress_url if jobs else connection.ws_url
    if not url:
        return Finding("websocket", "warning", "not checked: there is no job to watch yet", "Import something first.")
    try:
        with connect(url) as socket:
            socket.send('{"action":"ping"}')
            answer = json.loads(socket.receive(PONG_S))
    except SocketLost as lost:
        if not jobs and lost.status in (401, 403):
            return Finding("websocket", "ok", "answers, and lets nobody in without a ticket")
        return Finding("websocket", "problem", str(lost), remedy)
    except (TimeoutError, ValueError):
        return Finding("websocket", "problem", f"accepts connections, but no ping within {PONG_S:g} s", remedy)
    if answer != {"action": "pong"}:
        return Finding("websocket", "problem", f"answers a ping with {json.dumps(answer)[:200]}", remedy)
    return Finding("websocket", "ok", "answers a ping")
