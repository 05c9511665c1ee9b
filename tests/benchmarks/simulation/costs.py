"""What a job and an idle month cost, counted request by request at list prices."""

from __future__ import annotations

from dataclasses import dataclass

from tests.benchmarks.simulation.quotas import Prices

HOURS = 730.0
# Lambda reads each queue with five long polls of 20 seconds, asleep or not.
QUEUES, POLLS_PER_QUEUE, POLL_SECONDS = 10, 5, 20.0
CORE_GB, API_GB = 0.5, 1769 / 1024
API_SECONDS, SHORT_SECONDS = 0.05, 0.06
LOG_BYTES_PER_CALL = 1500


@dataclass(frozen=True)
class Work:
    """One kind of job. ``stage_seconds`` are of all stages and batches together, ``gb`` the memory of its function."""

    name: str
    stage_seconds: float
    gb: float
    calls: int
    transitions: int
    updates: int
    puts: int
    gets: int
    asked: int


# Durations as measured by `make bench`: a 100-page PDF, an episode of five minutes; providers' bills come on top.
WORKS = (
    Work("five stages that do nothing", 0.3, 0.25, 5, 9, 7, 12, 12, 5),
    Work("a PDF of 100 pages", 7.0, 1769 / 1024, 5, 8, 18, 14, 12, 10),
    Work("a podcast of five minutes", 12.0, 2.0, 12, 16, 30, 60, 60, 15),
)


def job_parts(work: Work, prices: Prices) -> dict[str, float]:
    """Return a job's cost by service, in US dollars. A client that follows it asks ``asked`` times over HTTP."""
    requests = 1 + work.asked
    calls = requests + work.calls + 2 + work.updates
    seconds = {
        API_GB: requests * API_SECONDS,
        work.gb: work.stage_seconds,
        CORE_GB: (2 + work.updates) * SHORT_SECONDS,
    }
    return {
        "Lambda": calls * prices.lambda_request
        + sum(gb * busy for gb, busy in seconds.items()) * prices.lambda_gb_second,
        "Step Functions": work.transitions * prices.state_transition,
        "S3": work.puts * prices.s3_put + work.gets * prices.s3_get,
        "DynamoDB": 2 * work.updates * prices.dynamodb_write + 3 * work.updates * prices.dynamodb_read,
        "API Gateway": requests * prices.http_request + work.updates * prices.websocket_message,
        "SQS": 4 * prices.sqs_request,
        "logs": calls * LOG_BYTES_PER_CALL / 1e9 * prices.log_gb,
    }


def idle_month(prices: Prices, alarms: int, secrets: int = 4, database_gb: float = 10.0) -> dict[str, float]:
    """Return what a deployment costs in a month in which nobody uses it, in US dollars."""
    polls = QUEUES * POLLS_PER_QUEUE * HOURS * 3600 / POLL_SECONDS
    return {
        "NAT gateway, if the database is in the VPC": HOURS * prices.nat_gateway_hour,
        "SQS polls by Lambda": polls * prices.sqs_request,
        "dashboard": prices.dashboard_month,
        f"{alarms} alarms": alarms * prices.alarm_month,
        f"{secrets} secrets": secrets * prices.secret_month,
        f"Aurora, paused, with {database_gb:g} GB": database_gb * prices.aurora_gb_month,
    }


def never_paused(prices: Prices) -> float:
    """Return what the smallest database costs in a month if it never pauses."""
    return 0.5 * HOURS * prices.aurora_capacity_hour
