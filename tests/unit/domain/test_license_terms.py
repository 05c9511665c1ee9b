"""What licenses allow and ask for, alone, in expressions, and together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from williams.domain.licenses import RESERVED, LicenseTerms, combined, declared_license, terms_of
from williams.domain.licenses.known import KNOWN


def told(terms: LicenseTerms | None) -> str:
    """``c`` commercial use, ``d`` derivatives, ``a`` attribution, ``s`` share alike; a dash where not."""
    assert terms is not None
    facts = (terms.commercial_use, terms.derivatives, terms.attribution, terms.share_alike)
    return "".join(letter if fact else "-" for letter, fact in zip("cdas", facts, strict=True))


@pytest.mark.parametrize(
    ("license", "facts"),
    [
        ("CC0-1.0", "cd--"),
        ("CC-PDM-1.0", "cd--"),
        ("GFDL-1.1-or-later", "cdas"),
        ("GFDL-1.3-no-invariants-only", "cdas"),
        ("CC-BY-4.0", "cda-"),
        ("cc-by-4.0", "cda-"),
        ("CC-BY-SA-3.0-DE", "cdas"),
        ("CC-BY-NC-4.0", "-da-"),
        ("CC-BY-ND-4.0", "c-a-"),
        ("CC-BY-NC-SA-4.0", "-das"),
        ("CC-BY-NC-ND-2.5", "--a-"),
        ("MIT", "cda-"),
        ("GPL-3.0-or-later", "cdas"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "cdas"),
        ("MIT OR GPL-3.0-only", "cda-"),
        ("CC-BY-NC-4.0 OR CC-BY-SA-4.0", "cdas"),
        ("MIT AND CC-BY-SA-4.0", "cdas"),
        ("CC0-1.0 AND (CC-BY-NC-4.0 OR CC-BY-4.0)", "cda-"),
        ("LicenseRef-mine OR MIT", "cda-"),
    ],
)
def test_the_terms_of_a_license(license: str, facts: str) -> None:
    assert told(terms_of(license)) == facts


@pytest.mark.parametrize("license", [None, "", "LicenseRef-mine", "MIT AND LicenseRef-mine", "All rights (", "CC-BY"])
def test_what_is_not_known_here(license: str | None) -> None:
    assert terms_of(license) is None
    assert combined([license, "CC0-1.0"]) == RESERVED


@pytest.mark.parametrize(
    "declared",
    [
        *KNOWN,
        "https://creativecommons.org/publicdomain/mark/1.0/",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "https://creativecommons.org/licenses/by-nc-nd/3.0/",
        *(f"https://www.gnu.org/licenses/old-licenses/fdl-{version}.html" for version in ("1.1", "1.2", "1.3")),
        *(
            f"https://www.gnu.org/licenses/{name}.html"
            for name in ("gpl-2.0", "gpl-3.0", "lgpl-2.1", "lgpl-3.0", "agpl-3.0")
        ),
        "https://www.mozilla.org/en-US/MPL/2.0/",
        "https://www.apache.org/licenses/LICENSE-2.0",
    ],
)
def test_what_is_recognised_has_terms(declared: str) -> None:
    recognised = declared_license(declared)
    assert recognised is not None
    assert terms_of(recognised) is not None


@given(st.text(max_size=40))
def test_no_text_is_too_strange(text: str) -> None:
    terms_of(text)


@given(st.permutations(["CC-BY-4.0", "CC-BY-NC-4.0", "GPL-3.0-only", "CC0-1.0"]))
def test_the_strictest_of_all_sources_holds_in_any_order(licenses: list[str]) -> None:
    assert told(combined(licenses)) == "-das"
    assert told(combined(licenses[:1])) == told(terms_of(licenses[0]))
