"""``fine_podcast_pace``: how long an episode by the most natural free voices takes, for each second that is heard."""

from __future__ import annotations

import time
from typing import Any, Final

import psutil

from docs.samples.build import RESULT
from tests.benchmarks.cloud import Guest
from tests.benchmarks.figures import Aim, Figure
from tests.benchmarks.memory import cloud_processes
from tests.benchmarks.voices import ROLES

ENGINE: Final = "kokoro"
MINUTES: Final = 5.0
QUICK_MINUTES: Final = 0.5
AIM: Final = Aim(0.6)  # five minutes in three
_LONGEST_SECONDS: Final = 1800.0


def run(guest: Guest, quick: bool) -> list[Figure]:
    """Export an episode, from the request to COMPLETED, by functions that may be cold.

    ``work_s`` is the processor time of all of the local cloud meanwhile. The machine has to be idle: where ``seconds``
    is more than ``work_s`` by its cores, something else ran.
    """
    content_id = guest.import_file(RESULT)
    worked, began = _work_seconds(), time.perf_counter()
    asked: dict[str, Any] = {"minutes": QUICK_MINUTES if quick else MINUTES}
    asked |= {name: f"{ENGINE}/{role}" for name, role in zip(("voice", "guest_voice"), ROLES, strict=True)}
    job_id = guest.client.exports.start([content_id], "podcast", parameters=asked).job_id
    guest.watch(job_id, _LONGEST_SECONDS)
    seconds, work = time.perf_counter() - began, _work_seconds() - worked
    artifact = guest.client.artifacts.get(str(guest.completed_job(job_id).artifact_id))
    heard = float(artifact.duration or 0.0)
    return [
        Figure(
            name="fine_podcast_pace",
            subject=ENGINE,
            value=seconds / heard,
            unit="ratio",
            aim=AIM,
            details={
                "seconds": seconds,
                "episode_s": heard,
                "work_s": work,
                "cores": float(psutil.cpu_count() or 1),
            },
        )
    ]


def _work_seconds() -> float:
    """Processor time of the local cloud's processes, those that have ended among them."""
    seconds = 0.0
    for process in cloud_processes():
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        seconds += times.user + times.system + times.children_user + times.children_system
    return seconds
