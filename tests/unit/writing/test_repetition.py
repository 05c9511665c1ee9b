"""Sentences made from one template."""

from williams_writing.audible import written_only
from williams_writing.repetition import alike, formulaic, shingles


def test_a_skeleton_does_not_depend_on_its_names() -> None:
    one, other, prose = (
        shingles(text, written_only(text, {}))
        for text in (
            "The parameter v_rhs specifies an offset of the field.",
            "The parameter a_cap specifies an offset of the field.",
            "Neighbours borrow a spoonful of seeds in spring.",
        )
    )
    assert one == other
    assert alike(one, other)
    assert not alike(one, prose)
    assert formulaic([one, other, one, other, prose]) == [1.0, 1.0, 1.0, 1.0, 0.0]
