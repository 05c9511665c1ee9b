"""The judge that asks a chat model whether statements follow from passages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from williams.domain.errors import InvalidRequest, ProviderRejected
from williams.domain.prompts import Prompt
from williams.domain.provenance import ModelUsed
from williams.engine.prices import Rate
from williams.ports.chat import ChatPort, Message
from williams.ports.entailment import Verdict, Verdicts

_VERDICTS: Final = {
    "supported": Verdict(supported=0.95, contradicted=0.0),
    "contradicted": Verdict(supported=0.0, contradicted=0.95),
    "unsupported": Verdict(supported=0.05, contradicted=0.0),
}
_AT_ONCE: Final = 40


class _Judged(BaseModel):
    model_config = ConfigDict(extra="forbid")

    statement: int
    reason: str
    verdict: Literal["supported", "contradicted", "unsupported"]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    verdicts: list[_Judged]


_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "verdicts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "statement": {"type": "integer"},
                    "reason": {"type": "string"},
                    "verdict": {"type": "string", "enum": list(_VERDICTS)},
                },
                "required": ["statement", "reason", "verdict"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["verdicts"],
    "additionalProperties": False,
}


class Judging:
    """EntailmentPort over a chat model, which is asked a second time where it does not judge each statement once."""

    def __init__(self, chat: ChatPort, *, rate: Rate | None = None) -> None:
        self._chat = chat
        self._prompt = Prompt.read(__package__, "judging.v1.md")
        self.rate = rate

    @property
    def model(self) -> ModelUsed:
        return self._chat.model.model_copy(update={"prompt": self._prompt.label})

    @property
    def paid(self) -> bool:
        return True

    async def judge(self, premises: list[str], statements: list[str], language: str) -> Verdicts:  # noqa: ARG002
        """See EntailmentPort."""
        if not premises:
            raise InvalidRequest("Without premises nothing can follow: give the texts that the statements cite.")
        found: list[Verdict] = []
        cost = 0.0
        for start in range(0, len(statements), _AT_ONCE):
            verdicts, paid = await self._some(premises, statements[start : start + _AT_ONCE])
            found, cost = [*found, *verdicts], cost + paid
        return Verdicts(verdicts=found, engine=self.model, cost_usd=cost)

    async def _some(self, premises: Sequence[str], statements: Sequence[str]) -> tuple[list[Verdict], float]:
        material = "\n".join(
            [
                *(_data({"passage": number, "text": text}) for number, text in enumerate(premises, 1)),
                *(_data({"statement": number, "text": text}) for number, text in enumerate(statements, 1)),
            ]
        )
        said = [Message("system", self._prompt.text), Message("user", f"<<<MATERIAL\n{material}\nMATERIAL>>>")]
        cost = 0.0
        for _ in range(2):
            completion = await self._chat.complete(said, _SCHEMA)
            cost += completion.cost_usd
            verdicts = _read(completion.text, len(statements))
            if verdicts is not None:
                return verdicts, cost
        raise ProviderRejected(
            f"{self._chat.service} ({self._chat.model.name}) did not judge each of {len(statements)} statements, asked "
            f"twice, for ${cost:.4f}. Choose another model to judge, or the local engine."
        )


def _read(text: str, count: int) -> list[Verdict] | None:
    try:
        answer = _Answer.model_validate_json(text)
    except ValidationError:
        return None
    by_number = {each.statement: _VERDICTS[each.verdict] for each in answer.verdicts}
    complete = len(answer.verdicts) == count and by_number.keys() == set(range(1, count + 1))
    return [by_number[number] for number in range(1, count + 1)] if complete else None


def _data(value: dict[str, Any]) -> str:
    """Angle brackets are escaped, so that nothing can close the block that it stands in."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e")
