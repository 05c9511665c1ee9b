"""The files of a report, each read by a program that is not ours."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx import Document
from lxml import etree, html
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from PIL import Image

from tests.unit.ebook.shelf import ARABIC, LONG_TITLE, MIXED, PICTURE
from tests.unit.report.desk import Desk, Made
from tests.unit.report.texts import DOCKS, GERMAN, HARBOUR, SHOWN
from williams_testing.factories import WHEN

W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}


def desk() -> Desk:
    made = Desk()
    made.add(
        (*HARBOUR, SHOWN),
        title="The Harbour <of> *Aldwick* & [more]",
        authors=["Ada Smith"],
        url="https://example.org/a.pdf",
    )
    made.add(DOCKS, title="Docks at Fernham", url="https://example.org/docks", license=None)
    made.add(ARABIC, title="عن المكتبات", language="ar")
    return made


@pytest.fixture(scope="module")
def made() -> Made:
    import asyncio

    return asyncio.run(desk().reported(title='A "report" on #ports', words=600))


def statements(made: Made) -> list[str]:
    return [part.text for part in made.parts if part.role in ("summary", "statement")]


def flat(text: str) -> str:
    return " ".join(text.split())


async def test_the_same_sources_make_the_same_bytes() -> None:
    one = desk()
    first, again = (await one.reported()).files, (await one.reported()).files
    for name in ("report.pdf", "report.docx", "report.html", "report.md"):
        assert first[name] == again[name], name


def test_the_pdf_has_outline_footnotes_and_tags(made: Made) -> None:
    document = pypdfium2.PdfDocument(made.files["report.pdf"])
    outline = [item.get_title() for item in document.get_toc() if item.level == 0]
    assert outline == made.metadata["sections"]
    assert document.get_metadata_dict()["Title"] == 'A "report" on #ports'
    assert pdfium.FPDFCatalog_IsTagged(document)
    text = flat(" ".join(page.get_textpage().get_text_range() for page in document)).replace("\x02", "-")
    for words in ("[1] Smith, p. 3, ¶ 7", "1640 1,204 310", "CC-BY-4.0", "quoting/extractive-textrank"):
        assert words in text, words


def test_the_word_document_has_real_styles_and_real_footnotes(made: Made) -> None:
    data = made.files["report.docx"]
    document = Document(io.BytesIO(data))
    styled = {(each.style.name, each.text) for each in document.paragraphs if each.style}
    assert ("Title", 'A "report" on #ports') in styled
    assert {text for name, text in styled if name == "Heading 1"} == set(made.metadata["sections"])
    package = zipfile.ZipFile(io.BytesIO(data))
    notes = etree.fromstring(package.read("word/footnotes.xml"))
    by_id = {note.get(f"{{{W['w']}}}id"): "".join(note.itertext()).strip() for note in notes.iterfind("w:footnote", W)}
    said = [part.text for part in made.parts if part.role == "footnote"]
    assert [by_id[str(number)] for number in range(1, len(said) + 1)] == said
    marks = etree.fromstring(package.read("word/document.xml")).iterfind(".//w:footnoteReference", W)
    assert [each.get(f"{{{W['w']}}}id") for each in marks] == [str(number) for number in range(1, len(said) + 1)]
    assert document.core_properties.title == 'A "report" on #ports'
    assert document.core_properties.modified == WHEN


def test_the_word_document_holds_every_statement_table_and_link(made: Made) -> None:
    document = Document(io.BytesIO(made.files["report.docx"]))
    text = "\n".join(each.text for each in document.paragraphs)
    assert [each for each in statements(made) if each not in text] == []
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["1640", "1,204", "310"] in rows
    body = document.element.body
    names = set(body.xpath(".//w:bookmarkStart/@w:name"))
    footnotes = etree.fromstring(zipfile.ZipFile(io.BytesIO(made.files["report.docx"])).read("word/footnotes.xml"))
    targets = {*body.xpath(".//w:hyperlink/@w:anchor"), *footnotes.xpath(".//w:hyperlink/@w:anchor", namespaces=W)}
    assert targets <= names
    assert {"source_1", "s1", "methods"} <= targets | names
    right_to_left = [each for each in body.xpath(".//w:p[w:pPr/w:bidi]") if "المكتبة" in "".join(each.itertext())]
    assert right_to_left
    assert all(run.xpath("w:rPr/w:rtl") for each in right_to_left for run in each.xpath("./w:r"))


def test_the_html_is_one_file_that_can_be_read_by_ear_and_key(made: Made) -> None:
    data = made.files["report.html"]
    root = html.fromstring(data)
    assert root.get("lang") == "en"
    assert [each for each in root.iter() if each.get("src", "data:")[:5] != "data:" or each.tag == "link"] == []
    assert len(root.findall(".//main")) == len(root.findall(".//nav")) == len(root.findall(".//h1")) == 1
    assert root.find("body")[0].get("class") == "skip"
    levels = [int(each.tag[1]) for each in root.iter("h1", "h2", "h3")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {each[1:] for each in root.xpath("//@href") if each.startswith("#")} <= set(ids)
    assert set(root.xpath("//@aria-labelledby")) <= set(ids)
    for part in made.parts:
        (found,) = root.xpath("//*[@id=$id]", id=(part.place.anchor or "").partition("#")[2])
        said = flat(found.text_content())
        assert (
            flat(part.text.replace(" | ", "")).split()[0] in said if part.role == "table" else flat(part.text) in said
        )
    style = root.findtext(".//style") or ""
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style


def test_a_figure_is_shown_in_every_file_with_whose_it_is(made: Made) -> None:
    (part,) = [each for each in made.parts if each.role == "figure"]
    caption, credit = SHOWN[1], "Smith, p. 6 · CC-BY-4.0"
    assert made.texts[part.sources[0].paragraph_id] == part.text == caption
    root = html.fromstring(made.files["report.html"])
    ((picture, said),) = root.iter("figure")
    assert picture.get("alt") == "Two boards"
    assert base64.b64decode(picture.get("src").partition(",")[2]) == PICTURE
    assert caption in said.text_content()
    assert credit in said.text_content()
    document = Document(io.BytesIO(made.files["report.docx"]))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "Two boards"
    assert any(caption in each.text and credit in each.text for each in document.paragraphs)
    assert "![Two boards](figure-1-18.png)" in made.files["report.md"].decode()
    assert made.files["figure-1-18.png"] == PICTURE
    pages = pypdfium2.PdfDocument(made.files["report.pdf"])
    assert any(pdfium.FPDFPageObj_GetType(each.raw) == 3 for page in pages for each in page.get_objects())
    text = flat(" ".join(page.get_textpage().get_text_range() for page in pages))
    assert caption in text
    assert credit in text


async def test_figures_that_are_not_shown_are_told() -> None:
    reported = await desk().reported(figures=0)
    assert not [each for each in reported.parts if each.role == "figure"]
    (notice,) = [each for each in reported.metadata["notices"] if each["code"] == "figures-left-out"]
    assert notice["message"] == "The sources have 1 figures, of which 0 are in the report."


def test_the_contrast_is_enough_in_light_and_dark(made: Made) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1, for text, quiet text and links."""
    style = html.fromstring(made.files["report.html"]).findtext(".//style") or ""
    for colours in re.findall(r":root \{([^}]*--paper[^}]*)\}", style):
        known = dict(re.findall(r"--(\w+): (#\w+);", colours))
        for name in ("ink", "quiet", "link"):
            assert _contrast(known[name], known["paper"]) >= 4.5, (name, known)


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(each * 2 for each in colour[1:])
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def rendered(made: Made) -> Any:
    reader = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    return html.fromstring(f"<div>{reader.render(made.files['report.md'].decode())}</div>")


