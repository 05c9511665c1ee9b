"""Titles find room on the cover."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from williams_engine_ffmpeg.cover import draw_cover
from williams_engine_ffmpeg.lettering import Box, drawable

_BOX = Box(left=0, width=1180, height=290, largest=128, smallest=56, lines=4)


def test_a_short_title_is_large_and_balanced() -> None:
    size, rows = _BOX.fit("Attention Is All You Need")
    assert size > 110
    assert rows == ["Attention Is", "All You Need"]


def test_a_long_title_is_smaller_and_whole() -> None:
    title = "On the Provenance of Sentences and How a Librarian Keeps Its Sources Straight"
    size, rows = _BOX.fit(title)
    assert 56 <= size < 110
    assert " ".join(rows) == title


def test_an_endless_title_is_cut_with_an_ellipsis() -> None:
    size, rows = _BOX.fit("word " * 200)
    assert (size, len(rows)) == (56, 4)
    assert rows[-1].endswith("word…")


def test_an_endless_word_is_broken() -> None:
    _, rows = _BOX.fit("Donaudampfschifffahrtsgesellschaftskapitänspatentverordnung")
    assert "".join(rows) == "Donaudampfschifffahrtsgesellschaftskapitänspatentverordnung"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("图书馆 Library", "Library"),
        ("Ελληνικά и русский", "Ελληνικά и русский"),
        ("a\x07b\u200b", "a b"),
        ("日本", ""),
    ],
)
def test_only_what_the_font_holds_is_drawn(text: str, kept: str) -> None:
    assert drawable(text) == kept


def test_the_same_title_gives_the_same_picture_and_another_another(tmp_path: Path) -> None:
    for name, title in (("a", "One"), ("b", "One"), ("c", "Two")):
        draw_cover(title, "Subtitle", tmp_path / name)
    pictures = [(tmp_path / name).read_bytes() for name in "abc"]
    assert pictures[0] == pictures[1] != pictures[2]


def test_the_title_stands_below_the_figure_and_is_bright(tmp_path: Path) -> None:
    draw_cover("A Title of Some Length That Takes Two Rows", "", tmp_path / "a.jpg")
    with Image.open(tmp_path / "a.jpg") as picture:
        white = picture.convert("L").point(lambda value: 255 if value > 240 else 0).getbbox()
    assert white is not None
    assert white[1] > 830
    assert white[3] < 1200
    assert white[0] >= 105
    assert white[2] <= 1300


def test_an_empty_title_leaves_the_figure_alone(tmp_path: Path) -> None:
    draw_cover("", "", tmp_path / "a.jpg")
    with Image.open(tmp_path / "a.jpg") as picture:
        assert picture.size == (1400, 1400)
