"""The running local cloud, and a guest in it: an owner of its own, of whom nothing stays behind."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
from neo4j import GraphDatabase
from sqlalchemy import Engine, text
from williams_faulty.plugin import FaultyExport

from layers import ROOT
from williams.adapters.postgres.engine import create_engine
from williams.adapters.postgres.jobs import PostgresJobs
from williams.adapters.postgres.prepared import run
from williams.adapters.postgres.tokens import PostgresTokens
from williams.adapters.s3.objects import S3Objects
from williams.adapters.stepfunctions.workflows import StepFunctionsWorkflows
from williams.domain.bucket import job_prefix, kept_prefix, owner_uploads_prefix
from williams.domain.lanes import owner_places
from williams.plugin.exporting import ExportPlugin
from williams.plugin.importing import ImportPlugin
from williams.plugin.registry import registry
from williams.services.tokens import Tokens, new_token
from williams.settings import Settings
from williams_client import Library
from williams_client.models import JobAnswer
from williams_localcloud.aws import Aws
from williams_localcloud.cloud import CloudInfo
from williams_localcloud.paths import LocalPaths

JOB_SECONDS = 300.0
POLL_SECONDS = 0.02
# Rows that others refer to come last.
_TABLES = ("paragraph_vectors", "usage_events", "processing_jobs", "lane_turns", "artifacts", "content", "api_tokens")
_FORGET_BATCH = 1000


class BenchmarkError(Exception):
    """A benchmark could not be run; the message says what to do."""


@dataclass(frozen=True)
class Guest:
    """An owner of the local cloud's library, with everything that is needed to act for and to look after it."""

    info: CloudInfo
    owner: str
    token: str
    client: Library
    engine: Engine
    aws: Aws

    @property
    def jobs(self) -> PostgresJobs:
        return PostgresJobs(self.engine)

    @property
    def workflows(self) -> StepFunctionsWorkflows:
        prefix = self.info.outputs["StateMachinePrefix"]
        return StepFunctionsWorkflows(prefix, self.aws.client("stepfunctions"))

    def http(self) -> httpx.Client:
        """Return a keep-alive client without a base URL, so that it serves two APIs of the same gateway alike."""
        return httpx.Client(headers={"Authorization": f"Bearer {self.token}"}, timeout=30.0, trust_env=False)

    def import_file(self, path: Path) -> str:
        """Upload and import a file, wait over the WebSocket until it is searchable, and return its content's id."""
        job_id = self.client.imports.url(self.client.uploads.send(path).url).job_id
        self.watch(job_id)
        return str(self.completed_job(job_id).content_id)

    def watch(self, job_id: str, seconds: float = JOB_SECONDS) -> None:
        """Return when the job has ended; listens to the WebSocket, so that waiting costs nothing."""
        for _ in self.client.jobs.follow([job_id], require_websocket=True, timeout=seconds):
            pass

    def completed_job(self, job_id: str) -> JobAnswer:
        """Return a job that has ended. Raises BenchmarkError when it failed."""
        job = self.client.jobs.get(job_id)
        if job.status != "completed":
            raise BenchmarkError(f"The job {job_id} is {job.status}: {job.error}")
        return job

    def completed(self, since: datetime) -> int:
        """Return how many of the guest's jobs submitted ``since`` have completed; costs the machine next to nothing.

        Raises BenchmarkError when one failed.
        """
        (row,) = run(self.engine, _ENDED, owner=self.owner, since=since)
        if row["failed"]:
            raise BenchmarkError(f"{row['failed']} jobs did not complete: {row['error']}")
        return int(row["completed"])

    def wait_for(self, count: int, since: datetime, poll_seconds: float = POLL_SECONDS) -> None:
        """Return when so many jobs have completed, however long that takes: it is what is measured.

        Raises BenchmarkError when none completes for JOB_SECONDS.
        """
        before, deadline = 0, time.monotonic() + JOB_SECONDS
        while (completed := self.completed(since)) < count:
            if completed > before:
                before, deadline = completed, time.monotonic() + JOB_SECONDS
            if time.monotonic() > deadline:
                raise BenchmarkError(f"{completed} of {count} jobs ended, and none for {JOB_SECONDS:.0f} s.")
            time.sleep(poll_seconds)


# The guest is one owner, who leaves places of each lane for others.
PLACES = owner_places(FaultyExport.lane, Settings.model_fields["places_for_others"].default)

_ENDED = """
    SELECT count(*) FILTER (WHERE status = 'completed') AS completed,
           count(*) FILTER (WHERE status IN ('failed', 'cancelled')) AS failed,
           min(error_message) FILTER (WHERE status = 'failed') AS error
    FROM processing_jobs WHERE owner = :owner AND created_at >= CAST(:since AS timestamptz)"""


@contextmanager
def guest() -> Iterator[Guest]:
    """Enter the running local cloud as a new owner; at the end all that it made is removed.

    Raises:
        BenchmarkError: there is no local cloud.
    """
    file = LocalPaths(ROOT).cloud_file
    if not file.is_file():
        raise BenchmarkError(f"There is no {file}. Start the local cloud with: make up")
    info = CloudInfo(**json.loads(file.read_text(encoding="utf-8")))
    owner, token = f"bench-{secrets.token_hex(4)}", new_token()
    with ExitStack() as leaving:
        engine = create_engine(info.database_url)
        leaving.callback(engine.dispose)
        Tokens(PostgresTokens(engine)).grant(owner, token, "benchmarks")
        client = leaving.enter_context(Library(info.api_url, token))
        entered = Guest(info, owner, token, client, engine, Aws(info.aws_endpoint_url))
        leaving.callback(_forget, entered)
        yield entered


def _forget(leaving: Guest) -> None:
    objects = S3Objects(leaving.info.bucket, leaving.aws.client("s3"))
    for prefix in _prefixes(leaving):
        objects.delete_prefix(prefix)
    with leaving.engine.begin() as connection:
        for table in _TABLES:
            connection.execute(text(f"DELETE FROM {table} WHERE owner = :owner"), {"owner": leaving.owner})
    info = leaving.info
    with GraphDatabase.driver(info.graph_url, auth=(info.graph_user, info.graph_password)) as driver:
        statement = f"MATCH (n {{owner: $owner}}) WITH n LIMIT {_FORGET_BATCH} DETACH DELETE n RETURN count(n) AS gone"
        while driver.execute_query(statement, owner=leaving.owner).records[0]["gone"]:
            pass


def _prefixes(leaving: Guest) -> list[str]:
    """Return the folders of all that the owner has in the bucket."""
    with leaving.engine.connect() as connection:
        rows = connection.execute(_FOLDERS, {"owner": leaving.owner}).all()
    plugins: list[ImportPlugin | ExportPlugin] = [*registry().imports(), *registry().exports()]
    folders = {plugin.plugin_id: plugin.folder for plugin in plugins}
    prefixes = [owner_uploads_prefix(leaving.owner)]
    for row in rows:
        prefixes.append(job_prefix(row.job_id))
        prefixes += [kept_prefix(folders[row.plugin_id], made) for made in (row.content_id, row.artifact_id) if made]
    return prefixes


_FOLDERS = text("SELECT job_id, plugin_id, content_id, artifact_id FROM processing_jobs WHERE owner = :owner")
