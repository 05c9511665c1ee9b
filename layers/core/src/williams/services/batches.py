"""Batches of imports: taken at once, entered as jobs bit by bit, whoever dies meanwhile."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BaseModel, Field, StrictInt, ValidationError

from williams.domain import ids
from williams.domain.batches import MOST_SOURCES, BatchItem, ImportBatch, NewBatch, NewItem, WaitingItem
from williams.domain.bounds import SourceUrl, Title, Word
from williams.domain.errors import Conflict, InvalidRequest, NotFound, PermanentError, StoreUnavailable
from williams.domain.fitting import fitting_line
from williams.domain.jobs import DEFAULT_PRIORITY, HIGHEST_PRIORITY, LOWEST_PRIORITY
from williams.domain.listings import LeftOut
from williams.domain.metadata import StatedMetadata
from williams.domain.paging import Page
from williams.plugin.listing import REPEATED
from williams.ports.batches import BatchStorePort
from williams.services.batch_progress import BatchAnnouncer
from williams.services.cancelling import Cancelling
from williams.services.imports import Imports, NewImport
from williams.services.intake import body_hash
from williams.services.tick import Tick

log = logging.getLogger(__name__)

FAILURES_SHOWN: Final = 20
AT_ONCE: Final = 50
LONGEST_MESSAGE: Final = 1000


class NewImportBatch(BaseModel):
    """Up to 1,000 sources: each a URL, or the body of an import. What is said of all holds where a source says nothing.

    ``metadata`` overrides what each source says of itself.
    """

    sources: Annotated[list[SourceUrl | NewImport], Field(min_length=1, max_length=MOST_SOURCES)]
    title: Title | None = None
    type: Word | None = None
    priority: StrictInt = Field(default=DEFAULT_PRIORITY, ge=LOWEST_PRIORITY, le=HIGHEST_PRIORITY)
    metadata: StatedMetadata = Field(default_factory=StatedMetadata)

    def imports(self) -> list[NewImport]:
        """Return what is asked for of each source."""
        common: dict[str, Any] = {"type": self.type, "priority": self.priority}
        stated = self.metadata.model_dump(mode="json", exclude_unset=True)
        made = []
        for given in self.sources:
            asked = NewImport(url=given) if isinstance(given, str) else given
            own = asked.model_dump(mode="json", exclude_unset=True)
            made.append(NewImport.model_validate(common | own | {"metadata": stated | own.get("metadata", {})}))
        return made


class WatchedBatch(BaseModel):
    """A batch with the first of its items that came to nothing."""

    batch: ImportBatch
    failures: list[BatchItem]


@dataclass(frozen=True)
class Batches:
    """``clock`` counts seconds."""

    store: BatchStorePort
    imports: Imports
    cancelling: Cancelling
    announcer: BatchAnnouncer
    tick: Tick
    clock: Callable[[], float] = time.monotonic

    async def submit(self, owner: str, body: NewImportBatch, idempotency_key: str | None = None) -> WatchedBatch:
        """Keep what is asked for, and enter the first of it. Raises IdempotencyKeyReused."""
        asked = body.imports()
        distinct = {each.model_dump_json(): each for each in asked}
        repeated = len(asked) - len(distinct)
        new = NewBatch(
            batch_id=ids.new_id("bat"),
            owner=owner,
            title=body.title,
            items=[
                NewItem(source=each.url, request=each.model_dump(mode="json", exclude_unset=True))
                for each in distinct.values()
            ],
            left_out=[LeftOut(cause=REPEATED, count=repeated)] if repeated else [],
            idempotency_key=idempotency_key,
            body_hash=body_hash(body),
        )
        batch = self.store.add(new)
        assert batch is not None, "only of a followed source there may be none"
        self.tick.keep_ticking()
        try:
            await self.advance(seconds=0)
        except StoreUnavailable as error:
            # The batch stands: a refusal now would make the caller submit it a second time.
            log.warning("could not enter %s at once: %s", batch.batch_id, error)
        return self.batch(owner, batch.batch_id)

    def batch(self, owner: str, batch_id: str) -> WatchedBatch:
        """Return it as it stands, which those who watch it are told too. Raises NotFound."""
        try:
            batch = self.announcer.announce(owner, batch_id)
        except StoreUnavailable as error:
            log.warning("could not tell how far %s is: %s", batch_id, error)
            batch = self.store.batch(owner, batch_id)
        failures = self.store.items(owner, batch_id, FAILURES_SHOWN, unsuccessful=True)
        return WatchedBatch(batch=batch, failures=failures.items)

    def page(self, owner: str, limit: int, after: str | None = None) -> Page[ImportBatch]:
        """Newest first."""
        return self.store.batches(owner, limit, after)

    def items(
        self, owner: str, batch_id: str, limit: int, after: str | None = None, unsuccessful: bool = False
    ) -> Page[BatchItem]:
        """In their order: all, or those that came to nothing. Raises NotFound."""
        return self.store.items(owner, batch_id, limit, after, unsuccessful)

    def cancel(self, owner: str, batch_id: str) -> WatchedBatch:
        """Let nothing more of it begin, and cancel what has; the rest of many is left to the tick. Raises NotFound."""
        self.store.cancel(owner, batch_id)
        self.tick.keep_ticking()
        self._cancel_open()
        return self.batch(owner, batch_id)

    async def advance(self, seconds: float) -> int:
        """Make jobs of waiting items for so many seconds, 50 at least, and return of how many.

        Owners take turns. What is entered twice is one job. A source that nobody imports is refused, by its name; a
        store that is away leaves the rest to the next time.
        """
        ends, count = self.clock() + seconds, 0
        self._cancel_open()
        while items := self.store.waiting(AT_ONCE):
            for item in items:
                await self._enter(item)
            for owner, batch_id in dict.fromkeys((item.owner, item.batch_id) for item in items):
                self._announce(owner, batch_id)
            count += len(items)
            if self.clock() >= ends:
                break
        return count

    async def _enter(self, item: WaitingItem) -> None:
        try:
            submitted = await self.imports.submit(item.owner, NewImport.model_validate(item.request), item.key)
        except ValidationError as error:
            self._refuse(item, InvalidRequest.code, str(error))
            return
        except PermanentError as error:
            self._refuse(item, error.code, error.detail)
            return
        if not self.store.entered(item, submitted.job.job_id):
            self._cancel(item.owner, submitted.job.job_id)

    def _announce(self, owner: str, batch_id: str) -> None:
        try:
            self.announcer.announce(owner, batch_id)
        except StoreUnavailable as error:
            # Entering goes on unseen, as jobs do.
            log.warning("could not tell how far %s is: %s", batch_id, error)

    def _refuse(self, item: WaitingItem, code: str, message: str) -> None:
        self.store.refused(item, code, fitting_line(message, LONGEST_MESSAGE))

    def _cancel_open(self) -> None:
        for owner, job_id in self.store.to_cancel(AT_ONCE):
            self._cancel(owner, job_id)

    def _cancel(self, owner: str, job_id: str) -> None:
        try:
            self.cancelling.cancel(owner, job_id)
        except (Conflict, NotFound) as error:
            log.info("%s of a cancelled batch has ended meanwhile: %s", job_id, error)
