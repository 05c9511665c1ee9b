"""Which of Kokoro's voices speaks for which of the library's, in each language that it was taught."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from williams.domain.errors import InvalidRequest
from williams.domain.language_codes import primary_language

BLENDED: Final = "+"
_REMEDY: Final = (
    "Choose a voice of another engine (`<engine>/<voice>`, see GET /api/engines), or sources in another language"
)


@dataclass(frozen=True)
class Variety:
    """As a language is spoken somewhere. ``voices`` are those of the roles; ``+`` stands between two that are blended.

    ``espeak`` is the language by which espeak-ng finds the phonemes; None leaves them to hibari's rules for English.
    """

    accent: str
    regions: frozenset[str]
    voices: Mapping[str, str]
    espeak: str | None = None


def _roles(*voices: str) -> Mapping[str, str]:
    return MappingProxyType(dict(zip(ROLES, voices, strict=True)))


ROLES: Final = ("professional_male", "professional_female", "friendly_male", "friendly_female", "narrator")
AMERICAN: Final = Variety(
    "American",
    frozenset({"", "US"}),
    _roles("am_michael", "af_heart", "am_puck", "af_bella", "am_fenrir"),
)
BRITISH: Final = Variety(
    "British",
    frozenset({"GB"}),
    _roles("bm_george", "bf_emma", "bm_fable", "bf_isabella", "bm_lewis"),
)
# Where Kokoro has fewer voices of a language than there are roles, blends with others of its voices fill the rest:
# language lies in the phonemes, and a voice in its vector.
_TAUGHT: Final[Mapping[str, tuple[Variety, ...]]] = MappingProxyType(
    {
        "en": (AMERICAN, BRITISH),
        "es": (
            Variety(
                "Castilian",
                frozenset({"", "ES"}),
                _roles("em_alex", "ef_dora", "em_santa", "ef_dora+af_heart", "em_alex+em_santa"),
                "es",
            ),
        ),
        "fr": (
            Variety(
                "French",
                frozenset({"", "FR"}),
                _roles("ff_siwis+em_alex", "ff_siwis", "ff_siwis+am_michael", "ff_siwis+if_sara", "ff_siwis+im_nicola"),
                "fr",
            ),
        ),
        "it": (
            Variety(
                "Italian",
                frozenset({"", "IT"}),
                _roles("im_nicola", "if_sara", "im_nicola+em_alex", "if_sara+af_bella", "im_nicola+am_michael"),
                "it",
            ),
        ),
        "pt": (
            Variety(
                "Brazilian",
                frozenset({"", "BR"}),
                _roles("pm_alex", "pf_dora", "pm_santa", "pf_dora+af_bella", "pm_alex+pm_santa"),
                "pt-br",
            ),
        ),
    }
)
LANGUAGES: Final = tuple(_TAUGHT)
ALL: Final = tuple(
    dict.fromkeys(
        name
        for varieties in _TAUGHT.values()
        for variety in varieties
        for voice in variety.voices.values()
        for name in voice.split(BLENDED)
    )
)


def variety(tag: str) -> Variety:
    """Return the variety of a language that is heard. Raises InvalidRequest for one that Kokoro was not taught."""
    if why := why_unspoken(tag):
        raise InvalidRequest(why)
    kinds = _TAUGHT[primary_language(tag)]
    return next((each for each in kinds if _region(tag) in each.regions), kinds[0])


def voice_of(role: str, language: str = "en") -> str:
    """Return Kokoro's voice. Raises InvalidRequest with the names that exist, or for a language it does not speak."""
    if role not in ROLES:
        raise InvalidRequest(f"there is no voice {role!r}: choose one of {', '.join(ROLES)}")
    return variety(language).voices[role]


def why_unspoken(tag: str) -> str | None:
    """Return why Kokoro does not speak a language, and what can be done; None where it does."""
    if primary_language(tag) in _TAUGHT:
        return None
    return f"Kokoro speaks {', '.join(LANGUAGES)}, and not {tag!r}, here. {_REMEDY}."


def accent(tag: str) -> str | None:
    """Return whose accent is heard where it is not that of the tag's region."""
    heard = variety(tag)
    return None if _region(tag) in heard.regions else heard.accent


def _region(tag: str) -> str:
    return next((part for part in tag.upper().replace("_", "-").split("-")[1:] if len(part) == 2 or part.isdigit()), "")
