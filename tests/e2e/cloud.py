"""The local cloud under test: brought up for the tests, and looked at from behind where no door shows enough."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from neo4j import Driver
from sqlalchemy import Engine, text

from williams.adapters.graph.connection import connect
from williams.adapters.postgres.catalog import PostgresCatalog
from williams.adapters.postgres.engine import create_engine
from williams.adapters.postgres.jobs import PostgresJobs
from williams.adapters.postgres.tokens import PostgresTokens
from williams.domain.jobs import JobEvent
from williams_localcloud.aws import Aws
from williams_localcloud.cloud import CloudInfo

ROOT = Path(__file__).resolve().parents[2]
UP_SECONDS = 420
DOWN_SECONDS = 90
PROGRESS_TABLE = "williams-local-job-progress"
_FOLDERS = ("documents", "webpages", "podcasts", "faulty")
_OWNED_TABLES = ("content", "artifacts", "paragraph_vectors")


def command(name: str, seconds: float) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "williams_localcloud", name, "--json", "--root", str(ROOT)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False)


@contextmanager
def running_cloud() -> Iterator[CloudInfo]:
    """Bring the repository's local cloud up to date; stop it at the end only if nothing of it ran before."""
    ran_before = any(server["running"] for server in json.loads(command("status", 30).stdout))
    up = command("up", UP_SECONDS)
    try:
        assert up.returncode == 0, f"The local cloud did not come up:\n{up.stderr[-4000:]}"
        yield CloudInfo(**json.loads(up.stdout))
    finally:
        if not ran_before:
            down = command("down", DOWN_SECONDS)
            assert down.returncode == 0, f"The local cloud did not stop:\n{down.stderr[-4000:]}"


@dataclass(frozen=True)
class Cloud:
    """A running deployment: its addresses, and its stores."""

    info: CloudInfo
    aws: Aws
    engine: Engine
    graph: Driver

    @property
    def jobs(self) -> PostgresJobs:
        return PostgresJobs(self.engine)

    @property
    def catalog(self) -> PostgresCatalog:
        return PostgresCatalog(self.engine)

    def leases(self, job_id: str) -> int:
        """How many stages and items of a job are held by a worker that is alive."""
        with self.engine.connect() as connection:
            held = text("SELECT count(*) FROM leases WHERE job_id = :job_id AND expires_at > now()")
            return int(connection.execute(held, {"job_id": job_id}).scalar_one())

    def age_claim(self, job_id: str, seconds: float) -> None:
        """Let a job's place have been taken earlier than it was."""
        self._change(
            "UPDATE processing_jobs SET claimed_at = claimed_at - :age WHERE job_id = :job_id", job_id, seconds
        )

    def end_pause(self, job_id: str) -> None:
        """Let the pause before a job's retry be over."""
        self._change("UPDATE processing_jobs SET not_before = now() - :age WHERE job_id = :job_id", job_id, 0)

    def claim_without_starting(self, job_id: str, seconds: float) -> None:
        """What is left when the dispatcher dies between its claim and the start."""
        claim = "claimed_at = now() - :age, started_at = now() - :age, execution_no = execution_no + 1"
        self._change(f"UPDATE processing_jobs SET {claim} WHERE job_id = :job_id", job_id, seconds)

    def silence(self, job_id: str, seconds: float) -> None:
        """What is left of a worker that died unnoticed: no lease, and no word for so long."""
        self.age_claim(job_id, seconds)
        self._change("UPDATE job_events SET at = at - :age WHERE job_id = :job_id", job_id, seconds)
        self._change("DELETE FROM leases WHERE job_id = :job_id AND expires_at > now() - :age", job_id, seconds)

    def _change(self, statement: str, job_id: str, age_seconds: float) -> None:
        aged = statement.replace(":age", "make_interval(secs => CAST(:age AS float8))")
        with self.engine.connect() as connection:
            connection.execute(text(aged), {"job_id": job_id, "age": age_seconds})

    @property
    def tokens(self) -> PostgresTokens:
        return PostgresTokens(self.engine)

    def secret(self, name: str) -> dict[str, str]:
        value = self.aws.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]
        return dict(json.loads(value))

    def keys(self, prefix: str) -> list[str]:
        """The objects under a prefix of the library's bucket."""
        pages = self.aws.client("s3").get_paginator("list_objects_v2").paginate(Bucket=self.info.bucket, Prefix=prefix)
        return [entry["Key"] for page in pages for entry in page.get("Contents", [])]

    def object(self, key: str) -> bytes:
        body: bytes = self.aws.client("s3").get_object(Bucket=self.info.bucket, Key=key)["Body"].read()
        return body

    def events(self, owner: str, job_id: str) -> list[JobEvent]:
        return self.jobs.events(owner, job_id)

    def owned(self, owner: str) -> dict[str, int]:
        """How much an owner has in the stores, by table or node label; what has nothing is not named."""
        with self.engine.connect() as connection:
            rows = {
                table: connection.execute(
                    text(f"SELECT count(*) FROM {table} WHERE owner = :owner"), {"owner": owner}
                ).scalar_one()
                for table in _OWNED_TABLES
            }
        nodes, _, _ = self.graph.execute_query(
            "MATCH (n) WHERE n.owner = $owner RETURN labels(n) AS labels, count(n) AS number",
            owner=owner,
            database_=self.info.graph_database,
        )
        rows |= {":".join(sorted(node["labels"])): node["number"] for node in nodes}
        return {name: number for name, number in rows.items() if number}

    def edges(self, owner: str) -> int:
        """How many relations an owner's nodes have."""
        query = "MATCH (n)-[relation]-() WHERE n.owner = $owner RETURN count(relation) AS number"
        records, _, _ = self.graph.execute_query(query, owner=owner, database_=self.info.graph_database)
        return int(records[0]["number"])

    def mentioned(self, word: str) -> dict[str, int]:
        """How many rows, nodes and objects hold a word, by table, label or folder."""
        with self.engine.connect() as connection:
            tables = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
            rows = {
                table: connection.execute(
                    text(f"SELECT count(*) FROM {table} AS line WHERE line::text ILIKE :word"), {"word": f"%{word}%"}
                ).scalar_one()
                for table in tables
            }
        nodes, _, _ = self.graph.execute_query("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
        for node in nodes:
            if word in str(node["properties"]).lower():
                label = ":".join(sorted(node["labels"]))
                rows[label] = rows.get(label, 0) + 1
        return {name: number for name, number in rows.items() if number}

    def progress(self, job_id: str) -> dict[str, Any]:
        """What the progress table holds of a job."""
        key = {"job_id": {"S": job_id}}
        return dict(self.aws.client("dynamodb").get_item(TableName=PROGRESS_TABLE, Key=key).get("Item", {}))

    def left_behind(self, owner: str) -> dict[str, Any]:
        """Everything that an owner's jobs have put into the library: rows, vectors, nodes and objects."""
        found: dict[str, Any] = self.owned(owner)
        for job in self.jobs.jobs(owner, 200).items:
            wanted = job.request.get("content_id") or job.request.get("artifact_id")
            objects = [key for folder in _FOLDERS for key in self.keys(f"{folder}/{wanted}/")]
            if objects:
                found[job.job_id] = objects
        return found


@contextmanager
def opened(info: CloudInfo) -> Iterator[Cloud]:
    """Connect to the stores of a running cloud."""
    engine = create_engine(info.database_url)
    try:
        with connect(info.graph_url, info.graph_user, info.graph_password) as driver:
            yield Cloud(info, Aws(info.aws_endpoint_url), engine, driver)
    finally:
        engine.dispose()