def test_the_markdown_says_the_same_once_it_is_rendered(made: Made) -> None:
    root = rendered(made)
    assert [each.text_content() for each in root.iter("h2")] == made.metadata["sections"]
    text = flat(root.text_content())
    assert [each for each in statements(made) if flat(each) not in text] == []
    notes = [flat(each.text_content().replace("↩︎", "")) for each in root.xpath("//li[starts-with(@id, 'fn')]")]
    assert notes == [part.text for part in made.parts if part.role == "footnote"]
    assert ["1640", "1,204", "310"] in [[each.text_content() for each in row] for row in root.iter("tr")]


def test_the_methods_say_how_it_was_made_of_what_and_by_which_engine(made: Made) -> None:
    text = flat(rendered(made).text_content())
    methods = text[text.index("Methods Each statement") : text.index("Where each statement stands The characters")]
    assert "is taken word for word from a source, by quoting/extractive-textrank" in methods
    assert "About 600 words were asked for." in methods
    for title in ("The Harbour <of> *Aldwick* & [more]", "Docks at Fernham", "عن المكتبات"):
        assert title in methods
    assert methods.count("read by import.") == 3


def test_the_appendix_says_of_each_statement_and_table_where_it_stands_to_the_character(made: Made) -> None:
    (table,) = [each for each in rendered(made).iter("table") if "Characters" in each.text_content()]
    rows = [[flat(cell.text_content()) for cell in row] for row in list(table.iter("tr"))[1:]]
    told = [part for part in made.parts if part.role in ("summary", "statement")]
    for part in told:
        number = (part.place.anchor or "").rpartition("#s")[2]
        (source, *_) = part.sources
        assert any(row[0] == number and f"{source.start}–{source.end}" in row[4] for row in rows), part.text
    assert {row[5] for row in rows} == {"CC-BY-4.0", "not stated"}


