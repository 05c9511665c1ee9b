"""The list of decisions names each of them once, in their order."""

from __future__ import annotations

import re

from tests.unit.docs.pages import ROOT


def test_every_decision_stands_in_the_list_in_its_order() -> None:
    folder = ROOT / "docs" / "adr"
    listed = re.findall(r"^\| \[(\d{4})\]\((\1.*?)\)", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for _, name in listed] == sorted(each.name for each in folder.glob("[0-9]*.md"))
