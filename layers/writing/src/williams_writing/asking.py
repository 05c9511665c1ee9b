"""The engine that asks a chat model: ask, check, ask again once with what is wrong, leave out what is still wrong."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic

from williams.domain.errors import EmptyContent, InvalidRequest, ProviderRejected
from williams.domain.prompts import Prompt
from williams.domain.provenance import ModelUsed
from williams.engine.prices import Rate, Rated
from williams.engine.text_in_parts import written_in_parts
from williams.ports.chat import ChatPort, Completion, Message
from williams.ports.entailment import EntailmentPort
from williams.ports.text import WINDOW_TOKENS, AnswerT, Grounded, Passage, Task, Written
from williams_writing.checking import Fault, Unusable, leaves, read_answer
from williams_writing.dropping import without
from williams_writing.offering import Offered, batches, readable, size_of
from williams_writing.schema import asked_schema
from williams_writing.supporting import Support

_MOST_FAULTS = 8
_MOST_DROPPED = 1 / 3
_RULES = "grounding.v1.md"
_RULES_BYTES = 4000  # of the rules themselves, and of what is said of a first answer
_LEAST_ROOM = 3000  # bytes: about a page
_SHORTER = 0.8


@dataclass(frozen=True)
class Window:
    """What a model reads and writes at once, in tokens. A fourth of it, and no more than 8,192, is for its answer.

    A token is taken for three bytes of UTF-8, which is too few for English and about right for other scripts.
    """

    tokens: int = WINDOW_TOKENS

    @property
    def bytes_to_read(self) -> int:
        return 3 * (self.tokens - min(self.tokens // 4, 8192))


_WINDOW = Window()


class Asking:
    """DividingText over a chat model. The cost of all calls is counted.

    ``judge`` says whether statements follow from what they cite; without one that is not asked. ``rate`` is what the
    model costs, where that is known; what the judge costs is added to it. An answer of which more than a third has to
    be left out is refused.
    """

    def __init__(
        self,
        chat: ChatPort,
        *,
        window: Window = _WINDOW,
        judge: EntailmentPort | None = None,
        rate: Rate | None = None,
    ) -> None:
        self._chat = chat
        self._window = window
        self._judge = judge
        self.rate = _judged(rate, judge)

    @property
    def model(self) -> ModelUsed:
        return self._chat.model

    @property
    def paid(self) -> bool:
        return True

    async def write(self, task: Task[AnswerT]) -> Written[AnswerT]:
        """See TextPort. Raises ProviderRejected when the second answer cannot be used either."""
        return await written_in_parts(self, task, self._written)

    async def _written(self, task: Task[AnswerT]) -> Written[AnswerT]:
        support = Support(self._judge, task) if self._judge else None
        return await _Conversation(self._chat, task, Offered.of(task.passages), support).written()

    def parts(self, task: Task[AnswerT]) -> list[Task[AnswerT]]:
        """See DividingText. Raises EmptyContent where no passage says anything, InvalidRequest for too small a window.

        What a first answer takes is left free: it is sent back with what is wrong with it.
        """
        passages = readable(task.passages)
        if not passages:
            raise EmptyContent("The sources hold no passage to write from. Choose a source with running text.")
        room = self._window.bytes_to_read - _frame(task)
        if room < _LEAST_ROOM:
            raise InvalidRequest(
                f"{self._chat.model.name} reads {self._window.tokens} tokens at once, of which the instructions leave "
                f"{max(0, room) // 3} for the sources. Choose a model with a larger window, or set the right one."
            )
        if sum(map(size_of, passages)) <= room:
            return [task]
        cut = batches(passages, room)
        readable_ones = set(passages)
        # What is not shown is counted once, by whoever is asked last.
        cut[-1] += tuple(each for each in task.passages if each not in readable_ones)
        whole = sum(len(each.text) for each in passages)
        return [task.part(batch, sum(len(each.text) for each in batch) / whole) for batch in cut]

    def of_notes(self, task: Task[AnswerT], written: Sequence[Written[AnswerT]]) -> Task[AnswerT]:
        """See DividingText."""
        found = [leaf for each in written for _, leaf in leaves(each.answer) if leaf.states]
        notes = tuple(_note(leaf, task.passages) for leaf in found)
        before, after = (sum(map(size_of, passages)) for passages in (readable(task.passages), notes))
        if not notes or after > _SHORTER * before:
            raise ProviderRejected(
                f"{self._chat.service} ({self._chat.model.name}) answered {len(written)} parts of the sources with "
                f"{after} bytes of {before}: that does not fit into one answer. Ask for less, or choose a model with a "
                "larger window."
            )
        return task.model_copy(update={"passages": notes})


def _judged(rate: Rate | None, judge: EntailmentPort | None) -> Rate | None:
    """Return what a call costs with its judge, as far as either price is known."""
    judging = judge.rate if isinstance(judge, Rated) else None
    return replace(rate or Rate(), judged=judging) if judging else rate


def _note(leaf: Grounded, passages: Sequence[Passage]) -> Passage:
    """Return a statement of a part as a passage at the place of what it cites first."""
    cited = leaf.citations[0]
    of = next((each for each in passages if each.stands_on and cited in each.stands_on), None) or next(
        each for each in passages if (each.content_id, each.paragraph_id) == (cited.content_id, cited.paragraph_id)
    )
    return of.model_copy(update={"text": leaf.text, "stands_on": leaf.citations})


def _frame(task: Task[Any]) -> int:
    """Return how many bytes are sent beside the passages, with room for what is said of a first answer."""
    prompt = task.instructions()
    schema = json.dumps(asked_schema(task), ensure_ascii=False)
    return sum(len(each.encode()) for each in (prompt.text, _data(dict(prompt.given)), schema)) + _RULES_BYTES


@dataclass
class _Conversation(Generic[AnswerT]):
    """At most two questions about one task."""

    chat: ChatPort
    task: Task[AnswerT]
    offered: Offered
    support: Support | None
    cost_usd: float = 0.0

    async def written(self) -> Written[AnswerT]:
        prompt, schema = self.task.instructions(), asked_schema(self.task)
        rules = Prompt.read(__package__, _RULES, language=self.task.language)
        said = [Message("system", f"{prompt.text}\n\n{rules.text}"), Message("user", _material(prompt, self.offered))]
        first = await self._ask(said, schema)
        answer, dropped = await self._read(first), 0
        if isinstance(answer, list):
            correction = [Message("assistant", first.text or "(nothing)"), Message("user", _correction(answer))]
            second = await self._ask([*said, *correction], schema)
            answer, dropped = await self._read_mended(second)
        told = [prompt.label, rules.label]
        if self.support:
            told.append(f"judged by {self.support.model.provider}/{self.support.model.name}")
        engine = self.chat.model.model_copy(update={"prompt": ", ".join(told)})
        return Written(
            answer=answer,
            engine=engine,
            cost_usd=self.cost_usd + (self.support.cost_usd if self.support else 0.0),
            dropped=dropped,
            unread=len(self.task.passages) - len(self.offered.passages),
        )

    async def _ask(self, said: list[Message], schema: dict[str, Any]) -> Completion:
        completion = await self.chat.complete(said, schema)
        self.cost_usd += completion.cost_usd
        return completion

    async def _read(self, completion: Completion) -> AnswerT | list[Fault]:
        try:
            return await self._checked(_decoded(completion))
        except Unusable as error:
            return error.faults

    async def _checked(self, raw: Any) -> AnswerT:
        """Raises Unusable, also for a statement that does not follow from what it cites."""
        answer = await asyncio.to_thread(read_answer, raw, self.task, self.offered.citations)
        faults = await self.support.faults(answer) if self.support else []
        if faults:
            raise Unusable(faults)
        return answer

    async def _read_mended(self, completion: Completion) -> tuple[AnswerT, int]:
        """Leave out what is at fault until nothing is, or until too little would be left."""
        dropped = 0
        try:
            raw = _decoded(completion)
            while True:
                try:
                    answer = await self._checked(raw)
                except Unusable as error:
                    raw, fewer = without(raw, error.faults)
                    dropped += fewer
                    if not fewer:
                        raise
                    continue
                if dropped > _MOST_DROPPED * (dropped + sum(1 for _ in leaves(answer))):
                    raise Unusable([Fault((), f"{dropped} parts of it do not stand on what was offered")])
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
