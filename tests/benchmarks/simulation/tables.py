"""The tables of ``docs/explanation/scaling.md``, by name."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any, Final

from docs.generate.markdown import table
from tests.benchmarks.calls import BEFORE, COUNTED, NOTHING, TOGETHER
from tests.benchmarks.simulation.costs import WORKS, idle_month, job_parts, never_paused
from tests.benchmarks.simulation.model import Scenario, simulate
from tests.benchmarks.simulation.quotas import AS_OF, DEPLOYED, DEPLOYED_REQUESTS, Bucket, Prices, Quotas
from tests.benchmarks.simulation.timings import (
    DISTANCE_MS,
    QUEUE_MS,
    STATE_MS,
    Timings,
    aws_timings,
    claim_distance_ms,
    counts,
    local_timings,
)

CORES: Final = 2
# Long enough to be steady, short enough to be simulated in seconds.
RATES: Final = ((10, 40.0), (100, 20.0), (1000, 8.0))
DEPLOYED_LANE: Final = 4
# Metrics that alarms look at: some look at several.
ALARMS: Final = 20
LONG_QUEUE: Final = "10000"
# A run that ends with less than this share of its jobs done has a queue that grows.
KEEPS_UP: Final = 0.9
FASTER_START: Final = 2000.0
MORE_TRANSITIONS: Final = 20_000.0


def all_tables(figures: dict[str, Any]) -> dict[str, str]:
    """Return every table as Markdown. The same figures give the same tables."""
    aws = aws_timings(figures)
    return {
        "check": _check(figures),
        "rates": _rates(aws),
        "limits": _limits(aws, figures),
        "claims": _claims(figures),
        "calls": _calls(),
        "job": _job_costs(),
        "month": _month(),
        "assumptions": _assumptions(figures),
    }


def errors(figures: dict[str, Any]) -> dict[str, float]:
    """Return by how much the simulation of this machine is off, as a share of what was measured."""
    return {name: predicted / found - 1 for name, (found, predicted) in _checked(figures).items()}


def _checked(figures: dict[str, Any]) -> dict[str, tuple[float, float]]:
    timings = local_timings(figures)
    machine = Scenario(timings, figures["places"], cores=CORES)
    burst = simulate(replace(machine, burst=figures["burst"]["jobs"]))
    steady = simulate(replace(machine, per_second=figures["steady"]["per_second"], seconds=120.0))
    return {
        "a burst, jobs/s": (figures["burst"]["per_second"], burst.per_second),
        "half of that, queue to start p50, ms": (figures["steady"]["wait_p50_ms"], 1000 * steady.wait(50)),
        "half of that, queue to start p95, ms": (figures["steady"]["wait_p95_ms"], 1000 * steady.wait(95)),
    }


def _check(figures: dict[str, Any]) -> str:
    rows = [
        (name, f"{found:.1f}", f"{predicted:.1f}", f"{predicted / found - 1:+.0%}")
        for name, (found, predicted) in _checked(figures).items()
    ]
    return table(("local cloud", "measured", "simulated", "error"), rows)


def enough_places(timings: Timings, per_second: float) -> int:
    """Return a lane for twice the mean number of jobs at work."""
    return max(DEPLOYED_LANE, math.ceil(2 * per_second * timings.job_seconds))


def _rates(timings: Timings) -> str:
    rows = []
    raised = replace(
        Quotas(),
        lambda_concurrency=10_000,
        start_execution=Bucket(FASTER_START, FASTER_START),
        state_transitions=Bucket(MORE_TRANSITIONS, MORE_TRANSITIONS),
    )
    for rate, seconds in RATES:
        wide = enough_places(timings, rate)
        for lane, name, quotas in (
            (DEPLOYED_LANE, "deployed", DEPLOYED),
            (wide, "wide", Quotas()),
            (wide, "raised", raised),
        ):
            done = simulate(Scenario(timings, lane, per_second=rate, seconds=seconds, quotas=quotas))
            keeps_up = done.completed >= KEEPS_UP * done.arrived
            rows.append(
                (
                    f"{rate:,}",
                    f"{seconds:g} s",
                    f"{lane:,}",
                    name,
                    f"{done.per_second:,.0f}",
                    f"{done.wait(50):.2f} / {done.wait(95):.2f}" if keeps_up else "grows",
                    f"{done.arrived - done.completed:,}",
                    f"{done.peak_functions:,}",
                    f"{done.lock_busy:.0%}",
                )
            )
    heads = (
        "jobs/s in",
        "for",
        "lane",
        "setting",
        "jobs/s out",
        "queue to start p50 / p95, s",
        "open at the end",
        "functions at once",
        "claim's lock held",
    )
    return table(heads, rows)


def _limits(timings: Timings, figures: dict[str, Any]) -> str:
    quotas = Quotas()
    busy = (timings.submit_ms + sum(timings.run_ms) + timings.settle_ms + timings.start_ms + timings.claim_ms) / 1000
    claims = [claim + claim_distance_ms() for claim in figures["claim_by_backlog_ms"][LONG_QUEUE].values()]
    limits = [
        (
            "the lane of a plugin, as deployed (4)",
            DEPLOYED_LANE / timings.job_seconds,
            "`lane` of the plugin, `WILLIAMS_LANES`",
        ),
        ("the claim's lock in Postgres, twice for each job", 1000 / sum(claims), "nothing to raise: see below"),
        ("StartExecution", quotas.start_execution.per_second, "Step Functions quota, StartExecution refill rate"),
        ("Lambda at once", quotas.lambda_concurrency / busy, "Lambda quota, concurrent executions"),
        (
            "state transitions",
            quotas.state_transitions.per_second / timings.transitions,
            "Step Functions quota, StateTransition",
        ),
        (
            "requests to the gateway, as deployed",
            DEPLOYED_REQUESTS.per_second,
            "`requests_per_second` in `infra/config.py`",
        ),
        ("requests to the gateway", quotas.api_requests.per_second, "API Gateway quota, throttle rate"),
    ]
    rows = [(name, f"{rate:,.0f}", remedy) for name, rate, remedy in sorted(limits, key=lambda limit: limit[1])]
    return table(("what ends first", "at jobs/s", "what to raise"), rows)


def _claims(figures: dict[str, Any]) -> str:
    rows = [
        (f"{int(backlog):,}", f"{claim['one']:.1f}", f"{claim['full']:.1f}")
        for backlog, claim in figures["claim_by_backlog_ms"].items()
    ]
    return table(("jobs waiting", "to claim one, ms", "to find the lane full, ms"), rows)


def _calls() -> str:
    before, counted = (json.loads(path.read_text(encoding="utf-8")) for path in (BEFORE, COUNTED))
    now = {kind: counted[kind][TOGETHER] for kind in before}
    services = list(now[NOTHING])
    rows = [(service, *(f"{before[kind][service]} → {now[kind][service]}" for kind in now)) for service in services]
    sums = [(sum(before[kind].values()), sum(now[kind].values())) for kind in now]
    rows.append(("**together**", *(f"**{was} → {is_}** ({is_ / was:.0%})" for was, is_ in sums)))
    return table(("a job's calls, one stage an invocation → going on", *now), rows)


def _job_costs() -> str:
    parts = [job_parts(work, counts()[work.kind], Prices()) for work in WORKS]
    rows = [(service, *(f"{1e6 * part[service]:,.1f}" for part in parts)) for service in parts[0]]
    rows.append(("**a million jobs**", *(f"**{1e6 * sum(part.values()):,.0f}**" for part in parts)))
    return table(("US dollars for a million jobs", *(work.kind for work in WORKS)), rows)


def _month() -> str:
    parts = idle_month(Prices(), ALARMS)
    rows = [(name, f"{cost:.2f}") for name, cost in parts.items()]
    rows.append(("**together**", f"**{sum(parts.values()):.2f}**"))
    rows.append(("beside it: the smallest database, if it never pauses", f"{never_paused(Prices()):.2f}"))
    return table(("an idle month", "US dollars"), rows)


def _assumptions(figures: dict[str, Any]) -> str:
    machine = figures["machine"]
    rows = [
        ("quotas and list prices", AS_OF),
        ("timed on", f"{machine['cores']} cores, load average {machine['load_average'][0]:g} when it began"),
        ("the functions' own time", "of one warm process, with the stores on the same machine"),
        ("to the queue and out of it", f"{QUEUE_MS:g} ms"),
        ("between two states", f"{STATE_MS:g} ms"),
        *((f"each call of {service}", f"{distance:g} ms more") for service, distance in DISTANCE_MS.items()),
        ("a claim of up to twenty jobs", "as long as one of a single job, while 100 wait"),
        ("dispatch, at once", f"{Scenario.pollers}, which takes jobs of all ten priorities"),
    ]
    return table(("assumed", "as"), rows)
