"""The whole application in memory: the API's and the jobs' doors, and executions that a test runs when it likes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from williams.domain.executions import Execution
from williams.domain.tokens import Scope
from williams.engine.deployment import Deployment
from williams.engine.registry import engine_registry
from williams.pipeline.asl import RUN_STAGE, SETTLE_JOB, render
from williams.pipeline.invocation import Invocation
from williams.plugin.base import Plugin
from williams.plugin.context import Deadline
from williams.plugin.registry import Registry, discover
from williams.plugin.stage import invocation_seconds
from williams.ports.workflows import ExecutionState
from williams.services.application import Application
from williams.services.backend import Backend, JobControl
from williams.services.publish import Publisher
from williams.services.rate_limits import RateLimiter, RouteClass
from williams.services.search import Search
from williams.services.settle import settle
from williams.services.tokens import OPERATOR_SCOPES, grant, new_token, token_hash
from williams_testing.library import OWNER, MemoryLibrary
from williams_testing.memory.connections import InMemoryConnections
from williams_testing.memory.plugins import InMemoryPlugins
from williams_testing.memory.push import InMemoryPush
from williams_testing.memory.queues import InMemoryQueues
from williams_testing.memory.rate_limits import InMemoryRateCounters
from williams_testing.memory.tokens import InMemoryTokens
from williams_testing.memory.usage import InMemoryUsage
from williams_testing.memory.workflows import InMemoryWorkflows, Started
from williams_testing.state_machine import Invoke, StateMachine

SIGNING_KEY = b"a key for tests"
PUBLIC_URL = "http://testserver"
WEBSOCKET_URL = "wss://progress.test/prod"
UPLOAD_MAX_BYTES = 1000
DEFAULT_LANE = 2


@dataclass(frozen=True)
class MemoryApplication:
    """Every port in memory. ``token`` may read and write as ``OWNER``; ``lanes`` are the jobs' places by plugin.

    ``limits`` are the requests per minute; a class of routes that it does not name has none.
    """

    library: MemoryLibrary
    registry: Registry
    workflows: InMemoryWorkflows
    lanes: Mapping[str, int] = field(default_factory=dict)
    checks: dict[str, Callable[[], None]] = field(default_factory=dict)
    queues: InMemoryQueues = field(default_factory=InMemoryQueues)
    plugins: InMemoryPlugins = field(default_factory=InMemoryPlugins)
    tokens: InMemoryTokens = field(default_factory=InMemoryTokens)
    connections: InMemoryConnections = field(default_factory=InMemoryConnections)
    push: InMemoryPush = field(default_factory=InMemoryPush)
    rate_counters: InMemoryRateCounters = field(default_factory=InMemoryRateCounters)
    limits: dict[RouteClass, int] = field(default_factory=dict)
    token: str = field(default_factory=new_token)

    @cached_property
    def usage(self) -> InMemoryUsage:
        return InMemoryUsage(self.library.catalog)

    @property
    def control(self) -> JobControl:
        box = self.library
        return JobControl(
            box.jobs, box.objects, box.progress, self.queues, self.workflows, self.lanes, default_lane=DEFAULT_LANE
        )

    @property
    def backend(self) -> Backend:
        return Backend(
            control=self.control,
            plugins=self.plugins,
            registry=self.registry,
            engines=Deployment(engine_registry(), {}),
            catalog=self.library.catalog,
            graph=self.library.graph,
            vectors=self.library.vectors,
        )

    @property
    def publisher(self) -> Publisher:
        return Publisher(self.connections, self.push)

    @cached_property
    def limiter(self) -> RateLimiter:
        return RateLimiter(self.rate_counters, self.limits)

    @property
    def application(self) -> Application:
        box = self.library
        return Application(
            backend=self.backend,
            search=Search(box.catalog, box.vectors, box.engines.embedding),
            tokens=self.tokens,
            identity=None,
            usage=self.usage,
            limiter=self.limiter,
            checks=self.checks,
            signing_key=lambda: SIGNING_KEY,
            public_url=PUBLIC_URL,
            websocket_url=WEBSOCKET_URL,
            ticket_seconds=300,
            upload_max_bytes=UPLOAD_MAX_BYTES,
            download_seconds=900,
            link_seconds=7 * 24 * 3600,
        )

    def token_of(self, owner: str, scopes: frozenset[Scope]) -> str:
        """Return a new token that acts for an owner."""
        token = new_token()
        self.tokens.add(owner, token_hash(token), "test", scopes)
        return token

    async def run_executions(self) -> int:
        """Run every started execution to its end, as the state machine would, and return how many there were."""
        count = 0
        while running := [key for key, state in self.workflows.executions.items() if state is ExecutionState.RUNNING]:
            for started in running:
                count += 1
                await self._run(started)
        return count

    async def _run(self, started: Started) -> None:
        plugin, execution = self.registry.plugin(started.plugin_id), started.execution
        tasks: dict[str, Invoke] = {RUN_STAGE: partial(self._run_stage, plugin), SETTLE_JOB: self._settle}
        machine = StateMachine(render(plugin), tasks)
        succeeded = await machine.run({"job_id": execution.job_id, "execution_no": execution.number})
        self.workflows.executions[started] = ExecutionState.SUCCEEDED if succeeded else ExecutionState.FAILED

    async def _run_stage(self, plugin: Plugin, arguments: dict[str, Any]) -> dict[str, Any]:
        """As ``functions/run_stage`` does."""
        handover = await Invocation(
            toolbox=self.library.toolbox,
            plugin=plugin,
            attempt=_execution(arguments).attempt(arguments["stage"], arguments.get("batch")),
            deadline=Deadline(time.monotonic() + invocation_seconds(plugin.stages)),
            goes_on=self.library.goes_on,
        ).run()
        return handover.model_dump()

    async def _settle(self, arguments: dict[str, Any]) -> None:
        settle(self.control, _execution(arguments), arguments["succeeded"])


def _execution(arguments: dict[str, Any]) -> Execution:
    return Execution(arguments["job_id"], arguments["execution_no"])


def memory_application(
    library: MemoryLibrary | None = None, registry: Registry | None = None, lanes: Mapping[str, int] | None = None
) -> MemoryApplication:
    """Return an application with the installed plugins, each with a state machine, unless others are given."""
    known = registry or discover()
    made = MemoryApplication(
        library=library or MemoryLibrary(),
        registry=known,
        workflows=InMemoryWorkflows(known.plugins),
        lanes=lanes or {},
    )
    made.checks.update(objects=made.library.objects.ping, graph=made.library.graph.ping)
    grant(made.tokens, OWNER, made.token, "test", OPERATOR_SCOPES)
    return made
