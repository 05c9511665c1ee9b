"""Chat with a language model: messages in, JSON that should follow a schema out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from williams.domain.provenance import ModelUsed


@dataclass(frozen=True)
class Message:
    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True)
class Completion:
    """``text`` may be anything: the schema is a wish. ``cut_off`` says that the model came to its limit of tokens."""

    text: str
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0
    cut_off: bool = False


class ChatPort(Protocol):
    @property
    def model(self) -> ModelUsed: ...

    @property
    def service(self) -> str:
        """Who is asked, in words for an error: ``the text service at https://…``."""
        ...

    async def complete(self, messages: list[Message], schema: dict[str, Any]) -> Completion:
        """Ask once. ``messages`` is one of the system, then user and assistant in turn; no text is empty.

        ``schema`` is a JSON Schema of an object without references. Raises ProviderThrottled, ProviderUnavailable,
        and ProviderRejected when the request is refused or the model refuses to answer.
        """
        ...