@pytest.mark.parametrize(
    "hostile",
    ['#panic("x")', '"; panic()', "$ x $ *b* _i_ `r` <l> @ref", "// no /* no", "<script>alert(1)</script>",
     "1. [a](b) ![c](d)", "- | a | b | ~~c~~ &amp; {d} \\e ^f^", "]]> <!-- & -->"],
)  # fmt: skip
async def test_no_words_of_a_source_are_markup(hostile: str) -> None:
    shelf = Desk()
    said = f"The captain wrote {hostile} into the log of the harbour."
    shelf.add([(HARBOUR[1][0], said), *HARBOUR[1:3]], title=hostile)
    made = await shelf.reported()
    pages = pypdfium2.PdfDocument(made.files["report.pdf"])
    shown = {
        "pdf": " ".join(page.get_textpage().get_text_range() for page in pages),
        "docx": "\n".join(each.text for each in Document(io.BytesIO(made.files["report.docx"])).paragraphs),
        "html": html.fromstring(made.files["report.html"]).text_content(),
        "markdown": rendered(made).text_content(),
    }
    for kind, text in shown.items():
        assert flat(text).count(hostile) > 1, kind
    assert b"<script>" not in made.files["report.html"]


async def test_characters_that_no_file_can_hold_are_replaced() -> None:
    shelf = Desk()
    shelf.add(MIXED, title=LONG_TITLE)
    shelf.add(GERMAN, title="Der Hafen \ufdd0", language="de")
    made = await shelf.reported()
    assert {"report.pdf", "report.docx", "report.html", "report.md"} <= set(made.files)
    for name in ("report.html", "report.md"):
        assert "A form feed" in made.files[name].decode()
        assert not re.search("[\x0c\ufdd0\ufffe]", made.files[name].decode())


def test_the_preview_is_the_first_page(made: Made) -> None:
    picture = Image.open(io.BytesIO(made.files["preview.png"]))
    assert (picture.format, picture.size) == ("PNG", (794, 1123)), "A4 at 96 dots to the inch"
    page = pypdfium2.PdfDocument(made.files["report.pdf"])[0].render(scale=0.5).to_pil().convert("L").resize((40, 56))
    small = picture.convert("L").resize((40, 56))
    apart = [abs(one - other) for one, other in zip(page.get_flattened_data(), small.get_flattened_data(), strict=True)]
    assert sum(apart) / len(apart) < 6


async def test_only_what_is_asked_for_is_made() -> None:
    made = await desk().reported(formats=["docx"], provenance=False)
    assert "report.docx" in made.files
    assert not {"report.pdf", "report.html", "report.md"} & set(made.files)
    assert (made.parts[0].place.anchor or "").startswith("report.docx#s1")
    assert "Where each statement stands" not in made.metadata["sections"]
