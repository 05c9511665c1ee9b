"""Imports what owners drop into the inbox, once, and answers among the drop's results."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel

from williams.domain.bucket import DROP_INBOX, DROPPED, SWEEP_CURSOR, drop_result_key, prefix, upload_prefix
from williams.domain.drops import DropError, DropResult, DropStatus, dropped_url
from williams.domain.errors import (
    ContentTooLarge,
    EmptyContent,
    InvalidRequest,
    NotFound,
    PermanentError,
    WilliamsError,
)
from williams.domain.filenames import is_usable, kept_name, key_name
from williams.domain.jobs import Job
from williams.domain.labels import fitting_tags
from williams.ports.jobs import JobStorePort
from williams.ports.objects import ObjectPort, StoredObject
from williams.ports.tokens import TokenStorePort
from williams.services.drop_answers import DropAnswers
from williams.services.imports import Imports, NewImport

log = logging.getLogger(__name__)

SWEPT_AT_ONCE = 200
GRACE = timedelta(seconds=5)
_INBOX = prefix(DROP_INBOX)
# Where the result of a file goes whose owner's folder has no usable name.
NOBODY = "_"
_LONGEST_OWNER = 100
_DIGITS = 24


class Swept(BaseModel):
    """``seen`` files were looked at, ``answered`` of them had been overlooked."""

    seen: int = 0
    answered: int = 0


@dataclass(frozen=True)
class Drop:
    """One version of one file in the inbox: the same file put there again is another one."""

    found: StoredObject
    owner: str
    filename: str
    digest: str
    tags: list[str]

    @classmethod
    def of(cls, found: StoredObject) -> Drop:
        owner, _, path = found.key.removeprefix(_INBOX).partition("/")
        # Listings and single answers differ in how exactly they tell the time.
        version = f"{found.key}\0{found.etag}\0{int(found.modified.timestamp())}"
        digest = hashlib.sha256(version.encode()).hexdigest()[:_DIGITS]
        usable = is_usable(owner) and len(owner) <= _LONGEST_OWNER
        *folders, _ = path.split("/")
        return cls(found, owner if usable else NOBODY, kept_name(path), digest, fitting_tags(folders))

    @property
    def url(self) -> str:
        return dropped_url(self.digest, self.filename)

    @property
    def result_key(self) -> str:
        return drop_result_key(self.owner, self.digest, self.filename)

    @property
    def folder(self) -> str:
        return upload_prefix(self.owner, f"{DROPPED}{self.digest}")

    @property
    def copy(self) -> str:
        return self.folder + key_name(self.filename)

    def result(self, status: DropStatus, file: str, **more: object) -> DropResult:
        about = {"key": self.found.key, "size": self.found.size, "etag": self.found.etag, "at": datetime.now(UTC)}
        return DropResult.model_validate({**about, "status": status, "file": file, **more})


@dataclass(frozen=True)
class DropFolder:
    """``max_bytes`` is the largest file that is taken."""

    imports: Imports
    jobs: JobStorePort
    objects: ObjectPort
    tokens: TokenStorePort
    answers: DropAnswers
    max_bytes: int

    async def take(self, key: str, put_before: datetime | None = None) -> DropResult | None:
        """Import the file, or refuse it with the reason. Repeating it, also at the same time, makes no second job.

        Returns None when there is nothing to do: the file was taken before, was answered, or is a folder's mark; or,
        with ``put_before``, it is newer than that. Raises StoreUnavailable.
        """
        found = self.objects.stat(key)
        if found is None or key.endswith("/") or (put_before and found.modified >= put_before):
            return None
        drop = Drop.of(found)
        standing = self.answers.read(drop.result_key)
        if standing is not None and standing.status is DropStatus.REFUSED:
            return None
        try:
            self._check(drop)
            return await self._import(drop)
        except PermanentError as error:
            return self._refuse(drop, error)

    async def sweep(self) -> Swept:
        """Take what no event told of. One that fails is logged, and holds up no other.

        Looks at a part of the inbox and goes on there the next time: what was refused stays in it.
        """
        keys = self.objects.keys_after(_INBOX, self._cursor(), SWEPT_AT_ONCE)
        swept = Swept(seen=len(keys))
        for key in keys:
            try:
                swept.answered += await self.take(key, datetime.now(UTC) - GRACE) is not None
            except WilliamsError as error:
                log.error("could not take %s: %s", key, error)
        self._remember(keys[-1] if len(keys) == SWEPT_AT_ONCE else "")
        return swept

    def _check(self, drop: Drop) -> None:
        owner, *path = drop.found.key.removeprefix(_INBOX).split("/")
        if not path or drop.owner == NOBODY or not self.tokens.has_owner(owner):
            raise NotFound(
                f"There is no owner {owner!r}. Files go into {_INBOX}<owner>/, for an owner who has a token."
            )
        if not all(map(is_usable, path)):
            raise InvalidRequest("Some part of the file's name cannot be used. Rename it, in letters and digits.")
        if drop.found.size == 0:
            raise EmptyContent("The file is empty.")
        if drop.found.size > self.max_bytes:
            raise ContentTooLarge(f"The file has {drop.found.size} bytes; at most {self.max_bytes} are taken.")

    async def _import(self, drop: Drop) -> DropResult | None:
        try:
            self.objects.copy(drop.found.key, drop.copy, drop.found.etag)
        except NotFound:
            # Another delivery has taken it meanwhile, or its owner has put another file in its place.
            return None
        wanted = NewImport(url=drop.url, tags=drop.tags)
        job = (await self.imports.submit(drop.owner, wanted, f"drop:{drop.digest}")).job
        about = {"job_id": job.job_id, "plugin_id": job.plugin_id, "tags": drop.tags}
        accepted = drop.result(DropStatus.ACCEPTED, drop.copy, **about)
        self.answers.accept(drop.result_key, accepted)
        self._answer_if_ended(job)
        # Last of all: while the file is here, the sweep makes good what was broken off.
        self.objects.delete(drop.found.key, drop.found.etag)
        return accepted

    def _answer_if_ended(self, job: Job) -> None:
        """Its end looked for the acceptance to answer, perhaps before that was written."""
        self.answers.answer(self.jobs.job(job.owner, job.job_id))

    def _refuse(self, drop: Drop, error: PermanentError) -> DropResult:
        """The file stays where it is, and is named as its owner named it."""
        self.objects.delete_prefix(drop.folder)
        told = DropError(code=error.code, message=error.detail.replace(drop.url, drop.found.key))
        refused = drop.result(DropStatus.REFUSED, drop.found.key, error=told)
        self.answers.write(drop.result_key, refused)
        return refused

    def _cursor(self) -> str:
        try:
            return self.objects.read(SWEEP_CURSOR).decode()
        except NotFound:
            return ""

    def _remember(self, cursor: str) -> None:
        if cursor != self._cursor():
            self.objects.write(SWEEP_CURSOR, cursor.encode(), "text/plain")
