"""What of a place can be kept."""

from __future__ import annotations

import math
from typing import Any

import pytest
from pydantic import ValidationError

from williams.domain.places import PageBox, Place, fitting_place
from williams.plugin import ParagraphDraft


def boxes(*found: tuple[int, float, float, float, float]) -> dict[str, Any]:
    return {"boxes": tuple(PageBox(page=page, box=edges) for page, *edges in found)}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"page": 3, "page_label": "iii"}, {"page": 3, "page_label": "iii"}),
        ({"page": 0, "page_label": "iii"}, {}),
        ({"page": 2**31}, {}),
        ({"page": 3, "page_label": " \n"}, {"page": 3}),
        ({"page": 3, "page_label": "x" * 60}, {"page": 3, "page_label": "x" * 49 + "…"}),
        ({"seconds": 724.0, "until": 731.0}, {"seconds": 724.0, "until": 731.0}),
        ({"seconds": 724.0, "until": 1.0}, {"seconds": 724.0}),
        ({"seconds": math.nan, "until": 731.0}, {}),
        ({"seconds": math.inf}, {}),
        ({"seconds": -1.0}, {}),
        ({"anchor": "chapter-2.xhtml#s3"}, {"anchor": "chapter-2.xhtml#s3"}),
        ({"anchor": "a" * 501}, {}),
        ({"anchor": "a\0b"}, {}),
        ({"slide": 7, "sheet": "Budget\n2024"}, {"slide": 7, "sheet": "Budget 2024"}),
        ({"slide": -7, "sheet": ""}, {}),
        ({"section": "s" * 600}, {"section": "s" * 499 + "…"}),
        (
            boxes((1, 0.1, 0.2, 0.3, 0.4), (2, 0.0, 0.0, 1.0, 1.0)),
            boxes((1, 0.1, 0.2, 0.3, 0.4), (2, 0.0, 0.0, 1.0, 1.0)),
        ),
        (boxes((1, -0.1, 0.2, 1.3, 0.4), (0, 0.1, 0.2, 0.3, 0.4)), boxes((1, 0.0, 0.2, 1.0, 0.4))),
        (boxes((1, math.nan, 0.2, 0.3, 0.4)), {}),
        (boxes((1, 0.3, 0.2, 0.3, 0.4), (1, 0.1, 1.2, 0.3, 1.4)), {}),
        (boxes(*[(1, 0.1, 0.2, 0.3, 0.4)] * 101), boxes(*[(1, 0.1, 0.2, 0.3, 0.4)] * 100)),
        (boxes(), {}),
        ({"notes": 7}, {"notes": 7}),
        ({"notes": 0}, {}),
    ],
)
def test_what_can_be_a_place_is_kept(said: dict[str, Any], kept: dict[str, Any]) -> None:
    assert fitting_place(Place(**said)) == Place(**kept)


def test_numbers_and_times_outlive_the_words() -> None:
    whole = Place(page=3, page_label="iii", seconds=1.0, until=2.0, slide=7, sheet="S", section="S", anchor="s")
    assert whole.without_words() == Place(page=3, page_label="iii", seconds=1.0, until=2.0, slide=7)


@pytest.mark.parametrize("loose", [{"seconds": 724.0}, {"page": 2}, {"place": {"second": 724.0}}])
def test_a_place_that_nothing_would_read_is_refused(loose: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ParagraphDraft(text="Said.", **loose)
