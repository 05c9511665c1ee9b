"""Which figures are shown, and beside which passage."""

from __future__ import annotations

from dataclasses import replace

import pytest
from williams_publishing.crediting import licenses_of, terms_in_words
from williams_publishing.labels import labels_for
from williams_publishing.placing import placed, unshown

from tests.unit.publishing.figures import figure
from williams.domain.licenses.parts import PARTS
from williams.domain.places import Place
from williams.domain.provenance import Citation

LENSES = [figure(f"Figure {ordinal}", section="Lenses", ordinal=ordinal) for ordinal in (4, 9, 21)]
OILS = figure("An oil can", section="Oils", ordinal=30)
OTHER = figure("Another source's", content_id="doc_2", section="Lenses", ordinal=5)


def cited(paragraph: int | None, section: str | None = "Lenses", content_id: str = "doc_1") -> Citation:
    place = Place(section=section, paragraph=paragraph)
    return Citation(content_id=content_id, paragraph_id=f"p{paragraph}", start=0, end=1, place=place)


@pytest.mark.parametrize(
    ("passages", "most", "shown"),
    [
        ([[cited(3)], [cited(12)]], 9, [["Figure 4"], ["Figure 9", "Figure 21"]]),
        ([[cited(3)], [cited(12)]], 2, [["Figure 4"], ["Figure 9"]]),
        ([[cited(3), cited(20)], [cited(12)]], 9, [["Figure 4", "Figure 21"], ["Figure 9"]]),
        ([[cited(None)], [cited(12)]], 9, [[], ["Figure 4", "Figure 9", "Figure 21"]]),
        ([[cited(31, "Oils")], []], 9, [["An oil can"], []]),
        ([[cited(6, "Lenses", "doc_2")]], 9, [["Another source's"]]),
        ([[cited(31, None)]], 9, [[]]),
        ([[cited(3)]], 0, [[]]),
        ([], 9, []),
    ],
)
def test_a_figure_stands_with_the_nearest_passage_of_its_section(
    passages: list[list[Citation]], most: int, shown: list[list[str]]
) -> None:
    figures = [*LENSES, OILS, OTHER]
    found = placed(figures, passages, most)
    assert [[each.caption for each in own] for own in found] == shown
    count = sum(map(len, shown))
    (notice,) = unshown(figures, found, "the book")
    assert notice.message == f"The sources have 5 figures, of which {count} are in the book."


def test_where_a_passage_has_one_the_next_is_anothers() -> None:
    found = placed([*LENSES, OILS], [[cited(3)], [cited(12)], [cited(40, "Oils")]], 2, apiece=1)
    assert [[each.caption for each in own] for own in found] == [["Figure 4"], ["Figure 9"], []]


def test_where_all_are_shown_nothing_is_to_be_said() -> None:
    assert unshown(LENSES, [LENSES], "the book") == []


def test_a_figure_is_credited_by_its_own_license_where_it_states_one() -> None:
    assert LENSES[0].credit.endswith(" · CC-BY-4.0")
    said = LENSES[0].work.content.metadata.model_copy(update={"extra": {PARTS: {"CC-BY-NC-2.0": [5]}}})
    content = LENSES[0].work.content.model_copy(update={"metadata": said})
    one, other = (replace(each, work=replace(each.work, content=content)) for each in LENSES[:2])
    assert one.credit.endswith(" · CC-BY-NC-2.0")
    assert other.credit.endswith(" · CC-BY-4.0")
    assert licenses_of([other.work], [one]) == ["CC-BY-4.0", "CC-BY-NC-2.0"]
    asked = [terms_in_words([other.work], labels_for("en"), [figure]) for figure in (one, other)]
    assert [labels_for("en").no_commercial in terms for terms in asked] == [True, False]
