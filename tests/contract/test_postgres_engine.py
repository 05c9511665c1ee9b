"""What the engine makes of a Postgres that is not there, goes away, or takes too long."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, make_url, text

from tests.contract.postgres_server import PostgresServer
from tests.contract.records import OWNER, make_job
from williams.adapters.postgres.engine import connected, create_engine, transaction
from williams.adapters.postgres.jobs import PostgresJobs
from williams.adapters.postgres.prepared import run
from williams.domain.errors import Conflict, NotFound, PermanentError, StoreUnavailable, Unstorable

PID = "SELECT pg_backend_pid() AS pid"


@pytest.fixture
def single(postgres: PostgresServer) -> Iterator[Engine]:
    """An engine with one connection, and statements of at most one second."""
    engine = create_engine(postgres.url, pool_size=1, max_overflow=0, statement_seconds=1)
    yield engine
    engine.dispose()


@pytest.fixture
def patient(postgres: PostgresServer) -> Iterator[Engine]:
    """An engine with one connection, and statements as long as they take."""
    engine = create_engine(postgres.url, pool_size=1, max_overflow=0, statement_seconds=0)
    yield engine
    engine.dispose()


def end_connections_of(postgres: PostgresServer, pid: int) -> None:
    """Return when its process is gone."""
    postgres.execute(f"SELECT pg_terminate_backend({pid}, 60_000)")


def wait_until_it_sleeps(engine: Engine, pid: int) -> None:
    asleep = f"SELECT count(*) AS n FROM pg_stat_activity WHERE pid = {pid} AND wait_event = 'PgSleep'"
    while not run(engine, asleep)[0]["n"]:
        time.sleep(0.01)


def test_nobody_listens(unused_port: int) -> None:
    engine = create_engine(f"postgresql://u:p@127.0.0.1:{unused_port}/d")
    with pytest.raises(StoreUnavailable, match=f"cannot be reached.*127.0.0.1:{unused_port}"):
        PostgresJobs(engine).job(OWNER, "job_1")


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_wrong_password(postgres: PostgresServer) -> None:
    url = make_url(postgres.url).set(password="wrong").render_as_string(hide_password=False)
    with pytest.raises(StoreUnavailable, match="SQLSTATE 28P01"):
        run(create_engine(url), PID)


def test_a_missing_database(postgres: PostgresServer) -> None:
    with pytest.raises(StoreUnavailable, match="SQLSTATE 3D000"):
        run(create_engine(postgres.database_url("missing")), PID)


def test_a_connection_that_the_server_ended_is_replaced_without_a_failure(
    postgres: PostgresServer, patient: Engine
) -> None:
    first = run(patient, PID)[0]["pid"]
    assert run(patient, PID)[0]["pid"] == first
    end_connections_of(postgres, first)
    second = run(patient, PID)[0]["pid"]
    assert second != first
    end_connections_of(postgres, second)
    with transaction(patient) as connection:
        assert connection.execute(text(PID)).scalar_one() != second


@pytest.mark.parametrize("prepared", [True, False])
def test_a_connection_that_ends_in_the_middle_is_reported_and_replaced(
    postgres: PostgresServer, engine: Engine, patient: Engine, prepared: bool
) -> None:
    sleep = "SELECT pg_sleep(60)"
    pid = run(patient, PID)[0]["pid"]

    def work() -> None:
        if prepared:
            run(patient, sleep)
        else:
            with connected(patient) as connection:
                connection.execute(text(sleep))

    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        wait_until_it_sleeps(engine, pid)
        end_connections_of(postgres, pid)
        with pytest.raises(StoreUnavailable):
            future.result(timeout=60)
    assert run(patient, PID)[0]["pid"] != pid


def test_a_statement_that_takes_too_long(single: Engine) -> None:
    assert run(single, "SHOW statement_timeout") == [{"statement_timeout": "1s"}]
    with pytest.raises(StoreUnavailable, match="statement timeout"):
        run(single, "SELECT pg_sleep(100)")
    assert run(single, "SELECT 1 AS one") == [{"one": 1}]


def test_a_transaction_that_raises_leaves_nothing_and_the_connection_usable(engine: Engine) -> None:
    jobs = PostgresJobs(engine)
    job = make_job()
    jobs.submit(job, None, "hash")

    def delete_and_fail() -> None:
        with transaction(engine) as connection:
            connection.exec_driver_sql("DELETE FROM processing_jobs")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        delete_and_fail()
    assert jobs.job(OWNER, job.job_id) == job


def test_times_and_days_are_read_to_the_microsecond_and_in_utc(engine: Engine) -> None:
    asked = "SELECT CAST(:at AS timestamptz) AS at, CAST(:whole AS timestamptz) AS whole, CAST(:day AS date) AS day"
    (row,) = run(engine, asked, at="2026-11-29 03:25:07.12345+02", whole="0987-01-02 03:04:05Z", day="0987-01-02")
    assert row["at"] == datetime(2026, 11, 29, 1, 25, 7, 123450, UTC)
    assert row["whole"] == datetime(987, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert {row["at"].tzinfo, row["whole"].tzinfo} == {UTC}
    assert row["day"] == date(987, 1, 2)


def test_our_own_mistakes_are_not_taken_for_an_outage(engine: Engine) -> None:
    with pytest.raises(Exception, match="42P01"):
        run(engine, "SELECT 1 FROM no_such_table")
    with pytest.raises(NotFound):
        PostgresJobs(engine).job(OWNER, "job_1")


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("SELECT 'words'::integer", Unstorable),
        ("SELECT 99999999999::integer", Unstorable),
        ("SELECT '2024-13-45'::date", Unstorable),
        ("SELECT 'long'::text::jsonb", Unstorable),
        ("SELECT E'\\xff'::text", Unstorable),
        ("UPDATE processing_jobs SET content_type = repeat('a', 21)", Unstorable),
        ("UPDATE processing_jobs SET priority = 11", Conflict),
        ("UPDATE processing_jobs SET kind = NULL", Conflict),
        ("UPDATE processing_jobs SET content_id = 'doc_0'", Conflict),
        ("INSERT INTO processing_jobs SELECT * FROM processing_jobs", Conflict),
    ],
)
def test_what_the_database_refuses_each_time_is_not_tried_again(
    engine: Engine, statement: str, error: type[PermanentError]
) -> None:
    PostgresJobs(engine).submit(make_job(), None, "hash")
    with pytest.raises(error, match=r"SQLSTATE 2[23]") as refused:
        run(engine, statement)
    assert not refused.value.retryable
    assert "SQLSTATE" not in refused.value.detail


def test_a_busy_pool_is_an_outage(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("williams.adapters.postgres.engine._POOL_SECONDS", 0.1)
    engine = create_engine(postgres.url, pool_size=1, max_overflow=0, statement_seconds=0)
    with connected(engine), pytest.raises(StoreUnavailable, match="busy"):
        run(engine, PID)
    engine.dispose()


def test_a_connection_that_nobody_uses_is_ended_by_the_server(engine: Engine) -> None:
    """A frozen function holds on to its connection, and a database with a connection does not pause."""
    with connected(engine) as connection:
        assert connection.exec_driver_sql("SHOW idle_session_timeout").scalar_one() == "5min"


def test_tls_is_required_when_asked_for(postgres: PostgresServer) -> None:
    with pytest.raises(StoreUnavailable, match="SSL"):
        run(create_engine(f"{postgres.url}?sslmode=require"), PID)
    with pytest.raises(ValueError, match="sslmode"):
        create_engine(f"{postgres.url}?sslmode=maybe")
