"""Which of Kokoro's voices speaks for which of the library's: American ones, and British ones for British English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from williams.domain.errors import InvalidRequest
from williams.domain.language_codes import primary_language

AMERICAN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "professional_male": "am_michael",
        "professional_female": "af_heart",
        "friendly_male": "am_puck",
        "friendly_female": "af_bella",
        "narrator": "am_fenrir",
    }
)
BRITISH: Final[Mapping[str, str]] = MappingProxyType(
    {
        "professional_male": "bm_george",
        "professional_female": "bf_emma",
        "friendly_male": "bm_fable",
        "friendly_female": "bf_isabella",
        "narrator": "bm_lewis",
    }
)
ALL: Final = (*AMERICAN.values(), *BRITISH.values())
_ENGLISH: Final = "en"
_REMEDY: Final = "Choose a voice of another engine (`<engine>/<voice>`, see GET /api/engines), or sources in English"


def voice_of(role: str, language: str | None = None) -> str:
    """Return Kokoro's voice. Raises InvalidRequest with the names that exist, or for another language than English."""
    if role not in AMERICAN:
        raise InvalidRequest(f"there is no voice {role!r}: choose one of {', '.join(AMERICAN)}")
    if language is not None and (why := why_unspoken(language)):
        raise InvalidRequest(why)
    return (BRITISH if _region(language or _ENGLISH) == "GB" else AMERICAN)[role]


def is_british(voice: str) -> bool:
    return voice.startswith("b")


def why_unspoken(tag: str) -> str | None:
    """Return why Kokoro does not speak a language, and what can be done; None for English."""
    return None if primary_language(tag) == _ENGLISH else f"Kokoro speaks English, and not {tag!r}, here. {_REMEDY}."


def accent(tag: str) -> str | None:
    """Return whose English is heard where it is not that of the tag's region."""
    return None if _region(tag) in ("", "US", "GB") else "American"


def _region(tag: str) -> str:
    return next((part for part in tag.upper().replace("_", "-").split("-")[1:] if len(part) == 2), "")
