"""The PDF of a book, read by another program's library."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from williams_export_ebook import composition

from tests.unit.ebook.shelf import ARABIC, BODY, MIXED, Made, Shelf

PLAIN = tuple(piece for piece in MIXED if "\ufffe" not in piece[1])


def lines(data: bytes) -> str:
    """Return the text of all pages on one line."""
    document = pypdfium2.PdfDocument(data)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


async def shelved(**parameters: object) -> Made:
    shelf = Shelf()
    shelf.add(PLAIN, title="On Shelves & <Boards>", authors=["Ada Smith"], url="https://example.org/a.pdf")
    shelf.add(ARABIC, title="عن المكتبات", language="ar")
    return await shelf.made(**parameters)


async def test_it_holds_the_book_with_outline_footnotes_and_tags() -> None:
    made = await shelved(title='A "book" of #shelves')
    assert made.pdf
    document = pypdfium2.PdfDocument(made.pdf)
    outline = [(item.level, item.get_title()) for item in document.get_toc()]
    assert outline[:5] == [
        (0, "On Shelves & <Boards>"),
        (1, "1 Wood"),
        (2, "1.1 Care"),
        (1, "2 Books"),
        (0, "عن المكتبات"),
    ]
    assert document.get_metadata_dict()["Title"] == 'A "book" of #shelves'
    assert pdfium.FPDFCatalog_IsTagged(document)
    text = lines(made.pdf)
    for words in (
        "def load(x):",
        "return x < 3 and x & 1",
        "Smith, p. 4, ¶ 14",
        "Oak 40 per metre",
        "Name the authors",
    ):
        assert words in text, words
    xmp = made.pdf.decode("latin-1")
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert (await shelved(title='A "book" of #shelves')).pdf == made.pdf


@pytest.mark.parametrize("hostile", ['#panic("x")', "\\", '"; panic()', "$ x $ *b* _i_ `r` <l> @ref", "// no /* no"])
async def test_no_text_is_taken_for_markup(hostile: str) -> None:
    shelf = Shelf()
    shelf.add([(BODY, hostile)], title=hostile)
    made = await shelf.made()
    assert made.pdf
    assert lines(made.pdf).count(hostile) > 2


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "图书馆保存书籍，以便读者多年以后还能找到它们。"),
        ("ja", "図書館は本を保管する。"),
        ("ko", "도서관은 책을 보관한다."),
        ("th", "ห้องสมุดเก็บหนังสือ"),
        ("ta", "நூலகம் 📚 புத்தகங்களை வைத்திருக்கிறது"),
        ("bn", "পাঠাগার বই রাখে।"),
    ],
)
async def test_every_living_script_is_set(language: str, text: str) -> None:
    shelf = Shelf()
    shelf.add([(BODY, text)], title=text, language=language)
    made = await shelf.made()
    assert made.metadata["notices"] == []
    assert made.pdf
    assert {"zh": b"NotoSansCJKsc", "ja": b"NotoSansCJKjp", "ko": b"NotoSansCJKkr"}.get(
        language, b"NotoSans"
    ) in made.pdf


async def test_what_no_font_has_leaves_the_pdf_out_and_is_said() -> None:
    shelf = Shelf()
    shelf.add([(BODY, "ᚠᚢᚦ")], title="ᚠᚢᚦ")
    made = await shelf.made()
    assert made.pdf is None
    cover, notice = made.metadata["notices"]
    assert (cover["code"], notice["code"]) == ("cover-letters-missing", "not-on-paper")
    assert "no font has all letters of 'ᚠ" in notice["message"]


async def test_signs_of_private_fonts_keep_no_book_from_paper() -> None:
    shelf = Shelf()
    shelf.add([(BODY, "A clef is the sign \uf0e4 of a font, or \U000f0001 of another one.")])
    made = await shelf.made()
    assert made.metadata["notices"] == []
    assert made.pdf
    assert any(
        "the sign \ufffd of a font" in page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made.pdf)
    )


async def test_what_is_too_long_for_paper_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composition, "MOST_PRINTED", 5)
    made = await shelved()
    assert made.pdf is None
    assert "it would have 19 paragraphs; 5 can be set" in made.metadata["notices"][0]["message"]


async def test_it_need_not_be_made() -> None:
    made = await shelved(pdf=False)
    assert made.pdf is None
    assert made.metadata["notices"] == []
