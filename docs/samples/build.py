"""Typesets the sample document: ``python -m docs.samples.build`` writes ``provenance.pdf`` beside its source."""

from __future__ import annotations

from pathlib import Path

import typst

FOLDER = Path(__file__).parent
SOURCE = FOLDER / "provenance.typ"
RESULT = FOLDER / "provenance.pdf"


def build(result: Path = RESULT) -> Path:
    """Typeset the sample with typst's own fonts, so that every machine makes the same file."""
    typst.compile(str(SOURCE), output=str(result), ignore_system_fonts=True)
    return result


if __name__ == "__main__":
    print(build())
