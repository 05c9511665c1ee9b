"""Words with room between their letters."""

from __future__ import annotations

import pytest
from williams_import_pdf.spaced_out import are_letters, closed_up


@pytest.mark.parametrize(
    ("words", "gaps", "said"),
    [
        ("P R E F A C E", [4] * 6, "PREFACE"),
        ("T H E E N D", [4, 4, 9, 4, 4], "THE END"),
        ("das ist s e h r gut", [3, 3, 2, 2, 2, 5], "das ist sehr gut"),
        ("das ist s e h r g u t", [3, 3, 2, 2, 2, 5, 2, 2], "das ist sehr gut"),
        ("das ist g e s p e r r t.", [3, 3, 3, 3, 3, 3, 3, 3, 3], "das ist gesperrt."),
        ("key d p q a b c and", [3] * 7, "key d p q a b c and"),
        ("A B C D E F G", [4] * 6, "A B C D E F G"),
        ("so I a m", [3, 3, 3], "so I a m"),
    ],
)
def test_spaced_letters_make_words(words: str, gaps: list[float], said: str) -> None:
    assert " ".join(closed_up(words.split(), gaps, lambda _: True)) == said


def test_blanks_that_the_file_has_within_a_line_part_words() -> None:
    assert closed_up(["is", "s", "e", "h", "r", "gut"], [3, 2, 2, 2, 5], lambda _: False) == [
        "is",
        "s",
        "e",
        "h",
        "r",
        "gut",
    ]


@pytest.mark.parametrize(
    ("words", "are"), [("T H E", False), ("T H E E", True), ("A B C D", False), ("T H 1 2", False)]
)
def test_a_line_may_have_nothing_but_letters(words: str, are: bool) -> None:
    assert are_letters(words.split()) == are
