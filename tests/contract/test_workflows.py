"""WorkflowPort: the fake and Step Functions under the same tests."""

from __future__ import annotations

import json
import secrets
import time

import pytest
from botocore.stub import Stubber

from tests.contract.aws_server import AwsClients
from williams.adapters.stepfunctions.workflows import StepFunctionsWorkflows
from williams.domain.errors import NotFound, StoreUnavailable
from williams.domain.executions import Execution
from williams.domain.ids import new_id
from williams.ports.workflows import ExecutionState, WorkflowPort
from williams_testing.memory.workflows import InMemoryWorkflows, Started

PREFIX = "arn:aws:states:us-east-1:000000000000:stateMachine:williams-"
ROLE = "arn:aws:iam::000000000000:role/any"
WAITS = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 600, "End": True}}}
PASSES = {"StartAt": "Pass", "States": {"Pass": {"Type": "Pass", "End": True}}}
FAILS = {"StartAt": "Fail", "States": {"Fail": {"Type": "Fail", "Error": "Broken", "Cause": "by design"}}}
PLUGINS = {"test.waits": WAITS, "test.passes": PASSES, "test.fails": FAILS}
RUNNING, SUCCEEDED = ExecutionState.RUNNING, ExecutionState.SUCCEEDED
FAILED, MISSING = ExecutionState.FAILED, ExecutionState.MISSING


@pytest.fixture(scope="module")
def prefix(aws: AwsClients) -> str:
    name = f"williams-{secrets.token_hex(4)}"
    for plugin_id, definition in PLUGINS.items():
        arn = aws.stepfunctions.create_state_machine(
            name=f"{name}-{plugin_id.replace('.', '-')}", definition=json.dumps(definition), roleArn=ROLE
        )["stateMachineArn"]
    return str(arn).removesuffix("test-fails")


@pytest.fixture
def stepfunctions(aws: AwsClients, prefix: str) -> StepFunctionsWorkflows:
    return StepFunctionsWorkflows(prefix, aws.stepfunctions)


@pytest.fixture(params=["memory", "stepfunctions"])
def workflows(request: pytest.FixtureRequest) -> WorkflowPort:
    return InMemoryWorkflows(PLUGINS) if request.param == "memory" else request.getfixturevalue("stepfunctions")


@pytest.fixture
def job() -> str:
    return new_id("job")


def settled(workflows: WorkflowPort, plugin_id: str, job: str) -> ExecutionState:
    deadline = time.monotonic() + 10
    while workflows.state(plugin_id, Execution(job, 1)) is RUNNING and time.monotonic() < deadline:
        time.sleep(0.05)
    return workflows.state(plugin_id, Execution(job, 1))


def test_an_execution_that_never_was(workflows: WorkflowPort, job: str) -> None:
    assert workflows.state("test.waits", Execution(job, 1)) is MISSING
    workflows.stop("test.waits", Execution(job, 1))
    assert workflows.state("test.waits", Execution(job, 1)) is MISSING


def test_starting_the_same_again_changes_nothing(workflows: WorkflowPort, job: str) -> None:
    workflows.start("test.waits", Execution(job, 1))
    workflows.start("test.waits", Execution(job, 1))
    assert workflows.state("test.waits", Execution(job, 1)) is RUNNING
    assert workflows.state("test.waits", Execution(job, 2)) is MISSING


def test_a_stopped_execution_has_failed_and_is_not_started_again(workflows: WorkflowPort, job: str) -> None:
    workflows.start("test.waits", Execution(job, 1))
    workflows.stop("test.waits", Execution(job, 1))
    assert workflows.state("test.waits", Execution(job, 1)) is FAILED
    workflows.stop("test.waits", Execution(job, 1))
    workflows.start("test.waits", Execution(job, 1))
    assert workflows.state("test.waits", Execution(job, 1)) is FAILED
    workflows.start("test.waits", Execution(job, 2))
    assert workflows.state("test.waits", Execution(job, 2)) is RUNNING


def test_a_plugin_without_a_state_machine(workflows: WorkflowPort, job: str) -> None:
    with pytest.raises(NotFound, match=r"test\.unknown"):
        workflows.start("test.unknown", Execution(job, 1))


def test_how_the_fakes_executions_end(job: str) -> None:
    workflows = InMemoryWorkflows(PLUGINS)
    workflows.start("test.passes", Execution(job, 1))
    workflows.executions[Started("test.passes", Execution(job, 1))] = SUCCEEDED
    workflows.stop("test.passes", Execution(job, 1))
    assert workflows.state("test.passes", Execution(job, 1)) is SUCCEEDED


# --- what only Step Functions can get wrong ----------------------------------------------------------------------


@pytest.mark.parametrize(("plugin_id", "end"), [("test.passes", SUCCEEDED), ("test.fails", FAILED)])
def test_how_executions_end(
    stepfunctions: StepFunctionsWorkflows, job: str, plugin_id: str, end: ExecutionState
) -> None:
    stepfunctions.start(plugin_id, Execution(job, 1))
    assert settled(stepfunctions, plugin_id, job) is end
    stepfunctions.start(plugin_id, Execution(job, 1))
    assert settled(stepfunctions, plugin_id, job) is end


def test_name_and_input_are_the_same_bytes_each_time(nobody: AwsClients) -> None:
    expected = {
        "stateMachineArn": f"{PREFIX}export-podcast",
        "name": "job_1-3",
        "input": '{"job_id":"job_1","execution_no":3}',
    }
    with Stubber(nobody.stepfunctions) as stub:
        stub.add_response("start_execution", {"executionArn": "arn", "startDate": 0}, expected)
        stub.add_client_error("start_execution", "ExecutionAlreadyExists", expected_params=expected)
        workflows = StepFunctionsWorkflows(PREFIX, nobody.stepfunctions)
        for _ in range(2):
            workflows.start("export.podcast", Execution("job_1", 3))
        stub.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("status", "state"), [("TIMED_OUT", FAILED), ("ABORTED", FAILED), ("PENDING_REDRIVE", RUNNING)]
)
def test_statuses_that_the_emulator_seldom_gives(nobody: AwsClients, status: str, state: ExecutionState) -> None:
    arn = "arn:aws:states:us-east-1:000000000000:execution:williams-import-pdf:job_1-1"
    answer = {"executionArn": arn, "stateMachineArn": f"{PREFIX}import-pdf", "startDate": 0, "status": status}
    with Stubber(nobody.stepfunctions) as stub:
        stub.add_response("describe_execution", answer, {"executionArn": arn})
        assert StepFunctionsWorkflows(PREFIX, nobody.stepfunctions).state("import.pdf", Execution("job_1", 1)) is state


def test_a_service_that_is_not_there(nobody: AwsClients) -> None:
    workflows = StepFunctionsWorkflows(PREFIX, nobody.stepfunctions)
    for call in (workflows.start, workflows.stop, workflows.state):
        with pytest.raises(StoreUnavailable, match="did not answer"):
            call("import.pdf", Execution("job_1", 1))


@pytest.mark.parametrize("code", ["ThrottlingException", "ExecutionLimitExceeded"])
def test_a_service_that_is_busy(nobody: AwsClients, code: str) -> None:
    with Stubber(nobody.stepfunctions) as stub:
        stub.add_client_error("start_execution", code, http_status_code=400)
        with pytest.raises(StoreUnavailable, match="busy"):
            StepFunctionsWorkflows(PREFIX, nobody.stepfunctions).start("import.pdf", Execution("job_1", 1))
