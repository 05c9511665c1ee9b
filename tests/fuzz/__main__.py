"""``python -m tests.fuzz [--runs NUMBER] [--parser NAME]…``: a table, and what was found in ``build/fuzz``.

Each parser is read with in a process of its own. Returns 1 when anything but the library's own errors came out of one.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from layers import ROOT
from tests.fuzz.parsers import PARSERS

FOLDER: Final = ROOT / "build" / "fuzz"
RUNS: Final = 10_000
LEAST_READ: Final = 0.1
"""The share of inputs below which a parser was tried at its door alone."""


@dataclass(frozen=True)
class Session:
    """What came of one parser; ``ended`` is what libFuzzer ended itself for, if it did.

    Attributes:
        refusals: where most inputs were refused, with the number of them.
        seconds: of the processor.
    """

    inputs: int
    read_to_the_end: int
    refusals: list[tuple[str, int]]
    seconds: float
    findings: list[str]
    ended: str | None

    @property
    def read(self) -> float:
        """The share that was read to the end; the others were refused in words."""
        return self.read_to_the_end / max(1, self.inputs)

    @property
    def broken_off(self) -> list[str]:
        """Why the run says little, if it does."""
        refused = f"only {self.read:.0%} were read to the end" if self.read < LEAST_READ else None
        return [each for each in (self.ended, refused) if each]


def fuzzed(name: str, runs: int) -> Session:
    """Fuzz one parser. What it left before is removed."""
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with (folder / "log.txt").open("wb") as log:
        command = [sys.executable, "-m", "tests.fuzz.guided", name, str(runs), str(folder)]
        code = subprocess.run(command, cwd=ROOT, stdout=log, stderr=log).returncode
    told_file = folder / "told.json"
    nothing = {"inputs": 0, "read_to_the_end": 0, "refusals": [], "seconds": 0.0, "findings": []}
    told: dict[str, Any] = json.loads(told_file.read_text()) if told_file.exists() else nothing
    ended = f"exit code {code}: see {(folder / 'log.txt').relative_to(ROOT)}" if code else None
    return Session(**told, ended=ended)


def main() -> int:
    """Fuzz the parsers one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=RUNS, help=f"inputs for each parser; default: {RUNS}")
    parser.add_argument("--parser", choices=PARSERS, action="append", help="this one; may be repeated")
    arguments = parser.parse_args()
    table = Table("parser", "inputs", "read", "mostly refused", "seconds", "findings")
    failed = False
    for name in arguments.parser or PARSERS:
        session = fuzzed(name, arguments.runs)
        findings = session.findings + session.broken_off
        failed = failed or bool(findings)
        refused = session.refusals[0][0] if session.refusals else ""
        counts = (f"{session.inputs:,}", f"{session.read:.0%}", refused, f"{session.seconds:.0f}")
        table.add_row(name, *counts, "\n".join(findings) or "none")
        print(f"{name}: {session.inputs} inputs, {session.seconds:.0f} s, {len(findings)} findings", file=sys.stderr)
    Console(width=None if sys.stdout.isatty() else 120).print(table)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
