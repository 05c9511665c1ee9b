"""Reports as LibreOffice shows them. It is big, so this is no part of ``make test``: ``make test-office``."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest

from tests.unit.ebook.shelf import ARABIC
from tests.unit.report.desk import Desk
from tests.unit.report.texts import DOCKS, HARBOUR

SECONDS = 100


def office() -> str:
    """Return LibreOffice's program; fails where there is none, for whoever asks for these tests wants them run."""
    program = shutil.which("soffice")
    if program is None:
        pytest.fail("LibreOffice is not installed: apt-get install --no-install-recommends libreoffice-writer-nogui")
    return program


def words(text: str) -> str:
    """Lines are broken, and hyphens set, as the page has it."""
    return "".join(text.split()).replace("\ufffe", "-").replace("\x02", "-")


async def test_libreoffice_shows_every_statement_footnote_and_table(tmp_path: Path) -> None:
    desk = Desk()
    desk.add(HARBOUR, title="The Harbour", authors=["Ada Smith"], url="https://example.org/a.pdf")
    desk.add(DOCKS, title="Docks at Fernham")
    desk.add(ARABIC, title="عن المكتبات", language="ar")
    made = await desk.reported(formats=["docx"])
    (tmp_path / "report.docx").write_bytes(made.files["report.docx"])
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office(), "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), "report.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=SECONDS)
    pages = pypdfium2.PdfDocument(tmp_path / "report.pdf")
    shown = words(" ".join(page.get_textpage().get_text_range() for page in pages))
    latin = [part for part in made.parts if part.text.isascii() and part.role in ("summary", "statement")]
    assert len(latin) > 9
    assert [part.text for part in latin if words(part.text) not in shown] == []
    assert words("[1] Smith, p. 3, ¶ 7") in shown
    assert words("1640 1,204 310") in shown
