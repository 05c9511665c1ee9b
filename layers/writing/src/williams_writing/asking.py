"""The engine that asks a chat model: ask, check, ask again once with what is wrong, leave out what is still wrong."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Generic

from williams.domain.errors import EmptyContent, ProviderRejected
from williams.domain.prompts import Prompt
from williams.domain.provenance import ModelUsed
from williams.engine.prices import Rate
from williams.ports.chat import ChatPort, Completion, Message
from williams.ports.text import CONTEXT_CHARACTERS, AnswerT, Passage, Task, Written
from williams_writing.checking import Fault, Unusable, leaves, read_answer
from williams_writing.dropping import without
from williams_writing.offering import Offered, offered_passages
from williams_writing.schema import asked_schema

_MOST_FAULTS = 8
_MOST_DROPPED = 1 / 3
_RULES = "grounding.v1.md"


class Asking:
    """TextPort over a chat model. The cost of both calls is counted.

    ``context_characters`` bounds what of the passages is sent; ``rate`` is what the model costs, where that is known.
    An answer of which more than a third has to be left out is refused.
    """

    def __init__(
        self, chat: ChatPort, *, context_characters: int = CONTEXT_CHARACTERS, rate: Rate | None = None
    ) -> None:
        self._chat = chat
        self.rate = rate
        self._context_characters = context_characters

    @property
    def model(self) -> ModelUsed:
        return self._chat.model

    @property
    def paid(self) -> bool:
        return True

    async def write(self, task: Task[AnswerT]) -> Written[AnswerT]:
        """See TextPort. Raises ProviderRejected when the second answer cannot be used either."""
        offered = await asyncio.to_thread(offered_passages, task.passages, self._context_characters)
        if not offered.passages:
            raise EmptyContent("The sources hold no passage to write from. Choose a source with running text.")
        return await _Conversation(self._chat, task, offered).written()


@dataclass
class _Conversation(Generic[AnswerT]):
    """At most two questions about one task."""

    chat: ChatPort
    task: Task[AnswerT]
    offered: Offered
    cost_usd: float = 0.0

    async def written(self) -> Written[AnswerT]:
        prompt, schema = self.task.instructions(), asked_schema(self.task)
        rules = Prompt.read(__package__, _RULES, language=self.task.language)
        said = [Message("system", f"{prompt.text}\n\n{rules.text}"), Message("user", _material(prompt, self.offered))]
        first = await self._ask(said, schema)
        answer, dropped = await asyncio.to_thread(self._read, first), 0
        if isinstance(answer, list):
            correction = [Message("assistant", first.text or "(nothing)"), Message("user", _correction(answer))]
            second = await self._ask([*said, *correction], schema)
            answer, dropped = await asyncio.to_thread(self._read_mended, second)
        engine = self.chat.model.model_copy(update={"prompt": f"{prompt.label}, {rules.label}"})
        return Written(answer=answer, engine=engine, cost_usd=self.cost_usd, dropped=dropped)

    async def _ask(self, said: list[Message], schema: dict[str, Any]) -> Completion:
        completion = await self.chat.complete(said, schema)
        self.cost_usd += completion.cost_usd
        return completion

    def _read(self, completion: Completion) -> AnswerT | list[Fault]:
        try:
            return read_answer(_decoded(completion), self.task, self.offered.citations)
        except Unusable as error:
            return error.faults

    def _read_mended(self, completion: Completion) -> tuple[AnswerT, int]:
        """Leave out what is at fault until nothing is, or until too little would be left."""
        dropped = 0
        try:
            raw = _decoded(completion)
            while True:
                try:
                    answer = read_answer(raw, self.task, self.offered.citations)
                except Unusable as error:
                    raw, fewer = without(raw, error.faults)
                    dropped += fewer
                    if not fewer:
                        raise
                    continue
                if dropped > _MOST_DROPPED * (dropped + sum(1 for _ in leaves(answer))):
                    raise Unusable([Fault((), f"{dropped} parts of it stand on nothing that was offered")])
                return answer, dropped
        except Unusable as error:
            raise self._refused(error.faults) from error

    def _refused(self, faults: list[Fault]) -> ProviderRejected:
        return ProviderRejected(
            f"{self.chat.service} ({self.chat.model.name}) gave 2 answers that cannot be used, for "
            f"${self.cost_usd:.4f}: {'; '.join(map(str, faults[:_MOST_FAULTS]))}. "
            "Choose another model, or ask for less."
        )


def _decoded(completion: Completion) -> Any:
    """Raises Unusable for what is no JSON."""
    if completion.cut_off:
        raise Unusable([Fault((), f"it was cut off at the limit of {completion.output_tokens} tokens: be briefer")])
    try:
        return json.loads(completion.text)
    except ValueError as error:
        raise Unusable([Fault((), f"it is no JSON that follows the schema ({error})")]) from error


def _material(prompt: Prompt, offered: Offered) -> str:
    """Return the passages as data: one JSON object on each line between two markers."""
    passages = "\n".join(_line(number, passage) for number, passage in offered.passages.items())
    given = f"Given: {_data(prompt.given)}\n\n" if prompt.given else ""
    return f"{given}<<<PASSAGES\n{passages}\nPASSAGES>>>"


def _line(number: int, passage: Passage) -> str:
    return _data({"passage": number, "source": passage.title, "section": passage.section, "text": passage.text})


def _data(value: dict[str, Any]) -> str:
    """Angle brackets are escaped, so that nothing can close the block that it stands in."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")


def _correction(faults: list[Fault]) -> str:
    listed = "\n".join(f"- {fault}" for fault in faults[:_MOST_FAULTS])
    return f"That answer cannot be used:\n{listed}\nGive the whole answer again without these faults."
