"""Slides, sheets, OpenDocument and books: each paragraph with its place."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from pptx import Presentation
from pptx.oxml import parse_xml
from williams_import_document import archive

from tests.unit.import_document.files import read, told
from tests.unit.import_document.office_files import (
    FORMULA,
    MANIFEST,
    OPEN_SLIDES,
    OPEN_TEXT,
    book,
    open_document,
    packed,
    presentation,
    unpacked,
    workbook,
)
from williams.domain.errors import ContentTooLarge, CorruptContent, EmptyContent, EncryptedContent, PermanentError


def codes(reading: dict[str, Any]) -> set[str]:
    return {notice["code"] for notice in reading["notices"]}


def places(reading: dict[str, Any], name: str) -> list[object]:
    return [paragraph["place"].get(name) for paragraph in reading["paragraphs"]]


def test_a_presentation_says_which_slide(tmp_path: Path) -> None:
    reading = read(tmp_path, "talk.pptx", presentation())
    assert told(reading) == [
        ("heading", "Why ferries"),
        ("list_item", "No bridge"),
        ("list_item", "Little traffic"),
        ("table_row", "Cargo | Pence"),
        ("table_row", "Sheep | 3"),
        ("body", "Say that the last bridge fell."),
        ("heading", "Traffic"),
        ("table_row", "– | Boats"),
        ("table_row", "1900 | 3"),
        ("caption", "Boats by year"),
    ]
    assert places(reading, "slide") == [1, 1, 1, 1, 1, 1, 2, 2, 2, 2]
    assert places(reading, "section")[1] == "Why ferries"
    assert (reading["metadata"]["title"], reading["metadata"]["authors"]) == ("On Ferries", ["Ada Smith"])
    assert codes(reading) == {"hidden-slides"}


MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def box_on_slide(number: int, inside: str) -> str:
    return (
        f'<p:sp xmlns:p="{P}" xmlns:a="{A}"><p:nvSpPr><p:cNvPr id="{number}" name="Box"/><p:cNvSpPr/><p:nvPr/>'
        f"</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p>{inside}</a:p></p:txBody></p:sp>"
    )


def test_a_shape_that_stands_in_two_forms_is_read_in_the_one_that_says_more(tmp_path: Path) -> None:
    equation = f'<m:oMathPara xmlns:m="{M}"><m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath></m:oMathPara>'
    known = box_on_slide(90, f'<a:r><a:t>Tolls: </a:t></a:r><a14:m xmlns:a14="urn:a14">{equation}</a14:m>')
    both = (
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="a14">{known}</mc:Choice>'
        f"<mc:Fallback>{box_on_slide(90, '<a:r><a:t> </a:t></a:r>')}</mc:Fallback></mc:AlternateContent>"
    )
    old = (
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="new"><new:sp xmlns:new="urn:new"/></mc:Choice>'
        f"<mc:Fallback>{box_on_slide(91, '<a:r><a:t>As it was.</a:t></a:r>')}</mc:Fallback></mc:AlternateContent>"
    )
    parts = unpacked(presentation())
    slide = "ppt/slides/slide1.xml"
    parts[slide] = parts[slide].replace(b"</p:spTree>", f"{both}{old}</p:spTree>".encode())
    lines = told(read(tmp_path, "talk.pptx", packed(parts)))
    assert ("body", "Tolls: $$a=b$$") in lines
    assert ("body", "As it was.") in lines


def with_text_on(part: Any, words: str) -> None:
    part.shapes._spTree.append(parse_xml(box_on_slide(70, words)))


def deck_of(deck: Any) -> bytes:
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def test_text_of_layouts_and_masters_is_read_on_the_first_slide_that_shows_it(tmp_path: Path) -> None:
    deck = Presentation()
    layout = deck.slide_layouts[6]
    with_text_on(layout, "<a:r><a:t>For members</a:t></a:r>")
    with_text_on(deck.slide_master, "<a:r><a:t>Ferry Society</a:t></a:r>")
    with_text_on(deck.slide_master, '<a:r><a:t>Page </a:t></a:r><a:fld id="{1}" type="slidenum"><a:t>‹#›</a:t></a:fld>')
    for hides in (True, False, False):
        slide = deck.slides.add_slide(layout)
        if hides:
            slide._element.set("showMasterSp", "0")
    reading = read(tmp_path, "talk.pptx", deck_of(deck))
    assert told(reading) == [("body", "For members"), ("body", "Ferry Society")]
    assert places(reading, "slide") == [2, 2]


def test_text_of_a_master_that_the_layout_hides_is_not_read(tmp_path: Path) -> None:
    deck = Presentation()
    deck.slide_layouts[6]._element.set("showMasterSp", "0")
    with_text_on(deck.slide_master, "<a:r><a:t>Ferry Society</a:t></a:r>")
    deck.slides.add_slide(deck.slide_layouts[6])
    with pytest.raises(EmptyContent):
        read(tmp_path, "talk.pptx", deck_of(deck))


def test_comments_on_slides_are_told(tmp_path: Path) -> None:
    parts = unpacked(presentation())
    related = "ppt/slides/_rels/slide1.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    parts[related] = parts[related].replace(
        b"</Relationships>",
        f'<Relationship Id="rId9" Type="{kind}" Target="../comments/comment1.xml"/></Relationships>'.encode(),
    )
    parts["ppt/comments/comment1.xml"] = f'<p:cmLst xmlns:p="{P}"><p:cm><p:text>Why?</p:text></p:cm></p:cmLst>'.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", b'<Override PartName="/ppt/comments/comment1.xml" ContentType="application/xml"/></Types>'
    )
    reading = read(tmp_path, "talk.pptx", packed(parts))
    assert [each["message"] for each in reading["notices"] if each["code"] == "comments-left-out"] == [
        "1 comments were left out."
    ]


@pytest.mark.parametrize(
    ("name", "main"),
    [("show.ppsx", "slideshow.main+xml"), ("form.potx", "template.main+xml"), ("macros.pptm", None)],
)
def test_a_show_and_a_template_are_presentations(tmp_path: Path, name: str, main: str | None) -> None:
    kinds = "[Content_Types].xml"
    parts = unpacked(presentation())
    if main:
        parts[kinds] = parts[kinds].replace(b"presentation.main+xml", main.encode())
    assert ("heading", "Why ferries") in told(read(tmp_path, name, packed(parts)))


def test_one_picture_or_chart_that_cannot_be_drawn_costs_no_other_slide(tmp_path: Path) -> None:
    parts = unpacked(presentation())
    slide, chart = "ppt/slides/slide1.xml", next(name for name in parts if "/charts/chart" in name)
    linked = (
        b'<p:pic><p:nvPicPr><p:cNvPr id="9" name="p" descr="A ferry at its landing"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr>'
        b'<p:blipFill><a:blip r:link="rId99"/></p:blipFill><p:spPr/></p:pic>'
    )
    title_picture = linked.replace(b"<p:nvPr/>", b'<p:nvPr><p:ph type="title"/></p:nvPr>')
    parts[slide] = parts[slide].replace(b"</p:spTree>", linked + b"</p:spTree>")
    parts["ppt/slides/slide2.xml"] = re.sub(
        rb"<p:sp>.*?</p:sp>", title_picture, parts["ppt/slides/slide2.xml"], count=1, flags=re.DOTALL
    )
    parts[chart] = parts[chart].replace(b"lineChart>", b"surface3DChart>")
    lines = told(read(tmp_path, "talk.pptx", packed(parts)))
    assert ("heading", "Why ferries") in lines
    assert [text for kind, text in lines if kind == "caption"] == ["A ferry at its landing"] * 2 + ["Boats by year"]
    assert ("table_row", "1900 | 3") in lines


@pytest.mark.parametrize("title", ["PowerPoint Presentation", "PowerPoint-Präsentation", "Slide 1", "Untitled"])
def test_a_title_that_a_program_wrote_is_none(tmp_path: Path, title: str) -> None:
    assert read(tmp_path, "talk.pptx", presentation(title))["metadata"]["title"] == "Why ferries"


def test_a_workbook_says_which_sheet(tmp_path: Path) -> None:
    reading = read(tmp_path, "tolls.xlsx", workbook())
    assert told(reading) == [
        ("heading", "Tolls 1900"),
        ("table_row", "Cargo | Pence | Since"),
        ("table_row", "Sheep | 3 | 5.3.1900"),
        ("table_row", "Carts | 4.5"),
        ("heading", "Secret"),
        ("table_row", "Bribes"),
    ]
    assert places(reading, "sheet") == ["Tolls 1900"] * 4 + ["Secret"] * 2
    assert (reading["metadata"]["title"], reading["metadata"]["authors"]) == ("Tolls", ["Bo Lee"])
    assert codes(reading) == {"hidden-sheets"}


FIRST, Z = "A", "Z"


def spread(*cells: tuple[int, int]) -> bytes:
    """Return a workbook with a sheet called Far, whose first cell is A and whose others are Z."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("Far")
    sheet.write(0, 0, FIRST)
    for row, column in cells:
        sheet.write(row, column, Z)
    sheet.write_blank(99, 16_000, None, book.add_format({"bold": True}))
    book.close()
    return file.getvalue()


