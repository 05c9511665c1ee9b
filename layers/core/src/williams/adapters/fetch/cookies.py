"""The cookies of one fetch, for sites that set one and redirect. Nothing of them is left for the next fetch."""

from __future__ import annotations

import httpx


class FetchCookies:
    """Kept and sent by the URL that was asked for: the requests themselves go to addresses."""

    def __init__(self) -> None:
        self._cookies = httpx.Cookies()

    def keep(self, url: httpx.URL, answer: httpx.Response) -> None:
        self._cookies.extract_cookies(
            httpx.Response(answer.status_code, headers=answer.headers, request=httpx.Request("GET", url))
        )

    def headers(self, url: httpx.URL) -> dict[str, str]:
        asked = httpx.Request("GET", url)
        self._cookies.set_cookie_header(asked)
        return {"Cookie": asked.headers["Cookie"]} if "Cookie" in asked.headers else {}
