"""Which engine speaks where a request names a voice alone."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from tests.unit.engines.samples import Bell, Voice, registry
from williams.domain.errors import InvalidRequest
from williams.engine import Manifest, Speaking
from williams.engine.deployment import Deployment
from williams.engine.registry import EngineRegistry, InstalledEngine
from williams.engine.voices import OTHER_ACCENT, OTHER_ENGINE, chosen_voice
from williams.ports.speech import VoiceQuality

DRAFT, FINE = VoiceQuality.DRAFT, VoiceQuality.FINE


class Plain(Bell):
    """Speaks all but one language, like a machine."""

    name: ClassVar[str] = "plain"
    preferred: ClassVar[bool] = False
    speaking: ClassVar[Speaking | None] = Speaking(naturalness=1.5, effort=0.01)

    def why_unspoken(self, language: str) -> str | None:
        return "plain does not speak Klingon." if language == "tlh" else None


class Quick(Plain):
    name: ClassVar[str] = "quick"
    preferred: ClassVar[bool] = True
    speaking: ClassVar[Speaking | None] = Speaking(naturalness=3.5, effort=0.02)

    def why_unspoken(self, language: str) -> str | None:
        return None if language.startswith("en") else f"quick does not speak {language}."

    def accent(self, language: str) -> str | None:
        return "American" if language == "en-GB" else None


class Slow(Plain):
    """Has not every voice."""

    name: ClassVar[str] = "slow"
    choices: ClassVar[tuple[str, ...] | None] = ("high",)
    speaking: ClassVar[Speaking | None] = Speaking(naturalness=4.5, effort=0.8)

    def why_unspoken(self, language: str) -> str | None:
        return None if language[:2] in ("en", "fr") else f"slow does not speak {language}."


class Guest(Slow):
    """Somebody else's, which says of itself that it is perfect."""

    name: ClassVar[str] = "guest"
    speaking: ClassVar[Speaking | None] = Speaking(naturalness=5.0, effort=0.01)


class Priced(Voice):
    name: ClassVar[str] = "priced"
    speaking: ClassVar[Speaking | None] = Speaking(naturalness=5.0, effort=0.01)


def here(*manifests: type[Manifest[Any]], **environment: str) -> Deployment:
    installed = dict(registry(*manifests).engines)
    installed["speech.guest"] = InstalledEngine(Guest(), "acme-guest")
    return Deployment(EngineRegistry(installed), {"WILLIAMS_PRICED_SPEECH_MODEL": "m", **environment}, "keys")


ALL = here(Plain, Quick, Slow, Priced)
SET = here(Plain, Quick, Slow, Priced, WILLIAMS_SPEECH_PROVIDER="plain")


@pytest.mark.parametrize(
    ("deployment", "voice", "language", "quality", "chosen", "told"),
    [
        (ALL, "high", "en", DRAFT, "quick/high", None),
        (ALL, "high", "en", FINE, "slow/high", None),
        (ALL, "low", "en", FINE, "quick/low", None),
        (ALL, "high", "de", FINE, "plain/high", OTHER_ENGINE),
        (ALL, "high", "de", DRAFT, "plain/high", OTHER_ENGINE),
        (ALL, "high", "fr", FINE, "slow/high", None),
        (ALL, "high", "en-GB", DRAFT, "quick/high", OTHER_ACCENT),
        (ALL, "quick/low", "en-GB", FINE, "quick/low", OTHER_ACCENT),
        (ALL, "priced/anything", "de", DRAFT, "priced/anything", None),
        (SET, "high", "en", FINE, "plain/high", None),
        (SET, "high", "tlh", FINE, None, "slow does not speak tlh"),
        (here(Bell), "high", "de", FINE, "bell/high", None),
        (here(Bell, Voice, WILLIAMS_SPEECH_PROVIDER="bell"), "high", "de", DRAFT, "bell/high", None),
        (ALL, "quick/low", "de", FINE, None, "quick does not speak de"),
        (ALL, "drum/low", "en", FINE, None, "no speech engine 'drum'"),
        (ALL, "squeak", "en", FINE, None, "no engine of this deployment has a voice 'squeak'"),
    ],
)
def test_a_voice_is_chosen_by_what_engines_say_of_themselves(
    deployment: Deployment, voice: str, language: str, quality: VoiceQuality, chosen: str | None, told: str | None
) -> None:
    if chosen is None:
        with pytest.raises(InvalidRequest, match=f"(?i){told}"):
            chosen_voice(deployment, voice, language, quality)
        return
    found = chosen_voice(deployment, voice, language, quality)
    assert (found.name, found.notice.code if found.notice else None) == (chosen, told)


def test_a_notice_names_who_speaks_and_who_does_not() -> None:
    notice = chosen_voice(ALL, "high", "de", FINE).notice
    assert notice is not None
    assert notice.message == "What is in 'de' is spoken by plain: not spoken by slow, quick."


@pytest.mark.parametrize(("naturalness", "effort"), [(0.9, 1.0), (5.1, 1.0), (3.0, 0.0)])
def test_what_no_engine_can_be_is_refused(naturalness: float, effort: float) -> None:
    with pytest.raises(ValueError, match="Naturalness is from 1 to 5"):
        Speaking(naturalness, effort)
