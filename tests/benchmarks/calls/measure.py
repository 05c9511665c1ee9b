"""Runs one job of each kind through the functions' handlers and counts what they call."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

from docs.samples.build import RESULT
from tests.benchmarks.calls import BY_FUNCTION, NOTHING, PUSH, SECONDS, TOGETHER, TRANSITIONS
from tests.benchmarks.calls.backstage import Corner
from tests.benchmarks.calls.counting import Calls, counted
from tests.benchmarks.cloud import BenchmarkError
from tests.benchmarks.long_pdf import write_pdf
from tests.unit.functions.lambdas import Context, http_event, stream_event
from williams import bootstrap, configuration
from williams.domain.bucket import upload_prefix
from williams.domain.jobs import Job
from williams.domain.progress import ProgressRecord
from williams.pipeline.asl import RUN_STAGE, SETTLE_JOB, render
from williams.plugin.base import Plugin
from williams.plugin.registry import registry
from williams.plugin.stage import invocation_seconds
from williams_testing.state_machine import StateMachine

LAMBDA: Final = "Lambda"
PAGES: Final = 100
# Seconds of a job that does next to nothing vary most.
TIMED: Final = 5
STREAM_READS_PER_SECOND: Final = 4


@dataclass(frozen=True)
class Kind:
    """One kind of job: the request that makes it."""

    name: str
    plugin_id: str
    path: str
    body: Callable[[str], dict[str, Any]]


@dataclass
class Backlot:
    """Drives jobs from their request to their end, as the deployment would.

    ``seconds`` is how long each invocation took, by function.
    """

    corner: Corner
    calls: Calls = field(default_factory=Calls)
    transitions: int = 0
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def run(self, kind: Kind, body: dict[str, Any]) -> str:
        """Drive a job from its request to its end and return its id."""
        plugin = registry().plugin(kind.plugin_id)
        self._become(plugin)
        job_id = str(self._request("POST", kind.path, body)["job_id"])
        self._invoke("dispatch", _dispatch, {"Records": [{"body": json.dumps({"job_id": job_id})}]})
        machine = StateMachine(
            render(plugin), {RUN_STAGE: self._task("run_stage", plugin), SETTLE_JOB: self._task("settle_job", plugin)}
        )
        asyncio.run(machine.run({"job_id": job_id, "execution_no": 1}))
        self.transitions += machine.transitions
        return job_id

    def completed(self, job_id: str) -> Job:
        """Return the job. Raises BenchmarkError when it did not complete."""
        job = bootstrap.services().ports.jobs.job_for_execution(job_id)
        if job.status != "completed":
            raise BenchmarkError(f"The job {job_id} of {job.plugin_id} is {job.status}: {job.error}")
        return job

    def push(self, job_id: str) -> None:
        """Publish the job's progress, as often as the stream is read, to nobody who listens."""
        record = bootstrap.services().ports.progress.record(job_id)
        assert record is not None
        for _ in range(_pushes(record)):
            self._invoke(PUSH, _publish, stream_event(self.corner.owner, record.latest))

    def upload(self, pdf: bytes) -> str:
        """Put a file where uploads stand and return its URL."""
        upload_id = f"up_{time.time_ns()}"
        key = f"{upload_prefix(self.corner.owner, upload_id)}{RESULT.name}"
        # Other bytes each time, or the second import would find that the first has stored them.
        self.corner.objects.write(key, pdf + f"\n% {upload_id}\n".encode(), "application/pdf")
        return f"upload://{upload_id}/{RESULT.name}"

    @staticmethod
    def _become(plugin: Plugin) -> None:
        """Each plugin has a function of its own, and this process is each of them in turn."""
        os.environ["WILLIAMS_PLUGIN_ID"] = plugin.plugin_id
        configuration.settings.cache_clear()
        bootstrap.services.cache_clear()

    def _request(self, method: str, path: str, body: dict[str, Any]) -> Any:
        answer = self._invoke("api", _api, http_event(method, path, self.corner.token, body))
        if answer["statusCode"] >= 300:
            raise BenchmarkError(f"{method} {path} answered {answer['statusCode']}: {answer['body']}")
        return json.loads(answer["body"])

    def _task(self, function: str, plugin: Plugin) -> Callable[[dict[str, Any]], Any]:
        handler = _run_stage if function == "run_stage" else _settle_job
        seconds = invocation_seconds(plugin.stages)

        async def task(arguments: dict[str, Any]) -> Any:
            return await asyncio.to_thread(self._invoke, function, handler, arguments, Context(float(seconds)))

        return task

    def _invoke(self, function: str, handler: Callable[..., Any], event: Any, context: Context | None = None) -> Any:
        self.calls.function = function
        self.calls.note(LAMBDA, function, json.dumps(event)[:120])
        began = time.perf_counter()
        try:
            return handler(event, context or Context())
        finally:
            self.seconds.setdefault(function, []).append(time.perf_counter() - began)


