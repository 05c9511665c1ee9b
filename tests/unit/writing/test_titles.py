"""Titles on covers and in the hosts' mouths."""

from __future__ import annotations

import pytest
from williams_writing.titles import plain_title, said_title


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Locks & Weirs <em>for beginners</em>", "Locks & Weirs for beginners"),
        ("A<br/>B", "A B"),
        ("A --> B & C < D", "A --> B & C < D"),
        ("On Locks*", "On Locks"),
        ("On Locks†: a Survey¹", "On Locks: a Survey"),
        ("The Lock [1]", "The Lock"),
        ("पुराना कुआँ[2]", "पुराना कुआँ"),
        ("C*-Algebras", "C*-Algebras"),
        ("***", "***"),
    ],
)
def test_covers_show_no_markup_and_no_marks_of_notes(title: str, plain: str) -> None:
    assert plain_title(title) == plain


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("THE HISTORY OF LOCKS, PART II", "The History Of Locks, Part II"),
        ("NASA", "NASA"),
        ("What NASA did", "What NASA did"),
        ("ИСТОРИЯ КОЛОДЦА", "История Колодца"),
        ("山谷里的茶园。", "山谷里的茶园"),
        ("🚣‍♀️🌊 Locks <em>for beginners</em>", "Locks for beginners"),
        (
            "On Locks and their keepers, " + "with notes on the weirs of the upper river " * 20,
            "On Locks and their keepers",
        ),
        ("lock " * 200, ("lock " * 22).strip()),
        ("川" * 800, "川" * 40),
        ("Locks · Weirs", "Locks, Weirs"),
        ("Locks (+3)", "Locks"),
    ],
)
def test_hosts_say_words_and_of_a_long_title_its_beginning(title: str, said: str) -> None:
    assert said_title(title, "en") == said


def test_a_long_word_is_cut_between_whole_characters() -> None:
    said = said_title("कि" * 400, "hi")
    assert 20 <= len(said) <= 111
    assert len(said) % 2 == 0
