"""Finds engines by the entry point group ``williams.engines``; a broken one is reported and disturbs no other."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from williams.domain.errors import PluginDefect
from williams.engine.declaration import checked
from williams.engine.manifest import Manifest
from williams.ports.engines import Port

GROUP = "williams.engines"
_OWN = "williams-"


@dataclass(frozen=True)
class InstalledEngine:
    manifest: Manifest[Any]
    distribution: str

    @property
    def own(self) -> bool:
        return self.distribution.startswith(_OWN)

    @property
    def preferred(self) -> bool:
        """Only the library's own engines may put themselves first."""
        return self.manifest.preferred and self.own


@dataclass(frozen=True)
class BrokenEngine:
    engine_id: str
    distribution: str
    reason: str


@dataclass
class EngineRegistry:
    """The engines that could be loaded, by ``<port>.<name>``, and those that could not."""

    engines: dict[str, InstalledEngine] = field(default_factory=dict)
    broken: list[BrokenEngine] = field(default_factory=list)

    def of_port(self, port: Port[Any]) -> list[InstalledEngine]:
        """In the order of their names."""
        return [each for _, each in sorted(self.engines.items()) if each.manifest.port is port]


def ranked(points: list[EntryPoint]) -> list[EntryPoint]:
    """Return entry points by name. Where several have one name, the library's own comes first."""
    return sorted(points, key=_rank)


def _rank(point: EntryPoint) -> tuple[str, bool, str]:
    distribution = distribution_of(point)
    return point.name, not distribution.startswith(_OWN), distribution


def distribution_of(point: EntryPoint) -> str:
    """The name of the distribution that brings an entry point."""
    return point.dist.name if point.dist else "unknown"


def discover() -> EngineRegistry:
    """Load every installed manifest. Never raises: what is broken is listed with its reason."""
    registry = EngineRegistry()
    seen: dict[str, str] = {}
    for point in ranked(list(entry_points(group=GROUP))):
        distribution = distribution_of(point)
        first = seen.setdefault(point.name, distribution)
        try:
            if first != distribution:
                raise PluginDefect(f"{first} brings an engine {point.name!r} too, and it comes first.")
            registry.engines[point.name] = InstalledEngine(checked(point.load(), point.name), distribution)
        except (Exception, SystemExit) as error:  # a third party's import may raise anything
            registry.broken.append(BrokenEngine(point.name, distribution, _reason(error)))
    return registry


def _reason(error: BaseException) -> str:
    reason = f"{type(error).__name__}: {error}"
    if isinstance(error, ImportError):
        return f"{reason}. A manifest imports no library of its engine: that is for its make()."
    return reason


@lru_cache(maxsize=1)
def engine_registry() -> EngineRegistry:
    """The engines of this process, loaded once."""
    return discover()
