"""``cold_start_ratio``: what a function needs from a fresh process to its first answer, beyond a bare handler."""

from __future__ import annotations

import compileall
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from tests.benchmarks.calls.backstage import backstage
from tests.benchmarks.cloud import Guest
from tests.benchmarks.cold_start.bare import bare_handler
from tests.benchmarks.cold_start.events import DISPATCH, WEB_PAGE, FirstEvents
from tests.benchmarks.cold_start.fresh import First, answered_first
from tests.benchmarks.deployed import DeployedFunction, deployed_functions
from tests.benchmarks.figures import Aim, Figure, interleaved, ratio
from tests.e2e.web_site import Reply, serving

ROUNDS, QUICK_ROUNDS = 5, 1
AIM = Aim(3.0)
BARE: Final = "bare"
# What works with a provider or a service of the internet only, or takes minutes over what it hears.
_LEFT_OUT: Final = frozenset(
    {
        "run-stage-export-faulty-polling",
        "run-stage-import-media",
        "run-stage-import-paper",
        "run-stage-import-youtube",
    }
)


def run(guest: Guest, quick: bool) -> list[Figure]:
    """Compare each deployed handler's first answer with a bare handler's of the same framework and the same clients.

    Both are imported and given one event in a fresh process that sees the function's unpacked zip (or the bare
    handler's folder) and its layers alone, in the function's environment. The clients of AWS, the connection to
    Postgres and the one to the graph are those that ours was seen to make on the way to its answer; the bare handler
    makes them as their manuals show, reads the same secrets, asks each database for nothing, and answers. The framework
    is powertools' Logger and a pydantic model, for the API also FastAPI behind Mangum.

    It is fair because the layers are the same, all bytecode is there on both sides, they take turns, a first run of
    each (which reads the files from disk) does not count, and starting Python itself is left out of both times. Ours
    does more: it asks the stores what its event needs. The ratio of the imports alone stands in the details.
    """
    rounds = QUICK_ROUNDS if quick else ROUNDS
    with ExitStack() as leaving:
        scratch = Path(leaving.enter_context(TemporaryDirectory()))
        corner = leaving.enter_context(backstage(guest))
        page = {f"/{WEB_PAGE.name}": Reply(WEB_PAGE.read_bytes())}
        leaving.enter_context(serving(guest.info.sample_site, page))
        functions = deployed_functions(guest, scratch / "functions")
        events = FirstEvents(guest, corner, {function.name: function for function in functions})
        leaving.callback(events.close)
        return [
            _figure(function, events, scratch / "bare" / function.name, rounds)
            for function in functions
            if function.name not in _LEFT_OUT
        ]


def _figure(function: DeployedFunction, events: FirstEvents, folder: Path, rounds: int) -> Figure:
    compileall.compile_dir(function.code, quiet=1)
    environment, event = events.environment(function), events.of(function)
    made = answered_first(function.path, function.module, event, environment, watched=True).made
    path = [str(_written(folder, bare_handler(made, web=function.name == "api"))), *function.path[1:]]
    firsts: list[list[First]] = [[], []]
    for side in interleaved(1 + rounds, 2):
        if side:
            firsts[1].append(answered_first(path, BARE, event, environment))
        else:
            # Each job is started once.
            event = events.of(function) if function.name == DISPATCH else event
            firsts[0].append(answered_first(function.path, function.module, event, environment))
    ours, bare = ([each.milliseconds for each in side[1:]] for side in firsts)
    imports, bare_imports = (median(each.import_milliseconds for each in side[1:]) for side in firsts)
    details = {
        "import_ratio": imports / bare_imports,
        "aws_clients": float(len(made.clients)),
        "databases": float(made.postgres + made.graph),
    }
    return ratio("cold_start_ratio", ours, bare, measured_in="ms", aim=AIM, subject=function.name, details=details)


def _written(folder: Path, source: str) -> Path:
    """Return the folder, in which the bare handler stands with its bytecode."""
    folder.mkdir(parents=True)
    (folder / f"{BARE}.py").write_text(source, encoding="utf-8")
    compileall.compile_dir(folder, quiet=1)
    return folder
