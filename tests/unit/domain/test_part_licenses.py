"""Figures and captions that state a license of their own, and what that says to a use of the whole."""

from __future__ import annotations

import pytest

from williams.domain.errors import LicenseConflict
from williams.domain.licenses.families import Family, Use
from williams.domain.licenses.parts import (
    RESERVED,
    PartLicense,
    kept_parts,
    part_licenses,
    parts_notices,
    stated_parts,
)
from williams.domain.licenses.verdicts import LicensedSource, verdict_on

BY = "CC-BY-4.0"
NC = PartLicense(paragraph=4, license="CC-BY-NC-2.0")
HELD = PartLicense(paragraph=9, license=RESERVED)


@pytest.mark.parametrize(
    ("caption", "license"),
    [
        ("Figure 2. The reading room. Photo: Jane Doe, CC BY-NC 2.0.", "CC-BY-NC-2.0"),
        ("Fig. 1: Tides. https://creativecommons.org/licenses/by-sa/3.0/", "CC-BY-SA-3.0"),
        ("A shelf. © 2019 Jane Doe", RESERVED),
        ("A shelf. © 2019 Jane Doe, CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("Figure 3. Adapted from Smith (2001) with permission from Elsevier.", RESERVED),
        ("Figure 3. Reprinted by permission of the author.", RESERVED),
        ("Map of the delta. All rights reserved.", RESERVED),
        ("Abb. 4: Pegel. Mit freundlicher Genehmigung des Stadtarchivs", RESERVED),
        ("Abb. 5: Pegel. Alle Rechte vorbehalten.", RESERVED),
        ("Plan de la ville, avec l’aimable autorisation du musée", RESERVED),
        ("Mapa, reproducido con permiso de la editorial", RESERVED),
        ("Pianta, per gentile concessione dell’archivio", RESERVED),
        ("図3 無断転載禁止", RESERVED),
        ("Figure 1. Work flow under CC BY 4.0", None),
        ("Figure 6. Users asked the server for permission to write.", None),
        ("Figure 7. The copyright page of a book.", None),
        ("Courtesy of NASA", None),
        ("A shelf. (c) 2019 Jane Doe", RESERVED),
        ("Figure 2. The old harbour. © OpenStreetMap contributors", "ODbL-1.0"),
        ("Map of the delta (© 2019 OpenStreetMap contributors, ODbL 1.0).", "ODbL-1.0"),
        ("The harbour. Map data © OpenStreetMap contributors (https://www.openstreetmap.org/copyright)", "ODbL-1.0"),
        ("Abb. 1: Der Hafen. © OpenStreetMap-Mitwirkende", "ODbL-1.0"),
        ("Le port. © les contributeurs d’OpenStreetMap", "ODbL-1.0"),
        ("El puerto. © Colaboradores de OpenStreetMap.", "ODbL-1.0"),
        ("The harbour. © OpenStreetMap contributors, CC BY-SA 2.0", "CC-BY-SA-2.0"),
        ("The harbour. © Mapbox © OpenStreetMap", RESERVED),
        ("The harbour. © OpenStreetMap contributors © CARTO", RESERVED),
        ("The harbour. © OpenStreetMap contributors, Jane Doe", RESERVED),
        ("The harbour. © OpenStreetMap contributors and Esri", RESERVED),
        ("The harbour. © OpenStreetMap contributors | Esri, HERE", RESERVED),
        ("The harbour. Drawn by © Jane Doe, data © OpenStreetMap contributors", RESERVED),
        ("The harbour. © OpenStreetMap contributors. All rights reserved.", RESERVED),
        ("The harbour. © NASA", RESERVED),
        ("Rain in (a) 2002, (b) 2003 and (c) 2004", None),
        ("Rain: (a) 2002, (b) 2003, (c) 2004", None),
    ],
)
def test_what_a_caption_says_of_its_own_license(caption: str, license: str | None) -> None:
    assert [each.license for each in part_licenses([(4, caption)], BY)] == ([license] if license else [])


def test_what_is_kept_is_given_back_in_the_order_of_the_paragraphs() -> None:
    parts = [PartLicense(paragraph=2, license=RESERVED), NC, HELD]
    assert kept_parts(parts) == {"part_licenses": {RESERVED: [2, 9], "CC-BY-NC-2.0": [4]}}
    assert stated_parts(kept_parts(parts)) == parts
    assert kept_parts([]) == {}


def test_the_notice_names_the_first_of_many() -> None:
    (notice,) = parts_notices([PartLicense(paragraph=n, license=RESERVED) for n in range(1, 8)])
    assert notice.message.count("paragraph") == 5
    assert notice.message.endswith("and 2 more.")


def source(*parts: PartLicense, license: str = BY) -> LicensedSource:
    return LicensedSource(content_id="doc_1", title="On Tides", license=license, parts=list(parts))


@pytest.mark.parametrize(
    ("use", "refused"), [(Use.PRIVATE, []), (Use.INTERNAL, []), (Use.PUBLIC, [9]), (Use.COMMERCIAL, [4, 9])]
)
def test_a_part_that_refuses_the_use_refuses_it_for_the_whole(use: Use, refused: list[int]) -> None:
    verdict = verdict_on([source(NC, HELD)], use)
    assert verdict.allowed is not bool(refused)
    assert [each.paragraph for each in verdict.sources[0].refused_parts] == refused


def test_the_conflict_names_source_paragraph_and_remedy() -> None:
    with pytest.raises(
        LicenseConflict, match=r"“On Tides” \(doc_1\).*paragraph 9 states LicenseRef-.*leave_out_refused"
    ):
        verdict_on([source(HELD)], Use.PUBLIC).check()


def test_what_is_left_out_binds_nothing() -> None:
    verdict = verdict_on([source(NC, HELD)], Use.PUBLIC, leave_out_refused_parts=True)
    verdict.check()
    assert [each.family for each in verdict.sources[0].refused_parts] == [Family.RESERVED]
    # The figure for non-commercial use stays in, and its terms are the artifact's.
    assert verdict.license == "CC-BY-NC-2.0"
    assert verdict_on([source(NC, HELD)], Use.COMMERCIAL, leave_out_refused_parts=True).license == BY


def test_a_part_asks_for_its_own_terms() -> None:
    alike = PartLicense(paragraph=1, license="CC-BY-SA-4.0")
    assert verdict_on([source(alike)], Use.PUBLIC).license == "CC-BY-SA-4.0"
    assert verdict_on([source(alike)], Use.PUBLIC).share_alike_required
    assert verdict_on([source(alike, license="GFDL-1.3-or-later")], Use.PUBLIC).allowed is False


def test_a_private_artifact_with_reserved_parts_may_not_be_shared() -> None:
    assert verdict_on([source(HELD)], Use.PRIVATE).license is None


def test_a_part_that_does_not_go_together_with_its_source_can_be_left_out() -> None:
    alike = PartLicense(paragraph=3, license="CC-BY-SA-4.0")
    paper = source(alike, license="CC-BY-NC-SA-4.0")
    with pytest.raises(LicenseConflict, match=r"paragraph 3 states CC-BY-SA-4\.0.*leave_out_refused"):
        verdict_on([paper], Use.PUBLIC).check()
    left_out = verdict_on([paper], Use.PUBLIC, leave_out_refused_parts=True)
    assert (left_out.allowed, left_out.license, left_out.clashes) == (True, "CC-BY-NC-SA-4.0", [])
    assert verdict_on([paper], Use.PRIVATE).sources[0].refused_parts == []


def test_of_two_parts_that_do_not_go_together_the_later_can_be_left_out() -> None:
    alike = PartLicense(paragraph=9, license="CC-BY-SA-4.0")
    with pytest.raises(LicenseConflict, match=r"paragraph 9 states CC-BY-SA-4\.0.*leave_out_refused"):
        verdict_on([source(NC, alike)], Use.PUBLIC).check()
    left_out = verdict_on([source(NC, alike)], Use.PUBLIC, leave_out_refused_parts=True)
    assert (left_out.allowed, left_out.license) == (True, "CC-BY-NC-2.0")