def _pushes(record: ProgressRecord) -> int:
    """Return how often the stream's function is called: Lambda reads a stream four times a second.

    What is told within a status is half a second apart, so each is read by itself.
    """
    moments = {int(event.timestamp.timestamp() * STREAM_READS_PER_SECOND) for event in record.history}
    return len(moments) + record.latest.seq - len(record.history)


def _api(event: Any, context: Any) -> Any:
    from functions.api.handler import handler

    # Mangum takes the thread's loop, which `asyncio.run` has taken away.
    asyncio.set_event_loop(asyncio.new_event_loop())
    return handler(event, context)


def _dispatch(event: Any, context: Any) -> Any:
    from functions.dispatch.handler import handler

    return handler(event, context)


def _run_stage(event: Any, context: Any) -> Any:
    from functions.run_stage.handler import handler

    return handler(event, context)


def _settle_job(event: Any, context: Any) -> Any:
    from functions.settle_job.handler import handler

    return handler(event, context)


def _publish(event: Any, context: Any) -> Any:
    from functions.publish_progress.handler import handler

    return handler(event, context)


def _export(artifact_type: str, **parameters: Any) -> Callable[[str], dict[str, Any]]:
    return lambda content_id: {"source_ids": [content_id], "format": artifact_type, "parameters": parameters}


def _import(lot: Backlot, pdf: bytes) -> Callable[[str], dict[str, Any]]:
    return lambda _: {"url": lot.upload(pdf), "type": "import.pdf"}


def kinds(lot: Backlot) -> list[Kind]:
    """The jobs of the tables. The podcast is of the sample document, at its usual length."""
    importing, exporting = "/api/content/import", "/api/content/export"
    return [
        Kind(NOTHING, "export.faulty", exporting, _export("faulty", items=1)),
        Kind("a PDF", "import.pdf", importing, _import(lot, RESULT.read_bytes())),
        Kind("a PDF of 100 pages", "import.pdf", importing, _import(lot, _long_pdf())),
        Kind("a podcast", "export.podcast", exporting, _export("podcast", minutes=5)),
    ]


@cache
def _long_pdf() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, "long.pdf")
        write_pdf(path, PAGES, seed=1)
        return path.read_bytes()


@dataclass(frozen=True)
class Count:
    """One job of a kind: its state transitions, what each function called, how long each invocation took.

    ``pushes`` are the calls that tell a listener, apart. ``seconds`` are each function's, all its invocations together,
    in a warm process; for the job that does nothing medians of several.
    """

    transitions: int
    calls: Calls
    pushes: Calls
    seconds: dict[str, float]

    def document(self) -> dict[str, Any]:
        """Return what ``counted.json`` keeps of it."""
        together = self.calls.by_service()
        together[LAMBDA] += self.pushes.by_service()[LAMBDA]
        return {
            TOGETHER: {TRANSITIONS: self.transitions} | together,
            BY_FUNCTION: self.calls.by_function() | self.pushes.by_function(),
            SECONDS: {name: round(took, 4) for name, took in self.seconds.items()},
        }


def measured(corner: Corner) -> dict[str, Count]:
    """Return what a job of each kind makes. A first one of each, which warms up, is not counted."""
    source = Backlot(corner)
    (pdf,) = (kind for kind in kinds(source) if kind.name == "a PDF")
    content_id = source.completed(source.run(pdf, pdf.body(""))).content_id
    assert content_id is not None
    return {kind.name: _count(corner, number, content_id) for number, kind in enumerate(kinds(source))}


def _count(corner: Corner, number: int, content_id: str) -> Count:
    _driven(corner, number, content_id)
    times = TIMED if kinds(Backlot(corner))[number].name == NOTHING else 1
    lots = [_driven(corner, number, content_id) for _ in range(times)]
    (first, first_job), *_ = lots
    with counted() as pushes:
        telling = Backlot(corner, pushes)
        telling.push(first_job)
    took = {name: median(sum(lot.seconds[name]) for lot, _ in lots) for name in first.seconds}
    return Count(first.transitions, first.calls, pushes, took | {PUSH: sum(telling.seconds[PUSH])})


def _driven(corner: Corner, number: int, content_id: str) -> tuple[Backlot, str]:
    """Drive a job of a kind to its end and return with what, and its id."""
    kind = kinds(Backlot(corner))[number]
    # What is uploaded for it is no call of the job's.
    body = kind.body(content_id)
    with counted() as calls:
        lot = Backlot(corner, calls)
        job_id = lot.run(kind, body)
    lot.completed(job_id)
    return lot, job_id
