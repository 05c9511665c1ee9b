"""Embeddings from any service that speaks OpenAI's API."""

from __future__ import annotations

import asyncio
import math
from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from williams.domain.errors import ProviderRejected, ProviderUnavailable
from williams_engine_openai.client import OpenAiAccess
from williams_engine_openai.failures import translated

if TYPE_CHECKING:
    from openai import AsyncOpenAI

# The API takes 2,048 texts and 300,000 tokens in one request; no script has more than three tokens to a character.
_TEXTS_PER_REQUEST = 256
_CHARACTERS_PER_REQUEST = 100_000


class OpenAiEmbedding:
    """``EmbeddingPort`` over ``embeddings``. Vectors are normalised here, as not every service does that."""

    def __init__(self, access: OpenAiAccess, *, model: str, dimensions: int) -> None:
        self._access = access
        self._model = model
        self._dimensions = dimensions

    @property
    def model(self) -> str:
        return f"{self._model}/{self._dimensions}"

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def unrelated_below(self, _question: str, /) -> float | None:
        """Each model has its own, which nobody has measured."""
        return None

    async def embed(self, texts: Sequence[str]) -> list[array[float]]:
        """One float32 unit vector per text.

        Raises ProviderThrottled, ProviderUnavailable (also when one request outlasts ``timeout_seconds``), and
        ProviderRejected when the service refuses or its answer does not fit the request.
        """
        if not texts:
            return []
        client = self._access.client()
        try:
            return [vector for request in requests(texts) for vector in await self._request(client, request)]
        finally:
            await client.close()

    async def _request(self, client: AsyncOpenAI, texts: list[str]) -> list[array[float]]:
        service = f"the embedding service at {self._access.base_url}"
        try:
            with translated(service):
                async with asyncio.timeout(self._access.timeout_seconds):
                    answer = await client.embeddings.create(
                        model=self._model, input=texts, dimensions=self._dimensions, encoding_format="float"
                    )
            found = {item.index: item.embedding for item in answer.data}
            if len(answer.data) != len(texts) or found.keys() != set(range(len(texts))):
                raise ProviderRejected(f"{service} gave {len(answer.data)} vectors for {len(texts)} texts")
            return [self._unit(found[index], service) for index in range(len(texts))]
        except TimeoutError as error:
            raise ProviderUnavailable(f"{service} took longer than {self._access.timeout_seconds:g} s") from error
        except (ValueError, TypeError, AttributeError) as error:  # the library does not check the answer's shape
            raise ProviderRejected(f"{service} gave an answer that cannot be read: {error}") from error

    def _unit(self, values: Sequence[float], service: str) -> array[float]:
        if len(values) != self._dimensions:
            raise ProviderRejected(
                f"{service} gave a vector of {len(values)} numbers where {self._dimensions} were asked for: "
                f"set WILLIAMS_EMBEDDING_DIMENSIONS to what {self._model} gives, and import again"
            )
        length = math.hypot(*values)
        if not 0 < length < math.inf:
            raise ProviderRejected(f"{service} gave a vector of length {length}")
        return array("f", (value / length for value in values))


def requests(texts: Sequence[str]) -> Iterator[list[str]]:
    """Split ``texts``, in order, into what one request may hold; a text over the limit stands alone."""
    request: list[str] = []
    characters = 0
    for text in texts:
        if request and (len(request) == _TEXTS_PER_REQUEST or characters + len(text) > _CHARACTERS_PER_REQUEST):
            yield request
            request, characters = [], 0
        request.append(text)
        characters += len(text)
    if request:
        yield request
