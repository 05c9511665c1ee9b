"""A handler's first event in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.cloud import BenchmarkError

SECONDS: Final = 120
_PROGRAM: Final = Path(__file__).with_name("first_answer.py")


@dataclass(frozen=True)
class Made:
    """What a handler made on the way to its first answer; ``clients`` are AWS services, one for each client."""

    clients: tuple[str, ...] = ()
    postgres: bool = False
    graph: bool = False


@dataclass(frozen=True)
class First:
    """``milliseconds`` from before the import until the answer stood; ``made`` is empty unless it was watched."""

    milliseconds: float
    import_milliseconds: float
    answer: Any
    made: Made = field(default_factory=Made)


def answered_first(
    path: Sequence[str], module: str, event: Any, environment: Mapping[str, str], *, watched: bool = False
) -> First:
    """Import ``module`` with ``path`` alone and give its handler an event. Raises BenchmarkError when it fails."""
    order = json.dumps({"path": list(path), "module": module, "event": event, "watched": watched})
    command = [sys.executable, "-I", "-S", str(_PROGRAM)]
    done = subprocess.run(command, input=order, env=environment, capture_output=True, text=True, timeout=SECONDS)
    if done.returncode:
        raise BenchmarkError(f"{module} does not answer from its zip and layers alone:\n{done.stderr[-2000:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    made = Made(tuple(told["clients"]), told["postgres"], told["graph"])
    return First(told["milliseconds"], told["import_milliseconds"], told["answer"], made)
