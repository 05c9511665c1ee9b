"""Speaking one line: what is written in signs as a person would say it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from williams_writing.aloud import aloud

from williams.plugin import StageContext
from williams.plugin.engines import WordTiming
from williams_export_podcast.models import ScriptLine, SpokenLine


async def speak(line: ScriptLine, language: str, ctx: StageContext) -> SpokenLine:
    """Speak a line in its own language, or in the episode's, and keep it in scratch."""
    tongue = line.language or language
    said = aloud(line.text, tongue)
    audio = await ctx.speech.speak(said, line.voice, tongue)
    # In a thread: the lines of a batch are kept side by side.
    stored = await asyncio.to_thread(ctx.scratch.save, f"lines/{line.ordinal:05d}.wav", audio.wav, "audio/wav")
    return SpokenLine(
        ordinal=line.ordinal,
        audio=stored,
        sample_rate=audio.sample_rate,
        seconds=audio.seconds,
        voice=audio.voice,
        cost_usd=audio.cost_usd,
        words=written_words(line.text, said, audio.words),
    )


def written_words(written: str, said: str, timings: Sequence[WordTiming]) -> list[WordTiming]:
    """Return when each word begins as it is written, of when each began as it was said.

    Where several words were said for one sign, the sign begins with the first of them.
    """
    if written == said:
        return list(timings)
    signs = [match.span() for match in re.finditer(r"\S+", written)]
    heard_words = [said[word.start : word.end] for word in timings]
    matched = SequenceMatcher(a=[written[start:end] for start, end in signs], b=heard_words, autojunk=False)
    found: list[WordTiming] = []
    for kind, first, last, first_said, last_said in matched.get_opcodes():
        pairs = zip(range(first, last), range(first_said, last_said), strict=False)
        for place, heard in pairs if kind == "equal" else list(pairs)[:1]:
            start, end = signs[place]
            found.append(WordTiming(start=start, end=end, seconds=timings[heard].seconds))
    return found