def spread_open(gap: int) -> bytes:
    """Return an OpenDocument workbook with a cell in its first row and one behind a gap, at the end of the row."""
    empty = '<table:table-cell table:number-columns-repeated="16383"/>'
    first, last = (
        f'<table:table-cell office:value-type="string"><text:p>{each}</text:p></table:table-cell>'
        for each in (FIRST, Z)
    )
    between = f'<table:table-row table:number-rows-repeated="{gap}">{empty}</table:table-row>'
    rows = f"<table:table-row>{first}</table:table-row>{between}<table:table-row>{empty}{last}</table:table-row>"
    body = f'<table:table table:name="Far">{rows}{between}</table:table>'
    return open_document(body, "spreadsheet", {"META-INF/manifest.xml": MANIFEST})


@pytest.mark.parametrize(
    ("name", "data", "last"),
    [
        ("far.xlsx", spread((1_048_575, 16_383)), "– | Z"),
        ("far.xlsx", spread((7, 1), (1_048_575, 2)), "– | – | Z"),
        ("far.xlsx", spread((1_048_575, 0)), "Z"),
        ("far.ods", spread_open(1_048_574), "– | " * 16_383 + "Z"),
    ],
)
def test_cells_far_from_each_other_are_read(tmp_path: Path, name: str, data: bytes, last: str) -> None:
    lines = told(read(tmp_path, name, data))
    assert lines[:2] == [("heading", "Far"), ("table_row", FIRST)]
    assert lines[-1] == ("table_row", last)


