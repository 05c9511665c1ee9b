"""Which of Polly's neural voices speaks for which of the library's, in which language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from williams.domain.errors import InvalidRequest
from williams.domain.language_codes import primary_language

_AMERICAN: Final = "en-US"
# The language of the library's voices where no other is asked for: five, as many as there are names.
ROLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "professional_male": "Matthew",
        "professional_female": "Joanna",
        "friendly_male": "Stephen",
        "friendly_female": "Ruth",
        "narrator": "Gregory",
    }
)
_MEN: Final = frozenset({"professional_male", "friendly_male", "narrator"})
# The neural voices, men and women, by Polly's own tags. The first tag of a language is the one that a bare tag means.
_VOICES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = MappingProxyType(
    {
        "en-GB": (("Brian", "Arthur"), ("Amy", "Emma")),
        "en-AU": ((), ("Olivia",)),
        "en-IE": ((), ("Niamh",)),
        "en-IN": ((), ("Kajal",)),
        "en-NZ": ((), ("Aria",)),
        "en-SG": ((), ("Jasmine",)),
        "en-ZA": ((), ("Ayanda",)),
        "de-DE": (("Daniel",), ("Vicki",)),
        "de-AT": ((), ("Hannah",)),
        "de-CH": ((), ("Sabrina",)),
        "fr-FR": (("Remi",), ("Lea",)),
        "fr-CA": (("Liam",), ("Gabrielle",)),
        "fr-BE": ((), ("Isabelle",)),
        "es-ES": (("Sergio",), ("Lucia",)),
        "es-MX": (("Andres",), ("Mia",)),
        "es-US": (("Pedro",), ("Lupe",)),
        "it-IT": (("Adriano",), ("Bianca",)),
        "pt-BR": (("Thiago",), ("Camila", "Vitoria")),
        "pt-PT": ((), ("Ines",)),
        "nl-NL": ((), ("Laura",)),
        "nl-BE": ((), ("Lisa",)),
        "pl-PL": ((), ("Ola",)),
        "cs-CZ": ((), ("Jitka",)),
        "sv-SE": ((), ("Elin",)),
        "nb-NO": ((), ("Ida",)),
        "da-DK": ((), ("Sofie",)),
        "fi-FI": ((), ("Suvi",)),
        "tr-TR": ((), ("Burcu",)),
        "ca-ES": ((), ("Arlet",)),
        "ja-JP": (("Takumi",), ("Kazuha", "Tomoko")),
        "ko-KR": ((), ("Seoyeon",)),
        "cmn-CN": ((), ("Zhiyu",)),
        "yue-CN": ((), ("Hiujin",)),
        "hi-IN": ((), ("Kajal",)),
        "ar-AE": (("Zayd",), ("Hala",)),
    }
)
_OTHER_CODES: Final = {"zh": "cmn", "no": "nb", "nn": "nb"}
_REMEDY: Final = "Choose a voice of another engine (`<engine>/<voice>`, see GET /api/engines)"


def polly_language(tag: str) -> str:
    """Return Polly's tag for a BCP 47 tag: of its region, else of its language.

    Raises InvalidRequest, with what can be done, for a language without a neural voice.
    """
    parts = tag.replace("_", "-").split("-")
    language = _OTHER_CODES.get(primary_language(parts[0]), primary_language(parts[0]))
    region = next((part.upper() for part in parts[1:] if len(part) == 2), "")
    there = [_AMERICAN, *_VOICES]
    if f"{language}-{region}" in there:
        return f"{language}-{region}"
    found = next((each for each in there if each.startswith(f"{language}-")), None)
    if found is None:
        raise InvalidRequest(f"Polly has no neural voice for {tag!r}. {_REMEDY}. It speaks {', '.join(sorted(there))}.")
    return found


def voice_of(role: str, tag: str | None = None) -> tuple[str, str]:
    """Return Polly's voice and language tag. Raises InvalidRequest with the names or the languages that exist.

    Where a language has voices of one sex alone, they speak for the other too.
    """
    if role not in ROLES:
        raise InvalidRequest(f"there is no voice {role!r}: choose one of {', '.join(ROLES)}")
    language = polly_language(tag or _AMERICAN)
    if language == _AMERICAN:
        return ROLES[role], language
    men, women = _VOICES[language]
    voices = (men or women) if role in _MEN else (women or men)
    return voices[list(ROLES).index(role) // 2 % len(voices)], language


def why_unspoken(tag: str) -> str | None:
    """Return why Polly does not speak a language, and what can be done; None where it does."""
    try:
        polly_language(tag)
    except InvalidRequest as error:
        return error.detail
    return None
