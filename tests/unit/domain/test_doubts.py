"""A paragraph's doubt: the share of its characters that cannot be read, or what its reader says, if that is graver."""

from __future__ import annotations

import pytest

from williams.domain.doubts import Doubt, doubt_of
from williams.plugin.importing import ParagraphDraft

GUESSED = Doubt(code="characters-guessed", confidence=0.9)


@pytest.mark.parametrize(
    ("text", "confidence"),
    [("Sound text.", None), ("Gr\ufffd\ufffde", 0.6), ("\ue001bc d", 0.75), ("\ufffd", 0.0)],
)
def test_what_cannot_be_read_is_doubted(text: str, confidence: float | None) -> None:
    expected = None if confidence is None else Doubt(code="characters-unreadable", confidence=confidence)
    assert doubt_of(text) == expected
    assert ParagraphDraft(text=text).doubt == expected


def test_characters_that_are_left_out_count_too() -> None:
    assert ParagraphDraft(text="cl\x00ck").doubt == Doubt(code="characters-unreadable", confidence=0.8)


def test_the_graver_doubt_holds() -> None:
    assert ParagraphDraft(text="A guess.", doubt=GUESSED).doubt == GUESSED
    assert ParagraphDraft(text="A gu\ufffdss", doubt=GUESSED).doubt == doubt_of("A gu\ufffdss")
    assert ParagraphDraft(text="A guess, and twenty more letters\ufffd", doubt=GUESSED).doubt == GUESSED
