"""How the progress of jobs is shown: bars on a terminal, a line at each change elsewhere, nothing for programs."""

from __future__ import annotations

from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, Task, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from williams_cli import output
from williams_client import ProgressEvent

STYLES = {"completed": "green", "failed": "red", "cancelled": "yellow", "retrying": "yellow"}
LABEL_LENGTH = 22
STAGE_LENGTH = 30


class Display(Protocol):
    """``label`` names the job, or the file that is uploaded, for people; it is the key of its bar."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def uploading(self, label: str, done: int, total: int) -> None: ...

    def progress(self, label: str, event: ProgressEvent) -> None: ...

    def notice(self, text: str) -> None: ...


class Silent:
    """For programs."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def uploading(self, label: str, done: int, total: int) -> None:
        """Say nothing."""

    def progress(self, label: str, event: ProgressEvent) -> None:
        """Say nothing."""

    def notice(self, text: str) -> None:
        output.note(text)


class EventLines(Silent):
    """Every event as a line of JSON on stdout."""

    def progress(self, label: str, event: ProgressEvent) -> None:  # noqa: ARG002  # the event names its job
        output.print_json(event.message())


class StatusLines(Silent):
    """One line at each change of a status."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._shown: dict[str, str] = {}

    def uploading(self, label: str, done: int, total: int) -> None:
        if done >= total and self._shown.get(label) != "uploaded":
            self._shown[label] = "uploaded"
            self._line(label, "uploaded", None, output.size(total))

    def progress(self, label: str, event: ProgressEvent) -> None:
        if self._shown.get(label) != event.status:
            self._shown[label] = event.status
            self._line(label, event.status, event.progress, event.stage)

    def _line(self, label: str, status: str, percent: float | None, text: str) -> None:
        share = "" if percent is None else f"{percent:3.0f} %"
        line = f"{datetime.now():%H:%M:%S}  {output.padded(label, LABEL_LENGTH)}"
        self._console.print(Text(f"{line}  {status:<12} {share:>5}  {output.clean(text)}"), soft_wrap=True)


class _Status(TextColumn):
    def __init__(self) -> None:
        super().__init__("")

    def render(self, task: Task) -> Text:
        status = str(task.fields["status"])
        return Text(f"{status:<12}", STYLES.get(status, "cyan"))


class Bars(Silent):
    """A bar for each job, live."""

    def __init__(self, console: Console) -> None:
        columns = (
            (0, SpinnerColumn(finished_text=" ")),
            (0, TextColumn("{task.description}", markup=False)),
            (0, _Status()),
            (80, BarColumn(18)),
            (0, TextColumn("{task.percentage:>3.0f} %")),
            (60, TimeElapsedColumn()),
            (100, TextColumn("{task.fields[stage]}", style="dim", markup=False)),
        )
        # Rich would crop them all; those that one can do without are left out instead.
        fitting = [column for width, column in columns if console.width >= width]
        self._progress = Progress(*fitting, console=console)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def uploading(self, label: str, done: int, total: int) -> None:
        of = f"{output.size(done)} of {output.size(total)}"
        self._update(label, "uploading", 100 * done / total if total else 100.0, of, ended=False)

    def progress(self, label: str, event: ProgressEvent) -> None:
        self._update(label, event.status, event.progress, event.stage, ended=event.is_terminal)

    def notice(self, text: str) -> None:
        self._progress.console.print(Text(output.clean(text), "yellow"))

    def _update(self, label: str, status: str, percent: float, stage: str, ended: bool) -> None:
        task = self._tasks.get(label)
        if task is None:
            name = output.padded(label, LABEL_LENGTH)
            task = self._tasks[label] = self._progress.add_task(name, total=100, status=status, stage="")
        # A bar at 100 % counts as finished, which only an ended job is.
        shown = percent if ended else min(percent, 99.0)
        self._progress.update(task, completed=shown, status=status, stage=output.shortened(stage, STAGE_LENGTH))
        if ended:
            self._progress.stop_task(task)


def display_for(console: Console, as_json: bool = False) -> Display:
    """Return what fits the reader: nothing for programs, bars on a terminal, lines elsewhere."""
    if as_json:
        return Silent()
    return Bars(console) if console.is_terminal and not console.is_dumb_terminal else StatusLines(console)
