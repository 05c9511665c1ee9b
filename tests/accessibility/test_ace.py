"""Books as Ace by DAISY checks them. It needs Chromium, so this is no part of ``make test``: ``make test-ace``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.contract.test_epubcheck import shelf
from tests.unit.ebook.shelf import ARABIC, CHINESE, Piece, Shelf

ROOT = Path(__file__).parents[2]
ACE = ROOT / ".local/ace/node_modules/@daisy/ace-cli/bin/ace.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHECKED = 7
"""Documents of a book at least, each of which Ace loads into the browser."""


def findings(book: bytes, folder: Path) -> tuple[list[str], int]:
    """Return what Ace finds, as ``<document>: <rule>``, and how many documents it has looked at."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        pytest.fail("Chromium is not installed: apt-get install --no-install-recommends chromium")
    (folder / "book.epub").write_bytes(book)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PUPPETEER_EXECUTABLE_PATH": browser,
        "ACE_TIMEOUT_INITIAL": "60000",
    }
    command = ["node", str(ACE), "--force", "--outdir", str(folder / "report"), str(folder / "book.epub")]
    subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=240)
    report = json.loads((folder / "report/report.json").read_text())
    return [
        f"{document['earl:testSubject']['url']}: {each['earl:test']['dct:title']}"
        for document in report["assertions"]
        for each in document["assertions"]
    ], len(report["assertions"])


async def whole(source: Sequence[Piece], **said: Any) -> bytes:
    made = Shelf()
    made.add(source, **said)
    return (await made.made()).book.data


@pytest.mark.parametrize("book", ["whole", "digest", "arabic", "chinese"])
async def test_nothing_is_found(book: str, tmp_path: Path) -> None:
    match book:
        case "whole":
            data = (await shelf().made()).book.data
        case "digest":
            data = (await shelf().made(mode="digest", language="en")).book.data
        case "arabic":
            data = await whole(ARABIC, title="عن المكتبات", language="ar")
        case _:
            data = await whole(CHINESE, title="书 📚", language="zh-Hant-TW")
    found, documents = findings(data, tmp_path)
    assert found == []
    assert documents >= CHECKED


async def test_it_finds_what_is_wrong(tmp_path: Path) -> None:
    """A picture without words for it."""
    data, spoiled = (await shelf().made()).book.data, tmp_path / "spoiled.epub"
    (tmp_path / "whole.epub").write_bytes(data)
    with zipfile.ZipFile(tmp_path / "whole.epub") as source, zipfile.ZipFile(spoiled, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            target.writestr(name, text.replace(b'alt="Two boards"', b"") if name.endswith("xhtml") else text)
    found, _ = findings(spoiled.read_bytes(), tmp_path)
    assert any(each.endswith("image-alt") for each in found)
