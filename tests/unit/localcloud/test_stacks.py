"""The stacks' logic against a scripted CloudFormation."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from williams_localcloud import stacks
from williams_localcloud.assembly import Stack
from williams_localcloud.aws import Aws
from williams_localcloud.errors import DeployError

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)


class CloudFormation:
    """Goes through the given statuses, one at each look; None means that the stack does not exist."""

    def __init__(self, *statuses: str | None, events: list[dict[str, str]] | None = None) -> None:
        self.statuses = list(statuses)
        self.events = events or []
        self.calls: list[str] = []
        self.update_error = ""
        self.review = "CREATE_COMPLETE"

    def describe_stacks(self, StackName: str) -> dict[str, Any]:
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        if status is None:
            raise _error(f"Stack with id {StackName} does not exist")
        return {"Stacks": [{"StackName": StackName, "StackId": "id", "StackStatus": status, "CreationTime": NOW}]}

    def create_change_set(self, **arguments: Any) -> None:
        assert arguments["ImportExistingResources"]
        self.calls.append("review")

    def describe_change_set(self, **_: Any) -> dict[str, str]:
        return {"Status": self.review, "StatusReason": "the bucket must be retained"}

    def execute_change_set(self, **_: Any) -> None:
        self.calls.append("create")

    def update_stack(self, **_: Any) -> None:
        self.calls.append("update")
        if self.update_error:
            raise _error(self.update_error)

    def delete_stack(self, **_: Any) -> None:
        self.calls.append("delete")

    def describe_events(self, **_: Any) -> dict[str, Any]:
        return {"OperationEvents": self.events}


def _error(message: str) -> ClientError:
    return ClientError({"Error": {"Code": "ValidationError", "Message": message}}, "DescribeStacks")


def _deploy(cloudformation: CloudFormation, monkeypatch: pytest.MonkeyPatch, folder: Path) -> dict[str, Any]:
    monkeypatch.setattr(Aws, "_client", lambda *_: cloudformation)
    monkeypatch.setattr(stacks, "POLL_S", 0)
    template = folder / "template.json"
    template.write_text(json.dumps({"Resources": {}}))
    return stacks.deploy(Aws("http://127.0.0.1:1"), Stack("Data", template), "http://127.0.0.1:1/b/k")


def test_an_absent_stack_is_created(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cloudformation = CloudFormation(None, "CREATE_IN_PROGRESS", "CREATE_COMPLETE")

    assert _deploy(cloudformation, monkeypatch, tmp_path)["StackStatus"] == "CREATE_COMPLETE"
    assert cloudformation.calls == ["review", "create"]


def test_a_standing_stack_is_updated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cloudformation = CloudFormation("CREATE_COMPLETE", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE")

    assert _deploy(cloudformation, monkeypatch, tmp_path)["StackStatus"] == "UPDATE_COMPLETE"
    assert cloudformation.calls == ["update"]


def test_an_unchanged_stack_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cloudformation = CloudFormation("CREATE_COMPLETE")
    cloudformation.update_error = "No updates are to be performed."

    assert _deploy(cloudformation, monkeypatch, tmp_path)["StackStatus"] == "CREATE_COMPLETE"


def test_one_that_never_worked_is_made_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cloudformation = CloudFormation("ROLLBACK_COMPLETE", "DELETE_IN_PROGRESS", None, "CREATE_COMPLETE")

    _deploy(cloudformation, monkeypatch, tmp_path)

    assert cloudformation.calls == ["delete", "review", "create"]


def test_a_failure_names_the_first_cause_and_not_its_consequences(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    events = [
        {**_event("Data", "Resource Queue failed: it is wrong"), "PhysicalResourceId": "id"},
        _event("Table", "Resource creation cancelled"),
        _event("Queue", "VisibilityTimeout must be at most 43200"),
        {**_event("Queue", "an older one"), "OperationId": "older"},
    ]
    cloudformation = CloudFormation(None, "CREATE_FAILED", events=events)

    with pytest.raises(DeployError) as failure:
        _deploy(cloudformation, monkeypatch, tmp_path)

    assert str(failure.value) == (
        "The stack Data ended as CREATE_FAILED: Queue (AWS::SQS::Queue): VisibilityTimeout must be at most 43200"
    )


def test_one_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(stacks, "TIMEOUT_S", 0.05)

    with pytest.raises(DeployError, match="was not ready after"):
        _deploy(CloudFormation(None, "CREATE_IN_PROGRESS"), monkeypatch, tmp_path)


def test_what_fails_validation_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    events = [{**_event("Queue", ""), "ValidationStatusReason": "it exists already"}]

    with pytest.raises(DeployError, match=r"Queue \(AWS::SQS::Queue\): it exists already"):
        _deploy(CloudFormation(None, "CREATE_FAILED", events=events), monkeypatch, tmp_path)


def test_a_stack_that_may_not_be_created_is_explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cloudformation = CloudFormation("REVIEW_IN_PROGRESS")
    cloudformation.review = "FAILED"

    with pytest.raises(DeployError, match="cannot be created: the bucket must be retained"):
        _deploy(cloudformation, monkeypatch, tmp_path)


def _event(resource: str, reason: str) -> dict[str, str]:
    """Newest first, as CloudFormation lists them."""
    return {
        "OperationId": "last",
        "LogicalResourceId": resource,
        "ResourceType": "AWS::SQS::Queue",
        "ResourceStatusReason": reason,
    }
