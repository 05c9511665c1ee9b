"""Sources that are longer than what a writer reads at once: read part by part, then written of what was noted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from williams.domain.provenance import ModelUsed
from williams.ports.text import AnswerT, DividingText, Task, Written

_AT_ONCE: Final = 4

Write = Callable[[Task[AnswerT]], Awaitable[Written[AnswerT]]]


async def written_in_parts(writer: DividingText, task: Task[AnswerT], write: Write[AnswerT]) -> Written[AnswerT]:
    """Return the answer to a task of any length; ``write`` is called with tasks that the writer reads at once.

    The parts are answered side by side, a few at a time, and then the task of their statements, until these fit.
    """
    before: list[Written[AnswerT]] = []
    read = 0
    while len(parts := await asyncio.to_thread(writer.parts, task)) > 1:
        answers = await _all(parts, write)
        before += answers
        read = read or len(parts)
        task = await asyncio.to_thread(writer.of_notes, task, answers)
    return _with_those_before(await write(parts[0]), before, read or 1)


async def _all(parts: Sequence[Task[AnswerT]], write: Write[AnswerT]) -> list[Written[AnswerT]]:
    """Raises what the first that failed raised, once those under way have ended: they are paid for."""
    free = asyncio.Semaphore(_AT_ONCE)
    failed = asyncio.Event()

    async def one(part: Task[AnswerT]) -> Written[AnswerT] | None:
        async with free:
            if failed.is_set():
                return None
            try:
                return await write(part)
            except BaseException:
                failed.set()
                raise

    ended = await asyncio.gather(*map(one, parts), return_exceptions=True)
    for each in ended:
        if isinstance(each, BaseException):
            raise each
    return [each for each in ended if isinstance(each, Written)]


def _with_those_before(last: Written[AnswerT], before: Sequence[Written[AnswerT]], parts: int) -> Written[AnswerT]:
    every = [*before, last]
    unread = sum(each.unread for each in every)
    return last.model_copy(
        update={
            "engine": _told(last.engine, parts, unread),
            "cost_usd": sum(each.cost_usd for each in every),
            "dropped": sum(each.dropped for each in every),
            "unread": unread,
            "parts": parts,
        }
    )


def _told(engine: ModelUsed, parts: int, unread: int) -> ModelUsed:
    """Say with the instructions, which provenance records, what of the sources was read and how."""
    said = [f"read in {parts} parts"] if parts > 1 else []
    said += [f"{unread} passages not shown"] if unread else []
    return engine.model_copy(update={"prompt": ", ".join([*filter(None, [engine.prompt]), *said])}) if said else engine
