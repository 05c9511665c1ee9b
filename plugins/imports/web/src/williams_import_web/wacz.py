"""Packages of web archives (WACZ, https://specs.webrecorder.net/wacz/1.1.1): a ZIP of WARCs and a list of pages."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from williams.domain.errors import CorruptContent
from williams.isolation.zip_errors import ZIP_ERRORS
from williams_import_web.copies import Copy
from williams_import_web.warc import page_in

_PAGES: Final = "pages/pages.jsonl"
_WARC: Final = re.compile(r"archive/[^/]+\.warc(?:\.gz)?")
_LONGEST_LINE: Final = 1 << 16
_MOST_LINES: Final = 100


def page_of(source: Path) -> Copy:
    """Return the first page that the package lists, else the first of its archives; with a notice of further ones.

    Raises:
        EmptyContent: it holds none.
        CorruptContent: it cannot be read.
        ContentTooLarge: the page is larger than any.
    """
    try:
        with zipfile.ZipFile(source) as package:
            return page_in(_archives(package), _first_listed(package))
    except ZIP_ERRORS as error:
        raise CorruptContent(f"The package of web archives cannot be opened: {error}. Download it anew.") from error


def _archives(package: zipfile.ZipFile) -> Iterator[IO[bytes]]:
    for name in package.namelist():
        if _WARC.fullmatch(name):
            with package.open(name) as file:
                yield file


def _first_listed(package: zipfile.ZipFile) -> str | None:
    """Return the address of the first page that the list names; its first line is about the list."""
    if _PAGES not in package.namelist():
        return None
    with package.open(_PAGES) as file:
        for _ in range(_MOST_LINES):
            line = file.readline(_LONGEST_LINE)
            if not line:
                break
            try:
                told = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(told, dict) and isinstance(told.get("url"), str):
                return str(told["url"])
    return None
