"""What a benchmark finds: figures with both numbers of each ratio."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True)
class Aim:
    """``at_least`` turns the limit round: then more is better."""

    limit: float
    at_least: bool = False

    def met_by(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    Attributes:
        name: what is measured (``import_pdf_overhead_ratio``).
        subject: of what, where there are several (a function); empty otherwise.
        value: the figure itself, in ``unit`` (``ratio`` or ``MB``).
        ours, bare: both numbers of a ratio, in ``measured_in`` (``ms``, ``s``, ``jobs/s``).
        runs: how many measurements each number is made of.
        details: further numbers, by a name that ends in their unit.
    """

    name: str
    value: float
    unit: str
    aim: Aim | None = None
    subject: str = ""
    ours: float | None = None
    bare: float | None = None
    measured_in: str = ""
    runs: int = 1
    details: dict[str, float] = field(default_factory=dict)

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None without one."""
        return self.aim.met_by(self.value) if self.aim else None


def ratio(
    name: str,
    ours: Sequence[float],
    bare: Sequence[float],
    *,
    measured_in: str,
    aim: Aim,
    subject: str = "",
    details: dict[str, float] | None = None,
) -> Figure:
    """Return the ratio of the medians. What the machine does beside it hits both sides, as they are interleaved."""
    typical, typical_bare = median(ours), median(bare)
    spread = {"ours_min": min(ours), "ours_max": max(ours), "bare_min": min(bare), "bare_max": max(bare)}
    named = {f"{key}_{measured_in.replace('/', '_per_')}": value for key, value in spread.items()}
    return Figure(
        name=name,
        subject=subject,
        value=typical / typical_bare,
        unit="ratio",
        aim=aim,
        ours=typical,
        bare=typical_bare,
        measured_in=measured_in,
        runs=len(ours),
        details=named | (details or {}),
    )


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the smallest value that at least ``percent`` of all do not exceed (the nearest-rank method)."""
    if not values:
        raise ValueError("a percentile of nothing")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def interleaved(rounds: int, sides: int) -> Iterator[int]:
    """Yield whose turn it is: every side once per round, each round beginning with another one."""
    for number in range(rounds):
        for turn in range(sides):
            yield (number + turn) % sides
