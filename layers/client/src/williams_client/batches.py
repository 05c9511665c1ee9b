"""Batches of imports: many sources with one progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from williams_client.batch_following import BatchFollower, BatchProgress
from williams_client.http import HttpApi
from williams_client.listing import PAGE_SIZE, each, segment
from williams_client.models import (
    BatchAnswer,
    BatchItem,
    BatchSummary,
    ListingBatchItem,
    ListingBatchSummary,
    NewImport,
    NewImportBatch,
)
from williams_client.socket import Connector
from williams_client.tempo import Tempo


def _silent(_: str) -> None:
    """Say nothing."""


class Batches:
    """The caller's batches. The API makes one of a request, or of a listing that was imported."""

    def __init__(self, http: HttpApi, connect: Connector, tempo: Tempo) -> None:
        self._http = http
        self._connect = connect
        self._tempo = tempo

    def create(self, sources: Sequence[str | NewImport], **wanted: Any) -> BatchAnswer:
        """Import up to 1,000 sources: URLs, uploads' ``url``\\ s, or bodies of imports.

        ``wanted`` holds for all: ``title`` of the batch, ``type``, ``priority`` and ``metadata``.
        """
        given = {name: value for name, value in wanted.items() if value is not None}
        body = NewImportBatch.model_validate({"sources": list(sources), **given})
        return self._http.post_once("/api/content/import/batch", BatchAnswer, body)

    def list(self, limit: int = 50, next_token: str | None = None) -> ListingBatchSummary:
        """Return a page, newest first."""
        return self._http.get("/api/batches", ListingBatchSummary, {"limit": limit, "next_token": next_token})

    def each(self) -> Iterator[BatchSummary]:
        """Yield all of them, newest first."""
        return each(lambda token: self.list(PAGE_SIZE, token))

    def get(self, batch_id: str) -> BatchAnswer:
        return self._http.get(f"/api/batches/{segment(batch_id)}", BatchAnswer)

    def items(
        self, batch_id: str, limit: int = 50, next_token: str | None = None, *, unsuccessful: bool = False
    ) -> ListingBatchItem:
        """Return a page of what a batch is of, in its order: all, or what came to nothing."""
        params = {"limit": limit, "next_token": next_token, "unsuccessful": "true" if unsuccessful else None}
        return self._http.get(f"/api/batches/{segment(batch_id)}/items", ListingBatchItem, params)

    def each_item(self, batch_id: str, *, unsuccessful: bool = False) -> Iterator[BatchItem]:
        """Yield all of them."""
        return each(lambda token: self.items(batch_id, PAGE_SIZE, token, unsuccessful=unsuccessful))

    def cancel(self, batch_id: str) -> BatchAnswer:
        """Begin nothing more of a batch, and cancel its jobs that have not ended."""
        return self._http.post(f"/api/batches/{segment(batch_id)}/cancel", BatchAnswer)

    def follow(
        self, batch_id: str, *, timeout: float | None = None, notice: Callable[[str], None] = _silent
    ) -> Iterator[BatchProgress]:
        """Yield how a batch stands whenever that has changed, its end last. See :class:`BatchFollower`."""
        look = partial(self.get, batch_id)
        return BatchFollower(look, self._connect, timeout, notice, self._tempo).news()

    def wait(self, batch_id: str, *, timeout: float | None = None) -> BatchAnswer:
        """Wait for the end of a batch and return it. Raises as :meth:`follow`."""
        for _ in self.follow(batch_id, timeout=timeout):
            pass
        return self.get(batch_id)
