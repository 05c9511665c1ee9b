"""Excerpts of what was found: the question's words marked, nothing cut in the middle."""

from __future__ import annotations

from rich.text import Text

from williams_cli.hits import MARK, excerpt
from williams_client.models import Highlight


def spans(text: str, *words: str) -> list[Highlight]:
    return [Highlight(start=text.index(word), end=text.index(word) + len(word)) for word in words]


def marked(shown: Text) -> list[str]:
    return [shown.plain[each.start : each.end] for each in shown.spans if each.style == MARK]


def test_a_short_text_is_shown_whole_and_marked() -> None:
    text = "Books keep stories."
    shown = excerpt(text, spans(text, "Books", "stories"), 400)
    assert shown.plain == text
    assert marked(shown) == ["Books", "stories"]


def test_a_long_text_is_shown_from_before_the_first_mark_on() -> None:
    text = " ".join(f"word{n}" for n in range(300))
    shown = excerpt(text, spans(text, "word200", "word205", "word299"), 100)
    assert shown.plain.startswith("…word")
    assert shown.plain.endswith("…")
    assert marked(shown) == ["word200", "word205"]
    assert len(shown.plain) <= 102
    assert set(shown.plain.strip("…").split()) <= set(text.split())


def test_a_long_text_without_a_mark_is_shown_from_its_beginning() -> None:
    shown = excerpt("word " * 300, [], 100)
    assert shown.plain.startswith("word word")
    assert shown.plain.endswith("word…")


def test_a_text_without_spaces_is_cut_anywhere() -> None:
    text = "文" * 500
    shown = excerpt(text, [Highlight(start=450, end=452)], 100)
    assert marked(shown) == ["文文"]
    assert len(shown.plain) == 101


def test_controls_and_lines_do_not_move_the_marks() -> None:
    text = "evil \x1b[2J\n\n books\there"
    shown = excerpt(text, spans(text, "books"), 400)
    assert "\x1b" not in shown.plain
    assert marked(shown) == ["books"]
