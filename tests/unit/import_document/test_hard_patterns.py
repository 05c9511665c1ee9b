"""Texts at which a pattern could take ways by the thousand: they are read in one pass."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from tests.unit.import_document.files import read


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "Ab  : c\n" * 17 + "Words.\n"),
        ("a.rst", "Words:a" + ":a" * 20_000),
    ],
    ids=["colons below each other", "colons of roles"],
)
def test_texts_are_read_in_one_pass(tmp_path: Path, name: str, text: str) -> None:
    began = process_time()
    assert read(tmp_path, name, text.encode())["paragraphs"]
    assert process_time() - began < 10
