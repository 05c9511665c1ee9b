"""Which engine's voices say the lines."""

from __future__ import annotations

from williams.plugin import StageContext
from williams.plugin.engines import ChosenVoice, VoiceQuality
from williams_export_podcast.models import PodcastScript

_Part = tuple[str, str]


def with_voices(script: PodcastScript, quality: VoiceQuality, ctx: StageContext) -> PodcastScript:
    """Return the script with the voice and engine of each line, and with what listeners would not expect of them."""
    cast: dict[_Part, ChosenVoice] = {}
    for line in script.lines:
        part = (line.voice, line.language or script.language)
        if part not in cast:
            cast[part] = ctx.voice(*part, quality)
    lines = [
        line.model_copy(update={"voice": cast[line.voice, line.language or script.language].name})
        for line in script.lines
    ]
    notices = dict.fromkeys(voice.notice for voice in cast.values() if voice.notice)
    return script.model_copy(update={"lines": lines, "notices": [*script.notices, *notices]})
