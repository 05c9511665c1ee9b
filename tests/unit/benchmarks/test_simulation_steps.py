"""What the simulation reads out of a job's story and out of the counts of its calls."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.benchmarks.calls import BY_FUNCTION, NOTHING, SECONDS, TOGETHER, TRANSITIONS
from tests.benchmarks.simulation.costs import API_GB, Work, job_parts
from tests.benchmarks.simulation.counted import JobCount
from tests.benchmarks.simulation.measure import story_steps
from tests.benchmarks.simulation.quotas import Prices

BEGAN = datetime(2026, 11, 28, tzinfo=UTC)
FREE = Prices(**dict.fromkeys(vars(Prices()), 0.0))


def event(kind: str, milliseconds: float) -> dict[str, Any]:
    return {"kind": kind, "at": BEGAN + timedelta(milliseconds=milliseconds)}


def test_stages_that_begin_as_the_one_before_ends_are_one_invocation() -> None:
    events = [
        *(event("claim", 20), event("begin", 50)),
        *(event("end", 60), event("begin", 60), event("end", 90)),
        *(event("begin", 120), event("end", 130), event("status", 145)),
    ]
    steps = story_steps(BEGAN, events)
    assert steps["queue"] == pytest.approx(20)
    assert steps["enter"] == pytest.approx(30)
    assert steps["runs"] == pytest.approx([40, 10])
    assert steps["settle"] == pytest.approx(15)


@pytest.fixture
def count() -> JobCount:
    asked = {
        "api": {"Lambda": {"api": 1}, "SQS": {"SendMessage": 1}},
        "dispatch": {"Lambda": {"dispatch": 1}},
        "run_stage": {
            "Lambda": {"run_stage": 2},
            "S3": {"PutObject": 3, "GetObject": 4, "DeleteObjects": 9},
            "DynamoDB": {"UpdateItem": 5, "GetItem": 2},
        },
        "settle_job": {"Lambda": {"settle_job": 1}},
        "publish_progress": {"Lambda": {"publish_progress": 6}},
    }
    seconds = {"api": 0.5, "dispatch": 0.5, "run_stage": 4.0, "settle_job": 0.25, "publish_progress": 0.25}
    return JobCount.of(NOTHING, {TOGETHER: {TRANSITIONS: 3}, BY_FUNCTION: asked, SECONDS: seconds})


@pytest.mark.parametrize(
    ("price", "of", "units"),
    [
        ("state_transition", "Step Functions", 3),
        ("s3_put", "S3", 3),
        ("s3_get", "S3", 4),
        ("dynamodb_write", "DynamoDB", 10),
        ("dynamodb_read", "DynamoDB", 2),
        ("sqs_request", "SQS", 3),
        ("http_request", "API Gateway", 2),
        ("websocket_message", "API Gateway", 6),
        ("lambda_request", "Lambda", 12),
        ("lambda_gb_second", "Lambda", 2 * 0.5 * API_GB + 4.0 * 2.0 + 1.0 * 0.5),
    ],
)
def test_a_job_costs_what_was_counted(count: JobCount, price: str, of: str, units: float) -> None:
    parts = job_parts(Work(NOTHING, gb=2.0), count, Prices(**{**vars(FREE), price: 1.0}))
    assert parts == {**dict.fromkeys(parts, 0.0), of: pytest.approx(units)}
