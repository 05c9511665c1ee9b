"""One job's calls as ``tests/benchmarks/calls`` counted and timed them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.benchmarks.calls import BY_FUNCTION, SECONDS, TOGETHER, TRANSITIONS


@dataclass(frozen=True)
class JobCount:
    """``by_function`` counts by function, service and operation; ``took`` is each function's seconds, all together."""

    kind: str
    transitions: int
    by_function: dict[str, dict[str, dict[str, int]]]
    took: dict[str, float]

    @classmethod
    def of(cls, kind: str, entry: dict[str, Any]) -> JobCount:
        """Read what ``counted.json`` keeps of a kind."""
        return cls(kind, entry[TOGETHER][TRANSITIONS], entry[BY_FUNCTION], entry[SECONDS])

    def calls(self, function: str, service: str) -> int:
        return sum(self.by_function.get(function, {}).get(service, {}).values())

    def operations(self, service: str, names: frozenset[str]) -> int:
        """Return how often the job's functions asked a service for one of these."""
        asked = (services.get(service, {}) for services in self.by_function.values())
        return sum(number for each in asked for name, number in each.items() if name in names)

    def invocations(self, function: str) -> int:
        return self.calls(function, "Lambda")

    def seconds(self, function: str) -> float:
        return self.took[function]
