"""How many notices a content keeps."""

from __future__ import annotations

from williams.domain.notices import MORE, MOST_NOTICES, Notice, bounded


def notices(count: int) -> list[Notice]:
    return [Notice(code="page-without-text", message=f"Page {number} has no text.") for number in range(count)]


def test_as_many_as_fit_are_kept_in_order() -> None:
    assert bounded(notices(MOST_NOTICES)) == notices(MOST_NOTICES)


def test_the_last_says_how_many_were_not_kept() -> None:
    kept = bounded(notices(MOST_NOTICES + 5))
    assert kept[:-1] == notices(MOST_NOTICES - 1)
    assert (kept[-1].code, kept[-1].message) == (MORE, "6 further notices were not kept.")


def test_the_same_is_told_once() -> None:
    assert bounded([*notices(2), *notices(2)]) == notices(2)
