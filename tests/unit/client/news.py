"""What following jobs yields, sorted."""

from __future__ import annotations

from collections.abc import Iterable

from williams_client import ProgressEvent
from williams_client.models import JobAnswer


def events_of(news: Iterable[JobAnswer | ProgressEvent]) -> list[ProgressEvent]:
    return [item for item in news if isinstance(item, ProgressEvent)]


def jobs_of(news: Iterable[JobAnswer | ProgressEvent]) -> list[JobAnswer]:
    return [item for item in news if isinstance(item, JobAnswer)]
