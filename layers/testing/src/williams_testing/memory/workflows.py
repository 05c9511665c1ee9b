"""Executions in a dictionary; a test ends them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from williams.domain.errors import NotFound
from williams.domain.executions import Execution
from williams.ports.workflows import ExecutionState


class Started(NamedTuple):
    plugin_id: str
    execution: Execution

    @property
    def job_id(self) -> str:
        return self.execution.job_id


class InMemoryWorkflows:
    """WorkflowPort for tests. ``executions`` keeps the state of each; ``failure``, while set, is raised by all.

    ``plugin_ids`` names the deployed state machines.
    """

    def __init__(self, plugin_ids: Iterable[str]) -> None:
        self.failure: Exception | None = None
        self.executions: dict[Started, ExecutionState] = {}
        self._plugin_ids = frozenset(plugin_ids)

    def start(self, plugin_id: str, execution: Execution) -> None:
        self._fail()
        if plugin_id not in self._plugin_ids:
            raise NotFound(f"No state machine is deployed for plugin {plugin_id}.")
        self.executions.setdefault(Started(plugin_id, execution), ExecutionState.RUNNING)

    def stop(self, plugin_id: str, execution: Execution) -> None:
        self._fail()
        started = Started(plugin_id, execution)
        if self.executions.get(started) is ExecutionState.RUNNING:
            self.executions[started] = ExecutionState.FAILED

    def state(self, plugin_id: str, execution: Execution) -> ExecutionState:
        self._fail()
        return self.executions.get(Started(plugin_id, execution), ExecutionState.MISSING)

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure
