"""Tagged documents: what their tags say is believed where they are sound, and passed over elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from williams_import_pdf.analysis import analyse

from tests.unit.import_pdf.conftest import Extract, Read
from tests.unit.import_pdf.writer import Page, assembled

Texts = Sequence[tuple[str, Sequence[str]]]
"""Roles and the lines that stand in an element of each; an empty role is none, and so is ``Artifact``.

A figure is a red square. Behind a role stand the other entries of its element.
"""
SIDE = 96


def pdf(
    texts: Texts, tagged: bool = True, root: str = "", entries: bytes = b"", others: Mapping[int, bytes] | None = None
) -> bytes:
    """One page with all lines at the same distance and in one size; the rows that follow each other are a table.

    ``root`` has other entries of the outermost element, ``entries`` of the catalog; ``others`` are objects that take
    the place of the file's own.
    """
    page, objects, y = Page(entries="/StructParents 0"), {}, 720
    elements: list[str] = []
    top: list[str] = []
    table: list[str] = []

    def element(role: str, parent: int) -> None:
        page.content.append(f"/{role.split()[0]} << /MCID {len(elements)} >> BDC".encode())
        number = 600 + len(elements)
        objects[number] = f"<< /S /{role} /P {parent} 0 R /Pg 100 0 R /K {len(elements)} >>".encode()
        elements.append(f"{number} 0 R")

    for place, (role, lines) in enumerate(texts):
        if role == "TR":
            number, first = 700 + place, len(elements)
            for column, cell in enumerate(lines):
                element("TD", number)
                page.text(72 + 150 * column, y, cell).content.append(b"EMC")
            objects[number] = f"<< /S /TR /P 33 0 R /K [{' '.join(elements[first:])}] >>".encode()
            top += [] if table else ["33 0 R"]
            table.append(f"{number} 0 R")
            y -= 12
            continue
        if role in ("", "Artifact"):
            page.content.append(f"/{role or 'Nothing'} BMC".encode())
        else:
            element(role, 31)
            top.append(elements[-1])
        if role.startswith("Figure"):
            page.content.append(f"1 0 0 rg 72 {y - SIDE} {SIDE} {SIDE} re f 0 g".encode())
            y -= SIDE + 24
        page.lines(72, y, list(lines)).content.append(b"EMC")
        y -= 12 * len(lines)
    objects[30] = b"<< /Type /StructTreeRoot /K 31 0 R /ParentTree 32 0 R >>"
    objects[31] = f"<< /S /Document {root} /P 30 0 R /K [{' '.join(top)}] >>".encode()
    objects[32] = f"<< /Nums [0 [{' '.join(elements)}]] >>".encode()
    objects[33] = f"<< /S /Table /P 31 0 R /K [{' '.join(table)}] >>".encode()
    catalog = b" /StructTreeRoot 30 0 R /MarkInfo << /Marked true >>" if tagged else b""
    return assembled([page], catalog + entries, {**objects, **(others or {})})


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


def test_tags_of_a_page_outlive_a_remark_that_is_drawn_into_it(read: Read) -> None:
    resources = b"/Resources << /Font << /mono 10 0 R >> /XObject << /picture 20 0 R >> >>"
    shown = b"BT /own 10 Tf 0 5 Td (A remark.) Tj ET"
    appearance = b"<< /Type /XObject /Subtype /Form /BBox [0 0 228 20] /Resources << /Font << /own 11 0 R >> >>"
    found = kinds(
        read,
        pdf(
            SOUND,
            others={
                2: b"<< /Type /Pages /Count 1 /Kids [100 0 R] " + resources + b" >>",
                61: b"<< /Type /Annot /Subtype /FreeText /Rect [72 60 300 80] /F 4 /AP << /N 62 0 R >> >>",
                62: appearance + b" /Length %d >>\nstream\n%s\nendstream" % (len(shown), shown),
                100: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 101 0 R /Annots [61 0 R] "
                b"/StructParents 0 >>",
            },
        ),
    )
    assert found[:-1] == kinds(read, pdf(SOUND))
    assert found[-1][1] == "A remark."


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


SQUARE = "Figure /Alt (A red square on white)"


def figures(folder: Path, data: bytes) -> list[tuple[str, str | None]]:
    """Texts of all paragraphs, with what the figure of each shows in words; an empty text is no figure's."""
    source = folder / "in.pdf"
    source.write_bytes(data)
    found = analyse(source, lambda _done, _total: None, pictures=str(folder))
    return [(each["text"], each["figure"]["alt"] if "figure" in each else "") for each in found["paragraphs"]]


