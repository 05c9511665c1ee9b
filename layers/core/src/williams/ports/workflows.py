"""Executions of a plugin's state machine."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from williams.domain.executions import Execution


class ExecutionState(StrEnum):
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    MISSING = "missing"


class WorkflowPort(Protocol):
    """An execution goes by its name, ``{job_id}-{number}``; starting the same one again changes nothing."""

    def start(self, plugin_id: str, execution: Execution) -> None:
        """Raises StoreUnavailable; NotFound when no state machine is deployed for the plugin."""
        ...

    def stop(self, plugin_id: str, execution: Execution) -> None:
        """Stopping one that ended or never was changes nothing."""
        ...

    def state(self, plugin_id: str, execution: Execution) -> ExecutionState: ...
