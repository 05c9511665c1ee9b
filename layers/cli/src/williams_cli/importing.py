"""Imports of many sources at once: what can be done is done, and of each it is known what became of it."""

from __future__ import annotations

import functools
import os
import re
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Unpack

from williams_cli import exits, output
from williams_cli.bars import Display
from williams_cli.exits import UsageError
from williams_cli.measuring import length_of
from williams_cli.session import Session, error_json, told_of
from williams_cli.watching import follow, outcome
from williams_client import TERMINAL, Forbidden, LibraryError, Unauthenticated, Unreachable
from williams_client.content import WantedImport
from williams_client.models import ImportPlan, JobAccepted, JobAnswer
from williams_client.names import readable, text_of

AT_ONCE = 4
"""So many uploads and submissions go on at a time."""
_NAMED = re.compile(r"[A-Za-z]{2,10}:\S|10\.\d{4,9}/\S|(?:\S+\s+){5,}\S")


class _Stopped(Exception):
    """The person does not want to wait."""


@dataclass
class Import:
    """One source and what became of it.

    Attributes:
        source: what was named on the command line.
        label: a short name that no other source has.
        upload_url: where the file went, by which the API names it.
        accepted: the API's answer to its submission.
        plan: what would be done.
        job: as it was last seen.
        error: why there is no job.
        lost: why the job's end is not known.
    """

    source: str
    label: str
    upload_url: str | None = None
    accepted: JobAccepted | None = None
    plan: ImportPlan | None = None
    job: JobAnswer | None = None
    error: Exception | None = None
    lost: LibraryError | None = None

    @property
    def name(self) -> str:
        """The source for people."""
        return output.name(readable(self.source))

    @property
    def has_failed(self) -> bool:
        return self.job is not None and self.job.status in ("failed", "cancelled")

    @property
    def code(self) -> int:
        """The exit code that stands for it alone."""
        if self.has_failed:
            return exits.FAILED
        error = self.error or self.lost
        return exits.exit_code(error) if error else exits.OK

    @property
    def failure(self) -> str | None:
        """What went wrong, in the words of the person who named the source."""
        if self.job is not None and self.has_failed:
            return self._named(outcome(self.job, self.name))
        if self.error is None or isinstance(self.error, UsageError):
            return str(self.error) if self.error else None
        return f"{self.name}: {self._named(told_of(self.error))}"

    def as_json(self) -> dict[str, Any]:
        """Return the job as the API tells it, with the ``source``; without a job, an ``error``."""
        if self.plan:
            return {"source": text_of(self.source), **self.plan.as_json()}
        known = self.job or self.accepted
        told: dict[str, Any] = {"source": text_of(self.source), "job_id": None, "status": None, "content_id": None}
        told |= known.as_json() if known else {}
        return {**told, "error": error_json(self.error)} if self.error else told

    def _named(self, text: str) -> str:
        return text.replace(self.upload_url, self.name) if self.upload_url else text


def check_source(source: str) -> None:
    """Raise UsageError for what is neither a URL nor a file that can be read. Of a folder the files are named."""
    if not source:
        raise UsageError("A source is empty. Give a file's path, or a URL with http:// or https://.")
    if is_named(source):
        return
    path, name = Path(source).expanduser(), output.name(readable(source))
    if path.is_dir():
        if not os.access(path, os.R_OK | os.X_OK):
            raise UsageError(f"The folder {name} may not be read. Let its owner permit it, or import as one who may.")
        raise UsageError(f"{name} is a folder without files that can be seen. Give a file's path, or a URL.")
    if path.is_symlink() and not path.exists():
        raise UsageError(f"{name} is a link to what is not there. Give a file's path, or a URL.")
    if path.exists() and not path.is_file():
        raise UsageError(f"{name} is no file, but a pipe or a device. Give a file's path, or a URL.")
    if not path.is_file():
        raise UsageError(f"There is no file {name}. Give a file's path, or a URL with http:// or https://.")


