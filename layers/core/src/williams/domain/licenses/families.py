"""The families that licenses fall into, and what each says to every use: one table, which is a page of the docs too.

An export is an adaptation of its sources. To share it is what licenses bind; to keep it is not. Sources: the licenses'
own texts; for what goes together Creative Commons' table at https://wiki.creativecommons.org/wiki/Wiki/cc_license_compatibility
and the FSF's at https://www.gnu.org/licenses/license-list.html. This is not legal advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations_with_replacement
from typing import Final

from williams.domain.licenses.combining import terms_of
from williams.domain.licenses.conditions import PUBLIC_DOMAIN


class Use(StrEnum):
    """What an artifact is meant for: oneself, one's own house, anybody, or anybody for money."""

    PRIVATE = "private"
    INTERNAL = "internal"
    PUBLIC = "public"
    COMMERCIAL = "commercial"


SHARED: Final = (Use.PUBLIC, Use.COMMERCIAL)


class Family(StrEnum):
    PUBLIC_DOMAIN = "public-domain"
    PERMISSIVE = "permissive"
    BY = "cc-by"
    BY_SA = "cc-by-sa"
    BY_NC = "cc-by-nc"
    BY_NC_SA = "cc-by-nc-sa"
    BY_ND = "cc-by-nd"
    BY_NC_ND = "cc-by-nc-nd"
    GFDL = "gfdl"
    COPYLEFT = "copyleft"
    RESERVED = "all-rights-reserved"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Ruling:
    """Whether a use is allowed, why, and what would resolve it where it is not."""

    allowed: bool
    reason: str
    remedy: str | None = None


EXAMPLES: Final[dict[Family, str]] = {
    Family.PUBLIC_DOMAIN: "CC0-1.0, CC-PDM-1.0, Unlicense",
    Family.PERMISSIVE: "MIT, Apache-2.0, BSD-3-Clause, ODC-By-1.0",
    Family.BY: "CC-BY-4.0",
    Family.BY_SA: "CC-BY-SA-4.0",
    Family.BY_NC: "CC-BY-NC-4.0",
    Family.BY_NC_SA: "CC-BY-NC-SA-4.0",
    Family.BY_ND: "CC-BY-ND-4.0",
    Family.BY_NC_ND: "CC-BY-NC-ND-4.0",
    Family.GFDL: "GFDL-1.3-or-later",
    Family.COPYLEFT: "GPL-3.0-or-later, MPL-2.0, ODbL-1.0",
    Family.RESERVED: "LicenseRef-All-Rights-Reserved",
    Family.UNKNOWN: "none stated, or one that is not known here",
}
SHARE_ALIKE: Final = frozenset({Family.BY_SA, Family.BY_NC_SA, Family.GFDL, Family.COPYLEFT})
NON_COMMERCIAL: Final = frozenset({Family.BY_NC, Family.BY_NC_SA, Family.BY_NC_ND})

_KEPT: Final = {
    Use.PRIVATE: Ruling(True, "Nobody else gets it, so no license is touched."),
    Use.INTERNAL: Ruling(True, "It stays in the house: nothing is shared with the public."),
}
_LEAVE_OUT: Final = "leave the source out"
_PERMISSION: Final = f"Get the holder's permission and record it with license_override, or {_LEAVE_OUT}."
_STATE: Final = f"State its license with PATCH /api/content/{{content_id}}, or {_LEAVE_OUT}."
_FREE: Final = Ruling(True, "Nothing is reserved.")
_NAMED: Final = Ruling(True, "Whoever names the authors and the license may share and sell it.")
_ALIKE: Final = Ruling(True, "It may be shared and sold under the same license, with the authors named.")
_NO_DERIVATIVES: Final = Ruling(
    False, "It may be shared only as it is, and an export is an adaptation of it.", _PERMISSION
)
_NO_COMMERCE: Final = Ruling(
    False, "It allows no commercial use.", f"Ask for use 'public', get the holder's permission, or {_LEAVE_OUT}."
)
_QUOTATION: Final = Ruling(
    False,
    "All rights are reserved. Law allows quotations, but no number of words: how much is for a person to judge.",
    f"Let somebody judge the quotations and record it with license_override, get permission, or {_LEAVE_OUT}.",
)
_NOT_KNOWN: Final = Ruling(False, "Its license is not known, so all its rights count as reserved.", _STATE)
_NC_SHARED: Final = Ruling(True, "It may be shared where nobody earns by it, with the authors named.")
_NC_ALIKE: Final = Ruling(True, "It may be shared under the same license where nobody earns by it.")


def _rulings(public: Ruling, commercial: Ruling) -> dict[Use, Ruling]:
    return {**_KEPT, Use.PUBLIC: public, Use.COMMERCIAL: commercial}


