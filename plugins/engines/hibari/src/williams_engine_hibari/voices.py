"""The library's voices, made of hibari's one: its pitch, its formants and its pace are moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from williams.domain.errors import InvalidRequest
from williams.domain.language_codes import primary_language

ENGLISH: Final = "en"
_AMERICAN: Final = "US"
_REMEDY: Final = "Choose a voice of another engine (`<engine>/<voice>`, see GET /api/engines), or sources in English"


@dataclass(frozen=True)
class HibariVoice:
    """``pitch``, ``formants`` and ``pace`` are factors of the voice that was learned, ``gain`` one of its amplitude."""

    name: str
    pitch: float = 1.0
    formants: float = 1.0
    pace: float = 1.0
    gain: float = 1.0


# A man's vocal tract is about a sixth longer than a woman's, and his pitch some two thirds of hers. Gains are measured:
# with them all are about as loud.
VOICES: Final[dict[str, HibariVoice]] = {
    "professional_male": HibariVoice("heart-low", pitch=0.60, formants=0.86, gain=0.76),
    "professional_female": HibariVoice("heart", gain=1.36),
    "friendly_male": HibariVoice("heart-tenor", pitch=0.68, formants=0.90, pace=1.06, gain=0.84),
    "friendly_female": HibariVoice("heart-bright", pitch=1.10, formants=1.04, pace=1.06, gain=1.32),
    "narrator": HibariVoice("heart-deep", pitch=0.54, formants=0.84, pace=0.94, gain=0.83),
}


def voice_named(name: str) -> HibariVoice:
    """Raises InvalidRequest with the names that exist."""
    if name not in VOICES:
        raise InvalidRequest(f"there is no voice {name!r}: choose one of {', '.join(VOICES)}")
    return VOICES[name]


def why_unspoken(tag: str) -> str | None:
    """Return why hibari does not speak a language, and what can be done; None for English."""
    return None if primary_language(tag) == ENGLISH else f"hibari speaks English, and not {tag!r}. {_REMEDY}."


def accent(tag: str) -> str | None:
    """Return whose English is heard where it is not that of the tag's region: hibari learned American English."""
    region = next((part for part in tag.upper().replace("_", "-").split("-")[1:] if len(part) == 2), _AMERICAN)
    return None if region == _AMERICAN else "American"
