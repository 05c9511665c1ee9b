"""A chat model on Amazon Bedrock, by the Converse API."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from williams_aws.access import AwsAccess
from williams_aws.failures import Codes

from williams.domain.errors import ProviderRejected, ProviderUnavailable
from williams.domain.provenance import ModelUsed
from williams.engine.prices import Price, cost_usd
from williams.ports.chat import Completion, Message
from williams_engine_bedrock.prices import BEDROCK

_TOOL: Final = "answer"
_REFUSALS: Final = {
    "guardrail_intervened": "stopped at its guardrail",
    "content_filtered": "stopped at its content filter",
}
_CUT_OFF: Final = frozenset({"max_tokens", "model_context_window_exceeded"})
_UNAVAILABLE: Final = frozenset(
    {"InternalServerException", "ModelErrorException", "ModelNotReadyException", "ModelTimeoutException"}
    | {"ServiceUnavailableException"}
)


def _not_allowed(detail: str) -> ProviderRejected:
    return ProviderRejected(f"{detail} (is the model enabled in this account and region?)")


@dataclass(frozen=True)
class BedrockAccess(AwsAccess):
    title: ClassVar[str] = "Amazon Bedrock"
    api: ClassVar[str] = "bedrock-runtime"
    codes: ClassVar[Codes] = Codes(
        throttled=frozenset({"ThrottlingException", "TooManyRequestsException", "ServiceQuotaExceededException"}),
        unavailable=_UNAVAILABLE,
        others={"AccessDeniedException": _not_allowed},
    )


class BedrockChat:
    """ChatPort over Converse. The answer is the input of a tool that the model has to use.

    ``model`` is the id of a model or of an inference profile, or the ARN of one.
    """

    def __init__(self, access: BedrockAccess, *, model: str, prices: Mapping[str, Price] = BEDROCK) -> None:
        self._access = access
        self._model = model
        self._prices = prices

    @property
    def model(self) -> ModelUsed:
        return ModelUsed(provider="bedrock", name=self._model, version=self._access.region)

    @property
    def _listed(self) -> str:
        """The name that the prices know: profiles (``eu.amazon.nova-pro-v1:0``) and ARNs end in the model's own."""
        return next((name for name in self._prices if self._model.endswith(name)), self._model)

    @property
    def service(self) -> str:
        return self._access.service

    async def complete(self, messages: list[Message], schema: dict[str, Any]) -> Completion:
        """See ChatPort."""
        tool = {"name": _TOOL, "description": "Give the answer.", "inputSchema": {"json": schema}}
        asked = {
            "modelId": self._model,
            "system": [{"text": message.text} for message in messages if message.role == "system"],
            "messages": [
                {"role": message.role, "content": [{"text": message.text}]}
                for message in messages
                if message.role != "system"
            ],
            "toolConfig": {"tools": [{"toolSpec": tool}], "toolChoice": {"tool": {"name": _TOOL}}},
        }
        return self._read(await self._access.in_time(lambda: self._converse(asked)))

    def _converse(self, asked: dict[str, Any]) -> dict[str, Any]:
        with self._access.translated(self._model):
            answer: dict[str, Any] = self._access.client.converse(**asked)
        return answer

    def _read(self, answer: dict[str, Any]) -> Completion:
        ended = answer.get("stopReason", "")
        if ended in _REFUSALS:
            raise ProviderRejected(f"{self.service} {_REFUSALS[ended]}")
        message: dict[str, Any] | None = answer.get("output", {}).get("message")
        if message is None:  # boto3 gives what it could read of a body that was cut off, which may be nothing
            raise ProviderUnavailable(f"{self.service} gave an answer that cannot be read")
        blocks: list[dict[str, Any]] = message.get("content", [])
        used = [block["toolUse"].get("input", {}) for block in blocks if "toolUse" in block]
        said = "".join(block.get("text", "") for block in blocks)
        usage = answer.get("usage", {})
        read, written = usage.get("inputTokens", 0), usage.get("outputTokens", 0)
        return Completion(
            text=json.dumps(used[0], ensure_ascii=False) if used else said,
            input_tokens=read,
            output_tokens=written,
            cost_usd=cost_usd(self._listed, read, written, self._prices),
            cut_off=ended in _CUT_OFF,
        )