def test_a_sheet_of_too_many_cells_says_how_far_it_reaches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("williams_import_document.office.far_cells.MOST_CELLS", 8)
    monkeypatch.setattr("williams_import_document.office.far_cells._FEW_CELLS", 0)
    with pytest.raises(ContentTooLarge, match="'Far' reaches from A1 to AAB703"):
        read(tmp_path, "far.xlsx", spread((6, 26), (702, 703)))


def test_what_lies_on_a_sheet_is_read(tmp_path: Path) -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, other = book.add_worksheet("Tolls"), book.add_worksheet("Notes")
    sheet.write_column(0, 0, ["Boats", 3])
    sheet.write_comment(0, 0, "By whom?")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Tolls!$A$2:$A$2"})
    chart.set_title({"name": "Traffic"})
    chart.set_y_axis({"name": "Boats a day"})
    sheet.insert_chart(5, 5, chart)
    other.insert_textbox(0, 0, "Carts cross\nfree.")
    book.close()
    reading = read(tmp_path, "tolls.xlsx", file.getvalue())
    assert told(reading) == [
        ("heading", "Tolls"),
        ("table_row", "Boats"),
        ("table_row", "3"),
        ("caption", "Traffic. Boats a day"),
        ("heading", "Notes"),
        ("body", "Carts cross"),
        ("body", "free."),
    ]
    assert codes(reading) == {"comments-left-out"}
    parts = unpacked(file.getvalue()) | {"xl/drawings/drawing2.xml": b"<torn"}
    reading = read(tmp_path, "torn.xlsx", packed(parts))
    assert [text for _, text in told(reading)] == ["Tolls", "Boats", "3", "Traffic. Boats a day"]
    assert codes(reading) == {"comments-left-out", "drawings-left-out"}
    drawing = unpacked(file.getvalue())["xl/drawings/drawing2.xml"]
    shape = drawing[drawing.index(b"<xdr:sp ") : drawing.index(b"</xdr:sp>") + len(b"</xdr:sp>")]
    old = b"<m:Fallback xmlns:m='urn:m'>" + shape.replace(b"Carts", b"Slicers") + b"</m:Fallback>"
    parts = unpacked(file.getvalue()) | {"xl/drawings/drawing2.xml": drawing.replace(shape, shape + old)}
    assert [text for _, text in told(read(tmp_path, "two.xlsx", packed(parts)))][-2:] == ["Carts cross", "free."]


