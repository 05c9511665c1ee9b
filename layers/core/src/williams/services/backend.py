"""What the use cases run on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from williams.domain.jobs import Job
    from williams.engine.deployment import Deployment
    from williams.plugin.registry import Registry
    from williams.ports.catalog import CatalogPort
    from williams.ports.graph import GraphPort
    from williams.ports.jobs import JobStorePort
    from williams.ports.objects import ObjectPort
    from williams.ports.plugins import PluginStorePort
    from williams.ports.progress import ProgressPort
    from williams.ports.queues import QueuePort
    from williams.ports.tick import TickPort
    from williams.ports.vectors import VectorPort
    from williams.ports.workflows import WorkflowPort


def _nobody(_job: Job) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True)
class JobControl:
    """What moves jobs. A plugin that ``lanes`` does not name has ``default_lane`` places for running jobs.

    One owner leaves ``places_for_others`` of them to others. Without ``tick`` it never rests. ``settled`` is told of
    each execution that was settled, once.
    """

    jobs: JobStorePort
    objects: ObjectPort
    progress: ProgressPort
    queues: QueuePort
    workflows: WorkflowPort
    lanes: Mapping[str, int]
    default_lane: int
    places_for_others: int = 0
    tick: TickPort | None = None
    settled: Callable[[Job], None] = _nobody


@dataclass(frozen=True)
class ImportDesk:
    """What an import is submitted with."""

    control: JobControl
    plugins: PluginStorePort
    registry: Registry


@dataclass(frozen=True)
class Backend(ImportDesk):
    """What the API answers from. ``engines`` are those that requests may name."""

    engines: Deployment
    catalog: CatalogPort
    graph: GraphPort
    vectors: VectorPort
