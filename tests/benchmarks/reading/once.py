"""``python -m tests.benchmarks.reading.once WAY FILE TIMES``: what a way takes, measured in this process alone.

Prints ``seconds`` of the processor, children included, the median of so many times behind a first one that loads what
is needed; ``peak_mb`` of the larger of this process and its children; and ``items``, where the way counts them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tests.benchmarks.usage import peak_mb, processor_seconds


def _way(name: str, path: Path) -> Callable[[Path], int | None]:
    # Neither loads what the other needs: it would count among its memory.
    if name == "bare":
        from tests.benchmarks.reading.bare import BARE

        return BARE[path.name.partition(".")[2]][1]
    from tests.benchmarks.reading import ours

    return {"read": ours.read, "import": ours.take_in}[name]


def main(way: str, file: str, times: str) -> None:
    path = Path(file)
    work = _way(way, path)
    items = work(path)
    seconds = []
    for _ in range(int(times)):
        before = processor_seconds()
        work(path)
        seconds.append(processor_seconds() - before)
    print(json.dumps({"seconds": median(seconds), "peak_mb": peak_mb(), "items": items}))


if __name__ == "__main__":
    main(*sys.argv[1:])
