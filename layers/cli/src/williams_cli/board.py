"""Many jobs on one screen: what each is doing, how far it is, at which attempt, and what it has cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal, Protocol, Self

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from williams_cli import output
from williams_cli.bars import STYLES, EventLines, StatusLines
from williams_cli.tables import subject
from williams_client import TERMINAL, WAITING, ProgressEvent
from williams_client.models import JobAnswer

_REFRESHES_PER_SECOND = 8
_BAR_WIDTH = 16
# The heading, the counts, and the line that says how many more there are.
_LINES_BESIDE_JOBS = 4


@dataclass
class Row:
    """A job with the newest that was heard of it."""

    job: JobAnswer
    label: str
    status: str
    percent: float
    stage: str

    @property
    def rank(self) -> int:
        """What is at work comes first, what has ended last."""
        if self.status in TERMINAL:
            return 2
        return 1 if self.status in WAITING else 0


class Board(Protocol):
    """Takes jobs and events in any order."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def job(self, job: JobAnswer) -> None: ...

    def event(self, event: ProgressEvent) -> None: ...

    def notice(self, text: str) -> None: ...


class EventBoard(EventLines):
    """Every event as a line of JSON on stdout, for programs."""

    def job(self, job: JobAnswer) -> None:
        """Its events say it all."""

    def event(self, event: ProgressEvent) -> None:
        self.progress(event.job_id, event)


class LineBoard(StatusLines):
    """One line at each change of a status, where there is no terminal."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self._labels: dict[str, str] = {}

    def job(self, job: JobAnswer) -> None:
        self._labels[job.job_id] = f"…{job.job_id[-6:]} {subject(job)}"

    def event(self, event: ProgressEvent) -> None:
        self.progress(self._labels.get(event.job_id, event.job_id), event)


@dataclass
class LiveBoard:
    """A table that draws itself."""

    console: Console
    rows: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._live = Live(self, console=self.console, refresh_per_second=_REFRESHES_PER_SECOND)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def job(self, job: JobAnswer) -> None:
        """Show what the API says."""
        known = self.rows.get(job.job_id)
        # Where it stands after its end is said by its status.
        stage = job.error_message or (job.status not in TERMINAL and (job.message or job.current_stage)) or ""
        percent = max(job.progress_percent, known.percent if known else 0.0)
        if known and known.status == job.status and job.status not in TERMINAL:
            # Its events say more, and sooner.
            stage = known.stage or stage
        self.rows[job.job_id] = Row(job, subject(job), job.status, percent, stage)

    def event(self, event: ProgressEvent) -> None:
        row = self.rows.get(event.job_id)
        if row:
            row.status, row.percent, row.stage = event.status, event.progress, event.stage

    def notice(self, text: str) -> None:
        self._live.console.print(Text(output.clean(text), "yellow"))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        shown = sorted(self.rows.values(), key=lambda row: (row.rank, row.job.created_at))
        room = max(1, options.max_height - _LINES_BESIDE_JOBS)
        yield self._summary()
        yield self._table(shown[:room])
        if len(shown) > room:
            yield Text(f"… and {len(shown) - room} more", "dim")

    def _summary(self) -> Text:
        counts = Counter(_group(row.status) for row in self.rows.values())
        parts = [Text(f"{counts[name]} {name}", style) for name, style in _GROUPS if counts[name]]
        cost = sum(row.job.cost_usd for row in self.rows.values())
        if cost:
            parts.append(Text(money(cost)))
        return Text(" · ").join(parts or [Text("no jobs", "dim")])

    def _table(self, rows: list[Row]) -> Table:
        made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
        shown = [column for column in _COLUMNS if column.from_width <= self.console.width]
        for column in shown:
            wide = column.name == "stage"
            style, ratio = ("dim", 1) if wide else (None, None)
            made.add_column(
                column.name, justify=column.justify, no_wrap=True, overflow="ellipsis", style=style, ratio=ratio
            )
        for row in rows:
            made.add_row(*(column.cell(row) for column in shown))
        return made


def _style(row: Row) -> str:
    return STYLES.get(row.status, "dim" if row.status in WAITING else "cyan")


def _bar(row: Row) -> ProgressBar:
    return ProgressBar(100, row.percent, width=_BAR_WIDTH, complete_style=_style(row), finished_style="green")


@dataclass(frozen=True)
class _Column:
    """``from_width`` is the terminal's width from which on there is room for it."""

    name: str
    cell: Callable[[Row], Text | ProgressBar]
    from_width: int = 0
    justify: Literal["left", "right"] = "left"


_COLUMNS = (
    _Column("job", lambda row: Text(f"…{row.job.job_id[-6:]}", "dim")),
    _Column("what", lambda row: Text(output.shortened(row.label, 24))),
    _Column("status", lambda row: Text(row.status, _style(row))),
    _Column("", _bar, 85),
    _Column("%", lambda row: Text(f"{row.percent:.0f}"), 0, "right"),
    _Column(
        "try",
        lambda row: Text(str(row.job.retry_count + 1), "yellow" if row.job.retry_count else "dim"),
        66,
        "right",
    ),
    _Column("cost", lambda row: Text(money(row.job.cost_usd) if row.job.cost_usd else "–"), 95, "right"),
    _Column("time", lambda row: Text(output.clock(_seconds(row.job))), 62, "right"),
    _Column("stage", lambda row: Text(output.clean(row.stage)), 105),
)


def board_for(console: Console, as_json: bool = False) -> Board:
    """Return what fits the reader: lines of JSON for programs, a live table on a terminal, lines elsewhere."""
    if as_json:
        return EventBoard()
    return LiveBoard(console) if console.is_terminal and not console.is_dumb_terminal else LineBoard(console)


_GROUPS = (
    ("running", "cyan"),
    ("waiting", "dim"),
    ("retrying", "yellow"),
    ("completed", "green"),
    ("failed", "red"),
    ("cancelled", "yellow"),
)


def _group(status: str) -> str:
    if status in TERMINAL or status == "retrying":
        return status
    return "waiting" if status in WAITING else "running"


def money(usd: float) -> str:
    """Return an amount for people: ``$0.0042``, ``$12.40``."""
    return f"${usd:.2f}" if usd >= 1 else f"${usd:.4f}"


def _seconds(job: JobAnswer) -> float | None:
    """How long it has been at work, or was."""
    if job.started_at is None:
        return None
    end = job.completed_at or datetime.now(UTC)
    return max(0.0, (end - job.started_at).total_seconds())
