"""Books on paper are what veraPDF calls PDF/A-2a and PDF/UA-1."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.contract import pdf_checker
from tests.contract.pdf_checker import verapdf
from tests.contract.test_epubcheck import shelf

__all__ = ["verapdf"]


def test_the_pdf_is_for_archives_and_for_everyone(verapdf: str, tmp_path: Path) -> None:
    """Of sources in several directions and scripts, with tables, code, formulas, addresses and a long title."""
    made = asyncio.run(shelf().made())
    assert made.pdf, made.metadata["notices"]
    (tmp_path / "book.pdf").write_bytes(made.pdf)
    found = pdf_checker.faults(verapdf, [tmp_path / "book.pdf"])
    assert found == {"book.pdf PDF/A-2A": [], "book.pdf PDF/UA-1": []}
