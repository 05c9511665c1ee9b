"""Finds the license a document states, as an SPDX identifier."""

from __future__ import annotations

import re
from collections.abc import Iterable

_URL = re.compile(
    r"creativecommons\.org/(?:licenses/(by(?:-(?:nc|sa|nd|nc-sa|nc-nd))?)|publicdomain/(zero))/(\d\.\d)", re.IGNORECASE
)
_SHORT = re.compile(r"\bCC[ -]?(BY(?:[ -](?:NC|SA|ND|NC[ -]SA|NC[ -]ND))?|0)[ -]v?(\d\.\d)\b", re.IGNORECASE)
_LONG = re.compile(
    r"\bCreative\s+Commons\s+Attribution((?:[\s-]*(?:NonCommercial|Non-Commercial|ShareAlike|Share\s?Alike"
    r"|NoDerivatives|NoDerivs))*)\s+(\d\.\d)",
    re.IGNORECASE,
)
_PARTS = (("nc", "noncommercial"), ("sa", "sharealike"), ("nd", "noderiv"))


def _spdx(parts: str, version: str) -> str:
    return f"CC-{parts.upper().replace(' ', '-')}-{version}"


def _stated(text: str) -> set[str]:
    found = {_spdx(by or "0", version).replace("CC-0", "CC0") for by, _zero, version in _URL.findall(text)}
    found |= {_spdx(parts, version).replace("CC-0", "CC0") for parts, version in _SHORT.findall(text)}
    for terms, version in _LONG.findall(text):
        spelt = re.sub(r"[\s-]", "", terms).casefold()
        found.add(_spdx("-".join(["BY", *(short for short, word in _PARTS if word in spelt)]), version))
    return found


def find_license(sources: Iterable[str]) -> str | None:
    """Return the license of the first source that states exactly one.

    A source that states several (a paper about licenses, figures from elsewhere) decides nothing.
    """
    for source in sources:
        stated = _stated(source)
        if len(stated) == 1:
            return stated.pop()
        if stated:
            return None
    return None
