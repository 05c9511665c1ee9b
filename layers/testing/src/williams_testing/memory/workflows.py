"""Executions in a dictionary; a test ends them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from williams.domain.errors import NotFound
from williams.ports.workflows import ExecutionState


class Execution(NamedTuple):
    plugin_id: str
    job_id: str
    execution_no: int


class InMemoryWorkflows:
    """WorkflowPort for tests. ``executions`` keeps the state of each; ``failure``, while set, is raised by all.

    ``plugin_ids`` names the deployed state machines.
    """

    def __init__(self, plugin_ids: Iterable[str]) -> None:
        self.failure: Exception | None = None
        self.executions: dict[Execution, ExecutionState] = {}
        self._plugin_ids = frozenset(plugin_ids)

    def start(self, plugin_id: str, job_id: str, execution_no: int) -> None:
        self._fail()
        if plugin_id not in self._plugin_ids:
            raise NotFound(f"No state machine is deployed for plugin {plugin_id}.")
        self.executions.setdefault(Execution(plugin_id, job_id, execution_no), ExecutionState.RUNNING)

    def stop(self, plugin_id: str, job_id: str, execution_no: int) -> None:
        self._fail()
        execution = Execution(plugin_id, job_id, execution_no)
        if self.executions.get(execution) is ExecutionState.RUNNING:
            self.executions[execution] = ExecutionState.FAILED

    def state(self, plugin_id: str, job_id: str, execution_no: int) -> ExecutionState:
        self._fail()
        return self.executions.get(Execution(plugin_id, job_id, execution_no), ExecutionState.MISSING)

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure
