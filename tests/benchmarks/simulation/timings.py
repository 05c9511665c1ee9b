"""How long each step of a job takes, in milliseconds: measured on the local cloud, with AWS's distances assumed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.calls import COUNTED, NOTHING
from tests.benchmarks.simulation.counted import JobCount

MEASURED: Final = Path(__file__).with_name("measured.json")
# Assumptions for AWS, where the local cloud has no distance to cross: each call's way there and back.
DISTANCE_MS: Final[Mapping[str, float]] = {
    "Postgres": 1.0,
    "graph": 1.0,
    "DynamoDB": 5.0,
    "S3": 15.0,
    "SQS": 10.0,
    "Step Functions": 30.0,
    "EventBridge": 20.0,
}
STATE_MS, QUEUE_MS = 25.0, 20.0


@dataclass(frozen=True)
class Timings:
    """``claim_ms`` is under Postgres's advisory lock, so one at a time; ``state_ms`` is between two states.

    ``start_ms`` is dispatch's own wait for the execution to be accepted, ``enter_ms`` what passes from then on until
    its first state is entered, while nobody works. ``run_ms`` are the invocations that run the stages, each of one or
    several; ``transitions`` are all of the job's.

    ``busy`` is the share of each step that a core works; ``background_ms`` is a core's further work for each job, for
    progress and for the emulator itself. Both count only where cores are few.
    """

    submit_ms: float
    queue_ms: float
    claim_ms: float
    start_ms: float
    enter_ms: float
    state_ms: float
    run_ms: tuple[float, ...]
    settle_ms: float
    transitions: int
    busy: float = 0.0
    background_ms: float = 0.0

    @property
    def job_seconds(self) -> float:
        """How long a job holds its place in the lane."""
        states = (len(self.run_ms) + 1) * self.state_ms
        return (self.start_ms + self.enter_ms + states + sum(self.run_ms) + self.settle_ms) / 1000


def measured() -> dict[str, Any]:
    """Return what ``python -m tests.benchmarks.simulation --measure`` wrote."""
    return dict(json.loads(MEASURED.read_text(encoding="utf-8")))


def counts() -> dict[str, JobCount]:
    """Return what ``python -m tests.benchmarks.calls`` wrote, by kind of job."""
    document = json.loads(COUNTED.read_text(encoding="utf-8"))
    return {kind: JobCount.of(kind, entry) for kind, entry in document.items()}


def local_timings(figures: dict[str, Any]) -> Timings:
    """The steps as they were timed on the local cloud, from one row of a job's story to the next."""
    steps = figures["steps_ms"]
    return Timings(
        submit_ms=steps["submit"],
        queue_ms=steps["queue"],
        claim_ms=steps["claim"],
        start_ms=0.0,
        enter_ms=steps["enter"],
        state_ms=0.0,
        run_ms=tuple(steps["runs"]),
        settle_ms=steps["settle"],
        transitions=counts()[NOTHING].transitions,
        busy=figures["busy"],
        background_ms=figures["background_ms"],
    )


def claim_distance_ms() -> float:
    """Return what the distance to Postgres adds to a claim while it holds the lock: what lies between its calls."""
    return (counts()[NOTHING].calls("dispatch", "Postgres") - 1) * DISTANCE_MS["Postgres"]


def aws_timings(figures: dict[str, Any]) -> Timings:
    """The functions' own time, with AWS's distance for every call that they were counted to make."""
    job = counts()[NOTHING]
    runs = job.invocations("run_stage")
    return Timings(
        submit_ms=_function_ms(job, "api"),
        queue_ms=QUEUE_MS,
        claim_ms=figures["steps_ms"]["claim"] + claim_distance_ms(),
        start_ms=DISTANCE_MS["Step Functions"],
        enter_ms=0.0,
        state_ms=STATE_MS,
        run_ms=(_function_ms(job, "run_stage") / runs,) * runs,
        settle_ms=_function_ms(job, "settle_job"),
        transitions=job.transitions,
    )


def _function_ms(job: JobCount, function: str) -> float:
    """Return the milliseconds of all of a function's invocations for the job."""
    far = sum(job.calls(function, service) * distance for service, distance in DISTANCE_MS.items())
    return job.seconds(function) * 1000 + far
