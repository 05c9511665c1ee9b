"""Texts at which a pattern could take ways by the thousand: they are read in one pass."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Any

import pytest
from williams_import_document.text.markdown import read_markdown
from williams_import_document.text.org import read_org
from williams_import_document.text.other_marks import let_read


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
    ],
)
def test_texts_are_read_in_one_pass(read: Callable[[str], Any], text: str) -> None:
    began = process_time()
    read(text)
    assert process_time() - began < 10
