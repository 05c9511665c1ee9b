"""The functions that move jobs along: dispatch, settle_job and reconcile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from infra.config import Config
from infra.constructs.priority_queues import POLLERS
from infra.constructs.service_function import FunctionSpec
from infra.names import PRIORITIES
from infra.permissions import (
    Permission,
    answer_drops,
    delete_objects,
    describe_executions,
    list_objects,
    read_objects,
    read_secrets,
    send_wakeups,
    start_executions,
    start_the_tick,
    stop_executions,
    stop_the_tick,
    write_progress,
)
from infra.plugins import Plugins
from williams.domain.bucket import JOBS

DISPATCH_SECONDS = 30
SETTLE_SECONDS = 60
RECONCILE_SECONDS = 60


@dataclass(frozen=True)
class Coordination:
    """``environment`` is what the three share; all of them claim jobs and start executions."""

    config: Config
    plugins: Plugins
    environment: Mapping[str, str]

    def dispatch(self) -> FunctionSpec:
        pollers = POLLERS * len(PRIORITIES)
        description = "Claims waiting jobs and starts them"
        return self._spec("dispatch", description, DISPATCH_SECONDS, *self._failing(), reserved=pollers)

    def settle_job(self) -> FunctionSpec:
        names = self.config.names
        tick = (start_the_tick(names),) if self.config.on_aws else ()
        rights = (*self._settling(), stop_executions(names, self.plugins), *tick)
        return self._spec("settle_job", "Ends an execution", SETTLE_SECONDS, *rights, enters=True)

    def reconcile(self) -> FunctionSpec:
        """One at a time: a tick that finds the last one still at work has nothing to add."""
        names, plugins = self.config.names, self.plugins
        healing = (describe_executions(names, plugins), stop_executions(names, plugins))
        tick = (start_the_tick(names), stop_the_tick(names)) if self.config.on_aws else ()
        description = "Heals what no event told of"
        rights = (*self._settling(), *healing, *tick)
        return self._spec("reconcile", description, RECONCILE_SECONDS, *rights, reserved=1, enters=True)

    def _failing(self) -> tuple[Permission, ...]:
        """What it takes to say that an execution failed, to plan its retry, and to answer for a dropped file.

        A failure is said in the graph too, with what stands of its job.
        """
        names = self.config.names
        kept = (read_objects(names, JOBS), read_secrets(self.config.secret("graph")))
        return (write_progress(names), send_wakeups(names), list_objects(names), *answer_drops(names), *kept)

    def _settling(self) -> tuple[Permission, ...]:
        names = self.config.names
        return (*self._failing(), delete_objects(names, JOBS))

    def _spec(
        self,
        folder: str,
        description: str,
        seconds: int,
        *permissions: Permission,
        reserved: int | None = None,
        enters: bool = False,
    ) -> FunctionSpec:
        """One that ``enters`` items of batches as jobs chooses their plugins, without any of their libraries."""
        return FunctionSpec(
            name=self.config.names.function(folder),
            folder=folder,
            description=description,
            layers=("core", "plugins") if enters else ("core",),
            environment=self.environment,
            memory_mb=self.config.numbers.function_memory_mb,
            timeout_seconds=seconds,
            reserved_concurrency=reserved,
            permissions=(
                read_secrets(self.config.secret("database")),
                start_executions(self.config.names, self.plugins),
                *permissions,
            ),
        )
