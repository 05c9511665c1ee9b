"""Jobs: seen, followed, retried and cancelled."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from williams_client.events import ProgressEvent
from williams_client.following import Follower
from williams_client.http import HttpApi
from williams_client.listing import PAGE_SIZE, each, segment
from williams_client.looks import look_at, look_at_all
from williams_client.models import JobAnswer, JobListing, JobStory, Retry
from williams_client.socket import Connector
from williams_client.tempo import Tempo


def _silent(_: str) -> None:
    """Say nothing."""


class Jobs:
    """The caller's jobs."""

    def __init__(self, http: HttpApi, connect: Connector, tempo: Tempo) -> None:
        self._http = http
        self._connect = connect
        self._tempo = tempo

    def list(self, limit: int = 50, next_token: str | None = None, status: str | None = None) -> JobListing:
        """Return a page, newest first."""
        params = {"limit": limit, "next_token": next_token, "status": status}
        return self._http.get("/api/jobs", JobListing, params)

    def each(self, status: str | None = None) -> Iterator[JobAnswer]:
        """Yield all of them, newest first."""
        return each(lambda token: self.list(PAGE_SIZE, token, status))

    def get(self, job_id: str) -> JobAnswer:
        return self._http.get(f"/api/jobs/{segment(job_id)}", JobAnswer)

    def events(self, job_id: str) -> JobStory:
        """Return a job's whole story: attempts, stages, times, errors and cost."""
        return self._http.get(f"/api/jobs/{segment(job_id)}/events", JobStory)

    def retry(self, job_id: str, manual: bool = True) -> JobAnswer:
        """Queue a failed job again."""
        return self._http.post(f"/api/jobs/{segment(job_id)}/retry", JobAnswer, Retry(manual=manual))

    def cancel(self, job_id: str) -> JobAnswer:
        """Let nothing further of a job start."""
        return self._http.delete(f"/api/jobs/{segment(job_id)}", JobAnswer)

    def follow(
        self,
        job_ids: Sequence[str] = (),
        *,
        since: Mapping[str, int] | None = None,
        require_websocket: bool = False,
        timeout: float | None = None,
        notice: Callable[[str], None] = _silent,
    ) -> Iterator[JobAnswer | ProgressEvent]:
        """Yield the news of these jobs up to the last one's end; without ids, of all that have not ended.

        However many they are, it is one connection. See :class:`Follower`, also for what is raised.
        """
        ids = [*dict.fromkeys(job_ids)]
        list_jobs = partial(self.list, status=None)
        return Follower(
            partial(look_at, ids, list_jobs, self.get) if ids else partial(look_at_all, list_jobs),
            self._connect,
            frozenset(ids),
            since or {},
            require_websocket,
            timeout,
            notice,
            self._tempo,
        ).news()

    def wait(self, job_ids: Sequence[str], *, timeout: float | None = None) -> builtins.list[JobAnswer]:
        """Wait for the end of these jobs, however it is; return them in the order given. Raises as :meth:`follow`."""
        news = self.follow(job_ids, timeout=timeout) if job_ids else ()
        jobs = {item.job_id: item for item in news if isinstance(item, JobAnswer)}
        return [jobs[job_id] for job_id in job_ids]
