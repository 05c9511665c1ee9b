"""VectorPort: the fake and pgvector under the same tests."""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, event

from williams.adapters.pgvector.vectors import DIMENSIONS, PgVectors
from williams.adapters.postgres.engine import create_engine
from williams.domain.errors import InvalidRequest
from williams.ports.vectors import VectorPort

MODEL = "minilm"
# Half precision keeps eleven bits.
TOLERANCE = 2e-3


def unit(seed: int) -> array[float]:
    """Return a random unit vector, the same for the same seed."""
    chance = random.Random(seed)
    numbers = [chance.gauss(0.0, 1.0) for _ in range(DIMENSIONS)]
    length = math.hypot(*numbers)
    return array("f", [number / length for number in numbers])


def between(left: array[float], right: array[float], share: float) -> array[float]:
    """Return the unit vector that lies ``share`` of the way from left to right."""
    mixed = [a * (1 - share) + b * share for a, b in zip(left, right, strict=True)]
    length = math.hypot(*mixed)
    return array("f", [number / length for number in mixed])


def cosine(left: array[float], right: array[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


def test_the_nearest_come_first_with_their_cosine(vectors: VectorPort) -> None:
    question, away = unit(1), unit(2)
    given = [between(question, away, share) for share in (0.9, 0.1, 0.5, 0.0)]
    vectors.upsert("ada", "doc_1", MODEL, ["far", "near", "middle", "same"], given)
    hits = vectors.nearest("ada", MODEL, question, 3)
    assert [hit.paragraph_id for hit in hits] == ["same", "near", "middle"]
    assert {hit.content_id for hit in hits} == {"doc_1"}
    expected = [cosine(question, given[n]) for n in (3, 1, 2)]
    assert [hit.score for hit in hits] == pytest.approx(expected, abs=TOLERANCE)


def test_a_negative_cosine_is_a_score_too(vectors: VectorPort) -> None:
    vector = unit(1)
    vectors.upsert("ada", "doc_1", MODEL, ["opposite"], [array("f", [-number for number in vector])])
    assert vectors.nearest("ada", MODEL, vector, 1)[0].score == pytest.approx(-1.0, abs=TOLERANCE)


def test_search_stays_within_owner_model_and_contents(vectors: VectorPort) -> None:
    vector = unit(1)
    vectors.upsert("ada", "doc_1", MODEL, ["one"], [vector])
    vectors.upsert("ada", "doc_2", MODEL, ["two"], [unit(2)])
    vectors.upsert("ada", "doc_1", "other", ["one"], [unit(3)])
    vectors.upsert("eve", "doc_3", MODEL, ["three"], [vector])

    def found(content_ids: list[str] | None = None) -> set[str]:
        return {hit.paragraph_id for hit in vectors.nearest("ada", MODEL, vector, 10, content_ids)}

    assert found() == {"one", "two"}
    assert found(["doc_2", "doc_3"]) == {"two"}
    assert found([]) == set()
    assert [hit.paragraph_id for hit in vectors.nearest("ada", "other", vector, 10)] == ["one"]
    assert vectors.nearest("ada", "unknown", vector, 10) == []


def test_repeating_changes_nothing_and_new_vectors_replace(vectors: VectorPort) -> None:
    first, second = unit(1), unit(2)
    for _ in range(2):
        vectors.upsert("ada", "doc_1", MODEL, ["a", "b"], [first, second])
    assert len(vectors.nearest("ada", MODEL, first, 10)) == 2
    vectors.upsert("ada", "doc_1", MODEL, ["a"], [second])
    assert [hit.score for hit in vectors.nearest("ada", MODEL, second, 10)] == pytest.approx([1, 1], abs=TOLERANCE)


def test_deleted_vectors_no_longer_answer(vectors: VectorPort) -> None:
    vectors.upsert("ada", "doc_1", MODEL, ["one"], [unit(1)])
    vectors.upsert("ada", "doc_2", MODEL, ["two"], [unit(1)])
    vectors.delete("eve", "doc_1")
    vectors.delete("ada", "doc_1")
    assert [hit.paragraph_id for hit in vectors.nearest("ada", MODEL, unit(1), 10)] == ["two"]


def test_nothing_to_write_is_fine(vectors: VectorPort) -> None:
    vectors.upsert("ada", "doc_1", MODEL, [], [])
    vectors.ping()
    assert vectors.nearest("ada", MODEL, unit(1), 10) == []


def test_as_many_vectors_as_paragraphs(vectors: VectorPort) -> None:
    with pytest.raises(ValueError, match="zip"):
        vectors.upsert("ada", "doc_1", MODEL, ["one", "two"], [unit(1)])


def test_two_writers_of_the_same_content_leave_one_set(vectors: VectorPort) -> None:
    names = [f"p{n}" for n in range(30)]
    given = [unit(n) for n in range(30)]
    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(vectors.upsert, "ada", "doc_1", MODEL, names, given) for _ in range(2)]:
            future.result()
    assert sorted(hit.paragraph_id for hit in vectors.nearest("ada", MODEL, unit(0), 100)) == sorted(names)


def test_pgvector_refuses_other_dimensions(engine: Engine) -> None:
    with pytest.raises(InvalidRequest, match="384 dimensions, not 3"):
        PgVectors(engine).upsert("ada", "doc_1", MODEL, ["one"], [array("f", [1.0, 0.0, 0.0])])


@pytest.fixture
def fond_of_the_index(engine: Engine) -> Iterator[Engine]:
    """The same database, on connections that take the index wherever a query lets them."""
    eager = create_engine(engine.url.render_as_string(hide_password=False))

    def avoid_sorting(connection: Any, _: object) -> None:
        connection.cursor().execute("SET enable_sort = off")
        connection.commit()

    event.listen(eager, "connect", avoid_sorting)
    yield eager
    eager.dispose()


def test_pgvector_finds_the_nearest_of_a_small_library_whatever_others_have(fond_of_the_index: Engine) -> None:
    """Copies of the same document crowd the index: it holds so many equal vectors that others are hard to reach."""
    store = PgVectors(fond_of_the_index)
    shared = [between(unit(n % 6), unit(100 + n), 0.35) for n in range(60)]
    for owner in range(150):
        store.upsert(f"owner{owner}", f"doc_{owner}", MODEL, [f"o{owner}p{n}" for n in range(60)], shared)
    for n in range(30):
        question = between(unit(n % 6), unit(5000 + n), 0.4)
        best = sorted((cosine(question, each) for each in shared), reverse=True)[:5]
        scores = [hit.score for hit in store.nearest(f"owner{n}", MODEL, question, 5)]
        assert scores == pytest.approx(best, abs=TOLERANCE)


def test_pgvector_finds_a_small_owners_vectors_among_many_of_another(engine: Engine) -> None:
    store = PgVectors(engine, exact_up_to=0)
    question, noise = unit(1), unit(2)
    crowd = [between(question, unit(n), 0.2) for n in range(10, 1010)]
    store.upsert("crowd", "doc_1", MODEL, [f"c{n}" for n in range(1000)], crowd)
    store.upsert("ada", "doc_2", MODEL, ["mine"], [noise])
    assert [hit.paragraph_id for hit in store.nearest("ada", MODEL, question, 5)] == ["mine"]


def test_pgvector_recall_is_near_exact(engine: Engine) -> None:
    store = PgVectors(engine, exact_up_to=0)
    topics = [unit(n) for n in range(20)]
    given = [between(topics[n % 20], unit(1000 + n), 0.45) for n in range(1500)]
    store.upsert("ada", "doc_1", MODEL, [f"p{n}" for n in range(1500)], given)
    found = 0
    for n in range(20):
        question = between(topics[n], unit(5000 + n), 0.3)
        exact = sorted(range(1500), key=lambda i: -cosine(question, given[i]))[:10]
        hits = {hit.paragraph_id for hit in store.nearest("ada", MODEL, question, 10)}
        found += len(hits & {f"p{i}" for i in exact})
    assert found / 200 >= 0.95
