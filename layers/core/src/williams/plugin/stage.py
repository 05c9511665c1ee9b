"""The steps of a pipeline, as its plugin declares them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from williams.domain.jobs import RUNNING, JobStatus
from williams.domain.models import DeferredModel

LONGEST_SECONDS: Final = 900
# A stage that used up its time still has to be recorded as failed.
INVOCATION_MARGIN_SECONDS: Final = 10
LONGEST_WAIT_SECONDS: Final = 24 * 3600


@dataclass(frozen=True)
class FanOut:
    """Run a stage once for each item of a list that an earlier stage made.

    ``over`` is ``"<stage>.<field>"``. ``batch`` items share one invocation and run side by side in it; at most
    ``max_concurrency`` invocations run at once (an inline Map's own limit is 40).
    """

    over: str
    max_concurrency: int = 8
    batch: int = 1

    def __post_init__(self) -> None:
        if self.over.count(".") != 1:
            raise ValueError(f"FanOut.over is '<stage>.<field>', not {self.over!r}")
        if not 1 <= self.max_concurrency <= 40:
            raise ValueError("FanOut.max_concurrency is 1 to 40")
        if self.batch < 1:
            raise ValueError("FanOut.batch is at least 1")

    @property
    def stage(self) -> str:
        return self.over.split(".")[0]

    @property
    def field(self) -> str:
        return self.over.split(".")[1]


@dataclass(frozen=True)
class Poll:
    """Ask for what somebody else is at work on ``every`` so many seconds, for ``at_most`` so many in one execution.

    Nothing runs in between: the state machine waits.
    """

    every: int
    at_most: int

    def __post_init__(self) -> None:
        if not 1 <= self.every <= self.at_most <= LONGEST_WAIT_SECONDS:
            raise ValueError("Poll waits at least 1 second every time, and at most a day")


class Pending(DeferredModel):
    """What a stage that polls returns while its output is not there: ``task`` is what it waits for."""

    task: str


@dataclass(frozen=True)
class Stage:
    """One step: the method of the same name runs it.

    ``share`` is its weight on the progress bar (the shares of a pipeline are scaled to 100). ``seconds`` bounds its
    time; Lambda's own limit is 900. ``usual_seconds`` is what it mostly takes, half of that unless said: with more time
    left, it runs in the invocation of the stage before it. ``message`` is what people read while it runs. A stage that
    ``may_finish`` can end the job early by returning the result that exists already. ``hook`` is the part that it plays
    for v2's hooks: ``before_<hook>`` and ``after_<hook>`` are called around the stage, or the row of stages, that
    declares it. With ``poll`` its method may return Pending instead of its output, and is called again later.
    """

    name: str
    status: JobStatus
    share: float
    message: str
    seconds: int = 300
    fan_out: FanOut | None = None
    may_finish: bool = False
    usual_seconds: float | None = None
    hook: str | None = None
    poll: Poll | None = None

    def __post_init__(self) -> None:
        if self.status not in RUNNING:
            raise ValueError(f"a stage's status says what is being done, not {self.status.value!r}")
        if self.share <= 0:
            raise ValueError("a stage's share is above 0")
        if not 1 <= self.seconds <= LONGEST_SECONDS:
            raise ValueError("a stage takes 1 to 900 seconds")
        if not 0 < self.expected_seconds <= self.seconds:
            raise ValueError("usual_seconds are above 0, and no more than a stage's seconds")

    @property
    def expected_seconds(self) -> float:
        """How much time has to be left for it to be begun in an invocation that is under way."""
        return self.seconds / 2 if self.usual_seconds is None else self.usual_seconds


def waiting(stage_name: str) -> str:
    """Return the name of the state in which a stage waits to poll again."""
    return f"{stage_name}_wait"


def progress_bounds(stages: tuple[Stage, ...], name: str) -> tuple[float, float]:
    """Return where a stage begins and ends on the progress bar, in percent."""
    total = sum(stage.share for stage in stages)
    begins = 0.0
    for stage in stages:
        ends = begins + stage.share * 100 / total
        if stage.name == name:
            return begins, min(ends, 100.0)
        begins = ends
    raise KeyError(name)


def invocation_seconds(stages: tuple[Stage, ...]) -> int:
    """Return how long one invocation may take: all the stages, if Lambda's limit allows it."""
    return min(LONGEST_SECONDS, INVOCATION_MARGIN_SECONDS + sum(stage.seconds for stage in stages))
