"""Names, numbers and brackets within lines that are read from right to left."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from williams_import_pdf.embedded import as_read, from_the_right


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("חברת Sons & Smith מלונדון", "חברת Smith & Sons מלונדון"),
        ("معيار 9001 ISO الجديد", "معيار ISO 9001 الجديد"),
        ("إلى Ltd Company Light Cape بعد", "إلى Cape Light Company Ltd بعد"),
        ("بين 1887 - 1890 فقط", "بين 1887 - 1890 فقط"),
        ("ראו Smith - הוא", "ראו Smith - הוא"),
        ("שומר )אברהם כהן( הדליק", "שומר (אברהם כהן) הדליק"),
        ("שומר (אברהם כהן), הדליק", "שומר (אברהם כהן), הדליק"),
        ("בשנת )1887(. אז", "בשנת (1887). אז"),
        ("شركة Sons & Smith( لندن( المصنع", "شركة Smith & Sons (لندن) المصنع"),
        ("سنة ،1911 وباعته", "سنة 1911، وباعته"),
    ],
)
def test_a_line_from_its_right_end_is_said_as_it_is_read(shown: str, said: str) -> None:
    words = shown.split()
    lefts = [100.0 - 10 * number for number in range(len(words))]
    assert " ".join(as_read(words, lefts)) == said


@pytest.mark.parametrize(
    ("drawn", "places", "said"),
    [
        ("ةميدقلا", range(7), "القديمة"),
        ("المنارة", range(7, 0, -1), "المنارة"),
        ("تينارغلا،", [*range(1, 9), 0], "الغرانيت،"),
        ("نيثالث", [0, 1, 2, 3, 3, 4], "ثلاثين"),
        ("بَتَك", [0, 0, 1, 1, 2], "كتَبَ"),
        ("١٩٨٧", range(4), "١٩٨٧"),
    ],
    ids=["from the left", "from the right", "with a comma", "two letters in one sign", "with marks", "a number"],
)
def test_words_that_are_drawn_from_the_left_are_read_from_the_right(
    drawn: str, places: Sequence[int], said: str
) -> None:
    assert from_the_right(drawn, places) == said
