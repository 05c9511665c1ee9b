"""A chat model over any service that speaks OpenAI's chat API."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from williams.domain.errors import ProviderRejected, ProviderUnavailable
from williams.domain.provenance import ModelUsed
from williams.engine.prices import Price, cost_usd
from williams.ports.chat import Completion, Message
from williams_engine_openai.client import OpenAiAccess
from williams_engine_openai.failures import translated
from williams_engine_openai.prices import OPENAI


class OpenAiChat:
    """ChatPort over ``chat.completions`` with a JSON schema."""

    def __init__(self, access: OpenAiAccess, *, model: str, prices: Mapping[str, Price] = OPENAI) -> None:
        self._access = access
        self._model = model
        self._prices = prices

    @property
    def model(self) -> ModelUsed:
        return ModelUsed(provider="openai", name=self._model, version=self._access.base_url)

    @property
    def service(self) -> str:
        return f"the text service at {self._access.base_url}"

    async def complete(self, messages: list[Message], schema: dict[str, Any]) -> Completion:
        """See ChatPort."""
        asked: dict[str, Any] = {
            "messages": [{"role": message.role, "content": message.text} for message in messages],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "answer", "strict": True, "schema": schema},
            },
        }
        client = self._access.client()
        try:
            with translated(self.service):
                async with asyncio.timeout(self._access.timeout_seconds):
                    return self._read(await client.chat.completions.create(model=self._model, **asked))
        except TimeoutError as error:
            raise ProviderUnavailable(f"{self.service} took longer than {self._access.timeout_seconds:g} s") from error
        finally:
            await client.close()

    def _read(self, answer: Any) -> Completion:
        choices = getattr(answer, "choices", None)
        if not choices:
            raise ProviderRejected(f"{self.service} answered without a choice: {str(answer)[:200]}")
        message, ended = getattr(choices[0], "message", None), getattr(choices[0], "finish_reason", None)
        if refusal := getattr(message, "refusal", None):
            raise ProviderRejected(f"{self.service} refuses to write this: {refusal}")
        if ended == "content_filter":
            raise ProviderRejected(f"{self.service} stopped at its content filter")
        # Services other than OpenAI's may leave the usage out.
        usage = getattr(answer, "usage", None)
        read, written = (getattr(usage, name, None) or 0 for name in ("prompt_tokens", "completion_tokens"))
        return Completion(
            text=getattr(message, "content", None) or "",
            input_tokens=read,
            output_tokens=written,
            cost_usd=cost_usd(self._model, read, written, self._prices),
            cut_off=ended == "length",
        )
