"""`williams jobs retry | cancel | events` against the API itself, in memory."""

from __future__ import annotations

import json

import pytest

from tests.unit.cli.served import Served

EMPTY, TEXT = "upload://up_2/empty.txt", "upload://up_1/notes.txt"


@pytest.fixture
async def failed(served: Served) -> str:
    served.app.library.sources[EMPTY] = b"\n"
    job_id = served.submitted(EMPTY)
    served.app.services.dispatcher.dispatch()
    await served.app.run_executions()
    return job_id


def test_events_tell_the_story(served: Served, failed: str) -> None:
    result = served.run("jobs", "events", failed)
    assert result.exit_code == 0, result.output
    assert "The source holds no text" in result.stdout
    story = json.loads(served.run("jobs", "events", failed, "--json").stdout)
    assert story["job_id"] == failed
    assert [event["status"] for event in story["events"] if event["kind"] == "status"][-1] == "failed"


def test_a_failed_job_is_queued_again(served: Served, failed: str) -> None:
    result = served.run("jobs", "retry", failed)
    assert (result.exit_code, result.stdout) == (0, f"{failed} is queued again (retry 1).\n")
    again = served.run("jobs", "retry", failed)
    assert again.exit_code == 1
    assert "Only a failed job can be retried; this one is retrying." in again.stderr


def test_a_retry_can_follow_the_automatic_rule(served: Served, failed: str) -> None:
    job = json.loads(served.run("jobs", "retry", failed, "--automatic", "--json").stdout)
    assert (job["status"], job["priority"]) == ("retrying", 5)


def test_jobs_are_cancelled(served: Served) -> None:
    first, second = served.submitted(TEXT), served.submitted(TEXT)
    result = served.run("jobs", "cancel", first, second)
    assert (result.exit_code, result.stdout) == (0, f"{first} is cancelled.\n{second} is cancelled.\n")


def test_what_has_ended_cannot_be_cancelled(served: Served, failed: str) -> None:
    result = served.run("jobs", "cancel", failed)
    assert result.exit_code == 1
    assert "The job is failed and can no longer be cancelled." in result.stderr


@pytest.mark.parametrize("command", ["retry", "cancel", "events"])
def test_a_job_that_is_not_there(served: Served, command: str) -> None:
    assert served.run("jobs", command, "job_0").exit_code == 3
