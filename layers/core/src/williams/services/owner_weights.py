"""How many turns an owner gets in the lanes for one of an ordinary owner's."""

from __future__ import annotations

from dataclasses import dataclass

from williams.ports.jobs import JobStorePort


@dataclass(frozen=True)
class OwnerWeights:
    jobs: JobStorePort

    def weigh(self, owner: str, weight: int) -> None:
        """Give an owner so many turns."""
        self.jobs.weigh(owner, weight)

    def weights(self) -> dict[str, int]:
        """Return the weights other than 1, by owner."""
        return self.jobs.weights()
