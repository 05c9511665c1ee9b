"""What licenses allow and ask for: a table of Creative Commons, public domain and OSI licenses, and their combination.

Sources: the licenses' own texts, and for OSI's the list at https://opensource.org/licenses. This is not legal advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Final


@dataclass(frozen=True)
class LicenseTerms:
    """What whoever makes something of a work may do, and has to do."""

    commercial_use: bool
    derivatives: bool
    attribution: bool
    share_alike: bool

    def and_also(self, other: LicenseTerms) -> LicenseTerms:
        """Return the terms of a work that is under both."""
        return LicenseTerms(
            self.commercial_use and other.commercial_use,
            self.derivatives and other.derivatives,
            self.attribution or other.attribution,
            self.share_alike or other.share_alike,
        )

    @property
    def freedom(self) -> tuple[bool, bool, bool, bool]:
        """Greater for terms that leave more freedom: of several offered licenses one takes the greatest."""
        return self.commercial_use, self.derivatives, not self.share_alike, not self.attribution


#: A work whose license is not stated or not known: its author's rights are all reserved.
RESERVED: Final = LicenseTerms(commercial_use=False, derivatives=False, attribution=True, share_alike=False)

_PUBLIC_DOMAIN: Final = LicenseTerms(commercial_use=True, derivatives=True, attribution=False, share_alike=False)
_PERMISSIVE: Final = LicenseTerms(commercial_use=True, derivatives=True, attribution=True, share_alike=False)
_COPYLEFT: Final = LicenseTerms(commercial_use=True, derivatives=True, attribution=True, share_alike=True)
_CREATIVE_COMMONS: Final = re.compile(r"CC-BY(-NC)?(-SA|-ND)?-\d\.\d(-[A-Z]+)?")
_TABLE: Final = {
    **dict.fromkeys(("CC0-1.0", "CC-PDDC", "PDDL-1.0", "Unlicense", "0BSD", "MIT-0"), _PUBLIC_DOMAIN),
    **dict.fromkeys(
        (
            "MIT",
            "Apache-2.0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "ISC",
            "Zlib",
            "PSF-2.0",
            "PostgreSQL",
            "NCSA",
            "BSL-1.0",
            "ODC-By-1.0",
            "OFL-1.1",
        ),
        _PERMISSIVE,
    ),
    **dict.fromkeys(
        (
            *(
                f"{family}-{suffix}"
                for family in ("GPL-2.0", "GPL-3.0", "LGPL-2.1", "LGPL-3.0", "AGPL-3.0", "GFDL-1.2", "GFDL-1.3")
                for suffix in ("only", "or-later")
            ),
            "MPL-2.0",
            "EPL-2.0",
            "EUPL-1.2",
            "CDDL-1.0",
            "ODbL-1.0",
        ),
        _COPYLEFT,
    ),
}
_BY_NAME: Final = {name.lower(): terms for name, terms in _TABLE.items()}
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9.+-]+")


def terms_of(license: str | None) -> LicenseTerms | None:
    """Return the terms of an SPDX identifier or expression, or None when a part of it is not known here."""
    if not license:
        return None
    if _IDENTIFIER.fullmatch(license):
        return of_identifier(license)
    # Parsing is rare, and its library takes longer to import than all the rest here.
    from williams.domain.license_expressions import of_expression

    return of_expression(license)


def combined(licenses: Iterable[str | None]) -> LicenseTerms:
    """Return the terms of what is made of works under all these; one that is not known reserves all rights."""
    terms = [terms_of(license) or RESERVED for license in licenses]
    return reduce(LicenseTerms.and_also, terms, _PUBLIC_DOMAIN)


def of_identifier(identifier: str) -> LicenseTerms | None:
    if found := _CREATIVE_COMMONS.fullmatch(identifier.upper()):
        non_commercial, change, _ = found.groups()
        return LicenseTerms(
            commercial_use=non_commercial is None,
            derivatives=change != "-ND",
            attribution=True,
            share_alike=change == "-SA",
        )
    return _BY_NAME.get(identifier.lower())
