"""The engine that quotes: every statement is a sentence of a source, word for word, and cites its exact span."""

from __future__ import annotations

import asyncio

from williams.domain.errors import PluginDefect
from williams.domain.provenance import ModelUsed
from williams.ports.text import AnswerT, Task, Written
from williams_writing.checking import Unusable, check


class Quoting:
    """TextPort without a model: the task itself says how it is answered from its sentences.

    Deterministic: the same task always gets the same answer.
    """

    @property
    def model(self) -> ModelUsed:
        return ModelUsed(provider="quoting", name="extractive-textrank", version="4")

    @property
    def paid(self) -> bool:
        return False

    async def write(self, task: Task[AnswerT]) -> Written[AnswerT]:
        """See TextPort."""
        answer = await asyncio.to_thread(_answer, task)
        return Written(answer=answer, engine=self.model)


def _answer(task: Task[AnswerT]) -> AnswerT:
    answer = task.quote()
    try:
        check(answer, task)
    except Unusable as error:
        raise PluginDefect(f"{type(task).__name__} quotes what it calls faulty itself: {error}") from error
    return answer
