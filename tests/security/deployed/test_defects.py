"""A defect that is there each time: two runs, not four, and nobody but the log is told its words."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta

import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.listening import listen
from tests.e2e.machinery import PREFIX
from tests.e2e.sources import ImportedSample
from tests.e2e.stories import LOG_GROUPS
from tests.e2e.tenant import Tenant
from williams_client.models import JobAnswer

# What the faulty plugin raises, as a driver does.
RAW = ("ZeroDivisionError", "DatabaseError", "'ERROR'", "swordfish", "10.0.0.7", "Traceback")


@pytest.fixture(scope="module")
def defective(reader: Tenant, sample: ImportedSample) -> JobAnswer:
    fault = {"stage": "script", "how": "defect", "times": 99}
    return reader.ended(reader.submit_export([sample.content.content_id], "faulty", parameters=fault))


def _claims(cloud: Cloud, reader: Tenant, job: JobAnswer) -> list[datetime]:
    return [event.at for event in cloud.events(reader.owner, job.job_id) if event.kind == "claim"]


def test_it_is_tried_once_more_and_soon(cloud: Cloud, reader: Tenant, defective: JobAnswer) -> None:
    assert (defective.status, defective.retry_count) == ("failed", 1)
    events = cloud.events(reader.owner, defective.job_id)
    (waiting,) = [event.at for event in events if (event.kind, event.status) == ("status", "retrying")]
    first, second = _claims(cloud, reader, defective)
    assert first < waiting
    assert second - waiting < timedelta(seconds=15)


def _is_silent(told: str, job: JobAnswer) -> None:
    assert job.job_id in told
    assert [word for word in RAW if word in told] == []


@pytest.mark.parametrize("path", ["/api/jobs/{}", "/api/jobs/{}/events", "/api/jobs?status=failed"])
def test_the_api_does_not_tell_its_words(reader: Tenant, defective: JobAnswer, path: str) -> None:
    _is_silent(reader.http.get(path.format(defective.job_id)).text, defective)


def test_the_websocket_does_not_tell_its_words(reader: Tenant, defective: JobAnswer) -> None:
    job_id = defective.job_id
    _is_silent(json.dumps(listen(reader.client.jobs.get(job_id).progress_url, job_id)), defective)


@pytest.mark.parametrize("command", ["show", "events"])
def test_the_command_line_does_not_tell_its_words(
    cloud: Cloud, reader: Tenant, defective: JobAnswer, command: str
) -> None:
    token = reader.http.headers["authorization"].removeprefix("Bearer ")
    arguments = ["jobs", command, defective.job_id, "--api-url", cloud.info.api_url, "--token", token]
    done = subprocess.run(
        [sys.executable, "-m", "williams_cli", *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    # Tables break lines where they like.
    _is_silent("".join((done.stdout + done.stderr).split()), defective)


def test_people_are_told_what_happened_where_and_what_to_do(defective: JobAnswer) -> None:
    assert defective.error is not None
    assert defective.error.model_dump() == {
        "code": "internal-error",
        "message": defective.error_message,
        "retryable": True,
        "stage": "script",
    }
    assert defective.error_message == (
        f"Something unforeseen went wrong in the stage script. It was logged under {defective.job_id}. Try again; "
        f"if it goes wrong again, tell whoever runs this library, with {defective.job_id}."
    )


def test_the_log_has_its_words_under_the_jobs_id(cloud: Cloud, defective: JobAnswer) -> None:
    began = int(defective.created_at.timestamp() * 1000)
    group = f"{LOG_GROUPS}{PREFIX}-run-stage-export-faulty"
    lines = cloud.aws.client("logs").filter_log_events(logGroupName=group, startTime=began)["events"]
    told = [line["message"] for line in lines if defective.job_id in line["message"]]
    assert any("ZeroDivisionError" in each and "swordfish" in each for each in told)


def test_who_retries_it_by_hand_gets_both_runs_again(cloud: Cloud, reader: Tenant, defective: JobAnswer) -> None:
    answer = reader.http.post(f"/api/jobs/{defective.job_id}/retry", json={"manual": True})
    assert answer.status_code == 202
    job = reader.ended(defective.job_id)
    assert (job.status, job.retry_count, len(_claims(cloud, reader, job))) == ("failed", 3, 4)
