"""The numbers that the functions report: the one place for their names, which dashboard and alarms read too.

Every metric has the dimension ``service``, which is ``williams-{stage}``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NAMESPACE: Final = "WilliamsLibrarian"
SERVICE: Final = "service"
PLUGIN: Final = "plugin"
STAGE: Final = "stage"


@dataclass(frozen=True)
class Metric:
    """``unit`` is one of CloudWatch's. ``dimensions`` are those besides ``service``."""

    name: str
    unit: str
    dimensions: tuple[str, ...] = ()


REQUESTS: Final = Metric("Requests", "Count")
SERVER_ERRORS: Final = Metric("ServerErrors", "Count")
REQUEST_TIME: Final = Metric("RequestTime", "Milliseconds")

JOBS_STARTED: Final = Metric("JobsStarted", "Count")
JOBS_ENDED: Final = Metric("JobsEnded", "Count")
# Failed through no fault of the request: what a person cannot mend by asking for something else.
JOBS_FAULTED: Final = Metric("JobsFaulted", "Count")
JOBS_COMPLETED: Final = Metric("JobsCompleted", "Count", (PLUGIN,))
JOBS_FAILED: Final = Metric("JobsFailed", "Count", (PLUGIN,))
JOBS_RETRIED: Final = Metric("JobsRetried", "Count", (PLUGIN,))

STAGE_TIME: Final = Metric("StageTime", "Seconds", (PLUGIN, STAGE))
STAGE_FAILURES: Final = Metric("StageFailures", "Count", (PLUGIN, STAGE))

OLDEST_QUEUED: Final = Metric("OldestQueued", "Seconds")
JOBS_RUNNING: Final = Metric("JobsRunning", "Count", (PLUGIN,))
JOBS_WAITING: Final = Metric("JobsWaiting", "Count", (PLUGIN,))
LANE_FULL: Final = Metric("LaneFull", "Count", (PLUGIN,))


def service(stage: str) -> str:
    """Return the value of the dimension ``service`` in a deployment."""
    return f"williams-{stage}"
