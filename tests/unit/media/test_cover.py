"""Titles find room on the cover."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from williams_engine_ffmpeg.cover import draw_cover
from williams_engine_ffmpeg.lettering import Box, drawable, letters_lacking, typeface_for
from williams_engine_ffmpeg.manifest import FfmpegManifest

from williams_testing.model_files import OriginModelFiles

FONTS = OriginModelFiles(FfmpegManifest)
_BOX = Box(left=0, width=1180, height=290, largest=128, smallest=56, lines=4)


def fit(title: str) -> tuple[int, list[str]]:
    return _BOX.fit(title, typeface_for(title, FONTS))


def test_a_short_title_is_large_and_balanced() -> None:
    size, rows = fit("Attention Is All You Need")
    assert size > 110
    assert rows == ["Attention Is", "All You Need"]


def test_a_long_title_is_smaller_and_whole() -> None:
    title = "On the Provenance of Sentences and How a Librarian Keeps Its Sources Straight"
    size, rows = fit(title)
    assert 56 <= size < 110
    assert " ".join(rows) == title


def test_an_endless_title_is_cut_with_an_ellipsis() -> None:
    size, rows = fit("word " * 200)
    assert (size, len(rows)) == (56, 4)
    assert rows[-1].endswith("word…")


def test_an_endless_word_is_broken() -> None:
    _, rows = fit("Donaudampfschifffahrtsgesellschaftskapitänspatentverordnung")
    assert "".join(rows) == "Donaudampfschifffahrtsgesellschaftskapitänspatentverordnung"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("图书馆 Library", "图书馆 Library"),
        ("ᚠᚢᚦ runes", "runes"),
        ("Ελληνικά и русский", "Ελληνικά и русский"),
        ("a\x07b\u200b", "a b"),
        ("📚\ufe0f", "📚"),
    ],
)
def test_only_what_some_font_holds_is_drawn(text: str, kept: str) -> None:
    assert drawable(text, typeface_for(text, FONTS)) == kept


@pytest.mark.parametrize(
    ("title", "rows"),
    [
        ("日本語の図書館と「骨董品」の歴史について", ["日本語の図書館と「骨", "董品」の歴史について"]),
        ("한국 도서관의 오래된 역사와 책들", ["한국 도서관의", "오래된 역사와 책들"]),
    ],
)
def test_where_a_row_may_end_goes_by_the_script(title: str, rows: list[str]) -> None:
    _, found = fit(title)
    assert found == rows


def glyphs(text: str) -> list[int]:
    return [glyph.number for glyph in typeface_for(text, FONTS).row(text).glyphs]


def test_letters_join_and_run_as_their_script_does() -> None:
    assert glyphs("بب") != 2 * glyphs("ب")  # they are joined
    assert len(glyphs("क्षि")) < len("क्षि")
    assert glyphs("שלום 24") == [*glyphs("24"), *glyphs("שלום ")]
    assert glyphs("שם")[0] == glyphs("ם")[0]


LIBRARIES = (
    "图书馆 圖書館 ライブラリー 도서관 مكتبة ספרייה पुस्तकालय পাঠাগার நூலகம் ห้องสมุด Βιβλιοθήκη ბიბლიოთეკა Գրադարան ቤተመጻሕፍት "
    "📚🎉 ∀ℝ∑ గ్రంథ ಗ್ರಂಥ ഗ്രന്ഥ පුස්ත ຫໍສະ စာကြည့် បណ្ណាល័យ ગ્રંથ ਲਾਇਬ੍ਰੇਰੀ ଗ୍ରନ୍ଥ Thưviện Библиотека"
)


@pytest.mark.parametrize("title", LIBRARIES.split(" "))
def test_no_living_script_is_left_off(title: str) -> None:
    typeface = typeface_for(title, FONTS)
    assert letters_lacking(title, typeface) == ""
    row = typeface.row(title)
    assert all(glyph.number for glyph in row.glyphs)  # 0 is the box
    assert row.drawn(64) is not None


def test_the_same_title_gives_the_same_picture_and_another_another(tmp_path: Path) -> None:
    for name, title in (("a", "One"), ("b", "One"), ("c", "Two")):
        draw_cover(title, "Subtitle", FONTS, tmp_path / name)
    pictures = [(tmp_path / name).read_bytes() for name in "abc"]
    assert pictures[0] == pictures[1] != pictures[2]


def test_the_title_stands_below_the_figure_and_is_bright(tmp_path: Path) -> None:
    draw_cover("A Title of Some Length That Takes Two Rows", "", FONTS, tmp_path / "a.jpg")
    with Image.open(tmp_path / "a.jpg") as picture:
        white = picture.convert("L").point(lambda value: 255 if value > 240 else 0).getbbox()
    assert white is not None
    assert white[1] > 830
    assert white[3] < 1200
    assert white[0] >= 105
    assert white[2] <= 1300


def test_an_empty_title_leaves_the_figure_alone(tmp_path: Path) -> None:
    draw_cover("", "", FONTS, tmp_path / "a.jpg")
    with Image.open(tmp_path / "a.jpg") as picture:
        assert picture.size == (1400, 1400)