def test_an_open_text(tmp_path: Path) -> None:
    reading = read(tmp_path, "ferries.odt", open_document(OPEN_TEXT, more={"Object 1/content.xml": FORMULA}))
    assert told(reading) == [
        ("heading", "On Ferries"),
        ("heading", "Prices"),
        ("body", "Sheep cross cheaply."),
        ("list_item", "sheep"),
        ("table_row", "Cargo | Pence"),
        ("caption", "The old ferry"),
        ("body", r"\(a = 2\)"),
        ("footnote", "Since 1900."),
    ]
    assert (reading["metadata"]["authors"], codes(reading)) == (["Ada Smith"], {"pictures-left-out"})


SHAPE = (
    "<draw:custom-shape><svg:title>Ferry's way</svg:title><svg:desc>An arrow</svg:desc>"
    "<text:p>To the island</text:p><text:p>and back</text:p></draw:custom-shape>"
)
SHAPE_READ = [("caption", "Ferry's way. An arrow"), ("body", "To the island"), ("body", "and back")]


def test_shapes_stand_behind_their_paragraph_as_what_they_hold(tmp_path: Path) -> None:
    group = f"<draw:g>{SHAPE}<draw:frame><draw:text-box><text:p>At noon</text:p></draw:text-box></draw:frame></draw:g>"
    body = f"<text:p>It <text:span>goes{SHAPE}</text:span> there.</text:p><text:h>Group{group}</text:h>"
    noon = ("body", "At noon")
    read_as = [("body", "It goes there."), *SHAPE_READ, ("heading", "Group"), *SHAPE_READ, noon]
    assert told(read(tmp_path, "a.odt", open_document(body))) == read_as
    slides = open_document(f"<draw:page>{group}</draw:page>", "presentation")
    assert told(read(tmp_path, "a.odp", slides)) == [*SHAPE_READ, noon]


def test_a_frame_in_a_frame_is_read_once(tmp_path: Path) -> None:
    inner = "<draw:frame><draw:text-box><text:p>At noon</text:p></draw:text-box></draw:frame>"
    outer = f"<draw:frame><draw:text-box><text:p>Ferries{inner}</text:p></draw:text-box></draw:frame>"
    reading = read(tmp_path, "a.odt", open_document(f"<text:p>Times<text:a>{outer}</text:a></text:p>"))
    assert told(reading) == [("body", "Times"), ("body", "Ferries"), ("body", "At noon")]


def test_a_formula_is_read_once_whatever_its_prefix_and_annotation(tmp_path: Path) -> None:
    formula = (
        '<math:math xmlns:math="http://www.w3.org/1998/Math/MathML"><math:semantics><math:mrow><math:mi>a</math:mi>'
        "<math:mo>=</math:mo><math:mn>2</math:mn></math:mrow>"
        '<math:annotation math:encoding="StarMath 5.0">a = 2</math:annotation></math:semantics></math:math>'
    )
    body = '<text:p><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>'
    reading = read(tmp_path, "a.odt", open_document(body, more={"Object 1/content.xml": formula}))
    assert told(reading) == [("body", r"\(a = 2\)")]


def test_an_id_that_is_none_costs_no_open_text(tmp_path: Path) -> None:
    wrong = '<text:p xml:id="">One.</text:p><text:p xml:id="a#b">Two.</text:p>'
    assert told(read(tmp_path, "a.odt", open_document(wrong))) == [("body", "One."), ("body", "Two.")]
    with pytest.raises(CorruptContent, match="cannot be read"):
        read(tmp_path, "a.odt", open_document(wrong + "<text:p>Torn"))