RULINGS: Final[dict[Family, dict[Use, Ruling]]] = {
    Family.PUBLIC_DOMAIN: _rulings(_FREE, _FREE),
    Family.PERMISSIVE: _rulings(_NAMED, _NAMED),
    Family.BY: _rulings(_NAMED, _NAMED),
    Family.BY_SA: _rulings(_ALIKE, _ALIKE),
    Family.BY_NC: _rulings(_NC_SHARED, _NO_COMMERCE),
    Family.BY_NC_SA: _rulings(_NC_ALIKE, _NO_COMMERCE),
    Family.BY_ND: _rulings(_NO_DERIVATIVES, _NO_DERIVATIVES),
    Family.BY_NC_ND: _rulings(_NO_DERIVATIVES, _NO_DERIVATIVES),
    Family.GFDL: _rulings(_ALIKE, _ALIKE),
    Family.COPYLEFT: _rulings(_ALIKE, _ALIKE),
    Family.RESERVED: _rulings(_QUOTATION, _QUOTATION),
    Family.UNKNOWN: _rulings(_NOT_KNOWN, _NOT_KNOWN),
}

_SEPARATE: Final = f"Make one artifact of each, get a holder's permission, or {_LEAVE_OUT}."
_TWO_ALIKE: Final = Ruling(False, "Each asks that the whole be under itself, and it cannot be under both.", _SEPARATE)
_NC_IN_FREE: Final = Ruling(False, "One asks that everybody may sell the whole, the other that nobody may.", _SEPARATE)
TOGETHER: Final = Ruling(True, "They go together: each allows it, and neither asks for what the other forbids.")
_CLASHES: Final[dict[frozenset[Family], Ruling]] = {
    frozenset({Family.BY_SA, Family.GFDL}): _TWO_ALIKE,
    frozenset({Family.BY_SA, Family.COPYLEFT}): _TWO_ALIKE,
    frozenset({Family.GFDL, Family.COPYLEFT}): _TWO_ALIKE,
    frozenset({Family.BY_SA, Family.BY_NC_SA}): _NC_IN_FREE,
    frozenset({Family.BY_NC_SA, Family.GFDL}): _NC_IN_FREE,
    frozenset({Family.BY_NC_SA, Family.COPYLEFT}): _NC_IN_FREE,
    frozenset({Family.BY_NC, Family.BY_SA}): _NC_IN_FREE,
    frozenset({Family.BY_NC, Family.GFDL}): _NC_IN_FREE,
    frozenset({Family.BY_NC, Family.COPYLEFT}): _NC_IN_FREE,
}

_RESERVED: Final = re.compile(r"LicenseRef-.*(all-?rights-?reserved|proprietary).*", re.IGNORECASE)
_CREATIVE_COMMONS: Final = re.compile(r"(CC-BY(?:-NC)?(?:-SA|-ND)?)-\d.*", re.IGNORECASE)
_LATER: Final = re.compile(r"-(\d[\d.]*)(-[a-z-]*)?or-later$")


def family_of(license: str | None) -> Family:
    """Return the family of one license, an SPDX identifier or ``LicenseRef-``; for an expression see ``parts_of``."""
    if license is None:
        return Family.UNKNOWN
    if _RESERVED.fullmatch(license):
        return Family.RESERVED
    if found := _CREATIVE_COMMONS.fullmatch(license):
        return Family(found[1].lower())
    terms = terms_of(license)
    if terms is None:
        return Family.UNKNOWN
    if terms == PUBLIC_DOMAIN:
        return Family.PUBLIC_DOMAIN
    if license.upper().startswith("GFDL"):
        return Family.GFDL
    return Family.COPYLEFT if terms.share_alike else Family.PERMISSIVE


def ruling(family: Family, use: Use) -> Ruling:
    """Return what a source of the family says to the use."""
    return RULINGS[family][use]


def pair_ruling(one: Family, other: Family, use: Use) -> Ruling:
    """Return what two sources together say to the use: what either refuses, else what sets them against each other."""
    refused = next((each for each in (ruling(one, use), ruling(other, use)) if not each.allowed), None)
    if refused is not None:
        return refused
    if use not in SHARED:
        return ruling(one, use)
    return _CLASHES.get(frozenset({one, other}), TOGETHER)


def clash(one: str, other: str, use: Use) -> Ruling | None:
    """Return why two licenses, each of which allows the use, do not go together; None where they do."""
    families = frozenset({family_of(one), family_of(other)})
    if use not in SHARED:
        return None
    if len(families) == 1 and families <= {Family.GFDL, Family.COPYLEFT}:
        return None if one == other or _stem(one) == _stem(other) is not None else _TWO_ALIKE
    return _CLASHES.get(families)


def _stem(license: str) -> str | None:
    """Return what licenses have in common that may be taken in any later version."""
    return _LATER.sub("", license) if _LATER.search(license) else None


def pairs() -> Iterator[tuple[Family, Family]]:
    """Yield every two families, each pair once."""
    yield from combinations_with_replacement(Family, 2)
