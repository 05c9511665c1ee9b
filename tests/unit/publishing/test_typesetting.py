"""Typst as exports have it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from williams_publishing import typst_code
from williams_publishing.typesetting import Typesetter, Unprintable

if TYPE_CHECKING:
    from typst import PDFStandard

HOSTILE = '#panic("x") \\ "; panic() $ x $ *b* _i_ `r` <l> @ref // no /* no'
HEAD = '#set document(title: "T")\n#set page(width: 200pt, height: 100pt, margin: 5pt)\n'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    written = tmp_path / "one.typ"
    written.write_text(f"{HEAD}= T\n{typst_code.content(HOSTILE)}\n#pagebreak()\n#datetime.today().display()")
    return written


def test_text_is_no_markup_and_two_runs_make_the_same_bytes(source: Path, tmp_path: Path) -> None:
    made = []
    for name in ("a.pdf", "b.pdf"):
        Typesetter().pdf(source, tmp_path / name, when=datetime(2024, 2, 29, tzinfo=UTC))
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    first, second = pypdfium2.PdfDocument(made[0])
    assert HOSTILE in " ".join(first.get_textpage().get_text_range().split())
    assert second.get_textpage().get_text_range() == "2024-02-29"


@pytest.mark.parametrize(
    ("standards", "said"), [(["a-2a", "ua-1"], "<pdfuaid:part>1<"), (["a-3b"], "<pdfaid:part>3<"), ([], "<xmp:")]
)
def test_the_pdf_keeps_to_the_standards_that_are_asked_for(
    source: Path, tmp_path: Path, standards: list[PDFStandard], said: str
) -> None:
    Typesetter().pdf(source, tmp_path / "a.pdf", standards=standards)
    assert said in (tmp_path / "a.pdf").read_bytes().decode("latin-1")


def test_a_moment_may_have_fractions_of_seconds(source: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    Typesetter().pdf(source, one, when=datetime(2026, 1, 2, 3, 4, 5, 678, UTC))
    Typesetter().pdf(source, other, when=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert one.read_bytes() == other.read_bytes()


def test_each_page_is_a_picture(source: Path) -> None:
    pictures = Typesetter().pictures(source, ppi=72)
    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_what_no_font_can_show_is_named(source: Path, tmp_path: Path) -> None:
    source.write_text(f"{HEAD}{typst_code.content('a 書 b')}")
    with pytest.raises(Unprintable, match="書"):
        Typesetter().pdf(source, tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en", 'lang: "en", dir: ltr'),
        ("ar-EG", 'lang: "ar", dir: rtl, region: "EG"'),
        ("zh-Hant", 'lang: "zh", dir: ltr'),
    ],
)
def test_a_language_tag_as_typst_wants_it(tag: str, said: str) -> None:
    assert typst_code.language(tag) == said
