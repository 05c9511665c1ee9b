"""Characters whose bytes are in the wrong order are told from Chinese ones."""

from __future__ import annotations

import pytest
from williams_import_pdf.byte_order import in_order, swapped


def _swap(text: str) -> str:
    return text.encode("utf-16-le").decode("utf-16-be")


@pytest.mark.parametrize("text", ["Every sack came back", "Köln (34)", "a sack\r\nof rye"])
def test_words_of_swapped_characters_are_read(text: str) -> None:
    drawn = "".join(one if one.isspace() else _swap(one) for one in text)
    assert in_order(drawn, swapped(drawn)) == text


@pytest.mark.parametrize(
    "text", ["Every sack", "図書館の司書は貸し出し", "一二三 开始 最後", "㐀开㐀", "図書館の" * 5 + _swap("sack")]
)
def test_other_text_stays(text: str) -> None:
    assert swapped(text) == set()


@pytest.mark.parametrize("text", ["Files\r\n──────", "目次　　　　　　3", "Weather ☀☀☀☀", "∀∀∀∀ (logic)"])
def test_rules_blanks_and_signs_in_a_row_stay(text: str) -> None:
    assert swapped(text) == set()
