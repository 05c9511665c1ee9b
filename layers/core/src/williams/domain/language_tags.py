"""Language tags (BCP 47), by the grammar of RFC 5646."""

from __future__ import annotations

import re
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

# As RFC 5646 recommends in 4.4.1.
LONGEST_TAG: Final = 35

# Of four letters are those reserved, of five to eight those registered: there are none to this day.
_LANGUAGE: Final = r"[a-z]{2,3}(?:-[a-z]{3}){0,3}"
_SCRIPT: Final = r"(?:-[a-z]{4})?"
_REGION: Final = r"(?:-(?:[a-z]{2}|[0-9]{3}))?"
_VARIANTS: Final = r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
_EXTENSIONS: Final = r"(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*"
_PRIVATE: Final = r"x(?:-[a-z0-9]{1,8})+"
_TAG: Final = re.compile(rf"{_LANGUAGE}{_SCRIPT}{_REGION}{_VARIANTS}{_EXTENSIONS}(?:-{_PRIVATE})?|{_PRIVATE}", re.ASCII)
_GRANDFATHERED: Final = {
    tag.lower(): tag
    for tag in (
        *(
            "en-GB-oed",
            "i-ami",
            "i-bnn",
            "i-default",
            "i-enochian",
            "i-hak",
            "i-klingon",
            "i-lux",
            "i-mingo",
            "i-navajo",
        ),
        *("i-pwn", "i-tao", "i-tay", "i-tsu", "sgn-BE-FR", "sgn-BE-NL", "sgn-CH-DE"),
    )
}


def language_tag(text: str) -> str:
    """Return the tag in its usual case (``zh-Hant-TW``). Raises PydanticCustomError for what is none."""
    lower = text.lower()
    if lower in _GRANDFATHERED:
        return _GRANDFATHERED[lower]
    if len(text) > LONGEST_TAG or not text.isascii() or not _TAG.fullmatch(lower):
        raise PydanticCustomError("language_tag", "Give a language tag (BCP 47), such as en, pt-BR or zh-Hant")
    parts = lower.split("-")
    return "-".join([parts[0], *(_cased(parts[:at], part) for at, part in enumerate(parts[1:], 1))])


def _cased(before: list[str], part: str) -> str:
    """Regions in capitals, scripts with one; what follows a singleton is an extension's (RFC 5646, 2.1.1)."""
    if any(len(each) == 1 for each in before) or not part.isalpha():
        return part
    return {2: part.upper(), 4: part.title()}.get(len(part), part)


LanguageTag: TypeAlias = Annotated[str, Field(min_length=1, max_length=LONGEST_TAG), AfterValidator(language_tag)]
