"""The API, call by call."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Unpack, cast
from urllib.parse import quote

import httpx

from williams_cli.client import answers
from williams_cli.client.downloads import fetch_file, place_of
from williams_cli.client.events import ProgressEvent
from williams_cli.client.http import HttpApi, is_loopback
from williams_cli.client.many import Look, ManyWatcher
from williams_cli.client.progress import Tempo, Watcher
from williams_cli.client.socket import Connector, open_socket
from williams_cli.client.uploads import OnBytes, post_file

DEFAULT_TIMEOUT_S = 30.0
TRANSFER_TIMEOUT_S = 60.0
# As many as one page of the API holds.
NEWEST_JOBS = 200


def _no_report(*_: object) -> None:
    """Nobody is interested."""


class Client:
    """A caller of one API. Methods return the API's own answers, and raise :class:`ClientError`\\ s.

    Safe for use from several threads. Use it as a context manager, or call :meth:`close`.
    """

    def __init__(
        self,
        api_url: str,
        token: str | None,
        *,
        timeout_s: float = DEFAULT_TIMEOUT_S,
        transport: httpx.BaseTransport | None = None,
        connect: Connector = open_socket,
        tempo: Tempo | None = None,
        notice: Callable[[str], None] = _no_report,
    ) -> None:
        """``timeout_s`` bounds each attempt of a call, not a job, nor the time that the API asks to wait.

        ``notice`` is told, in words, of such waits. ``transport`` and ``connect`` replace the network in tests.
        """
        self.http = HttpApi(api_url, token, timeout_s, transport, notice=notice)
        # The store's URLs carry their own rights: the token must not reach it.
        self._store = httpx.Client(
            timeout=TRANSFER_TIMEOUT_S, transport=transport, trust_env=not is_loopback(httpx.URL(api_url).host)
        )
        self._connect = connect
        self._tempo = tempo or Tempo()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.http.close()
        self._store.close()

    # --- content --------------------------------------------------------------------------------------------------

    def upload(self, path: Path, on_bytes: OnBytes = _no_report) -> answers.Upload:
        """Upload a file; import the answer's ``url`` then."""
        body = {"filename": path.name, "size": path.stat().st_size}
        upload = cast(answers.Upload, self.http.post("/api/uploads", body))
        post_file(self._store, upload["post"], path, on_bytes)
        return upload

    def import_url(
        self, url: str, *, type: str | None = None, priority: int | None = None, metadata: dict[str, Any] | None = None
    ) -> answers.Accepted:
        """Import a URL, or an upload's ``url``. ``metadata`` overrides what the source says of itself."""
        body = _given(url=url, type=type, priority=priority, metadata=metadata)
        return cast(answers.Accepted, self.http.post("/api/content/import", body, str(uuid.uuid4())))

    def export(
        self,
        source_ids: Sequence[str],
        format: str,
        *,
        parameters: dict[str, Any] | None = None,
        priority: int | None = None,
        provenance: dict[str, str | None] | None = None,
    ) -> answers.Accepted:
        """Generate an artifact of the kind ``format`` (``podcast``) from content of the library.

        ``provenance`` names the artifact that the new one is a version of (``version_of``), and why (``reason``).
        """
        body = _given(
            source_ids=list(source_ids), format=format, parameters=parameters, priority=priority, provenance=provenance
        )
        return cast(answers.Accepted, self.http.post("/api/content/export", body, str(uuid.uuid4())))

    def contents(self, limit: int = 50, next_token: str | None = None) -> answers.Page[answers.Content]:
        page = self.http.get("/api/content", {"limit": limit, "next_token": next_token})
        return cast(answers.Page[answers.Content], page)

    def content(self, content_id: str) -> answers.Content:
        return cast(answers.Content, self.http.get(f"/api/content/{_segment(content_id)}"))

    def delete_content(self, content_id: str, hard: bool = False) -> answers.Deleted:
        """Hide a source everywhere; with ``hard`` remove it from every store."""
        params = {"hard_delete": "true"} if hard else None
        return cast(answers.Deleted, self.http.delete(f"/api/content/{_segment(content_id)}", params))

    def search(
        self, query: str, limit: int = 10, mode: str | None = None, **filters: Unpack[answers.SearchFilters]
    ) -> answers.SearchAnswer:
        """Find the paragraphs that answer ``query``, best first. ``mode`` is hybrid (default), dense or sparse."""
        params = {"q": query, "limit": limit, "mode": mode, **{name: value or None for name, value in filters.items()}}
        return cast(answers.SearchAnswer, self.http.get("/api/search", params))

    # --- artifacts ------------------------------------------------------------------------------------------------

    def artifacts(self, limit: int = 50, next_token: str | None = None) -> answers.Page[answers.Artifact]:
        page = self.http.get("/api/artifacts", {"limit": limit, "next_token": next_token})
        return cast(answers.Page[answers.Artifact], page)

    def artifact(self, artifact_id: str) -> answers.Artifact:
        return cast(answers.Artifact, self.http.get(f"/api/artifacts/{_segment(artifact_id)}"))

    def download(self, artifact: answers.Artifact, folder: Path) -> dict[str, Path]:
        """Download all files of an artifact into ``folder``; return where each one is, by name."""
        places = {name: place_of(folder, name) for name in artifact["files"]}
        for name, file in artifact["files"].items():
            fetch_file(self._store, file, places[name])
        return places

    def genealogy(self, artifact_type: str, artifact_id: str) -> answers.Genealogy:
        path = f"/api/provenance/{_segment(artifact_type)}/{_segment(artifact_id)}/genealogy"
        return cast(answers.Genealogy, self.http.get(path))

    def attribution(self, artifact_type: str, artifact_id: str) -> answers.AttributionText:
        path = f"/api/provenance/{_segment(artifact_type)}/{_segment(artifact_id)}/attribution"
        return cast(answers.AttributionText, self.http.get(path))

    def generated_content(self, content_type: str, content_id: str) -> answers.GeneratedContent:
        path = f"/api/provenance/{_segment(content_type)}/{_segment(content_id)}/generated-content"
        return cast(answers.GeneratedContent, self.http.get(path))

    def licenses(self, artifact_type: str, artifact_id: str) -> answers.Licenses:
        path = f"/api/provenance/{_segment(artifact_type)}/{_segment(artifact_id)}/licenses"
        return cast(answers.Licenses, self.http.get(path))

    def impact(self, artifact_type: str, artifact_id: str) -> answers.Impact:
        path = f"/api/provenance/{_segment(artifact_type)}/{_segment(artifact_id)}/impact"
        return cast(answers.Impact, self.http.get(path))

    def share(self, artifact_id: str, channel: str | None = None) -> answers.Share:
        """Get a link that opens the artifact without a token; ``channel`` says where to."""
        path = f"/api/artifacts/{_segment(artifact_id)}/shares"
        return cast(answers.Share, self.http.post(path, _given(channel=channel)))

    # --- jobs -----------------------------------------------------------------------------------------------------

    def jobs(self, limit: int = 50, next_token: str | None = None, status: str | None = None) -> answers.JobPage:
        page = self.http.get("/api/jobs", {"limit": limit, "next_token": next_token, "status": status})
        return cast(answers.JobPage, page)

    def job(self, job_id: str) -> answers.Job:
        return cast(answers.Job, self.http.get(f"/api/jobs/{_segment(job_id)}"))

    def job_events(self, job_id: str) -> answers.JobStory:
        return cast(answers.JobStory, self.http.get(f"/api/jobs/{_segment(job_id)}/events"))

    def retry(self, job_id: str, manual: bool = True) -> answers.Job:
        """Queue a failed job again."""
        return cast(answers.Job, self.http.post(f"/api/jobs/{_segment(job_id)}/retry", {"manual": manual}))

    def cancel(self, job_id: str) -> answers.Job:
        return cast(answers.Job, self.http.delete(f"/api/jobs/{_segment(job_id)}"))

    def watch(
        self,
        job_id: str,
        since: int = 0,
        require_websocket: bool = False,
        *,
        timeout: float | None = None,
        notice: Callable[[str], None] = _no_report,
    ) -> Iterator[ProgressEvent]:
        """Yield the job's events after ``since`` up to its end; see :class:`Watcher`."""
        return Watcher(
            job_id,
            self.job,
            self._connect,
            require_websocket=require_websocket,
            timeout=timeout,
            since=since,
            notice=notice,
            tempo=self._tempo,
        ).events()

    def watch_many(
        self,
        job_ids: Sequence[str] = (),
        require_websocket: bool = False,
        *,
        timeout: float | None = None,
        notice: Callable[[str], None] = _no_report,
    ) -> Iterator[answers.Job | ProgressEvent]:
        """Yield the news of these jobs, or of all that have not ended, up to the last one's end; see ManyWatcher."""
        return ManyWatcher(
            partial(self._look_at, job_ids) if job_ids else self._look_at_all,
            self._connect,
            frozenset(job_ids),
            require_websocket=require_websocket,
            timeout=timeout,
            notice=notice,
            tempo=self._tempo,
        ).news()

    def _look_at(self, job_ids: Sequence[str]) -> Look:
        jobs = [self.job(job_id) for job_id in dict.fromkeys(job_ids)]
        # A single job's own ticket is at hand already.
        return Look(jobs, jobs[0]["progress_url"] if len(jobs) == 1 else self.jobs(limit=1)["progress_url"])

    def _look_at_all(self) -> Look:
        page = self.jobs(limit=NEWEST_JOBS)
        return Look(page["items"], page["progress_url"])

    # --- the system -----------------------------------------------------------------------------------------------

    def plugins(self, kind: Literal["import", "export"]) -> list[answers.Plugin]:
        return cast(answers.Plugins, self.http.get(f"/api/plugins/{kind}"))["plugins"]

    def agreements(self) -> Iterator[answers.Agreement]:
        """Check whether the stores agree about what the caller's jobs have made, a page of jobs after the other."""
        token = None
        while True:
            page = cast(answers.Agreement, self.http.get("/api/consistency", _given(next_token=token)))
            yield page
            token = page["next_token"]
            if token is None:
                return

    def set_plugin_enabled(self, plugin_id: str, enabled: bool) -> answers.Plugin:
        action = "enable" if enabled else "disable"
        return cast(answers.Plugin, self.http.post(f"/api/plugins/{_segment(plugin_id)}/{action}", {}))

    def tokens(self, limit: int = 50, next_token: str | None = None) -> answers.Page[answers.ApiToken]:
        page = self.http.get("/api/tokens", {"limit": limit, "next_token": next_token})
        return cast(answers.Page[answers.ApiToken], page)

    def create_token(
        self, name: str, scopes: Sequence[str] | None = None, expires_in: int | None = None
    ) -> answers.MadeToken:
        """Make a token that acts for the caller; ``expires_in`` is in seconds."""
        body = _given(name=name, scopes=list(scopes) if scopes else None, expires_in=expires_in)
        return cast(answers.MadeToken, self.http.post("/api/tokens", body))

    def revoke_token(self, token_id: str) -> answers.ApiToken:
        return cast(answers.ApiToken, self.http.delete(f"/api/tokens/{_segment(token_id)}"))

    def health(self) -> answers.Health:
        """Return how each store is, also when one is not well."""
        return cast(answers.Health, self.http.get("/api/health", accept=frozenset({503})))

    def version(self) -> str:
        """Return the API's version."""
        return str(self.http.get("/api/openapi.json")["info"]["version"])


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _segment(text: str) -> str:
    """Return ``text`` as one segment of a path, whatever is in it."""
    return quote(text, safe="")
