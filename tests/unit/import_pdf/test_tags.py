"""Tagged documents: what their tags say is believed where they are sound, and passed over elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.unit.import_pdf.conftest import Read
from tests.unit.import_pdf.writer import Page, assembled

Texts = Sequence[tuple[str, Sequence[str]]]
"""Roles and the lines that stand in an element of each; an empty role is none."""


def pdf(texts: Texts, tagged: bool = True) -> bytes:
    """One page with all lines at the same distance and in one size."""
    page, objects, y = Page(entries="/StructParents 0"), {}, 720
    elements: list[str] = []
    for role, lines in texts:
        page.content.append(f"/{role} << /MCID {len(elements)} >> BDC".encode() if role else b"/Nothing BMC")
        page.lines(72, y, list(lines)).content.append(b"EMC")
        y -= 12 * len(lines)
        if role:
            number = 600 + len(elements)
            objects[number] = f"<< /S /{role} /P 31 0 R /Pg 100 0 R /K {len(elements)} >>".encode()
            elements.append(f"{number} 0 R")
    several = " ".join(elements)
    objects[30] = b"<< /Type /StructTreeRoot /K 31 0 R /ParentTree 32 0 R >>"
    objects[31] = f"<< /S /Document /P 30 0 R /K [{several}] >>".encode()
    objects[32] = f"<< /Nums [0 [{several}]] >>".encode()
    catalog = b" /StructTreeRoot 30 0 R /MarkInfo << /Marked true >>" if tagged else b""
    return assembled([page], catalog, objects)


def kinds(read: Read, data: bytes) -> list[tuple[str, str]]:
    return [(each["kind"], each["text"]) for each in read(data)["paragraphs"]]


SOUND = [
    ("H2", ["Of the loom in the hall"]),
    ("P", ["It stood at the end of the hall by the river, and it was", "sold by the miller."]),
    ("P", ["Nobody knew who had built it, or when it was that it came", "to the mill."]),
    ("LI", ["the shed, which lets the shuttle pass between the threads", "of the warp"]),
    ("LI", ["the reed, which beats the weft"]),
    ("Caption", ["What the miller drew of it in his book"]),
    ("Note", ["So the minutes of the board say."]),
]
LINES = [line for _, lines in SOUND for line in lines]


def test_sound_tags_say_what_paragraphs_are_and_where_they_begin(read: Read) -> None:
    expected = {"H2": "heading", "P": "body", "LI": "list_item", "Caption": "caption", "Note": "footnote"}
    found = kinds(read, pdf(SOUND))
    assert found == [(expected[role], " ".join(lines)) for role, lines in SOUND]
    assert found != kinds(read, pdf(SOUND, tagged=False))


@pytest.mark.parametrize(
    "texts",
    [
        [("P", [line]) for line in LINES],
        [("P", [f"It is the line {number} of seventy." for number in range(63)]), *[("P", ["One."])] * 3],
        [("H1", [line]) for line in LINES],
        [(role if number > 1 else "", lines) for number, (role, lines) in enumerate(SOUND[::-1])],
        SOUND[:2],
    ],
    ids=["each line", "a page in one", "all headings", "half of it", "hardly any"],
)
def test_tags_that_are_not_sound_change_nothing(read: Read, texts: Texts) -> None:
    assert read(pdf(texts)) == read(pdf(texts, tagged=False))
