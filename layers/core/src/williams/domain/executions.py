"""Which run of a job is meant, and which try at one of its stages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Execution:
    """One run of a job's state machine. ``number`` counts those of the job from 1."""

    job_id: str
    number: int

    def __str__(self) -> str:
        """Return its name, by which the state machine's executions are told apart."""
        return f"{self.job_id}-{self.number}"

    @classmethod
    def named(cls, name: str) -> Execution:
        """Return the execution of that name. Raises ValueError for what is none."""
        job_id, _, number = name.rpartition("-")
        return cls(job_id, int(number))

    def attempt(self, stage: str, batch: int | None = None) -> Attempt:
        """Return its try at a stage."""
        return Attempt(self, stage, batch)


@dataclass(frozen=True, slots=True)
class Attempt:
    """An execution's try at one stage; where that is fanned out, at the batch of its items with this number, from 0."""

    execution: Execution
    stage: str
    batch: int | None = None

    @property
    def job_id(self) -> str:
        """The job's id."""
        return self.execution.job_id
