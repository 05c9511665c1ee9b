"""Creates and updates CloudFormation stacks, and says why one failed."""

import time
from typing import Any
from uuid import uuid4

from botocore.exceptions import ClientError

from williams_localcloud.assembly import Stack
from williams_localcloud.aws import Aws
from williams_localcloud.errors import DeployError

CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
TIMEOUT_S = 300.0
POLL_S = 0.1
# A stack in one of these never worked: CloudFormation can only delete it.
HOPELESS = frozenset({"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"})
REVIEWED = "REVIEW_IN_PROGRESS"
GOOD = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE"})
CONSEQUENCE = "cancelled"
NO_REASON = "no reason given"


def deploy(aws: Aws, stack: Stack, template_url: str) -> dict[str, Any]:
    """Bring one stack to its template and wait for it.

    Returns:
        The stack as `describe_stacks` gives it.

    Raises:
        DeployError: it failed (with the resource and its reason), or took over five minutes.
    """
    standing = describe(aws, stack.name)
    if standing is not None and standing["StackStatus"] in HOPELESS:
        aws.client("cloudformation").delete_stack(StackName=standing["StackId"])
        _wait_gone(aws, stack.name)
        standing = None
    arguments = {"StackName": stack.name, "TemplateURL": template_url, "Capabilities": CAPABILITIES}
    if standing is None or standing["StackStatus"] == REVIEWED:
        _create(aws, arguments)
    elif not _update(aws, arguments):
        return standing
    return _wait(aws, stack.name)


def describe(aws: Aws, name: str) -> dict[str, Any] | None:
    """The stack, or None where there is none."""
    try:
        stacks = aws.client("cloudformation").describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    live = [stack for stack in stacks if stack["StackStatus"] != "DELETE_COMPLETE"]
    return dict(live[0]) if live else None


def outputs_of(stack: dict[str, Any]) -> dict[str, str]:
    """A described stack's outputs by key."""
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def _create(aws: Aws, arguments: dict[str, Any]) -> None:
    """Through a change set, because only that adopts what exists already: a bucket whose stack the emulator forgot."""
    client = aws.client("cloudformation")
    # A name of its own, because one that an interrupted command left behind may still stand.
    name = {"StackName": arguments["StackName"], "ChangeSetName": f"create-{uuid4()}"}
    client.create_change_set(
        **{**arguments, **name},
        ChangeSetType="CREATE",
        # MiniStack's validation refuses the very resource that it is about to adopt.
        DisableValidation=True,
        ImportExistingResources=True,
        OnStackFailure="DO_NOTHING",
    )
    deadline = time.monotonic() + TIMEOUT_S
    while (review := client.describe_change_set(**name))["Status"] not in ("CREATE_COMPLETE", "FAILED"):
        if time.monotonic() > deadline:
            raise DeployError(f"The stack {arguments['StackName']} was not reviewed within {TIMEOUT_S:.0f} s.")
        time.sleep(POLL_S)
    if review["Status"] == "FAILED":
        raise DeployError(f"The stack {arguments['StackName']} cannot be created: {review['StatusReason']}")
    client.execute_change_set(**name)


def _update(aws: Aws, arguments: dict[str, Any]) -> bool:
    try:
        aws.client("cloudformation").update_stack(**arguments)
    except ClientError as error:
        if "No updates are to be performed" in str(error):
            return False
        raise DeployError(f"The stack {arguments['StackName']} cannot be updated: {error}") from error
    return True


def _wait(aws: Aws, name: str) -> dict[str, Any]:
    deadline = time.monotonic() + TIMEOUT_S
    while time.monotonic() < deadline:
        stack = describe(aws, name)
        if stack is None:
            raise DeployError(f"The stack {name} disappeared while it was deployed.")
        if stack["StackStatus"] in GOOD:
            return stack
        if not stack["StackStatus"].endswith("_IN_PROGRESS"):
            raise DeployError(f"The stack {name} ended as {stack['StackStatus']}: {_reason(aws, stack)}")
        time.sleep(POLL_S)
    raise DeployError(f"The stack {name} was not ready after {TIMEOUT_S:.0f} s.")


def _wait_gone(aws: Aws, name: str) -> None:
    deadline = time.monotonic() + TIMEOUT_S
    while describe(aws, name) is not None:
        if time.monotonic() > deadline:
            raise DeployError(f"The failed stack {name} could not be deleted within {TIMEOUT_S:.0f} s.")
        time.sleep(POLL_S)


def _reason(aws: Aws, stack: dict[str, Any]) -> str:
    """What made the last operation fail, oldest first; not what only followed from it."""
    client = aws.client("cloudformation")
    events = client.describe_events(StackName=stack["StackId"], Filters={"FailedEvents": True})["OperationEvents"]
    last = [event for event in reversed(events) if event["OperationId"] == events[0]["OperationId"]]
    own = [event for event in last if event.get("PhysicalResourceId") != stack["StackId"]]
    causes = [line for line in map(_failure, own) if CONSEQUENCE not in line]
    return "\n  ".join(causes or map(_failure, last)) or str(stack.get("StackStatusReason", NO_REASON))


def _failure(event: dict[str, Any]) -> str:
    reason = event.get("ValidationStatusReason") or event.get("ResourceStatusReason") or NO_REASON
    return f"{event['LogicalResourceId']} ({event['ResourceType']}): {reason}"
