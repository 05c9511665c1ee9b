"""What can be followed by ear."""

import pytest
from williams_writing.audible import audibility, identifiers, written_only


@pytest.mark.parametrize(
    ("sentence", "heard"),
    [
        ("Dry seeds keep for years when the jars are closed.", True),
        ("The error rate fell from 12.5 % to 4.1 %, said I.", True),
        ("Everyone who opens the jar(s) signs the book in German or in French.", True),
        ("The library syntax is GEN lift0(GEN x, long v = -1) here.", False),
        ("If a_cap < 0, then a_cap = b[i] for x ∈ V is stored.", False),
        ("Set xMax, yMax and zMax with set_bounds(x, y).", False),
    ],
)
def test_code_and_formulas_cannot_be_heard(sentence: str, heard: bool) -> None:
    value = audibility(sentence, written_only(sentence, {}))
    assert value == 1.0 if heard else value < 0.3


def test_names_that_lost_their_underscores_are_still_names() -> None:
    known = identifiers(["Call glp_write_ccdata(G, v, f) first."])
    marks = written_only("The routine glp write ccdata writes the graph.", known)
    assert marks == [False, False, True, True, True, False, False, False]
