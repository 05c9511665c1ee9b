"""Where a service of AWS is, and how it is asked: once, and in time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Final, TypeVar

import boto3
from botocore.config import Config

from williams.domain.errors import ProviderUnavailable
from williams_aws.failures import Codes, translated

_CONNECT_SECONDS: Final = 3.0
AnswerT = TypeVar("AnswerT")


@dataclass(frozen=True)
class AwsAccess:
    """Credentials are the function's own. ``timeout_seconds`` bounds one whole call.

    A subclass says what the service is called, by people and by boto3, and what its errors mean.
    """

    title: ClassVar[str]
    api: ClassVar[str]
    codes: ClassVar[Codes]

    region: str
    endpoint_url: str | None = None
    timeout_seconds: float = 60.0

    @property
    def service(self) -> str:
        return f"{self.title} at {self.endpoint_url or self.region}"

    @property
    def client(self) -> Any:
        """The service's client, which makes a call once: the job system retries, and counts what it costs."""
        return _client(self)

    def translated(self, asked: str = "") -> AbstractContextManager[None]:
        """See ``williams_aws.failures.translated``."""
        return translated(self.service, self.codes, asked)

    async def in_time(self, call: Callable[[], AnswerT]) -> AnswerT:
        """Return what a call answers, made in a thread. Raises ProviderUnavailable after ``timeout_seconds``."""
        try:
            async with asyncio.timeout(self.timeout_seconds):
                return await asyncio.to_thread(call)
        except TimeoutError as error:
            raise ProviderUnavailable(f"{self.service} took longer than {self.timeout_seconds:g} s") from error


@cache
def _client(access: AwsAccess) -> Any:
    config = Config(
        connect_timeout=min(_CONNECT_SECONDS, access.timeout_seconds),
        read_timeout=access.timeout_seconds,
        retries={"mode": "standard", "total_max_attempts": 1},
    )
    session: Any = boto3.Session(region_name=access.region)
    return session.client(access.api, endpoint_url=access.endpoint_url, config=config)
