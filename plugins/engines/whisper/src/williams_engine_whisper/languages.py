"""The languages that Whisper's multilingual models know, by their BCP 47 names."""

from __future__ import annotations

from typing import Final

from williams.domain.errors import InvalidRequest
from williams.domain.language_codes import primary_language

_NAMES: Final = """
    af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id
    is it ja jv ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd
    si sk sl sn so sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo zh
"""
LANGUAGES: Final = frozenset(_NAMES.split())
_OWN: Final = {"jv": "jw"}
_SAME: Final = {"nb": "no", "fil": "tl"}


def token_of(tag: str) -> str:
    """Return the model's token of a BCP 47 tag. Raises InvalidRequest with the languages that there are."""
    language = primary_language(tag)
    language = _SAME.get(language, language)
    if language not in LANGUAGES:
        raise InvalidRequest(
            f"Whisper does not know the language {tag!r}. It writes down: {', '.join(sorted(LANGUAGES))}. "
            "Leave the language out, and it is heard."
        )
    return f"<|{_OWN.get(language, language)}|>"


def tag_of(token: str) -> str:
    """Return the BCP 47 tag of the model's token."""
    own = token.strip("<|>")
    return next((tag for tag, name in _OWN.items() if name == own), own)
