"""Statements that travel to Postgres together: one transaction, each sees what those before it did."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.contract.postgres_server import PostgresServer
from williams.adapters.postgres.engine import connected, create_engine
from williams.adapters.postgres.prepared import BEGIN, COMMIT, Row, Step, run, run_in_turn
from williams.domain.errors import StoreUnavailable, Unstorable

ADD = "INSERT INTO notes (words) VALUES (:words)"
COUNT = "SELECT CAST(count(*) AS integer) AS number FROM notes"
LOCK = "SELECT 1 AS unlocked WHERE pg_advisory_xact_lock(7) IS NULL"


@pytest.fixture
def single(postgres: PostgresServer) -> Iterator[Engine]:
    """One connection, so that whatever a failure leaves behind is met by the next statement."""
    with postgres.database() as url:
        engine = create_engine(url, pool_size=1, max_overflow=0)
        run(engine, "CREATE TABLE notes (words text NOT NULL)")
        yield engine
        engine.dispose()


def add(words: str | None) -> Step:
    return ADD, {"words": words}


def together(engine: Engine, *steps: Step) -> list[Row]:
    with connected(engine) as connection:
        return run_in_turn(connection, *steps)


def test_each_sees_what_those_before_it_did_and_the_last_one_answers(single: Engine) -> None:
    assert together(single, (LOCK, {}), add("one"), add("two"), (COUNT, {}), add("three")) == [{"number": 2}]
    assert run(single, COUNT) == [{"number": 3}]
    assert together(single, add("four")) == []


def test_the_first_failure_takes_back_the_others(single: Engine) -> None:
    with pytest.raises(Exception, match="null value"):
        together(single, add("one"), add(None), add("two"))
    assert run(single, COUNT) == [{"number": 0}]
    with pytest.raises(Unstorable):
        together(single, add("one"), add("a NUL: \0"))
    assert run(single, COUNT) == [{"number": 0}]


def test_what_cannot_be_sent_is_refused_before_anything_is(single: Engine) -> None:
    together(single, add("one"), (COUNT, {}))
    with pytest.raises(KeyError):
        together(single, add("two"), (ADD, {}))
    assert run(single, COUNT) == [{"number": 1}]


def test_a_transaction_that_is_left_open_is_rolled_back(single: Engine) -> None:
    with connected(single) as connection:
        assert run_in_turn(connection, BEGIN, add("one"), (COUNT, {})) == [{"number": 1}]
    assert run(single, COUNT) == [{"number": 0}]
    with connected(single) as connection:
        run_in_turn(connection, BEGIN, add("one"))
        run_in_turn(connection, add("two"), COMMIT)
    assert run(single, COUNT) == [{"number": 2}]


def test_a_connection_that_ends_under_way_is_replaced(single: Engine) -> None:
    with pytest.raises(StoreUnavailable):
        together(single, add("one"), ("SELECT pg_terminate_backend(pg_backend_pid()) AS ended", {}), add("two"))
    assert run(single, COUNT) == [{"number": 0}]
