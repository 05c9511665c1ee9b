"""Which license a text or a declaration names."""

from __future__ import annotations

import pytest

from williams.domain.licenses import declared_license, find_license


@pytest.mark.parametrize(
    ("text", "license_"),
    [
        ("CC BY 4.0", "CC-BY-4.0"),
        ("CC-BY-NC-ND-4.0", "CC-BY-NC-ND-4.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("CC0 1.0", "CC0-1.0"),
        ("the Creative Commons Attribution 4.0 International License", "CC-BY-4.0"),
        ("Creative Commons Attribution-NonCommercial-ShareAlike 3.0", "CC-BY-NC-SA-3.0"),
        ("Creative Commons Attribution", None),
        ("CC BY", None),
        ("first CC BY 4.0 and then CC BY-SA 4.0", None),
        ("https://creativecommons.org/licenses/by/4.0/ (CC BY 4.0)", "CC-BY-4.0"),
    ],
)
def test_licenses(text: str, license_: str | None) -> None:
    assert find_license([text]) == license_


def test_the_first_source_that_states_a_license_decides() -> None:
    assert find_license(["nothing", "CC BY 4.0", "CC BY-SA 4.0"]) == "CC-BY-4.0"
    assert find_license([]) is None


@pytest.mark.parametrize(
    ("declared", "license_"),
    [
        ("CC-BY-4.0", "CC-BY-4.0"),
        ("cc-by-sa-3.0", "CC-BY-SA-3.0"),
        ("https://creativecommons.org/licenses/by-nc/4.0/deed.de", "CC-BY-NC-4.0"),
        ("//creativecommons.org/licenses/by/4.0/", "CC-BY-4.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"),
        ("https://www.gnu.org/licenses/fdl-1.3.html", "GFDL-1.3-or-later"),
        ("http://www.gnu.org/copyleft/fdl.html", None),
        ("http://www.apache.org/licenses/LICENSE-2.0", "Apache-2.0"),
        ("https://opensource.org/licenses/MIT", "MIT"),
        ("https://opensource.org/license/mit/", "MIT"),
        ("https://spdx.org/licenses/BSD-3-Clause.html", "BSD-3-Clause"),
        ("mit", "MIT"),
        ("All rights reserved", None),
        ("https://example.org/terms", None),
        ("", None),
    ],
)
def test_declarations(declared: str, license_: str | None) -> None:
    assert declared_license(declared) == license_
