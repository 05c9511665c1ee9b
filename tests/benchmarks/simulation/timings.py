"""How long each step of a job takes, in milliseconds: measured on the local cloud, assumed for AWS."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

MEASURED: Final = Path(__file__).with_name("measured.json")
# Assumptions for AWS, where the local cloud has no distance to cross.
STATE_MS, START_MS, QUEUE_MS, S3_MS = 25.0, 30.0, 20.0, 15.0
OBJECTS_PER_STAGE: Final = 3


@dataclass(frozen=True)
class Timings:
    """``claim_ms`` is under Postgres's advisory lock, so one at a time; ``state_ms`` is between two states.

    ``busy`` is the share of each step that a core works; ``background_ms`` is a core's further work for each job, for
    progress and for the emulator itself. Both count only where cores are few.
    """

    submit_ms: float
    queue_ms: float
    claim_ms: float
    start_ms: float
    state_ms: float
    stage_ms: tuple[float, ...]
    settle_ms: float
    busy: float = 0.0
    background_ms: float = 0.0


def measured() -> dict[str, Any]:
    """Return what ``python -m tests.benchmarks.simulation --measure`` wrote."""
    return dict(json.loads(MEASURED.read_text(encoding="utf-8")))


def local_timings(figures: dict[str, Any]) -> Timings:
    steps = figures["steps_ms"]
    return Timings(
        submit_ms=steps["submit"],
        queue_ms=steps["queue"],
        claim_ms=steps["claim"],
        start_ms=steps["start"],
        state_ms=steps["state"],
        stage_ms=tuple(steps["stages"]),
        settle_ms=steps["settle"],
        busy=figures["busy"],
        background_ms=figures["background_ms"],
    )


def aws_timings(figures: dict[str, Any]) -> Timings:
    """The same work with AWS's distances: to the queue, between states, and to S3 some times in each stage."""
    local = local_timings(figures)
    return replace(
        local,
        queue_ms=QUEUE_MS,
        start_ms=START_MS,
        state_ms=STATE_MS,
        stage_ms=tuple(stage + OBJECTS_PER_STAGE * S3_MS for stage in local.stage_ms),
        settle_ms=local.settle_ms + S3_MS,
        busy=0.0,
        background_ms=0.0,
    )
