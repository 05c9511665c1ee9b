"""Texts at which a pattern could take ways by the thousand: they are read in one pass."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from williams_import_document.office.far_cells import moved_together
from williams_import_document.office.slide_markup import prepare
from williams_import_document.pgp import without_blocks
from williams_import_document.reading import Review
from williams_import_document.text.markdown import read_markdown
from williams_import_document.text.org import read_org
from williams_import_document.text.other_marks import let_read
from williams_import_document.text.plain_text import read_text
from williams_import_document.text.rich_text import read_rich_text
from williams_import_document.word.review import review
from williams_import_document.word.unwrapped import unwrap

from tests.processor import at_most
from tests.unit.import_document.files import read as read_file
from tests.unit.import_document.office_files import open_document, packed, unpacked, workbook
from williams.domain.errors import CorruptContent

SHEET = "xl/worksheets/sheet1.xml"


def sheet_of(xml: str) -> dict[str, bytes]:
    """Look for far cells in a workbook whose first sheet says this."""
    with zipfile.ZipFile(io.BytesIO(packed({**unpacked(workbook()), SHEET: xml}))) as package:
        return moved_together(package)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (read_markdown, "Ab  : c\n" * 17 + "Words.\n"),
        (let_read, ":a" * 40_000),
        (read_org, "#+begin_src\n" * 8_000),
        (read_org, ":A:\n" * 20_000),
        (read_org, "<2024-01-01 " * 6_000),
        (read_org, "* a\nSCHEDULED: " + "<2024-01-01 12:30 +1w " * 3_000),
        (read_org, "[[" * 30_000),
        (read_org, "*a " * 24_000),
        (read_org, "\\(" * 50_000),
        (read_rich_text, "{\\rtf1\\ansicpg932 " + "\\'83\\'8f" * 50_000 + "\\par}"),
        (read_text, "== a" + " " * 60_000 + "b\nc"),
        (read_text, ("-" * 20 + "\n-- --\na\n\n") * 20_000),
        (read_text, "-- " * 5_000 + "--\n" + "a\n" * 5_000),
        (read_text, "\n".join(map(str, range(60_000)))),
        (without_blocks, "-----BEGIN PGP MESSAGE-----\n" * 50_000),
        (sheet_of, "<c" + " r='A1'" * 60_000),
        (sheet_of, "<c " * 100_000),
    ],
    ids=[
        "colons below each other",
        "colons of roles",
        "blocks",
        "drawers",
        "dates",
        "plans",
        "links",
        "marks",
        "formulas",
        "escapes",
        "headings in signs",
        "tables without an end",
        "columns without words",
        "numbers alone",
        "blocks of OpenPGP",
        "places of a cell",
        "cells",
    ],
)
def test_texts_are_read_in_one_pass(read: Callable[[str], Any], text: str) -> None:
    with at_most(10):
        read(text)


@pytest.mark.parametrize(
    ("rewrite", "element"),
    [
        (lambda root: review([root], None, Review(rejected=True)), "<del><t/></del>"),
        (unwrap, "<fldSimple><t/></fldSimple>"),
        (prepare, "<AlternateContent><Choice><t>a</t></Choice></AlternateContent>"),
    ],
    ids=["changes", "fields", "forms of a slide"],
)
def test_what_stands_in_its_place_is_put_there_in_one_pass(
    rewrite: Callable[[etree._Element], object], element: str
) -> None:
    root = etree.fromstring(f"<p>{element * 30_000}</p>")
    with at_most(10):
        rewrite(root)
    assert [each.tag for each in root] == ["t"] * 30_000


def test_rows_of_a_workbook_are_read_in_one_pass(tmp_path: Path) -> None:
    row = "<table:table-row" + ' table:number-rows-repeated="10000"' * 30_000
    with at_most(10), pytest.raises(CorruptContent):
        read_file(tmp_path, "a.ods", open_document(row, "spreadsheet"))
