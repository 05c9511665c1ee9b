"""Which of OpenAI's voices speaks for which of the library's."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

VOICES: Mapping[str, str] = MappingProxyType(
    {
        "professional_male": "onyx",
        "professional_female": "nova",
        "friendly_male": "echo",
        "friendly_female": "coral",
        "narrator": "sage",
    }
)
