"""Which of the service's languages a BCP 47 tag means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from williams.domain.errors import InvalidRequest
from williams.domain.language_codes import primary_language

_USUAL: Final = frozenset({"ar-SA", "cy-GB", "de-DE", "en-US", "es-ES", "fa-IR", "fr-FR", "pt-BR", "sw-KE", "zh-CN"})
"""What is meant where a tag says no country and the service knows several."""


def code_of(tag: str, known: Sequence[str]) -> str:
    """Raises InvalidRequest with the languages that there are."""
    same = [code for code in known if code.lower() == tag.lower()]
    language = primary_language(tag)
    alike = sorted(
        (code for code in known if primary_language(code) == language), key=lambda code: (code not in _USUAL, code)
    )
    for code in (*same, *alike):
        return code
    there = ", ".join(sorted({primary_language(code) for code in known}))
    raise InvalidRequest(
        f"Amazon Transcribe does not know the language {tag!r}. It writes down: {there}. "
        "Leave the language out, and it is heard."
    )
