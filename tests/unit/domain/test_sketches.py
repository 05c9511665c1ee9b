"""What sketches tell of two texts: the same with changes, furniture around others, short notes, other scripts."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from random import Random

import pytest

from williams.domain.near_duplicates import NEARLY_THE_SAME
from williams.domain.sketches import sketch_of

_SYLLABLES = [consonant + vowel for consonant in "bcdfghklmnprstvw" for vowel in "aeiou"]
_WORDS = [first + second + third for first in _SYLLABLES for second in _SYLLABLES[::8] for third in ("", "n")]
_CHARACTERS = [chr(0x4E00 + number) for number in range(1500)]
Make = Callable[[Random, int], list[str]]


def _words(random: Random, number: int) -> list[str]:
    return [f"{word} " for word in _drawn(random, _WORDS, number)]


def _characters(random: Random, number: int) -> list[str]:
    return _drawn(random, _CHARACTERS, number)


def _drawn(random: Random, known: list[str], number: int) -> list[str]:
    """Some words are frequent, most are rare, as in any language."""
    return random.choices(known, [1 / rank for rank in range(1, len(known) + 1)], k=number)


def _told(one: list[str], other: list[str]) -> bool:
    """Whether one is found by its bands, and taken for nearly the same."""
    first, second = sketch_of(["".join(one)]), sketch_of(["".join(other)])
    if first is None or second is None:
        return False
    shared = not set(first.bands("ada")).isdisjoint(second.bands("ada"))
    return shared and first.resemblance(second) >= NEARLY_THE_SAME


def _share_told(make: Make, length: int, edits: float) -> float:
    told = 0
    for seed in range(8):
        random = Random(seed)
        text = make(random, length)
        told += _told(text, [make(random, 1)[0] if random.random() < edits else word for word in text])
    return told / 8


@pytest.mark.parametrize("make", [_words, _characters])
@pytest.mark.parametrize(
    ("length", "edits", "least", "most"),
    [
        (300, 0.0, 1.0, 1.0),
        (300, 0.01, 1.0, 1.0),
        (300, 0.05, 0.85, 1.0),
        (300, 0.2, 0.0, 0.0),
        (60, 0.01, 0.85, 1.0),
        (60, 0.2, 0.0, 0.15),
        (39, 0.0, 0.0, 0.0),
    ],
)
def test_changed_words_are_told_up_to_a_point(make: Make, length: int, edits: float, least: float, most: float) -> None:
    assert least <= _share_told(make, length, edits) <= most


@pytest.mark.parametrize("make", [_words, _characters])
@pytest.mark.parametrize(("text", "furniture", "expected"), [(300, 150, False), (300, 300, False), (100, 900, True)])
def test_furniture_around_two_texts_makes_them_one_only_where_it_is_nearly_all(
    make: Make, text: int, furniture: int, expected: bool
) -> None:
    random = Random(7)
    around = make(random, furniture)
    assert _told(make(random, text) + around, make(random, text) + around) is expected


@pytest.mark.parametrize("make", [_words, _characters])
def test_a_text_and_the_page_of_it_with_another_footer(make: Make) -> None:
    random = Random(3)
    text = make(random, 400)
    assert _told(text + make(random, 40), make(random, 30) + text)


@pytest.mark.parametrize("length", [40, 400])
@pytest.mark.parametrize("make", [_words, _characters])
def test_other_texts_are_other_texts(make: Make, length: int) -> None:
    sketches = [sketch_of(["".join(make(Random(seed), length))]) for seed in range(30)]
    pairs = [(one, other) for number, one in enumerate(sketches) for other in sketches[:number]]
    assert max(one.resemblance(other) for one, other in pairs if one and other) < NEARLY_THE_SAME / 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["The Shelf keeps. " * 20, "Ropes hang."], ["THE SHELF   KEEPS " * 20 + "ropes\nhang"]),
        (["e\u0301tude " * 50], ["\u00e9tude " * 50]),
        (["図書館の本棚。" * 10], ["図書館 の本", "棚。" + "図書館の本棚" * 9]),
    ],
)
def test_case_points_and_the_ends_of_paragraphs_make_no_difference(one: list[str], other: list[str]) -> None:
    assert sketch_of(one) == sketch_of(other) is not None


def test_bands_are_an_owners_own() -> None:
    sketch = sketch_of(["".join(_words(Random(1), 100))])
    assert sketch is not None
    assert set(sketch.bands("ada")).isdisjoint(sketch.bands("eve"))
    assert all(-(2**63) <= band < 2**63 for band in sketch.bands("ada"))
    assert all(0 <= least < 2**31 for least in sketch.minima)


def test_a_sketch_is_what_those_are_that_are_kept() -> None:
    texts = [
        "Don’t the shelves keep what they’re given? Snake_case — x-ray, 2½ km², 'quoted'. " * 3,
        "ISTANBUL'un ışıkları; İzmir’in. L'été, naïf™ façade… «Straße»",
        "Книги и ёлка — «Война и мир» a\u00adb c\u0301d",
        "図書館は本を守る。",
        " ".join(f"word{number % 97} w{number}" for number in range(400)),
    ]
    sketch = sketch_of(texts)
    assert sketch is not None
    assert sha256(repr(sketch.minima).encode()).hexdigest()[:16] == "c0e19571205b3653"
