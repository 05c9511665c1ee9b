"""What the guarded process runs in these tests: it asks for many videos, and says what it was refused and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from williams_import_youtube.fetching.session import Asking
from williams_import_youtube.fetching.video import ask

from williams.domain.errors import WilliamsError
from williams.isolation.network import keep_outside


def ask_all(source: Path, _say: Callable[[int, int], None]) -> dict[str, Any]:
    """Ask for each of ``tasks``; return for each its error's name and detail, or what there was."""
    tasks = json.loads(source.read_text())["tasks"]
    keep_outside(Asking(**tasks[0]["asking"]).gateways)
    return {"answers": [_answer(task, source.parent) for task in tasks]}


def _answer(task: dict[str, Any], folder: Path) -> list[Any]:
    try:
        return ["done", ask(task, lambda _done, _total: None, folder, 1 << 20, 20.0)]
    except WilliamsError as error:
        return [type(error).__name__, error.detail]
