"""Licenses: which one a document states, and what it allows and asks for."""

from williams.domain.licenses.combining import combined, terms_of
from williams.domain.licenses.conditions import RESERVED, LicenseTerms
from williams.domain.licenses.families import Family, Use
from williams.domain.licenses.statements import declared_license, find_license, find_license_in

__all__ = [
    "RESERVED",
    "Family",
    "LicenseTerms",
    "Use",
    "combined",
    "declared_license",
    "find_license",
    "find_license_in",
    "terms_of",
]
