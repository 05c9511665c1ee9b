"""A chat model on Amazon Bedrock, by the Converse API."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ParamValidationError

from williams.domain.errors import ProviderRejected, ProviderThrottled, ProviderUnavailable, WilliamsError
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
_THROTTLED: Final = frozenset({"ThrottlingException", "TooManyRequestsException", "ServiceQuotaExceededException"})
_UNAVAILABLE: Final = frozenset(
    {"InternalServerException", "ModelErrorException", "ModelNotReadyException", "ModelTimeoutException"}
    | {"ServiceUnavailableException"}
)
_SERVER_SIDE: Final = 500
_CONNECT_SECONDS: Final = 3.0


@dataclass(frozen=True)
class BedrockAccess:
    """Where Bedrock is; credentials are the function's own. ``timeout_seconds`` bounds one whole call."""

    region: str
    endpoint_url: str | None = None
    timeout_seconds: float = 60.0


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
        return f"Amazon Bedrock at {self._access.endpoint_url or self._access.region}"

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
        try:
            async with asyncio.timeout(self._access.timeout_seconds):
                return self._read(await asyncio.to_thread(self._converse, asked))
        except TimeoutError as error:
            raise ProviderUnavailable(f"{self.service} took longer than {self._access.timeout_seconds:g} s") from error

    def _converse(self, asked: dict[str, Any]) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = _runtime(self._access).converse(**asked)
        except ClientError as error:
            raise self._for_code(error) from error
        except (NoCredentialsError, ParamValidationError) as error:
            raise ProviderRejected(f"{self.service} cannot be asked: {error}") from error
        except (BotoCoreError, ValueError) as error:
            raise ProviderUnavailable(f"{self.service} did not answer: {error}") from error
        return answer

    def _for_code(self, error: ClientError) -> WilliamsError:
        code = error.response.get("Error", {}).get("Code", "")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        detail = f"{self.service} ({self._model}) answered {status}: {str(error)[:300]}"
        if code in _THROTTLED:
            return ProviderThrottled(detail)
        if code in _UNAVAILABLE or status >= _SERVER_SIDE:
            return ProviderUnavailable(detail)
        if code == "AccessDeniedException":
            detail += " (is the model enabled in this account and region?)"
        return ProviderRejected(detail)

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


@cache
def _runtime(access: BedrockAccess) -> Any:
    """A call is made once: the job system retries, and counts what it costs."""
    config = Config(
        connect_timeout=min(_CONNECT_SECONDS, access.timeout_seconds),
        read_timeout=access.timeout_seconds,
        retries={"mode": "standard", "total_max_attempts": 1},
    )
    session = boto3.Session(region_name=access.region)
    return session.client("bedrock-runtime", endpoint_url=access.endpoint_url, config=config)
