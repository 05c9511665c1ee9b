"""One language goes by several codes."""

from __future__ import annotations

import pytest

from williams.domain.language_codes import primary_language, spellings


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("iw", "he"),
        ("heb-IL", "he"),
        ("in_ID", "id"),
        ("ger", "de"),
        ("DEU", "de"),
        ("mo", "ro"),
        ("cmn-Hans-CN", "zh"),
        ("en-GB", "en"),
        ("gsw", "gsw"),
        ("", ""),
        (None, ""),
    ],
)
def test_the_usual_code(tag: str | None, language: str) -> None:
    assert primary_language(tag) == language


@pytest.mark.parametrize("tag", ["he-IL", "iw-il", "HEB-IL"])
def test_every_spelling_gives_them_all(tag: str) -> None:
    assert spellings(tag) == ["he-il", "iw-il", "heb-il"]


def test_a_code_without_others_stands_alone() -> None:
    assert spellings("gsw-CH") == ["gsw-ch"]
