"""The licenses that are known here, by SPDX identifier: what can be recognised and what it allows is one table.

Sources: the licenses' own texts, for OSI's the list at https://opensource.org/licenses, for identifiers the one at
https://spdx.org/licenses; ``CC-PDM-1.0`` is its name for the public domain mark. This is not legal advice.
"""

from __future__ import annotations

import re
from typing import Final

from williams.domain.licenses.conditions import COPYLEFT, PERMISSIVE, PUBLIC_DOMAIN, LicenseTerms

_GNU: Final = (
    *("GPL-1.0", "GPL-2.0", "GPL-3.0", "LGPL-2.0", "LGPL-2.1", "LGPL-3.0", "AGPL-3.0"),
    *(f"GFDL-{version}{sections}" for version in ("1.1", "1.2", "1.3") for sections in ("", "-no-invariants")),
)
_PERMISSIVE: Final = (
    *("MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Zlib", "PSF-2.0", "PostgreSQL", "NCSA", "BSL-1.0"),
    *("ODC-By-1.0", "OFL-1.1"),
)
_COPYLEFT: Final = ("MPL-2.0", "EPL-2.0", "EUPL-1.2", "CDDL-1.0", "ODbL-1.0")

KNOWN: Final[dict[str, LicenseTerms]] = {
    **dict.fromkeys(("CC0-1.0", "CC-PDM-1.0", "CC-PDDC", "PDDL-1.0", "Unlicense", "0BSD", "MIT-0"), PUBLIC_DOMAIN),
    **dict.fromkeys(_PERMISSIVE, PERMISSIVE),
    **dict.fromkeys(_COPYLEFT, COPYLEFT),
    **{f"{name}-{end}": COPYLEFT for name in _GNU for end in ("only", "or-later")},
}
_BY_NAME: Final = {identifier.casefold(): identifier for identifier in KNOWN}
_CREATIVE_COMMONS: Final = re.compile(r"CC-BY(-NC)?(-SA|-ND)?-(\d\.\d)(-[A-Z]+)?")
_CREATIVE_COMMONS_VERSIONS: Final = ("1.0", "2.0", "2.1", "2.5", "3.0", "4.0")


def identifier_of(name: str) -> str | None:
    """Return the identifier of a license of the table, however it is capitalised."""
    return _BY_NAME.get(name.casefold())


def spelt(identifier: str) -> str | None:
    """Return an identifier of the table, or of Creative Commons, as SPDX spells it; None for one that is not known."""
    found = _CREATIVE_COMMONS.fullmatch(identifier.upper())
    if found is None:
        return identifier_of(identifier)
    return identifier.upper() if found[3] in _CREATIVE_COMMONS_VERSIONS else None


def of_identifier(identifier: str) -> LicenseTerms | None:
    """Return the terms of an SPDX identifier, or None when it is not known here."""
    if found := _CREATIVE_COMMONS.fullmatch(identifier.upper()):
        non_commercial, change, *_ = found.groups()
        return LicenseTerms(
            commercial_use=non_commercial is None,
            derivatives=change != "-ND",
            attribution=True,
            share_alike=change == "-SA",
        )
    name = identifier_of(identifier)
    return KNOWN[name] if name else None
