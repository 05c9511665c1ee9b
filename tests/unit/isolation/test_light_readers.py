"""Readers' processes start quickly: they load nothing that only checks types."""

from __future__ import annotations

import subprocess
import sys

READERS = (
    "williams_import_document.document",
    "williams_import_image.pictures",
    "williams_import_listing.reading",
    "williams_import_paper.bibliographies.reading",
    "williams_import_paper.landing",
    "williams_import_paper.text.jats",
    "williams_import_paper.text.latexml",
    "williams_import_web.page",
    "williams_import_youtube.captions.reading",
)


def test_no_reader_loads_pydantic() -> None:
    program = f"import sys, williams.isolation.child, {', '.join(READERS)}; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"
