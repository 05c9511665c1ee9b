"""A chat model in memory that reads aloud, and the text engine on it: deterministic, instant, free."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from williams_writing.asking import Asking

from williams.domain.provenance import ModelUsed
from williams.ports.chat import Completion, Message
from williams.ports.text import AnswerT, Task, Written


class InMemoryChat:
    """ChatPort that says each passage once, in whatever shape is asked for. ``asked`` keeps every request."""

    def __init__(self, cost_usd: float = 0.0) -> None:
        self.cost_usd = cost_usd
        self.asked: list[list[Message]] = []

    @property
    def model(self) -> ModelUsed:
        return ModelUsed(provider="memory", name="reader", version="1")

    @property
    def service(self) -> str:
        return "the reader in memory"

    async def complete(self, messages: list[Message], schema: dict[str, Any]) -> Completion:
        self.asked.append(messages)
        answer = answer_to(schema, shown_passages(messages[1].text))
        return Completion(text=json.dumps(answer), cost_usd=self.cost_usd)


class ScriptedChat:
    """ChatPort that gives these answers in turn: texts, completions, or what is to be JSON. Each costs a quarter of a
    dollar; ``asked`` keeps every request.
    """

    service = "the scripted chat"
    model = ModelUsed(provider="test", name="script", version="1")

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[list[Message]] = []

    async def complete(self, messages: list[Message], schema: dict[str, Any]) -> Completion:  # noqa: ARG002
        self.asked.append(messages)
        answer = self.answers.pop(0)
        if isinstance(answer, Completion):
            return answer
        return Completion(text=answer if isinstance(answer, str) else json.dumps(answer), cost_usd=0.25)


class InMemoryText:
    """TextPort for tests. ``tasks`` keeps what was asked.

    ``failures`` are raised one per call before anything is written; ``cost_usd`` is charged for each answer.
    """

    def __init__(self, *, failures: list[Exception] | None = None, cost_usd: float = 0.0) -> None:
        self.failures = list(failures or [])
        self.cost_usd = cost_usd
        self.tasks: list[Task[Any]] = []
        self._engine = Asking(InMemoryChat(cost_usd))

    @property
    def model(self) -> ModelUsed:
        return self._engine.model

    @property
    def paid(self) -> bool:
        return self.cost_usd > 0

    async def write(self, task: Task[AnswerT]) -> Written[AnswerT]:
        self.tasks.append(task)
        if self.failures:
            raise self.failures.pop(0)
        return await self._engine.write(task)


def shown_passages(material: str) -> list[dict[str, Any]]:
    """Return the passages of a request as a chat model is shown them."""
    return [json.loads(line) for line in material.splitlines() if line.startswith("{")]


def answer_to(schema: dict[str, Any], passages: list[dict[str, Any]]) -> Any:
    """Return an answer that fits a schema: a list has an item for each passage, a text is a passage's own.

    Lists within an item have one item.
    """
    return _Answer(passages, count(), passages[0]).fill(schema, "")


@dataclass(frozen=True)
class _Answer:
    passages: list[dict[str, Any]]
    numbers: Iterator[int]
    current: dict[str, Any]
    within_item: bool = False

    def fill(self, schema: dict[str, Any], name: str) -> Any:
        if "anyOf" in schema:
            return self._choice(schema["anyOf"], name)
        if "enum" in schema:
            return schema["enum"][next(self.numbers) % len(schema["enum"])]
        if "const" in schema:
            return schema["const"]
        if schema["type"] == "object":
            return {key: self.fill(value, key) for key, value in schema["properties"].items()}
        if schema["type"] == "array":
            return self._list(schema["items"], name)
        return {"string": self.current["text"], "integer": 1, "number": 1.0, "boolean": True, "null": None}[
            schema["type"]
        ]

    def _choice(self, schemas: list[dict[str, Any]], name: str) -> Any:
        """What may be null is, unless a passage says it: its section."""
        nullable = any(each.get("type") == "null" for each in schemas)
        return self.current.get(name) if nullable else self.fill(schemas[0], name)

    def _list(self, items: dict[str, Any], name: str) -> list[Any]:
        if name == "passages":
            return [self.current["passage"]]
        shown = [self.current] if self.within_item else self.passages
        return [_Answer(self.passages, self.numbers, each, within_item=True).fill(items, "") for each in shown]
