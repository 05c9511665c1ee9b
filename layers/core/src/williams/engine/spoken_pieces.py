"""A line that a service takes in pieces only: asked for one after the other, and joined to one sound."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from williams.domain.errors import ProviderRejected, ProviderThrottled, ProviderUnavailable
from williams.engine.wave_file import Pcm


@dataclass(frozen=True)
class SpokenPiece:
    """``events`` are offsets into the text, and the seconds where what stands there begins."""

    pcm: Pcm
    events: list[tuple[int, float]]


async def spoken_in_turn(
    text: str, spans: Sequence[tuple[int, int]], speak: Callable[[str], Awaitable[SpokenPiece]]
) -> SpokenPiece:
    """Return the sound of all spans of a text, at least one.

    Raises what ``speak`` raises; ProviderUnavailable where it refuses a piece behind those that are spoken and owed.
    """
    said: list[SpokenPiece] = []
    for start, end in spans:
        try:
            said.append(await speak(text[start:end]))
        except (ProviderRejected, ProviderThrottled) as error:
            if not said:
                raise
            raise ProviderUnavailable(f"After {len(said)} of {len(spans)} pieces of a line: {error}") from error
    seconds, events = 0.0, []
    for (start, _), part in zip(spans, said, strict=True):
        events += [(start + offset, seconds + at) for offset, at in part.events]
        seconds += part.pcm.seconds
    return SpokenPiece(Pcm(b"".join(part.pcm.samples for part in said), said[0].pcm.sample_rate), events)
