"""The first event of each function: one that it meets in its work, with what it concerns made beforehand."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Final

import pypdfium2

from docs.samples.build import RESULT
from layers import ROOT
from tests.benchmarks.calls.backstage import Corner
from tests.benchmarks.cloud import BenchmarkError, Guest
from tests.benchmarks.cold_start.fresh import First, answered_first
from tests.benchmarks.deployed import DeployedFunction
from tests.unit.functions.lambdas import http_event, socket_event, sqs_event, stream_event
from williams.adapters.dynamodb.connections import DynamoDbConnections
from williams.domain.bucket import upload_prefix
from williams.domain.jobs import JobStatus
from williams.domain.progress import ProgressEvent, Subscriber
from williams.pipeline.invocation import SETTLE
from williams.plugin.registry import registry
from williams.services.signing import Signer
from williams.services.tickets import Tickets

RUN_STAGE: Final = "run-stage-"
DISPATCH: Final = "dispatch"
WEB_PAGE: Final = ROOT / "docs" / "samples" / "site" / "short-life.html"
_CONNECTION: Final = "cold-start"
_TICKET_SECONDS: Final = 3600
# So that every job that waits is one to start.
_LANES: Final = json.dumps(dict.fromkeys(registry().plugins, 1_000_000))
_UNKNOWN_JOB: Final = "job_of_nobody"
_OUTLINE: Final = b"""<opml version="2.0"><body>
<outline type="rss" text="News" xmlUrl="https://example.org/feed.xml"/></body></opml>
"""


def _drawn() -> bytes:
    """Return the sample's first page as a picture."""
    picture = io.BytesIO()
    with pypdfium2.PdfDocument(RESULT) as pages:
        pages[0].render(scale=2).to_pil().save(picture, "PNG")
    return picture.getvalue()


# A file's name, its bytes and its type.
_SAMPLES: Final[dict[str, tuple[str, Callable[[], bytes], str]]] = {
    "import.pdf": (RESULT.name, RESULT.read_bytes, "application/pdf"),
    "import.document": ("notes.txt", lambda: b"A sentence stands alone.\n\nAnother one follows it.\n", "text/plain"),
    "import.image": ("page.png", _drawn, "image/png"),
    "import.listing": ("feeds.opml", lambda: _OUTLINE, "text/x-opml"),
}


class FirstEvents:
    """Events for the functions as they stand deployed, whose work is on the corner's stores.

    What an event needs is made by the functions themselves, each in a process of its own: a document that is imported,
    a job that is claimed. The stages of such a job stand after the first, uncounted run, so that what is measured is
    the way to a stage and not its work.
    """

    def __init__(self, guest: Guest, corner: Corner, functions: dict[str, DeployedFunction]) -> None:
        self._guest = guest
        self._corner = corner
        self._functions = functions
        self._events: dict[str, Callable[[], Any]] = {
            "api": lambda: self._http("GET", "/api/jobs"),
            DISPATCH: lambda: sqs_event(self._submitted("export.faulty")),
            "drop-folder": dict,
            "grant-token": lambda: {"owner": corner.owner, "name": "cold start"},
            "migrate": dict,
            "publish-progress": self._progress,
            "reconcile": dict,
            "settle-job": lambda: {"job_id": self._claimed("export.faulty"), "execution_no": 1, "succeeded": True},
            "websocket": self._connect,
            "weigh-owner": dict,
        }

    def of(self, function: DeployedFunction) -> Any:
        """Return the function's first event."""
        if function.name.startswith(RUN_STAGE):
            return self._stage(function.environment["WILLIAMS_PLUGIN_ID"])
        return self._events[function.name]()

    def environment(self, function: DeployedFunction) -> dict[str, str]:
        return {"PATH": os.defpath} | function.environment | self._corner.environment | {"WILLIAMS_LANES": _LANES}

    def close(self) -> None:
        """Forget the connection that was opened."""
        table = self._guest.info.outputs["ConnectionsTable"]
        DynamoDbConnections(table, self._guest.aws.client("dynamodb")).forget(_CONNECTION)

    def _http(self, method: str, path: str, body: Any = None) -> Any:
        return http_event(method, path, self._corner.token, body)

    def _progress(self) -> Any:
        event = ProgressEvent(
            job_id=_UNKNOWN_JOB, status=JobStatus.STORING, progress=50.0, message="", timestamp=datetime.now(UTC), seq=1
        )
        return stream_event(self._corner.owner, event)

    def _connect(self) -> Any:
        secret = self._functions["websocket"].environment["WILLIAMS_SIGNING_SECRET"]
        value = self._guest.aws.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"]
        who = Subscriber(owner=self._corner.owner, watched=None)
        ticket = Tickets(Signer(json.loads(value)["key"].encode), "", _TICKET_SECONDS).issue(who)
        return socket_event("$connect", _CONNECTION, ticket=ticket)

    def _stage(self, plugin_id: str) -> Any:
        stage = registry().plugin(plugin_id).stages[0].name
        return {"job_id": self._claimed(plugin_id), "execution_no": 1, "stage": stage}

    def _claimed(self, plugin_id: str) -> str:
        """Return a job of the plugin whose first execution has begun."""
        job_id = self._submitted(plugin_id)
        self._invoke(DISPATCH, sqs_event(job_id))
        return job_id

    def _submitted(self, plugin_id: str) -> str:
        kind = plugin_id.partition(".")[0]
        body = self._import_body(plugin_id) if kind == "import" else self._export_body(plugin_id)
        return str(self._asked("POST", f"/api/content/{kind}", body)["job_id"])

    def _import_body(self, plugin_id: str) -> dict[str, Any]:
        if plugin_id == "import.web":
            return {"url": f"http://{self._guest.info.sample_site}/{WEB_PAGE.name}", "type": plugin_id}
        name, read, media = _SAMPLES[plugin_id]
        upload_id = f"up_{time.time_ns()}"
        self._corner.objects.write(f"{upload_prefix(self._corner.owner, upload_id)}{name}", read(), media)
        return {"url": f"upload://{upload_id}/{name}", "type": plugin_id}

    def _export_body(self, plugin_id: str) -> dict[str, Any]:
        (plugin,) = (each for each in registry().exports() if each.plugin_id == plugin_id)
        return {"source_ids": [self._content_id], "format": plugin.artifact_type}

    @cached_property
    def _content_id(self) -> str:
        """A document of which exports can be made."""
        event = self._stage("import.document")
        while event["stage"] != SETTLE:
            event["stage"] = self._invoke(f"{RUN_STAGE}import-document", event).answer["next"]
        self._invoke("settle-job", {"job_id": event["job_id"], "execution_no": 1, "succeeded": True})
        job = self._asked("GET", f"/api/jobs/{event['job_id']}")
        if job["status"] != JobStatus.COMPLETED:
            raise BenchmarkError(f"The document for the exports is {job['status']}: {job['error']}")
        return str(job["content_id"])

    def _asked(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        answer = self._invoke("api", self._http(method, path, body)).answer
        if answer["statusCode"] >= 300:
            raise BenchmarkError(f"{method} {path} answered {answer['statusCode']}: {answer['body']}")
        return dict(json.loads(answer["body"]))

    def _invoke(self, name: str, event: Any) -> First:
        function = self._functions[name]
        return answered_first(function.path, function.module, event, self.environment(function))
