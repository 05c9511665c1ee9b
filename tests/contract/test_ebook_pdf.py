"""Books on paper are what veraPDF calls PDF/A-2a and PDF/UA-1."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.contract import pdf_checker
from tests.contract.pdf_checker import verapdf
from tests.contract.test_epubcheck import shelf

__all__ = ["verapdf"]


def test_the_pdf_is_for_archives_and_for_everyone(verapdf: str, tmp_path: Path) -> None:
    """Of sources in several directions and scripts, with figures, tables, code, addresses and a long title."""
    books = []
    for mode in ("complete", "digest"):
        made = asyncio.run(shelf().made(mode=mode))
        assert made.pdf, made.metadata["notices"]
        books.append(tmp_path / f"{mode}.pdf")
        books[-1].write_bytes(made.pdf)
    found = pdf_checker.faults(verapdf, books)
    assert found == {f"{book.name} {profile}": [] for book in books for profile in ("PDF/A-2A", "PDF/UA-1")}
