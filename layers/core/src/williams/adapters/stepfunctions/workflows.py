"""WorkflowPort on Step Functions."""

from __future__ import annotations

import json
from typing import Any, Final

from botocore.exceptions import ClientError

from williams.adapters.aws import aws_errors, error_code
from williams.domain.executions import Execution
from williams.ports.workflows import ExecutionState

_WHAT: Final = "Step Functions"
_MISSING: Final = "ExecutionDoesNotExist"
# How the emulator answers for an execution that has ended; AWS answers as if it had been stopped.
_ENDED: Final = "ValidationException"
_STATES: Final = {
    "RUNNING": ExecutionState.RUNNING,
    "PENDING_REDRIVE": ExecutionState.RUNNING,
    "SUCCEEDED": ExecutionState.SUCCEEDED,
    "FAILED": ExecutionState.FAILED,
    "TIMED_OUT": ExecutionState.FAILED,
    "ABORTED": ExecutionState.FAILED,
}


class StepFunctionsWorkflows:
    """``state_machine_prefix`` is what every ARN begins with; the plugin's id follows, with ``-`` for ``.``."""

    def __init__(self, state_machine_prefix: str, client: Any) -> None:
        self._prefix = state_machine_prefix
        self._client = client

    def start(self, plugin_id: str, execution: Execution) -> None:
        # The same bytes each time: AWS then answers a repeat with the execution that runs.
        named = {"job_id": execution.job_id, "execution_no": execution.number}
        execution_input = json.dumps(named, separators=(",", ":"))
        missing = {"StateMachineDoesNotExist": f"No state machine is deployed for plugin {plugin_id}."}
        with aws_errors(_WHAT, missing):
            try:
                self._client.start_execution(
                    stateMachineArn=self._state_machine(plugin_id),
                    name=str(execution),
                    input=execution_input,
                )
            except ClientError as error:
                if error_code(error) != "ExecutionAlreadyExists":
                    raise

    def stop(self, plugin_id: str, execution: Execution) -> None:
        with aws_errors(_WHAT):
            try:
                self._client.stop_execution(executionArn=self._arn(plugin_id, execution))
            except ClientError as error:
                if error_code(error) not in (_MISSING, _ENDED):
                    raise

    def state(self, plugin_id: str, execution: Execution) -> ExecutionState:
        with aws_errors(_WHAT):
            try:
                arn = self._arn(plugin_id, execution)
                answer = self._client.describe_execution(executionArn=arn)
            except ClientError as error:
                if error_code(error) == _MISSING:
                    return ExecutionState.MISSING
                raise
        return _STATES[answer["status"]]

    def _state_machine(self, plugin_id: str) -> str:
        return f"{self._prefix}{plugin_id.replace('.', '-')}"

    def _arn(self, plugin_id: str, execution: Execution) -> str:
        machine = self._state_machine(plugin_id).replace(":stateMachine:", ":execution:", 1)
        return f"{machine}:{execution}"
