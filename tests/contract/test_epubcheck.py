"""Books are what EPUBCheck, the W3C's own checker, calls valid."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.contract.maven import classpath, need_java_and_maven
from tests.unit.ebook.shelf import ARABIC, BODY, CHINESE, FIGURE, LONG_TITLE, MIXED, Shelf, under

POM = Path(__file__).parent / "epubcheck" / "pom.xml"
JAVA = ("java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
CHECKER = "com.adobe.epubcheck.tool.Checker"

FORMULAS = (
    r"A shelf bends by \(\frac{F l^3}{48 E I}\), where \[E \ge 10^{10}\] holds for oak and \(\frac{a}{\) for nothing."
)


@pytest.fixture(scope="module")
def checker() -> str:
    need_java_and_maven("EPUBCheck")
    return classpath(POM)


def shelf() -> Shelf:
    """What is hard for books: directions, figures, scripts, a long title, characters XML has not, tables, addresses."""
    made = Shelf()
    made.add(
        [*ARABIC, (FIGURE, "الشكل ١: مكتبة", under("عن المكتبات"))],
        title="عن المكتبات",
        language="ar",
        url="https://example.org/مكتبة?q=[1]",
    )
    made.add(MIXED, title=LONG_TITLE, authors=["Ada <Smith> & Co"], url="https://example.org/a b.pdf", license="MIT")
    made.add(((BODY, FORMULAS),), title="Of Loads")
    made.add(CHINESE, title="书 📚", language="zh-Hant-TW")
    return made


@pytest.mark.parametrize("parameters", [{}, {"mode": "digest", "language": "en"}], ids=["whole", "digest"])
async def test_no_error_and_no_warning(checker: str, parameters: dict[str, Any], tmp_path: Path) -> None:
    made = await shelf().made(**parameters)
    book, report = tmp_path / "book.epub", tmp_path / "report.json"
    assert "figure" in {part.role for part in made.parts}
    book.write_bytes(made.book.data)
    command = [*JAVA, "-cp", checker, CHECKER, str(book), "--json", str(report)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    found = json.loads(report.read_text())
    assert found["messages"] == [], done.stderr
    assert (found["checker"]["checkerVersion"], found["publication"]["ePubVersion"]) == ("5.2.1", "3.3")
    assert len(found["items"]) == len(made.book.archive.namelist()), "it has read every file of the book"
