"""The whole application in memory: the API's and the jobs' doors, and executions that a test runs when it likes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

from williams.bootstrap.choices import Choices
from williams.bootstrap.wiring import Services
from williams.domain.executions import Execution
from williams.domain.lanes import Lanes
from williams.domain.tokens import Scope
from williams.engine.deployment import Deployment
from williams.engine.registry import engine_registry
from williams.pipeline.asl import RUN_STAGE, SETTLE_JOB, render
from williams.plugin.base import Plugin
from williams.plugin.registry import Registry
from williams.plugin.registry import registry as installed
from williams.plugin.stage import invocation_seconds
from williams.ports.workflows import ExecutionState
from williams.services.rate_limits import RouteClass
from williams.services.tokens import OPERATOR_SCOPES, Tokens, new_token, token_hash
from williams.services.worker import Worker
from williams_testing.library import OWNER, MemoryLibrary
from williams_testing.memory.collections import InMemoryCollections
from williams_testing.memory.connections import InMemoryConnections
from williams_testing.memory.feeds import InMemoryFeeds
from williams_testing.memory.plugins import InMemoryPlugins
from williams_testing.memory.push import InMemoryPush
from williams_testing.memory.queues import InMemoryQueues
from williams_testing.memory.rate_limits import InMemoryRateCounters
from williams_testing.memory.tokens import InMemoryTokens
from williams_testing.memory.usage import InMemoryUsage
from williams_testing.memory.workflows import InMemoryWorkflows, Started
from williams_testing.ports import MemoryPorts
from williams_testing.state_machine import Invoke, StateMachine

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
    feeds: InMemoryFeeds = field(default_factory=InMemoryFeeds)
    tokens: InMemoryTokens = field(default_factory=InMemoryTokens)
    connections: InMemoryConnections = field(default_factory=InMemoryConnections)
    push: InMemoryPush = field(default_factory=InMemoryPush)
    rate_counters: InMemoryRateCounters = field(default_factory=InMemoryRateCounters)
    limits: dict[RouteClass, int] = field(default_factory=dict)
    token: str = field(default_factory=new_token)

    @cached_property
    def usage(self) -> InMemoryUsage:
        return InMemoryUsage(self.library.catalog)

    @cached_property
    def collections(self) -> InMemoryCollections:
        return InMemoryCollections(self.library.catalog, self.feeds.revoke_of)

    @property
    def ports(self) -> MemoryPorts:
        box = self.library
        return MemoryPorts(
            batch_progress=box.batch_progress,
            batches=box.batches,
            catalog=box.catalog,
            checks=self.checks,
            collections=self.collections,
            connections=self.connections,
            deployment=Deployment(engine_registry(), {}),
            engines=box.engines,
            feeds=self.feeds,
            fetch=box.toolbox.fetch,
            model_files=box.toolbox.model_files,
            plugin_settings=box.toolbox.settings,
            graph=box.graph,
            jobs=box.jobs,
            objects=box.objects,
            plugins=self.plugins,
            progress=box.progress,
            push=self.push,
            queues=self.queues,
            rate_counters=self.rate_counters,
            registry=self.registry,
            sources=box.followed,
            tokens=self.tokens,
            usage=self.usage,
            vectors=box.vectors,
            workflows=self.workflows,
        )

    @property
    def choices(self) -> Choices:
        return Choices(
            public_url=PUBLIC_URL,
            websocket_url=WEBSOCKET_URL,
            upload_max_bytes=UPLOAD_MAX_BYTES,
            lanes=Lanes(self.lanes, default=DEFAULT_LANE),
            requests_per_minute={str(route): limit for route, limit in self.limits.items()},
        )

    @cached_property
    def services(self) -> Services:
        """The services, put together as those of a deployment are."""
        return Services(self.ports, self.choices)

    def services_with(self, **ports: Any) -> Services:
        """Return services of which some ports are others."""
        return Services(replace(self.ports, **ports), self.choices)

    def worker(self, plugin: Plugin) -> Worker:
        return Worker(self.library.toolbox, plugin, self.library.goes_on)

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
        attempt = _execution(arguments).attempt(arguments["stage"], arguments.get("batch"))
        handover = await self.worker(plugin).work(attempt, invocation_seconds(plugin.stages))
        return handover.model_dump()

    async def _settle(self, arguments: dict[str, Any]) -> None:
        """As ``functions/settle_job`` does."""
        job = self.services.settlement.settle(_execution(arguments), arguments["succeeded"])
        if job is not None and job.batch_id:
            await self.services.batches.advance(seconds=0)


def _execution(arguments: dict[str, Any]) -> Execution:
    return Execution(arguments["job_id"], arguments["execution_no"])


def memory_application(
    library: MemoryLibrary | None = None, registry: Registry | None = None, lanes: Mapping[str, int] | None = None
) -> MemoryApplication:
    """Return an application with the installed plugins, each with a state machine, unless others are given."""
    known = registry or Registry(dict(installed().plugins), list(installed().broken))
    made = MemoryApplication(
        library=library or MemoryLibrary(),
        registry=known,
        workflows=InMemoryWorkflows(known.plugins),
        lanes=lanes or {},
    )
    made.checks.update(objects=made.library.objects.ping, graph=made.library.graph.ping)
    Tokens(made.tokens).grant(OWNER, made.token, "test", OPERATOR_SCOPES)
    return made
