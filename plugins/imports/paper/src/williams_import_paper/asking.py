"""Asking the services: politely, within time, and again where they ask to be asked later."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from williams.domain.errors import CorruptContent, NotFound, PermanentError, ProviderUnavailable, TransientError
from williams.domain.notices import Notice
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.plugin.context import StageContext
from williams_import_paper.identifiers import Identifiers
from williams_import_paper.settings import PaperSettings

Pause: TypeAlias = Callable[[float], Awaitable[None]]

_TRIES: Final = 3
_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 30.0
"""Seconds. A service that wants more time than this is not waited for."""
_MOST_BYTES: Final = 20 * 1024 * 1024
_READER_SECONDS: Final = 60.0


class Answer(NamedTuple):
    """``headers`` have names in small letters."""

    path: Path
    headers: Mapping[str, str]


class NoAnswer(Exception):
    """The service has said nothing that can be used; why is told in a notice."""


@dataclass
class Asking:
    """One import's questions. ``notices`` gathers what was not answered; ``silent`` are the services that said
    nothing of use, and may know the paper.

    ``pause`` is for tests.
    """

    ctx: StageContext
    settings: PaperSettings
    pause: Pause = asyncio.sleep
    notices: list[Notice] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    _asked: int = 0

    async def json(self, service: str, url: str) -> Any:
        """Return a service's answer; None where it does not know the paper. Raises NoAnswer."""
        path = await self._answer(service, url)
        if path is None:
            return None
        try:
            return json.loads(path.read_bytes())
        except (ValueError, RecursionError) as error:
            raise self._unusable(service, f"its answer is no JSON ({type(error).__name__})") from error

    async def read(self, service: str, url: str, function: str) -> dict[str, Any]:
        """Return what a reader makes of an answer in XML, in a process of its own; nothing where there is none.

        Raises NoAnswer.
        """
        path = await self._answer(service, url)
        if path is None:
            return {}
        limits = Limits(seconds=_READER_SECONDS, remaining=self.ctx.deadline.remaining)
        reader = Reader(function, f"answer of {service}", "Try again later.")
        try:
            return await read_isolated(
                reader, path, path.with_suffix(".json"), limits, lambda *_: None, self.ctx.check_cancelled
            )
        except CorruptContent as error:
            raise self._unusable(service, error.detail) from error

    async def _answer(self, service: str, url: str) -> Path | None:
        self._asked += 1
        path = self.ctx.scratch.path(f"answers/{self._asked}")
        try:
            return (await self.fetch(service, url, path, _MOST_BYTES)).path
        except NotFound:
            return None
        except TimeoutError as error:
            raise self._unusable(service, f"it did not answer within {self.settings.seconds:.0f} s") from error
        except (PermanentError, TransientError) as error:
            raise self._unusable(service, error.detail) from error

    async def fetch(
        self,
        service: str,
        url: str,
        to: Path,
        most_bytes: int,
        headers: Mapping[str, str] | None = None,
        longest_pause: float = _LONGEST_PAUSE,
    ) -> Answer:
        """Fetch an answer, and try again where the service cannot give it now, up to ``longest_pause`` seconds later.

        Raises what fetching does, TransientError when no try is left or the service wants more time; TimeoutError.
        """
        for attempt in range(1, _TRIES + 1):
            self.ctx.check_cancelled()
            try:
                async with asyncio.timeout(self.settings.seconds):
                    fetched = await self.ctx.fetch.fetch(url, to, most_bytes, None, headers)
                    return Answer(fetched.path, fetched.headers)
            except TransientError as error:
                seconds = wait_of(error, attempt - 1)
                if attempt == _TRIES or seconds > min(longest_pause, self.ctx.deadline.remaining):
                    raise
                self.ctx.log.info("%s is asked again in %.0f s: %s", service, seconds, error)
                await self.pause(seconds)
        raise AssertionError("the last attempt returns or raises")

    def told_of_another(self, service: str, ids: Identifiers) -> None:
        """Say that a service answered about another paper, which does not count."""
        message = f"{service} answered about another paper, {', '.join(ids.works)}: what it says was passed over."
        self.notices.append(Notice(code="service-mistaken", message=message[:1000]))

    def _unusable(self, service: str, why: str) -> NoAnswer:
        self.silent.append(service)
        message = f"{service} could not be asked about the paper: {why}"
        remedy = "Import it again later to have what this service knows."
        self.notices.append(Notice(code="service-silent", message=message[:1000], remedy=remedy))
        return NoAnswer(message)


def wait_of(error: TransientError, attempt: int) -> float:
    """Return how long to wait: as long as the service asks for, else longer each time."""
    asked = error.retry_after if isinstance(error, ProviderUnavailable) else None
    return _FIRST_PAUSE * 2**attempt if asked is None else asked
