"""``python -m tests.benchmarks.simulation [--measure]``: simulate, and write the tables into ``scaling.md``.

``--measure`` first measures anew what the simulation starts from; the local cloud must run, and little else.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from layers import ROOT
from tests.benchmarks.cloud import guest
from tests.benchmarks.simulation.measure import measure
from tests.benchmarks.simulation.tables import all_tables, errors
from tests.benchmarks.simulation.timings import measured

PAGE = ROOT / "docs" / "explanation" / "scaling.md"


def with_tables(page: str, tables: dict[str, str]) -> str:
    """Return the page with every table between its marks replaced. Raises KeyError for a mark without a table."""

    def put(match: re.Match[str]) -> str:
        name = match[1]
        return f"<!-- simulated: {name} -->\n\n{tables[name].strip()}\n\n<!-- end -->"

    return re.sub(r"<!-- simulated: (\w+) -->.*?<!-- end -->", put, page, flags=re.DOTALL)


def main(page: Path = PAGE) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", action="store_true", help="measure anew what the simulation starts from")
    if parser.parse_args().measure:
        with guest() as entered:
            measure(entered)
    figures = measured()
    page.write_text(with_tables(page.read_text(encoding="utf-8"), all_tables(figures)), encoding="utf-8")
    for name, error in errors(figures).items():
        print(f"{name}: off by {error:+.0%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