def is_named(source: str) -> bool:
    """True for a URL, and for what names a source without being a file: ``doi:…``, a DOI, a citation of many words."""
    if "://" in source:
        return True
    return _NAMED.match(source) is not None and not Path(source).expanduser().exists()


def labels_for(sources: Sequence[str]) -> dict[str, str]:
    """Return a short label for each source, no two the same."""
    labels: dict[str, str] = {}
    for source in sources:
        name = output.name(readable(source.rstrip("/").rsplit("/", 1)[-1] or source))
        labels[source] = name if name not in labels.values() else output.name(readable(source))
    return labels


class ImportRun:
    """Sources on their way into the library; each :class:`Import` tells how far it came."""

    def __init__(
        self, session: Session, sources: Sequence[str], display: Display, **wanted: Unpack[WantedImport]
    ) -> None:
        """``wanted`` says how they are to be imported. Nothing is done yet."""
        self.imports = [Import(source, label) for source, label in labels_for(sources).items()]
        self._session = session
        self._display = display
        self._wanted = wanted
        self._hopeless: LibraryError | None = None
        self._stopped = threading.Event()
        self.lost: str | None = None
        """Why following broke off, in words."""

    def submit(self) -> None:
        """Upload and submit all, some at a time."""
        self._each(self._submit)

    def plan(self) -> None:
        """Ask what would be done with all, some at a time. Of files nothing is sent but the name and the length."""
        self._each(self._plan)

    def _each(self, do: Callable[[Import], None]) -> None:
        pool = ThreadPoolExecutor(AT_ONCE)
        try:
            list(pool.map(functools.partial(self._tried, do), self.imports))
        except BaseException:
            self._stopped.set()
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def follow(self, require_websocket: bool = False) -> None:
        """Follow what was accepted to its end, over one connection. What breaks off is told once."""
        accepted = {each.accepted.job_id: each for each in self.imports if each.accepted}
        labels = {job_id: each.label for job_id, each in accepted.items()}
        seen: dict[str, JobAnswer] = {}
        lost: LibraryError | None = None
        try:
            if labels:
                follow(self._session.library, labels, self._display, self._session.wait_s, require_websocket, seen)
        except LibraryError as error:
            lost = error
            self.lost = told_of(error)
        finally:
            for job_id, each in accepted.items():
                each.job = seen.get(job_id)
                each.lost = None if each.job and each.job.status in TERMINAL else lost

    @property
    def code(self) -> int:
        return exits.joint_code([each.code for each in self.imports])

    def _tried(self, do: Callable[[Import], None], one: Import) -> None:
        """Do something with one source, and note why it could not be done."""
        try:
            check_source(one.source)
            if self._hopeless:
                raise self._hopeless
            do(one)
        except (Unauthenticated, Forbidden) as error:
            self._hopeless = one.error = error
        except LibraryError as error:
            one.error = error
            if type(error) is Unreachable:
                self._hopeless = error
        except (UsageError, OSError) as error:
            one.error = error

    def _submit(self, one: Import) -> None:
        library = self._session.library
        if not is_named(one.source):
            path = Path(one.source).expanduser()
            one.upload_url = library.uploads.send(path, functools.partial(self._sent, one.label)).url
        one.accepted = library.imports.url(one.upload_url or one.source, **self._wanted)

    def _plan(self, one: Import) -> None:
        library = self._session.library
        if is_named(one.source):
            one.plan = library.imports.plan(one.source, **self._wanted)
            return
        path = Path(one.source).expanduser()
        one.upload_url = library.uploads.announce(path).url
        plan = library.imports.plan(one.upload_url, **self._wanted)
        length = length_of(path, plan)
        one.plan = library.imports.plan(one.upload_url, length, **self._wanted) if length else plan

    def _sent(self, label: str, done: int, total: int) -> None:
        if self._stopped.is_set():
            raise _Stopped
        self._display.uploading(label, done, total)
