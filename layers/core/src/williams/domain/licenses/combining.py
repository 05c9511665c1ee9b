"""The terms of an identifier or an expression, and of several works together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from typing import Final

from williams.domain.licenses.conditions import PUBLIC_DOMAIN, RESERVED, LicenseTerms
from williams.domain.licenses.known import of_identifier

_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9.+-]+")


def terms_of(license: str | None) -> LicenseTerms | None:
    """Return the terms of an SPDX identifier or expression, or None when a part of it is not known here."""
    if not license:
        return None
    if _IDENTIFIER.fullmatch(license):
        return of_identifier(license)
    # Parsing is rare, and its library takes longer to import than all the rest here.
    from williams.domain.licenses.expressions import of_expression

    return of_expression(license)


def combined(licenses: Iterable[str | None]) -> LicenseTerms:
    """Return the terms of what is made of works under all these; one that is not known reserves all rights."""
    terms = [terms_of(license) or RESERVED for license in licenses]
    return reduce(LicenseTerms.and_also, terms, PUBLIC_DOMAIN)
