"""Chooses the engine that speaks where a request names a voice alone: by language, quality and what engines say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from williams.domain.errors import InvalidRequest
from williams.domain.notices import Notice
from williams.engine.deployment import Deployment, default_variable
from williams.engine.manifest import Manifest
from williams.ports.engines import SPEECH
from williams.ports.speech import ChosenVoice, VoiceQuality

OTHER_ENGINE: Final = "voice-of-another-engine"
OTHER_ACCENT: Final = "voice-with-an-accent"
_SOON: Final = 0.1  # seconds of work for a second of speech: a draft of five minutes is spoken in half of one
_REMEDY: Final = "Name a voice of an engine that speaks it (`<engine>/<voice>`): GET /api/engines lists them."


def chosen_voice(deployment: Deployment, voice: str, language: str, quality: VoiceQuality) -> ChosenVoice:
    """Return a voice that speaks a language, a BCP 47 tag.

    ``voice`` is ``<engine>/<voice>``: then it is that one. Else the engine is the one that the settings name; without
    such a setting, or where it does not speak the language, the most natural one that does. One that costs money is
    never chosen unasked.

    Raises:
        InvalidRequest: none speaks it, or there is no such engine; the message says what can be done.
    """
    named, _ = SPEECH.parted(voice)
    passed: list[tuple[Manifest[Any], str]] = []
    for manifest in _ranked(deployment, quality) if named is None else [deployment.named(SPEECH, named)]:
        if named is None and manifest.choices is not None and voice not in manifest.choices:
            continue
        why = manifest.why_unspoken(language)
        if why is None:
            name = voice if named else f"{manifest.name}/{voice}"
            return ChosenVoice(name, _notice(manifest, language, [each for each, _ in passed]))
        passed.append((manifest, why))
    if not passed:
        raise InvalidRequest(f"No engine of this deployment has a voice {voice!r}: GET /api/engines lists them.")
    raise InvalidRequest(passed[-1][1])


def _ranked(deployment: Deployment, quality: VoiceQuality) -> Iterator[Manifest[Any]]:
    """The default engine where a setting names it or it ranks nowhere, then free ones, the library's own before others.

    Of these the most natural comes first; for a draft, those that are quick come before those that are not.
    """
    default, *others = deployment.engines(SPEECH)
    by_setting = default_variable(SPEECH) in deployment.environment
    free = [each for each in (default, *others) if each.speaking is not None and not each.paid]
    first = by_setting or default not in free
    if first:
        yield default
    installed = deployment.registry.engines

    def rank(manifest: Manifest[Any]) -> tuple[bool, bool, float]:
        assert manifest.speaking is not None
        slow = quality is VoiceQuality.DRAFT and manifest.speaking.effort > _SOON
        return slow, not installed[manifest.engine_id].own, -manifest.speaking.naturalness

    yield from (each for each in sorted(free, key=rank) if not (first and each is default))


def _notice(manifest: Manifest[Any], language: str, passed: list[Manifest[Any]]) -> Notice | None:
    if passed:
        others = ", ".join(each.name for each in passed)
        return Notice(
            code=OTHER_ENGINE,
            message=f"What is in {language!r} is spoken by {manifest.name}: not spoken by {others}.",
            remedy=_REMEDY,
        )
    if accent := manifest.accent(language):
        return Notice(
            code=OTHER_ACCENT,
            message=f"What is in {language!r} is spoken by {manifest.name} with another accent: {accent}.",
            remedy=_REMEDY,
        )
    return None
