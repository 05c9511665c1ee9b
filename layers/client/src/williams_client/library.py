"""The library, as a program of one's own sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Unpack

import httpx

from williams_client.artifacts import Artifacts, Exports
from williams_client.batches import Batches
from williams_client.collections import Collections
from williams_client.content import Content, Imports
from williams_client.downloads import Downloads
from williams_client.feeds import Feeds
from williams_client.filters import SearchFilters
from williams_client.http import HttpApi
from williams_client.jobs import Jobs
from williams_client.loopback import is_loopback
from williams_client.management import Engines, PluginSwitches, Tokens
from williams_client.models import Agreement, Health, SearchAnswer, SearchHit
from williams_client.provenance import Provenance
from williams_client.retries import Retries
from williams_client.socket import Connector, open_socket
from williams_client.sources import Sources
from williams_client.tempo import Tempo
from williams_client.uploads import Uploads
from williams_client.version import ApiDocument

TIMEOUT_S = 60.0
TRANSFER_TIMEOUT_S = 60.0
_MOST_HITS = 100


def _silent(_: str) -> None:
    """Say nothing."""


class Library:
    """One API and one token. All calls raise :class:`LibraryError`\\ s.

    Safe for use from several threads. Use it as a context manager, or call :meth:`close`.
    """

    def __init__(
        self,
        api_url: str,
        token: str | None,
        *,
        timeout_s: float = TIMEOUT_S,
        retries: Retries | None = None,
        tempo: Tempo | None = None,
        notice: Callable[[str], None] = _silent,
        transport: httpx.BaseTransport | None = None,
        connect: Connector = open_socket,
    ) -> None:
        """``timeout_s`` bounds each attempt of a call; how often there is another one ``retries`` says.

        ``notice`` is told, in words, of waits that a person would wonder about. ``transport`` and ``connect`` replace
        the network in tests.

        Raises BadAddress.
        """
        retries = retries or Retries()
        self._http = HttpApi(api_url, token, timeout_s, retries, notice, transport)
        # The store's URLs carry their own rights: the token must not reach it.
        self._store = httpx.Client(
            timeout=TRANSFER_TIMEOUT_S, transport=transport, trust_env=not is_loopback(httpx.URL(self._http.url).host)
        )
        self.uploads = Uploads(self._http, self._store, retries, notice)
        self.imports = Imports(self._http, self.uploads)
        self.exports = Exports(self._http)
        downloads = Downloads(self._store, retries, notice)
        self.content = Content(self._http, downloads)
        self.artifacts = Artifacts(self._http, downloads)
        tempo = tempo or Tempo()
        self.jobs = Jobs(self._http, connect, tempo)
        self.provenance = Provenance(self._http)
        self.plugins = PluginSwitches(self._http)
        self.engines = Engines(self._http)
        self.tokens = Tokens(self._http)
        self.feeds = Feeds(self._http)
        self.batches = Batches(self._http, connect, tempo)
        self.sources = Sources(self._http)
        self.collections = Collections(self._http)

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()
        self._store.close()

    @property
    def url(self) -> str:
        """The API's address."""
        return self._http.url

    def search(
        self,
        query: str,
        limit: int = 10,
        mode: str | None = None,
        next_token: str | None = None,
        **filters: Unpack[SearchFilters],
    ) -> SearchAnswer:
        """Find the paragraphs that answer ``query``, best first. ``mode`` is hybrid (default), dense or sparse.

        ``next_token`` is what the page before gave, for the same query, mode and filters.
        """
        asked: dict[str, Any] = {name: value or None for name, value in filters.items()}
        asked |= {"q": query, "limit": limit, "mode": mode, "next_token": next_token}
        return self._http.get("/api/search", SearchAnswer, asked)

    def each_hit(self, query: str, mode: str | None = None, **filters: Unpack[SearchFilters]) -> Iterator[SearchHit]:
        """Yield all that :meth:`search` finds, best first, page after page; in most modes that is the whole library."""
        token = None
        while True:
            page = self.search(query, _MOST_HITS, mode, token, **filters)
            yield from page.hits
            token = page.next_token
            if token is None:
                return

    def agreements(self) -> Iterator[Agreement]:
        """Check whether the stores agree about what the caller's jobs have made, a page of jobs after the other."""
        token = None
        while True:
            page = self._http.get("/api/consistency", Agreement, {"next_token": token})
            yield page
            token = page.next_token
            if token is None:
                return

    def health(self) -> Health:
        """Return how each store is, also when one is not well."""
        return self._http.get("/api/health", Health, accept=frozenset({503}))

    def version(self) -> str:
        """Return the API's version."""
        return self._http.get("/api/openapi.json", ApiDocument).info.version