@pytest.mark.parametrize("between", ["", "\n  "])
def test_an_open_workbook_may_be_set_in(tmp_path: Path, between: str) -> None:
    rows = [
        "<table:table-row>",
        '<table:table-cell office:value-type="string">',
        "<text:p>Sheep <text:s/>cross</text:p>",
    ]
    ends = ["</table:table-cell>", "</table:table-row>"]
    body = between.join(['<table:table table:name="Tolls">', "<table:table-column/>", *rows, *ends, "</table:table>"])
    reading = read(tmp_path, "tolls.ods", open_document(body, "spreadsheet", {"META-INF/manifest.xml": MANIFEST}))
    assert told(reading) == [("heading", "Tolls"), ("table_row", "Sheep cross")]


def test_an_open_presentation(tmp_path: Path) -> None:
    reading = read(tmp_path, "talk.odp", open_document(OPEN_SLIDES, "presentation"))
    assert told(reading) == [("heading", "Why ferries"), ("body", "No bridge"), ("body", "Say it slowly.")]
    assert places(reading, "slide") == [1, 1, 1]


def test_a_book_leads_into_its_chapters(tmp_path: Path) -> None:
    chapter = '<h1 id="c1">Prices</h1><p>Sheep cross cheaply.</p><aside epub:type="footnote">Since 1900.</aside>'
    reading = read(tmp_path, "ferries.epub", book(chapter))
    assert told(reading) == [("heading", "Prices"), ("body", "Sheep cross cheaply."), ("footnote", "Since 1900.")]
    assert places(reading, "anchor")[0] == "text/one.xhtml#c1"
    about = reading["metadata"]
    assert (about["title"], about["license"], about["language"]) == ("On Ferries", "CC-BY-4.0", "en")


LOCK = (
    '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:CipherReference URI="OEBPS/text/one.xhtml"/>'
    "</encryption>"
)


@pytest.mark.parametrize(
    ("name", "data", "error", "says"),
    [
        ("a.pptx", b"PK\x03\x04 torn", CorruptContent, "presentation cannot be unpacked"),
        ("a.pptx", packed({"x": "y"}), CorruptContent, "presentation cannot be read"),
        ("a.xlsx", packed({"x": "y"}), CorruptContent, "workbook cannot be read"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), CorruptContent, "workbook cannot be read"),
        ("a.odt", packed({"x": "y"}), CorruptContent, "has no text"),
        ("a.odt", open_document("<text:p><unclosed>"), CorruptContent, "cannot be read"),
        (
            "a.odt",
            open_document("", more={"META-INF/manifest.xml": "<encryption-data/>"}),
            EncryptedContent,
            "password",
        ),
        ("a.epub", packed({"x": "y"}), CorruptContent, "does not say what it holds"),
        ("a.epub", book("<p>x</p>", {"META-INF/encryption.xml": LOCK}), EncryptedContent, "locked"),
    ],
)
def test_each_has_its_own_error(tmp_path: Path, name: str, data: bytes, error: type[PermanentError], says: str) -> None:
    with pytest.raises(error, match=says):
        read(tmp_path, name, data)


def test_a_package_that_swells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES_AT_ALL", 1 << 20)
    with pytest.raises(ContentTooLarge, match="over 1 MB"):
        read(tmp_path, "a.epub", book("<p>x</p>", {"OEBPS/a.bin": "0" * (2 << 20)}))


def test_characters_that_no_tree_holds_are_told_as_unreadable(tmp_path: Path) -> None:
    reading = read(tmp_path, "a.jsonl", rb'"nul \u0000 within"')
    assert told(reading) == [("list_item", "nul \ufffd within")]


def test_entities_of_others_are_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    body = open_document("<text:p>Words &x; here.</text:p>")
    declared = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
    harmful = packed({"mimetype": "x", "content.xml": declared + unpacked(body)["content.xml"]})
    assert "the secret" not in str(read(tmp_path, "a.odt", harmful)["paragraphs"])
