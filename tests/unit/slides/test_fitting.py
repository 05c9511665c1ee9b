"""Whether a text fits its box in any font that programs are likely to show it in."""

from __future__ import annotations

import pytest
from williams_export_slides.deck.fitting import Box, DoesNotFit, breakable, fitted, lines_of, width_of

# Widths in sizes of the letters, measured with the fonts themselves: DejaVu Sans, which is wider than nearly all, and
# the Noto font of the script where DejaVu has no letters for it.
MEASURED = {
    "The quick brown fox jumps over the lazy dog": 22.49,
    "WRITE-AHEAD LOGGING AND MMWW": 18.62,
    "3.7.0 (2010-07-21), 400,000 scrolls": 17.69,
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk": 28.11,
    "В то же время был представлен новый тестируемый выпуск": 32.11,
    "المكتبة مكان تحفظ فيه الكتب لكي يجدها القراء": 19.68,
    "पुस्तकालय पुस्तकों को सँभालकर रखता है": 14.75,
    "图书馆保存书籍，以便读者多年以后还能找到它们。": 23.0,
}
BOX = Box(0, 0, 800, 300)


@pytest.mark.parametrize("text", MEASURED)
def test_texts_are_taken_for_as_wide_as_wide_fonts_set_them_and_not_for_much_more(text: str) -> None:
    assert MEASURED[text] <= width_of(text) <= 1.4 * MEASURED[text]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("word", 100, 1),
        ("a word and a word and a word and a word", 8, 4),
        ("x" * 100, 10, 7),
        ("short " + "x" * 100, 10, 8),
        ("图" * 100, 10, 12),
        ("", 10, 1),
    ],
)
def test_lines_are_counted_as_they_break(text: str, width: float, lines: int) -> None:
    assert lines_of(text, width) == lines


def test_long_texts_get_smaller_letters_and_short_ones_none_beyond_the_largest() -> None:
    sizes = [fitted(["word " * words], BOX, 30, 12) for words in (3, 120, 200)]
    assert sizes[0] == 30
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[2] < sizes[1] < 30


def test_what_fits_nowhere_says_so() -> None:
    with pytest.raises(DoesNotFit):
        fitted(["word " * 5000], BOX, 30, 12)


def test_only_words_that_no_line_holds_may_break_anywhere() -> None:
    assert breakable("a word", 3.0) == "a word"
    assert breakable("a " + "x" * 8, 3.0).replace("\u200b", "") == "a " + "x" * 8
    assert "\u200b" in breakable("x" * 8, 3.0)
