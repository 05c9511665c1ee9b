"""``python -m tests.benchmarks.calls [--texts FOLDER]``: count, and keep the counts for ``scaling.md``.

The local cloud must run. ``--texts`` writes what was asked of whom, call by call.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from tests.benchmarks.calls import COUNTED, TOGETHER
from tests.benchmarks.calls.backstage import backstage
from tests.benchmarks.calls.measure import measured
from tests.benchmarks.cloud import guest


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=COUNTED)
    parser.add_argument("--texts", type=Path)
    arguments = parser.parse_args()
    with guest() as entered, backstage(entered) as corner:
        # Before anything asks for the settings.
        os.environ |= corner.environment
        counts = measured(corner)
    table = {name: count.document() for name, count in counts.items()}
    arguments.out.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")
    for name, count in counts.items() if arguments.texts else ():
        arguments.texts.mkdir(parents=True, exist_ok=True)
        (arguments.texts / f"{name.replace(' ', '-')}.txt").write_text("\n".join(count.calls.texts), encoding="utf-8")
    print(json.dumps({name: each[TOGETHER] for name, each in table.items()}, indent=2))


if __name__ == "__main__":
    main()
