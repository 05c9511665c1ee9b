"""What a job and an idle month cost, counted request by request at list prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tests.benchmarks.calls import NOTHING, PUSH
from tests.benchmarks.simulation.counted import JobCount
from tests.benchmarks.simulation.quotas import Prices
from williams.plugin.registry import registry

HOURS: Final = 730.0
# Lambda reads each queue with five long polls of 20 seconds, asleep or not: one for each priority, one for drops.
QUEUES, POLLS_PER_QUEUE, POLL_SECONDS = 11, 5, 20.0
API_GB, CORE_GB = 1769 / 1024, 0.5
LOG_BYTES_PER_CALL: Final = 1500
# Whoever submits a job asks for its result when the WebSocket has told of its end.
ASKED: Final = 1
# A message is sent, received and deleted.
REQUESTS_PER_MESSAGE: Final = 3
# A job's progress with its history has between one and two kilobytes.
WRITE_UNITS: Final = 2
_PUTS: Final = frozenset({"PutObject", "CopyObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload"})
_LISTS: Final = frozenset({"ListObjectsV2"})
_GETS: Final = frozenset({"GetObject", "HeadObject"})
_WRITES: Final = frozenset({"PutItem", "UpdateItem", "DeleteItem"})
_READS: Final = frozenset({"GetItem", "Query"})


@dataclass(frozen=True)
class Work:
    """One kind of job, by its count's name; ``gb`` is the memory of its plugin's function."""

    kind: str
    gb: float


def _work(kind: str, plugin_id: str) -> Work:
    return Work(kind, registry().plugin(plugin_id).memory_mb / 1024)


WORKS: Final = (
    _work(NOTHING, "export.faulty"),
    _work("a PDF of 100 pages", "import.pdf"),
    _work("a podcast", "export.podcast"),
)


def job_parts(work: Work, count: JobCount, prices: Prices) -> dict[str, float]:
    """Return a job's cost by service, in US dollars. Providers' bills come on top."""
    requests = count.invocations("api") + ASKED
    own = {name: count.invocations(name) for name in ("dispatch", "run_stage", "settle_job", PUSH)}
    calls = requests + sum(own.values())
    gb_seconds = (
        requests * count.seconds("api") / count.invocations("api") * API_GB
        + count.seconds("run_stage") * work.gb
        + sum(count.seconds(name) for name in ("dispatch", "settle_job", PUSH)) * CORE_GB
    )
    return {
        "Lambda": calls * prices.lambda_request + gb_seconds * prices.lambda_gb_second,
        "Step Functions": count.transitions * prices.state_transition,
        "S3": count.operations("S3", _PUTS | _LISTS) * prices.s3_put + count.operations("S3", _GETS) * prices.s3_get,
        "DynamoDB": WRITE_UNITS * count.operations("DynamoDB", _WRITES) * prices.dynamodb_write
        + count.operations("DynamoDB", _READS) * prices.dynamodb_read,
        "API Gateway": requests * prices.http_request + own[PUSH] * prices.websocket_message,
        "SQS": REQUESTS_PER_MESSAGE * count.operations("SQS", frozenset({"SendMessage"})) * prices.sqs_request,
        "logs": calls * LOG_BYTES_PER_CALL / 1e9 * prices.log_gb,
    }


def idle_month(prices: Prices, alarms: int, secrets: int = 4, database_gb: float = 10.0) -> dict[str, float]:
    """Return what a deployment costs in a month in which nobody uses it, in US dollars.

    ``alarms`` counts the metrics that alarms look at, which is what is billed.
    """
    polls = QUEUES * POLLS_PER_QUEUE * HOURS * 3600 / POLL_SECONDS
    return {
        "NAT gateway, if the database is in the VPC": HOURS * prices.nat_gateway_hour,
        f"SQS polls by Lambda, of {QUEUES} queues": polls * prices.sqs_request,
        "dashboard": prices.dashboard_month,
        f"alarms, on {alarms} metrics": alarms * prices.alarm_month,
        f"{secrets} secrets": secrets * prices.secret_month,
        f"Aurora, paused, with {database_gb:g} GB": database_gb * prices.aurora_gb_month,
    }


def never_paused(prices: Prices) -> float:
    """Return what the smallest database costs in a month if it never pauses."""
    return 0.5 * HOURS * prices.aurora_capacity_hour
