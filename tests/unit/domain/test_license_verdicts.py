"""Which uses the licenses of one and of two sources allow: every pair of families, and every use."""

from __future__ import annotations

import re

import pytest

from williams.domain.errors import LicenseConflict
from williams.domain.licenses.families import Family, Use, family_of, pair_ruling, pairs
from williams.domain.licenses.verdicts import LicensedSource, LicenseOverride, LicenseVerdict, verdict_on

LICENSES: dict[Family, str | None] = {
    Family.PUBLIC_DOMAIN: "CC0-1.0",
    Family.PERMISSIVE: "MIT",
    Family.BY: "CC-BY-4.0",
    Family.BY_SA: "CC-BY-SA-4.0",
    Family.BY_NC: "CC-BY-NC-4.0",
    Family.BY_NC_SA: "CC-BY-NC-SA-4.0",
    Family.BY_ND: "CC-BY-ND-4.0",
    Family.BY_NC_ND: "CC-BY-NC-ND-4.0",
    Family.GFDL: "GFDL-1.3-or-later",
    Family.COPYLEFT: "GPL-3.0-or-later",
    Family.RESERVED: "LicenseRef-All-Rights-Reserved",
    Family.UNKNOWN: None,
}
# A row and a column for each family, in the order above: "y" where both together allow the use.
PUBLIC = """
    y y y y y y . . y y . .
    y y y y y y . . y y . .
    y y y y y y . . y y . .
    y y y y . . . . . . . .
    y y y . y y . . . . . .
    y y y . y y . . . . . .
    . . . . . . . . . . . .
    . . . . . . . . . . . .
    y y y . . . . . y . . .
    y y y . . . . . . y . .
    . . . . . . . . . . . .
    . . . . . . . . . . . .
"""
COMMERCIAL = """
    y y y y . . . . y y . .
    y y y y . . . . y y . .
    y y y y . . . . y y . .
    y y y y . . . . . . . .
    . . . . . . . . . . . .
    . . . . . . . . . . . .
    . . . . . . . . . . . .
    . . . . . . . . . . . .
    y y y . . . . . y . . .
    y y y . . . . . . y . .
    . . . . . . . . . . . .
    . . . . . . . . . . . .
"""
EVERYTHING = "y " * 12 * 12
ALLOWED = {Use.PRIVATE: EVERYTHING, Use.INTERNAL: EVERYTHING, Use.PUBLIC: PUBLIC, Use.COMMERCIAL: COMMERCIAL}


def judged(use: Use, *licenses: str | None, override: LicenseOverride | None = None) -> LicenseVerdict:
    sources = [
        LicensedSource(content_id=f"doc_{n}", title=f"Source {n}", license=license)
        for n, license in enumerate(licenses)
    ]
    return verdict_on(sources, use, override)


@pytest.mark.parametrize("use", Use)
def test_every_pair_of_families_is_judged_as_the_table_says_and_with_a_reason(use: Use) -> None:
    cells = ALLOWED[use].split()
    assert len(cells) == 144
    for n, cell in enumerate(cells):
        one, other = (list(LICENSES)[index] for index in divmod(n, 12))
        verdict = judged(use, LICENSES[one], LICENSES[other])
        assert verdict.allowed == (cell == "y"), (one, other)
        said = pair_ruling(one, other, use)
        assert said.allowed == verdict.allowed, (one, other)
        told = {(each.reason, each.remedy) for each in verdict.sources}
        told |= {(each.reason, each.remedy) for each in verdict.clashes}
        if verdict.allowed:
            verdict.check()
            continue
        assert said.reason in {reason for reason, _ in told}
        assert all(remedy for reason, remedy in told if reason == said.reason)
        with pytest.raises(LicenseConflict, match=re.escape(said.reason)):
            verdict.check()


def test_each_pair_stands_once_in_the_table() -> None:
    assert len(list(pairs())) == 12 * 13 / 2


@pytest.mark.parametrize(("family", "license"), LICENSES.items())
def test_each_license_is_of_its_family(family: Family, license: str | None) -> None:
    assert family_of(license) is family


@pytest.mark.parametrize(
    ("licenses", "result"),
    [
        (("CC0-1.0", "CC-PDM-1.0"), None),
        (("CC-BY-4.0", "CC0-1.0"), "CC-BY-4.0"),
        (("CC-BY-3.0", "CC-BY-4.0"), "CC-BY-4.0"),
        (("CC-BY-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0"), "CC-BY-SA-4.0"),
        (("CC-BY-4.0", "CC-BY-NC-4.0"), "CC-BY-NC-4.0"),
        (("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"), "CC-BY-NC-SA-4.0"),
        (("MIT", "Apache-2.0"), "Apache-2.0 AND MIT"),
        (("MIT", "GPL-3.0-only"), "GPL-3.0-only"),
        (("GPL-2.0-or-later", "GPL-3.0-or-later"), "GPL-3.0-or-later"),
        (("GPL-2.0-only", "GPL-3.0-only"), "clash"),
        (("GPL-2.0-only", "MPL-2.0"), "clash"),
        (("GPL-3.0-only WITH Classpath-exception-2.0",), "GPL-3.0-only"),
        (("GPL-3.0-only OR MIT", "CC-BY-SA-4.0"), "CC-BY-SA-4.0"),
        (("CC-BY-SA-4.0 AND CC-BY-NC-4.0",), "clash"),
        (("MIT AND CC-BY-ND-4.0",), "refused"),
        (("LicenseRef-Proprietary",), "refused"),
        (("LicenseRef-House-Rules",), "refused"),
        ((None,), "refused"),
    ],
)
def test_the_result_stands_under_the_license_that_asks_for_the_most(
    licenses: tuple[str | None, ...], result: str | None
) -> None:
    verdict = judged(Use.PUBLIC, *licenses)
    assert bool(verdict.clashes) == (result == "clash")
    assert verdict.allowed == (result not in {"clash", "refused"})
    assert verdict.license == (result if verdict.allowed else None)


def test_a_conflict_names_each_source_and_what_would_resolve_it() -> None:
    with pytest.raises(LicenseConflict) as caught:
        judged(Use.COMMERCIAL, "CC-BY-4.0", "CC-BY-NC-4.0", None).check()
    first, second = caught.value.errors
    assert (first.field, second.field) == ("body.source_ids.1", "body.source_ids.2")
    assert "“Source 1” (doc_1), CC-BY-NC-4.0: It allows no commercial use. Ask for use 'public'" in first.message
    assert "no license stated" in second.message
    assert "PATCH /api/content/doc_2" in second.message


def test_an_override_passes_and_leaves_the_verdict_as_it_is() -> None:
    verdict = judged(Use.PUBLIC, None, override=LicenseOverride(by="Ada", why="The author wrote to us."))
    verdict.check()
    assert not verdict.allowed
    assert verdict.license is None
