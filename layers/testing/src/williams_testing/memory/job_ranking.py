"""Which jobs get the free places: the rule that the Postgres adapter states in SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from williams.domain.jobs import WAITING, Job
from williams.domain.lanes import DEFAULT_WEIGHT, owner_places


@dataclass(frozen=True)
class Candidate:
    """A job that a lane has room for. ``level`` and ``turn`` say when it is up, lower first."""

    job: Job
    level: int
    turn: float

    @property
    def order(self) -> tuple[int, float, datetime, str]:
        return self.level, self.turn, self.job.created_at, self.job.job_id


@dataclass
class LaneTurns:
    """Whose turn it is in each lane. An owner whom ``weights`` does not name has the weight 1.

    Who holds fewer places goes first, a weight's worth of places counting as one. Among those, an owner's next turn is
    ``1 / weight`` after its last one, but not before the lane's latest: nobody saves turns up by staying away.
    """

    weights: dict[str, int] = field(default_factory=dict)
    _last: dict[tuple[str, str], float] = field(default_factory=dict)

    def take(
        self,
        jobs: Iterable[Job],
        lanes: Mapping[str, int],
        default_lane: int,
        limit: int,
        places_for_others: int,
        now: datetime,
    ) -> list[Job]:
        """Return the jobs to claim, best first, and count their owners' turns."""
        everything = list(jobs)
        held = Counter((job.plugin_id, job.owner) for job in everything if job.claimed_at is not None)
        waiting = sorted((job for job in everything if _eligible(job, now)), key=_own_order)
        ranked: list[tuple[int, Candidate]] = []
        for plugin_id in {job.plugin_id for job in waiting}:
            places = lanes.get(plugin_id, default_lane)
            room = places - sum(jobs for (lane, _), jobs in held.items() if lane == plugin_id)
            found = self._candidates([job for job in waiting if job.plugin_id == plugin_id], held)
            most = owner_places(places, places_for_others)
            fitting = [each for number, each in found if number < most]
            ranked += enumerate(sorted(fitting, key=lambda each: each.order)[: max(0, room)])
        chosen = [each for _, each in sorted(ranked, key=_across_lanes)][:limit]
        for each in chosen:
            self._last[each.job.plugin_id, each.job.owner] = each.turn
        return [each.job for each in chosen]

    def _candidates(self, waiting: list[Job], held: Counter[tuple[str, str]]) -> list[tuple[int, Candidate]]:
        """Return one lane's jobs, each with how many places its owner would hold before it."""
        holding = Counter(held)
        found = []
        for job in waiting:
            owner = job.plugin_id, job.owner
            weight = self.weights.get(job.owner, DEFAULT_WEIGHT)
            turn = self._next_turn(*owner, weight) + (holding[owner] - held[owner]) / weight
            found.append((holding[owner], Candidate(job, holding[owner] // weight, turn)))
            holding[owner] += 1
        return found

    def _next_turn(self, plugin_id: str, owner: str, weight: int) -> float:
        latest = max((turn for (lane, _), turn in self._last.items() if lane == plugin_id), default=0.0)
        last = self._last.get((plugin_id, owner))
        return latest if last is None else max(latest, last + 1 / weight)


def _eligible(job: Job, now: datetime) -> bool:
    return job.status in WAITING and job.claimed_at is None and (job.not_before is None or job.not_before <= now)


def _own_order(job: Job) -> tuple[int, datetime, str]:
    return -job.priority, job.created_at, job.job_id


def _across_lanes(ranked: tuple[int, Candidate]) -> tuple[int, datetime, str]:
    place, candidate = ranked
    return place, candidate.job.created_at, candidate.job.job_id