async def test_a_figure_with_words_and_no_caption_stands_where_the_tags_read_it(extract: Extract) -> None:
    found = await extract(pdf([*SOUND[:2], (SQUARE, []), *SOUND[2:]]))
    assert [each.kind for each in found.paragraphs][:4] == ["heading", "body", "figure", "body"]
    shown = found.paragraphs[2]
    assert (shown.text, shown.place.section) == ("A red square on white", "Of the loom in the hall")
    assert shown.figure is not None
    assert (shown.figure.alt, shown.figure.width) == (shown.text, (SIDE + 4) * 150 // 72)
    assert found.files[shown.figure.file].sha256 == shown.figure.sha256
    (place,) = shown.place.boxes or ()
    assert place.box[0] == pytest.approx(72 / 612, abs=0.001)


def test_words_of_a_figure_with_a_caption_are_told_of_its_picture(tmp_path: Path) -> None:
    caption = "Figure 1: What the miller drew."
    found = figures(tmp_path, pdf([*SOUND, (SQUARE, []), ("Caption", [caption])]))
    assert [each for each in found if each[1] != ""] == [(caption, "A red square on white")]


def test_two_figures_in_a_row_stay_in_order(tmp_path: Path) -> None:
    found = figures(tmp_path, pdf([(SQUARE, []), ("Figure /Alt (Another one)", []), *SOUND]))
    assert [text for text, _ in found][:3] == ["A red square on white", "Another one", SOUND[0][1][0]]


@pytest.mark.parametrize(
    "texts",
    [
        [*SOUND, ("Figure", [])],
        [*SOUND, ("Figure /Alt (Picture 3)", [])],
        [*SOUND, ("Figure /Alt (square.png)", [])],
        [*SOUND, (SQUARE, []), (SQUARE, []), (SQUARE, [])],
        [*(("P", [line]) for line in LINES), (SQUARE, [])],
    ],
    ids=["no words", "a number", "a file's name", "an ornament", "tags that are not sound"],
)
def test_other_figures_without_a_caption_are_left_out(tmp_path: Path, texts: Texts) -> None:
    assert not [each for each in figures(tmp_path, pdf(texts)) if each[1] != ""]


WORDS = [
    ("TR", ["the reed", "beats the weft"]),
    ("TR", ["the shed", "lets the shuttle pass"]),
    ("TR", ["", "is oiled"]),
]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (WORDS, ["the reed | beats the weft", "the shed | lets the shuttle pass", "– | is oiled"]),
        (WORDS[:2], ["the reed | beats the weft", "the shed | lets the shuttle pass"]),
        (WORDS[:1], []),
        ([("TR", [first, "which is a word " * 4]) for first in ("one", "two")], ["one | " + "which is a word " * 4]),
        ([("TR", [text]) for text in ("one", "two", "three")], []),
        ([("TR", ["x" * 24, text]) for text in ("one", "two")], [f"{'x' * 24} | one", f"{'x' * 24} | two"]),
    ],
    ids=["words", "two rows", "one row", "long cells", "one column", "close cells"],
)
def test_rows_of_tagged_tables_are_paragraphs(read: Read, rows: Texts, expected: list[str]) -> None:
    found = [text for kind, text in kinds(read, pdf([*SOUND, *rows])) if kind == "table_row"]
    assert found[: len(expected)] == [text.strip() for text in expected]
    assert bool(found) == bool(expected)
    assert "table_row" not in dict(kinds(read, pdf([*SOUND, *rows], tagged=False)))


HEADER = "The annual of looms, June"


@pytest.mark.parametrize(
    ("texts", "left_out"),
    [
        ([("Artifact", [HEADER]), *SOUND], True),
        ([*SOUND, ("Artifact", [HEADER])], True),
        ([*SOUND[:3], ("Artifact", [HEADER]), *SOUND[3:]], False),
        ([("", [HEADER]), *SOUND], False),
        ([("Artifact", [HEADER] * 8), *SOUND], False),
        ([("Artifact", [HEADER]), *(("P", [line]) for line in LINES)], False),
    ],
    ids=["header", "footer", "within the text", "not marked", "much of the page", "tags that are not sound"],
)
def test_what_tags_mark_as_headers_and_footers_is_left_out_and_told(read: Read, texts: Texts, left_out: bool) -> None:
    found = read(pdf(texts))
    assert any(HEADER in each["text"] for each in found["paragraphs"]) != left_out
    told = [each["message"] for each in found["notices"] if each["code"] == "repeated-lines-left-out"]
    assert told == ([f"Taken for headers and footers: “{HEADER}” (1×)."] if left_out else [])
    assert any(HEADER in each["text"] for each in read(pdf(texts, tagged=False))["paragraphs"])


@pytest.mark.parametrize(
    ("root", "entries", "language"),
    [
        ("/Lang (de-AT)", b"", "de-AT"),
        ("/Lang (de-AT)", b" /Lang (en)", "en"),
        ("/Lang (what they speak there)", b"", None),
        ("", b"", None),
    ],
    ids=["of the tags", "of the file", "none", "not said"],
)
def test_the_language_of_the_tags_is_that_of_a_file_that_names_none(
    read: Read, root: str, entries: bytes, language: str | None
) -> None:
    assert read(pdf(SOUND, root=root, entries=entries))["metadata"]["language"] == language
