"""Whether a license is one of SPDX's list, an expression of such, or a ``LicenseRef-`` of its author's own."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from williams.domain.licenses.known import spelt

LONGEST_LICENSE: Final = 200
_CHARACTERS: Final = re.compile(r"[A-Za-z0-9.+:() -]+")
_OWN: Final = re.compile(r"(?:DocumentRef-[A-Za-z0-9.-]+:)?(?:LicenseRef|AdditionRef)-[A-Za-z0-9.-]+")


@lru_cache(maxsize=1000)
def canonical_license(text: str) -> str | None:
    """Return the license as SPDX spells it, or None when it is not one."""
    if len(text) > LONGEST_LICENSE or not _CHARACTERS.fullmatch(text):
        return None
    if _OWN.fullmatch(text):
        return text
    known = spelt(text)
    if known:
        return known
    # Rare, and the library with its list takes longer to import than all the rest here.
    from williams.domain.licenses.expressions import canonical_expression

    return canonical_expression(text, _is_known)


def _is_known(identifier: str) -> bool:
    return bool(_OWN.fullmatch(identifier) or spelt(identifier))


def _stated(text: str) -> str:
    license = canonical_license(text)
    if license is None:
        raise PydanticCustomError(
            "license",
            "Give an SPDX identifier or expression, such as CC-BY-4.0, or LicenseRef- and a name of your own; "
            "other words have a place in extra.stated_license",
        )
    return license


License: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_LICENSE), AfterValidator(_stated)]
