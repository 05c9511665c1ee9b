"""The steps of a pipeline, as its plugin declares them."""

from __future__ import annotations

from dataclasses import dataclass

from williams.domain.jobs import RUNNING, JobStatus


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
class Stage:
    """One step: the method of the same name runs it.

    ``share`` is its weight on the progress bar (the shares of a pipeline are scaled to 100). ``seconds`` bounds one
    invocation; Lambda's own limit is 900. ``message`` is what people read while it runs. A stage that ``may_finish``
    can end the job early by returning the result that exists already.
    """

    name: str
    status: JobStatus
    share: float
    message: str
    seconds: int = 300
    fan_out: FanOut | None = None
    may_finish: bool = False

    def __post_init__(self) -> None:
        if self.status not in RUNNING:
            raise ValueError(f"a stage's status says what is being done, not {self.status.value!r}")
        if self.share <= 0:
            raise ValueError("a stage's share is above 0")
        if not 1 <= self.seconds <= 900:
            raise ValueError("a stage takes 1 to 900 seconds")


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
