"""Tags and names of collections: the same in any case and normal form, and never what cannot be seen."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from williams.domain.labels import MOST_TAGS, CollectionName, Tags, fitting_tags, folded

NAME = TypeAdapter[str](CollectionName)
TAGS = TypeAdapter[list[str]](Tags)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  Machine \t Learning ", "machine learning"),
        ("Größe", "größe"),
        ("Cafe\u0301", "café"),
        ("ＡＩ", "ai"),
        ("ΛΌΓΟΣ", "λόγος"),
        ("İstanbul", "i̇stanbul"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("漢字", "漢字"),
    ],
)
def test_a_tag_has_one_spelling(said: str, kept: str) -> None:
    assert TAGS.validate_python([said, kept]) == [kept]


@pytest.mark.parametrize(
    "said", ["", " ", "\u200b", "\u200d", "\u00ad\u2060", "a\x00", "a\u202eb\x07", "a" * 51, "ﷺ" * 5]
)
def test_what_is_no_tag(said: str) -> None:
    with pytest.raises(ValidationError):
        TAGS.validate_python([said])
    assert fitting_tags([said, "Ships"]) == ["ships"]


def test_a_source_has_not_any_number_of_tags() -> None:
    many = [str(number) for number in range(MOST_TAGS + 1)]
    assert len(fitting_tags(many)) == MOST_TAGS
    with pytest.raises(ValidationError):
        TAGS.validate_python(many)


def test_a_name_is_kept_as_it_was_said() -> None:
    assert NAME.validate_python(" Straße  Cafe\u0301\u200b ") == "Straße Café"
    assert folded("STRAßE CAFE\u0301") == folded("straße café")


COLLECTION_ID = "col_01a2242048562d1772e524ffdce7"


@pytest.mark.parametrize("said", ["", "\u200b", "x" * 101, "ﷺ" * 100, COLLECTION_ID, COLLECTION_ID.upper()])
def test_what_is_no_name(said: str) -> None:
    with pytest.raises(ValidationError):
        NAME.validate_python(said)
