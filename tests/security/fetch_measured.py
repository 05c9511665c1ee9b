"""Fetches one URL after another and prints, for each, how it ended and the most memory the process ever had."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from pathlib import Path

from williams.adapters.fetch import GuardedFetch
from williams.domain.errors import WilliamsError


async def main(folder: Path, place: str, max_bytes: int, paths: list[str]) -> None:
    fetch = GuardedFetch([place])
    for path in paths:
        try:
            await fetch.fetch(f"http://{place}{path}", folder / "source", max_bytes)
            end = "arrived"
        except WilliamsError as error:
            end = error.code
        print(json.dumps([path, end, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024]))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4:]))
