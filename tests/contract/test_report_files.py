"""Reports are what the checkers of their formats call valid: PDF/A, PDF/UA and HTML."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.contract import html_checker as nu
from tests.contract import pdf_checker
from tests.contract.html_checker import html_checker
from tests.contract.pdf_checker import verapdf
from tests.unit.ebook.shelf import ARABIC, LONG_TITLE, MIXED
from tests.unit.report.desk import Desk, Made
from tests.unit.report.texts import GERMAN, HARBOUR, SHOWN

__all__ = ["html_checker", "verapdf"]


async def hard() -> dict[str, Made]:
    """What is hard for files: directions, a long title, hostile characters, tables, addresses, several citations."""
    desk = Desk()
    desk.add(
        (*HARBOUR, SHOWN),
        title=LONG_TITLE,
        authors=["Ada <Smith> & Co"],
        url="https://example.org/a b.pdf",
        license="MIT",
    )
    desk.add(MIXED, title='"><script>', language="en")
    desk.add(GERMAN, title="Der Hafen", language="de", url="https://example.org/مكتبة?q=[1]")
    desk.add(ARABIC, title="عن المكتبات", language="ar")
    return {
        "theme": await desk.reported(),
        "source": await desk.reported(arrangement="source", language="ar", style="apa"),
    }


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    for name, made in asyncio.run(hard()).items():
        (folder / f"{name}.pdf").write_bytes(made.files["report.pdf"])
        (folder / f"{name}.html").write_bytes(made.files["report.html"])
    return folder


def test_the_pdf_is_for_archives_and_for_everyone(verapdf: str, files: Path) -> None:
    found = pdf_checker.faults(verapdf, sorted(files.glob("*.pdf")))
    profiles = [f"{name}.pdf {profile}" for name in ("source", "theme") for profile in ("PDF/A-2A", "PDF/UA-1")]
    assert found == {profile: [] for profile in profiles}


def test_the_html_has_no_error_and_no_warning(html_checker: str, files: Path) -> None:
    assert nu.messages(html_checker, sorted(files.glob("*.html"))) == []
