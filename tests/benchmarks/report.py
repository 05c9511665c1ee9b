"""The table for people and ``bench.json`` for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from tests.benchmarks.figures import Figure

_SHOWN = {True: ("met", "green"), False: ("missed", "bold red"), None: ("", "")}


def table(figures: Sequence[Figure]) -> Table:
    """Return a line for each figure, with both numbers of a ratio."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("figure", "of"):
        shown.add_column(heading)
    for heading in ("value", "aim", "", "ours", "bare", "runs"):
        shown.add_column(heading, justify="right")
    for figure in figures:
        verdict, style = _SHOWN[figure.met]
        shown.add_row(
            figure.name,
            figure.subject,
            Text(f"{figure.value:.2f}" if figure.unit == "ratio" else f"{figure.value:.1f} {figure.unit}", "bold"),
            str(figure.aim or ""),
            Text(verdict, style),
            _number(figure.ours, figure.measured_in),
            _number(figure.bare, figure.measured_in),
            str(figure.runs),
        )
    return shown


def _number(value: float | None, measured_in: str) -> str:
    return "" if value is None else f"{value:.3g} {measured_in}"


def document(figures: Sequence[Figure], surroundings: dict[str, Any]) -> dict[str, Any]:
    """Return what ``bench.json`` holds; ``surroundings`` is what the figures depend on (machine, versions, date)."""
    return {**surroundings, "figures": [_entry(figure) for figure in figures]}


def _entry(figure: Figure) -> dict[str, Any]:
    fields = asdict(figure)
    fields["aim"] = str(figure.aim) if figure.aim else None
    return fields | {"met": figure.met}


def write(path: Path, figures: Sequence[Figure], surroundings: dict[str, Any]) -> None:
    """Write ``bench.json``; what stood there is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document(figures, surroundings), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
