"""Speaking one line."""

from __future__ import annotations

import asyncio

from williams.plugin import StageContext
from williams_export_podcast.models import ScriptLine, SpokenLine


async def speak(line: ScriptLine, language: str, ctx: StageContext) -> SpokenLine:
    """Speak a line in its own language, or in the episode's, and keep it in scratch."""
    audio = await ctx.speech.speak(line.text, line.voice, line.language or language)
    # In a thread: the lines of a batch are kept side by side.
    stored = await asyncio.to_thread(ctx.scratch.save, f"lines/{line.ordinal:05d}.wav", audio.wav, "audio/wav")
    return SpokenLine(
        ordinal=line.ordinal,
        audio=stored,
        seconds=audio.seconds,
        voice=audio.voice,
        cost_usd=audio.cost_usd,
        words=audio.words,
    )
