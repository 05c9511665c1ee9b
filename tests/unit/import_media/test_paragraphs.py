"""What was heard, parted into paragraphs and pieces."""

from __future__ import annotations

import pytest
from williams_recording.paragraphs import spoken_paragraphs
from williams_recording.pieces import cuts

from williams.ports.transcription import Utterance

Said = tuple[str, float, float]


def said(*sentences: Said, speaker: str | None = None) -> list[Utterance]:
    return [Utterance(text=text, starts_at=start, ends_at=end, speaker=speaker) for text, start, end in sentences]


LONG = "word " * 70 + "end."


@pytest.mark.parametrize(
    ("heard", "texts"),
    [
        (said(("One.", 0, 1), ("Two.", 1.2, 2)), ["One. Two."]),
        (said(("One.", 0, 1), ("Two.", 6, 7)), ["One.", "Two."]),
        (said(("One goes", 0, 1), ("on.", 3, 4)), ["One goes on."]),
        (said((LONG, 0, 30), ("Two.", 30.1, 31)), [f"{LONG} Two."]),
        (said((LONG, 0, 30), ("Two.", 31, 32)), [LONG, "Two."]),
        ([*said(("One", 0, 1), speaker="a"), *said(("Two.", 1, 2), speaker="b")], ["One", "Two."]),
    ],
)
def test_paragraphs_are_whole_sentences(heard: list[Utterance], texts: list[str]) -> None:
    assert [each.text for each in spoken_paragraphs(heard, "en")] == texts


def test_japanese_is_joined_without_blanks() -> None:
    (paragraph,) = spoken_paragraphs(said(("船は九時に出る。", 0, 1), ("橋はない。", 1, 2)), "ja")
    assert paragraph.text == "船は九時に出る。橋はない。"


@pytest.mark.parametrize(
    ("seconds", "silences", "pieces"),
    [
        (10, [], [(0, 10)]),
        (10, [(0, 10)], []),
        (25, [], [(0, 10), (10, 20), (20, 25)]),
        (25, [(8, 8.5), (9, 9.5)], [(0, 9.25), (9.25, 19.25), (19.25, 25)]),
        (12, [(0, 3), (5, 8)], [(2.8, 12)]),
        (20, [(4, 9)], [(0, 4.2), (8.8, 18.8), (18.8, 20)]),
        (20, [(2, 15), (18, 20)], [(0, 2.2), (14.8, 18.2)]),
    ],
)
def test_pieces_are_cut_in_silence_and_leave_pauses_out(
    seconds: float, silences: list[tuple[float, float]], pieces: list[tuple[float, float]]
) -> None:
    assert list(cuts(seconds, silences, 10)) == [pytest.approx(each) for each in pieces]
