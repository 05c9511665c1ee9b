"""Finds the license that a document states in its words or declares in a field, as an SPDX identifier."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from williams.domain.licenses.known import identifier_of

FOUND_IN: Final = "license_found_in"
"""Where an importer says in ``extra`` in which place it found the license."""
_URL = re.compile(
    r"creativecommons\.org/(?:licenses/(by(?:-(?:nc|sa|nd|nc-sa|nc-nd))?)|publicdomain/(zero|mark))/(\d\.\d)",
    re.IGNORECASE,
)
_SHORT = re.compile(r"\bCC[ -]?(BY(?:[ -](?:NC|SA|ND|NC[ -]SA|NC[ -]ND))?|0)[ -]v?(\d\.\d)\b", re.IGNORECASE)
_LONG = re.compile(
    r"\bCreative\s+Commons\s+Attribution((?:[\s-]*(?:NonCommercial|Non-Commercial|ShareAlike|Share\s?Alike"
    r"|NoDerivatives|NoDerivs))*)\s+(\d\.\d)",
    re.IGNORECASE,
)
# The page of a license of GNU's names no terms of its own: "or later" is what that page tells authors to write.
_PAGES = (
    (re.compile(r"gnu\.org/licenses/(?:old-licenses/)?fdl-(\d\.\d)", re.IGNORECASE), "GFDL-{}-or-later"),
    (re.compile(r"gnu\.org/licenses/(?:old-licenses/)?(a|l)?gpl-(\d\.\d)", re.IGNORECASE), "{}GPL-{}-or-later"),
    (re.compile(r"apache\.org/licenses/LICENSE-(2\.0)", re.IGNORECASE), "Apache-{}"),
    (re.compile(r"mozilla\.org/(?:[\w-]+/)?MPL/(2\.0)", re.IGNORECASE), "MPL-{}"),
)
_NAMED_PAGE = re.compile(
    r"(?:opensource\.org/licenses?|spdx\.org/licenses)/([\w.+-]+?)(?:\.html|\.php)?/?$", re.IGNORECASE
)
_PARTS = (("nc", "noncommercial"), ("sa", "sharealike"), ("nd", "noderiv"))


def _spdx(parts: str, version: str) -> str:
    return f"CC-{parts.upper().replace(' ', '-')}-{version}"


def _of_url(by: str, dedication: str, version: str) -> str:
    if by:
        return _spdx(by, version)
    return f"CC0-{version}" if dedication.lower() == "zero" else f"CC-PDM-{version}"


def _stated(text: str) -> set[str]:
    found = {_of_url(by, dedication, version) for by, dedication, version in _URL.findall(text)}
    found |= {_spdx(parts, version).replace("CC-0", "CC0") for parts, version in _SHORT.findall(text)}
    for terms, version in _LONG.findall(text):
        spelt = re.sub(r"[\s-]", "", terms).casefold()
        found.add(_spdx("-".join(["BY", *(short for short, word in _PARTS if word in spelt)]), version))
    return found


def find_license(sources: Iterable[str]) -> str | None:
    """Return the license of the first source that states exactly one.

    A source that states several (a paper about licenses, figures from elsewhere) decides nothing.
    """
    license, _ = find_license_in(("", source) for source in sources)
    return license


def find_license_in(places: Iterable[tuple[str, str]]) -> tuple[str | None, str | None]:
    """Return the license that :func:`find_license` finds in the words of named places, and the name of the place."""
    for place, words in places:
        stated = _stated(words)
        if len(stated) == 1:
            return stated.pop(), place
        if stated:
            return None, None
    return None, None


def declared_license(declared: str) -> str | None:
    """Return what a field that is about nothing but the license says: an identifier, an address or a name."""
    text = declared.strip()
    page = _NAMED_PAGE.search(text)
    if name := identifier_of(page[1] if page else text):
        return name
    for pattern, identifier in _PAGES:
        if found := pattern.search(text):
            return identifier.format(*(part.upper() if part else "" for part in found.groups()))
    return find_license([text])
