"""What can be quoted comes with what it needs, or not at all."""

from __future__ import annotations

import pytest
from williams_writing.joining import grounded, groups
from williams_writing.reading import read
from williams_writing.selection import choose, units

from williams.ports.text import Passage

COUNT = "There are three ways to keep a library of seeds alive."
FIRST = "The first is to lend every jar to a neighbour in spring."
SECOND = "The second asks each borrower for twice the seeds."
THIRD = "The third way is the strangest one of all, and it works."
SHELF = "A seed library is a shelf in a street."
TEA = "Neighbours visit every week for tea."
OPENS = "The seed library opens at nine."
ALONE = "Dry cellars keep glass jars cool during the long summer."


def told(*paragraphs: str) -> list[str]:
    passages = [
        Passage(content_id="d", paragraph_id=f"d.p{number}", text=text) for number, text in enumerate(paragraphs)
    ]
    return [" | ".join(sentence.spoken for sentence in unit.sentences) for unit in units(read(passages, "en"))]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ([f"{COUNT} {FIRST} {SECOND}"], [COUNT, f"{COUNT} | {FIRST}", f"{COUNT} | {FIRST} | {SECOND}"]),
        ([f"{COUNT} {FIRST} {SECOND} {THIRD}"], [COUNT, f"{COUNT} | {FIRST}", f"{COUNT} | {FIRST} | {SECOND}"]),
        ([COUNT, THIRD, ALONE], [COUNT, ALONE]),
        ([f"Set x = y + z and a = b where E = mc holds. However, {ALONE.lower()}"], []),
        ([f"{ALONE} As shown above, the jars keep cool for many years."], [ALONE]),
        (
            [f"{SHELF} {TEA} {OPENS}"],
            [SHELF, TEA, f"{SHELF} | {TEA} | {OPENS}"],
        ),
    ],
)
def test_units(paragraphs: list[str], expected: list[str]) -> None:
    assert told(*paragraphs) == expected


@pytest.mark.parametrize("words", range(10, 60, 5))
def test_whatever_is_chosen_is_complete(words: int) -> None:
    text = f"{ALONE} {COUNT} {FIRST} {SECOND}"
    reading = read([Passage(content_id="d", paragraph_id="d.p0", text=text)], "en")
    chosen = choose(units(reading), words, [])
    indices = [sentence.index for sentence in chosen]
    for sentence in chosen:
        if sentence.needs is not None:
            assert set(range(sentence.needs, sentence.index)) <= set(indices)


def test_a_group_is_never_cut_between_a_sentence_and_what_it_needs() -> None:
    text = f"{ALONE} {COUNT} {FIRST} {SECOND} {ALONE}"
    sentences = read([Passage(content_id="d", paragraph_id="d.p0", text=text)], "en").sentences
    found = [[sentence.spoken for sentence in group] for group in groups(sentences, 1, 1)]
    assert found == [[ALONE], [COUNT, FIRST, SECOND], [ALONE]]


def test_joined_sentences_cite_each_of_them() -> None:
    sentences = read([Passage(content_id="d", paragraph_id="d.p0", text=f"{ALONE} {COUNT}")], "en").sentences
    joined = grounded(sentences)
    assert joined.text == f"{ALONE} {COUNT}"
    assert joined.citations == tuple(sentence.citation for sentence in sentences)


def test_where_all_is_made_from_one_template_it_is_told_after_all() -> None:
    chronicle = [
        f"In {year} the millers of the valley paid {year % 37 + 3} shillings for the weir."
        for year in range(1400, 1420)
    ]
    assert told(*chronicle) == chronicle
    assert "Nobody knows who built the first weir in the valley." in told(
        *chronicle, "Nobody knows who built the first weir in the valley."
    )
