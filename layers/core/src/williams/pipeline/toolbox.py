"""The stores and engines that a pipeline runs on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from williams.domain.listings import MOST_ENTRIES
from williams.ports.batches import BatchStorePort
from williams.ports.catalog import CatalogPort
from williams.ports.engines import Engines
from williams.ports.graph import GraphPort
from williams.ports.jobs import JobStorePort
from williams.ports.objects import ObjectPort
from williams.ports.progress import ProgressPort
from williams.ports.vectors import VectorPort

if TYPE_CHECKING:
    from pydantic import BaseModel

    from williams.plugin.base import Plugin
    from williams.ports.fetch import FetchPort
    from williams.ports.model_files import ModelFilesPort


@dataclass(frozen=True)
class Toolbox:
    """``fetch`` makes the fetcher of one owner, ``model_files`` brings those of a plugin, ``settings`` reads its own.

    ``job_budget_usd`` bounds what one job may pay providers, ``most_entries`` what one listing may name.
    """

    batches: BatchStorePort
    jobs: JobStorePort
    catalog: CatalogPort
    graph: GraphPort
    vectors: VectorPort
    objects: ObjectPort
    progress: ProgressPort
    engines: Engines
    fetch: Callable[[str], FetchPort]
    model_files: Callable[[Plugin], ModelFilesPort]
    settings: Callable[[Plugin], BaseModel]
    job_budget_usd: float
    most_entries: int = MOST_ENTRIES
