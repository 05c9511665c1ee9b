"""Calls to Browserless' ``/content``, each made once, with its errors as the system's own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from williams.domain.errors import (
    ContentTooLarge,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    WilliamsError,
)
from williams.ports.render import LONGEST_RENDERED

if TYPE_CHECKING:
    import httpx

_TOO_MANY: Final = 429
_TIMED_OUT: Final = 408
_SERVER_SIDE: Final = 500
_LONGEST_REASON: Final = 300
_LONGEST_ANSWER: Final = 4 * LONGEST_RENDERED
"""Bytes: a character takes four at most."""


@dataclass(frozen=True)
class BrowserlessAccess:
    """Where the service is and how it is entered. ``timeout_seconds`` bounds one whole call."""

    token: str
    base_url: str
    timeout_seconds: float = 60.0

    def __repr__(self) -> str:
        return f"BrowserlessAccess(base_url={self.base_url!r}, timeout_seconds={self.timeout_seconds})"

    @property
    def service(self) -> str:
        return f"Browserless at {self.base_url}"

    async def content(self, body: dict[str, Any]) -> str:
        """Return the HTML that a POST is answered with.

        Raises ContentTooLarge, ProviderThrottled, ProviderUnavailable, ProviderRejected.
        """
        import httpx

        if not self.token:
            raise ProviderRejected(f"no token is set for {self.base_url}: put it into the providers secret")
        try:
            async with (
                asyncio.timeout(self.timeout_seconds),
                httpx.AsyncClient(timeout=self.timeout_seconds) as client,
                # The token is part of the address there, so no error may repeat the address.
                client.stream("POST", f"{self.base_url}/content", params={"token": self.token}, json=body) as answer,
            ):
                return await self._page(answer)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise ProviderUnavailable(f"{self.service} took longer than {self.timeout_seconds:g} s") from error
        except httpx.HTTPError as error:
            raise ProviderUnavailable(f"{self.service} cannot be reached: {type(error).__name__}") from error

    async def _page(self, answer: httpx.Response) -> str:
        data = bytearray()
        async for block in answer.aiter_bytes():
            data += block
            if len(data) > _LONGEST_ANSWER:
                raise ContentTooLarge(
                    f"The page has more than {LONGEST_RENDERED} characters once its programs have run."
                )
        text = data.decode("utf-8", "replace")
        if answer.is_error:
            raise self._for_status(answer.status_code, text, answer.headers.get("retry-after"))
        declared = answer.headers.get("content-type", "")
        if not declared.startswith("text/html") or not text.strip():
            raise ProviderRejected(f"{self.service} gave an answer that is no page but {declared or 'nothing'}")
        if len(text) > LONGEST_RENDERED:
            raise ContentTooLarge(f"The page has {len(text)} characters once its programs have run.")
        return text

    def _for_status(self, status: int, said: str, wait: str | None) -> WilliamsError:
        detail = f"{self.service} answered {status}: {said.replace(self.token, '…')[:_LONGEST_REASON]}"
        if status == _TOO_MANY:
            return ProviderThrottled(f"{detail} (it asks to wait {wait} s)" if wait else detail)
        if status >= _SERVER_SIDE or status == _TIMED_OUT:
            return ProviderUnavailable(detail)
        return ProviderRejected(detail)
