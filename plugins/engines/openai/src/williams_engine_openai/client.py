"""Making a client of an OpenAI-compatible service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from williams.domain.errors import ProviderRejected

if TYPE_CHECKING:
    from openai import AsyncOpenAI

DEFAULT_BASE_URL = "https://api.openai.com/v1"


@dataclass(frozen=True)
class OpenAiAccess:
    """Where the service is and how it is entered. ``timeout_seconds`` bounds one whole call."""

    api_key: str
    base_url: str = DEFAULT_BASE_URL
    timeout_seconds: float = 60.0

    def __repr__(self) -> str:
        return f"OpenAiAccess(base_url={self.base_url!r}, timeout_seconds={self.timeout_seconds})"

    def client(self) -> AsyncOpenAI:
        """Return a client that never retries by itself: the job system does, and counts what it costs.

        Raises ProviderRejected where the library is not installed or no key is given.
        """
        if not self.api_key:
            raise ProviderRejected(f"no API key is set for {self.base_url}: put it into the providers secret")
        try:
            from openai import AsyncOpenAI
        except ImportError as error:
            raise ProviderRejected("the openai library is missing: williams-engine-openai brings it") from error
        return AsyncOpenAI(api_key=self.api_key, base_url=self.base_url, timeout=self.timeout_seconds, max_retries=0)
