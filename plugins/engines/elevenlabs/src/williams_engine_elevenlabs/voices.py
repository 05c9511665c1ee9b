"""Which of ElevenLabs' voices speaks for which of the library's, and what its models speak."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from williams.domain.errors import InvalidRequest
from williams.domain.language_codes import primary_language

# Voices that every account has: Eric, Sarah, Chris, Jessica and Brian.
VOICES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "professional_male": "cjVigY5qzO86Huf0OWal",
        "professional_female": "EXAVITQu4vr4xnSDxMaL",
        "friendly_male": "iP95p4xoKVk53GoZ742B",
        "friendly_female": "cgSgspJ2msm6clMCkdW9",
        "narrator": "nPczCjzI2devNBz1zQrb",
    }
)
_ID: Final = re.compile(r"[A-Za-z0-9]{20}")
_TAG: Final = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")
_LISTED: Final = "ar bg cs da de el en es fi fil fr hi hr id it ja ko ms nl pl pt ro ru sk sv ta tr uk zh"
_OF_ALL: Final = frozenset(_LISTED.split())
_LANGUAGES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "eleven_multilingual_v2": _OF_ALL,
        "eleven_turbo_v2_5": _OF_ALL | {"hu", "no", "vi"},
        "eleven_flash_v2_5": _OF_ALL | {"hu", "no", "vi"},
    }
)
_NORWEGIAN: Final = {"nb": "no", "nn": "no"}
# The others hear the language from the text, and refuse to be told.
_TOLD: Final = frozenset({"eleven_turbo_v2_5", "eleven_flash_v2_5"})


def voice_id(voice: str) -> str:
    """Return ElevenLabs' id of one of the library's voices, or the id that ``voice`` is.

    Raises InvalidRequest with the names that exist.
    """
    if voice in VOICES:
        return VOICES[voice]
    if _ID.fullmatch(voice):
        return voice
    raise InvalidRequest(f"there is no voice {voice!r}: give an id of ElevenLabs' or one of {', '.join(VOICES)}")


def language_code(tag: str, model: str) -> str | None:
    """Return the language that ``model`` is told, None for one that is told none.

    Raises InvalidRequest for a language that it does not speak; of a model that is not known here, it may speak any.
    """
    if not _TAG.fullmatch(tag):
        raise InvalidRequest(f"{tag!r} is no language tag such as en, de or pt-BR")
    language = _NORWEGIAN.get(primary_language(tag), primary_language(tag))
    spoken = _LANGUAGES.get(model)
    if spoken is not None and language not in spoken:
        raise InvalidRequest(
            f"ElevenLabs' {model} does not speak {tag!r}. Choose a voice of another engine (`<engine>/<voice>`, see "
            f"GET /api/engines), or another model. It speaks {', '.join(sorted(spoken))}."
        )
    return language if model in _TOLD else None
