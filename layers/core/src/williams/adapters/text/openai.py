"""Conversations written by a language model, over any service that speaks OpenAI's chat API."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from williams.adapters.openai.client import OpenAiAccess
from williams.adapters.openai.failures import translated
from williams.adapters.openai.prices import PRICES, Price, cost_usd
from williams.adapters.text.answer import UnusableAnswer, read_answer
from williams.adapters.text.context import Offered, offered_passages
from williams.adapters.text.prompt import answer_schema, correction, messages
from williams.domain.errors import EmptyContent, ProviderRejected, ProviderUnavailable
from williams.domain.provenance import ModelUsed
from williams.ports.text import Dialogue, DialogueBrief, DialogueLine

if TYPE_CHECKING:
    from openai import AsyncOpenAI

_ATTEMPTS = 2


class OpenAiText:
    """TextPort over ``chat.completions`` with a JSON schema.

    An answer that breaks the rules (unknown passages, a line without one, a stranger speaking …) is sent back once
    with what is wrong; the cost of both calls is counted. ``context_characters`` bounds what of the sources is sent.
    """

    def __init__(
        self,
        access: OpenAiAccess,
        *,
        model: str = "gpt-5-mini",
        prices: Mapping[str, Price] = PRICES,
        context_characters: int = 48_000,
    ) -> None:
        self._access = access
        self._model = model
        self._prices = prices
        self._context_characters = context_characters
        self._service = f"the text service at {access.base_url}"

    @property
    def model(self) -> ModelUsed:
        return ModelUsed(provider="openai", name=self._model, version=self._access.base_url)

    @property
    def paid(self) -> bool:
        return True

    async def dialogue(self, brief: DialogueBrief) -> Dialogue:
        """See TextPort. Raises ProviderRejected when the second answer cannot be used either."""
        offered = offered_passages(brief, self._context_characters)
        if not offered:
            raise EmptyContent("the sources hold no passage that can be told")
        client = self._access.client()
        try:
            lines, cost = await self._conversation(client, brief, offered)
        finally:
            await client.close()
        return Dialogue(lines=lines, model=self.model, cost_usd=cost)

    async def _conversation(
        self, client: AsyncOpenAI, brief: DialogueBrief, offered: list[Offered]
    ) -> tuple[list[DialogueLine], float]:
        said: list[dict[str, str]] = messages(brief, offered)
        cost, faults = 0.0, ["nothing was asked"]
        for _ in range(_ATTEMPTS):
            completion = await self._complete(client, said, brief)
            cost += self._cost(completion)
            body = self._body(completion)
            try:
                return read_answer(body, brief, offered), cost
            except UnusableAnswer as error:
                faults = error.faults
                said = [*said, {"role": "assistant", "content": body}, {"role": "user", "content": correction(faults)}]
        raise ProviderRejected(
            f"{self._service} ({self._model}) gave {_ATTEMPTS} answers that cannot be used, for ${cost:.4f}: "
            f"{'; '.join(faults)}"
        )

    async def _complete(self, client: AsyncOpenAI, said: list[dict[str, str]], brief: DialogueBrief) -> Any:
        request: dict[str, Any] = {"messages": said, "response_format": answer_schema(brief)}
        try:
            with translated(self._service):
                async with asyncio.timeout(self._access.timeout_seconds):
                    return await client.chat.completions.create(model=self._model, **request)
        except TimeoutError as error:
            raise ProviderUnavailable(f"{self._service} took longer than {self._access.timeout_seconds:g} s") from error

    def _body(self, completion: Any) -> str:
        choices = getattr(completion, "choices", None)
        if not choices:
            raise ProviderRejected(f"{self._service} answered without a choice: {str(completion)[:200]}")
        message = getattr(choices[0], "message", None)
        if refusal := getattr(message, "refusal", None):
            raise ProviderRejected(f"{self._service} refuses to write this: {refusal}")
        if getattr(choices[0], "finish_reason", None) == "content_filter":
            raise ProviderRejected(f"{self._service} stopped at its content filter")
        return getattr(message, "content", None) or ""

    def _cost(self, completion: Any) -> float:
        """Services other than OpenAI's may leave the usage out."""
        usage = getattr(completion, "usage", None)
        read, written = (getattr(usage, name, None) or 0 for name in ("prompt_tokens", "completion_tokens"))
        return cost_usd(self._model, read, written, self._prices)
