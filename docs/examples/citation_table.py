"""An editor looks at an artifact before it is published: what does every line stand on, and under which license?

Writes a table with one row for each citation, and refuses an artifact with a line that stands on nothing.

    python docs/examples/citation_table.py ARTIFACT_ID --table citations.csv
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from williams_client import open_library
from williams_client.models import PartAnswer

COLUMNS = ["part", "starts_at", "text", "title", "license", "place", "quote"]


def rows(parts: list[PartAnswer]) -> Iterator[dict[str, Any]]:
    """Yield one row for each citation of each part, in order."""
    for part in parts:
        for source in part.sources:
            yield {
                "part": part.ordinal,
                "starts_at": part.starts_at,
                "text": part.text,
                "title": source.title,
                "license": source.license,
                "place": source.where,
                "quote": source.quote,
            }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("artifact_id")
    parser.add_argument("--table", type=Path, default=Path("citations.csv"))
    arguments = parser.parse_args()
    with open_library() as library:
        artifact = library.artifacts.get(arguments.artifact_id)
        tree = library.provenance.genealogy(artifact.artifact_type, artifact.artifact_id).provenance
    found = list(rows(tree.parts))
    with arguments.table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(found)
    print(f"{len(tree.parts)} lines, {len(found)} citations: {arguments.table}")
    for license_name in sorted({row["license"] or "not stated" for row in found}):
        print(f"license: {license_name}")
    unfounded = [part.text for part in tree.parts if not any(source.quote for source in part.sources)]
    if unfounded:
        raise SystemExit("Do not publish this. These lines stand on nothing:\n" + "\n".join(unfounded))


if __name__ == "__main__":
    main()
