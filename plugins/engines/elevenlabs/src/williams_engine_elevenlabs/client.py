"""Calls to ElevenLabs' API, each made once, with its errors as the system's own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from williams.domain.errors import ProviderRejected, ProviderThrottled, ProviderUnavailable, WilliamsError

DEFAULT_BASE_URL: Final = "https://api.elevenlabs.io"
_TOO_MANY: Final = 429
_TIMED_OUT: Final = 408
_SERVER_SIDE: Final = 500


@dataclass(frozen=True)
class ElevenLabsAccess:
    """Where the service is and how it is entered. ``timeout_seconds`` bounds one whole call."""

    api_key: str
    base_url: str = DEFAULT_BASE_URL
    timeout_seconds: float = 60.0

    def __repr__(self) -> str:
        return f"ElevenLabsAccess(base_url={self.base_url!r}, timeout_seconds={self.timeout_seconds})"

    @property
    def service(self) -> str:
        return f"ElevenLabs at {self.base_url}"

    async def answer(self, path: str, query: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
        """Return the JSON object that a POST is answered with.

        Raises ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        import httpx

        if not self.api_key:
            raise ProviderRejected(f"no API key is set for {self.base_url}: put it into the providers secret")
        try:
            async with asyncio.timeout(self.timeout_seconds), httpx.AsyncClient(timeout=self.timeout_seconds) as client:
                answer = await client.post(
                    f"{self.base_url}{path}", params=query, json=body, headers={"xi-api-key": self.api_key}
                )
        except (TimeoutError, httpx.TimeoutException) as error:
            raise ProviderUnavailable(f"{self.service} took longer than {self.timeout_seconds:g} s") from error
        except httpx.HTTPError as error:
            raise ProviderUnavailable(f"{self.service} cannot be reached: {error}") from error
        if answer.is_error:
            raise self._for_status(answer.status_code, answer.text, answer.headers.get("retry-after"))
        try:
            found = answer.json()
        except ValueError as error:
            raise ProviderRejected(f"{self.service} gave an answer that cannot be read: {error}") from error
        if not isinstance(found, dict):
            raise ProviderRejected(f"{self.service} gave an answer that is no object")
        return found

    def _for_status(self, status: int, said: str, wait: str | None) -> WilliamsError:
        detail = f"{self.service} answered {status}: {said[:300]}"
        if "quota_exceeded" in said:
            return ProviderRejected(f"{detail} (the account has no credit left: waiting does not help)")
        if status == _TOO_MANY:
            return ProviderThrottled(f"{detail} (it asks to wait {wait} s)" if wait else detail)
        if status >= _SERVER_SIDE or status == _TIMED_OUT:
            return ProviderUnavailable(detail)
        return ProviderRejected(detail)
