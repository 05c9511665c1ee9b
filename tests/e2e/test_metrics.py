"""What the deployed functions report of an import, as CloudWatch would read it from their logs."""

from __future__ import annotations

import json
from typing import Any

from tests.e2e.cloud import Cloud
from tests.e2e.sources import ImportedSample
from williams.observability import metrics

STAGES = {"download", "extract", "process", "embed", "store"}


def reported(cloud: Cloud, function: str, **facts: str) -> list[dict[str, Any]]:
    """The lines of metrics in a function's log that hold these facts."""
    pages = cloud.aws.client("logs").get_paginator("filter_log_events")
    group = f"/aws/lambda/williams-local-{function}"
    events = [event for page in pages.paginate(logGroupName=group) for event in page["events"]]
    lines = [json.loads(event["message"]) for event in events if event["message"].startswith('{"_aws"')]
    return [line for line in lines if facts.items() <= line.items()]


def test_each_stage_reports_its_time(cloud: Cloud, sample: ImportedSample) -> None:
    lines = reported(cloud, "run-stage-import-pdf", job_id=sample.job.job_id)
    assert {line["stage"] for line in lines} == STAGES
    for line in lines:
        assert (line["service"], line["plugin"]) == ("williams-local", "import.pdf")
        assert line[metrics.STAGE_TIME.name][0] > 0
        assert line[metrics.STAGE_FAILURES.name] == [0]


def test_the_job_is_counted_once(cloud: Cloud, sample: ImportedSample) -> None:
    lines = reported(cloud, "settle-job", job_id=sample.job.job_id)
    counted = {name for line in lines for name in line if name.startswith("Jobs")}
    assert (len(lines), counted) == (2, {"JobsCompleted", "JobsEnded", "JobsFaulted"})


def test_each_request_reports_its_time(cloud: Cloud, sample: ImportedSample) -> None:
    lines = reported(cloud, "api", method="GET", path=f"/api/content/{sample.content.content_id}")
    assert lines
    assert all(line[metrics.REQUEST_TIME.name][0] > 0 for line in lines)
