"""VectorPort: the fake, pgvector and Qdrant under the same tests."""

from __future__ import annotations

import math
import random
from array import array
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine, event

from williams.adapters.pgvector import vectors as vectors_in_postgres
from williams.adapters.pgvector.vectors import PgVectors
from williams.adapters.postgres.engine import connected, create_engine
from williams.adapters.vector_length import DIMENSIONS
from williams.domain.errors import InvalidRequest, StoreUnavailable
from williams.domain.search import SearchMode
from williams.ports.vectors import VectorHit, VectorPort
from williams.services.ranking import Ranked, Ranker
from williams_testing.memory.vectors import InMemoryVectors

MODEL = "minilm"
# Half precision keeps eleven bits.
TOLERANCE = 2e-3
# Weights are stored as 32-bit floats.
WORDS_TOLERANCE = 1e-5


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


def write(
    vectors: VectorPort, owner: str, content_id: str, paragraph_ids: list[str], given: list[array[float]], **more: Any
) -> None:
    """Write paragraphs; their terms are none unless they are given."""
    model = more.get("model", MODEL)
    vectors.upsert(owner, content_id, model, paragraph_ids, given, more.get("terms", [{} for _ in given]))


def test_the_nearest_come_first_with_their_cosine(vectors: VectorPort) -> None:
    question, away = unit(1), unit(2)
    given = [between(question, away, share) for share in (0.9, 0.1, 0.5, 0.0)]
    write(vectors, "ada", "doc_1", ["far", "near", "middle", "same"], given)
    hits = vectors.nearest("ada", MODEL, question, 3)
    assert [hit.paragraph_id for hit in hits] == ["same", "near", "middle"]
    assert {hit.content_id for hit in hits} == {"doc_1"}
    expected = [cosine(question, given[n]) for n in (3, 1, 2)]
    assert [hit.score for hit in hits] == pytest.approx(expected, abs=TOLERANCE)


def test_a_negative_cosine_is_a_score_too(vectors: VectorPort) -> None:
    vector = unit(1)
    write(vectors, "ada", "doc_1", ["opposite"], [array("f", [-number for number in vector])])
    assert vectors.nearest("ada", MODEL, vector, 1)[0].score == pytest.approx(-1.0, abs=TOLERANCE)


def test_search_stays_within_owner_model_and_contents(vectors: VectorPort) -> None:
    vector = unit(1)
    write(vectors, "ada", "doc_1", ["one"], [vector])
    write(vectors, "ada", "doc_2", ["two"], [unit(2)])
    write(vectors, "ada", "doc_1", ["one"], [unit(3)], model="other")
    write(vectors, "eve", "doc_3", ["three"], [vector])

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
        write(vectors, "ada", "doc_1", ["a", "b"], [first, second])
    assert len(vectors.nearest("ada", MODEL, first, 10)) == 2
    write(vectors, "ada", "doc_1", ["a"], [second])
    assert [hit.score for hit in vectors.nearest("ada", MODEL, second, 10)] == pytest.approx([1, 1], abs=TOLERANCE)


def test_what_shares_the_weightiest_terms_comes_first(vectors: VectorPort) -> None:
    terms = [{1: 1.2, 7: 0.9}, {7: 1.7}, {8: 2.0}, {1: 0.5, 999_999_999: 1.1}]
    write(vectors, "ada", "doc_1", ["a", "b", "c", "d"], [unit(n) for n in range(4)], terms=terms)
    hits = vectors.matching("ada", MODEL, {1: 2.0, 7: 1.0, 999_999_999: 3.0, 5: 9.0}, 10)
    assert [hit.paragraph_id for hit in hits] == ["d", "a", "b"]
    assert [hit.score for hit in hits] == pytest.approx([4.3, 3.3, 1.7], rel=WORDS_TOLERANCE)
    assert [hit.paragraph_id for hit in vectors.matching("ada", MODEL, {1: 2.0, 7: 1.0}, 2)] == ["a", "b"]


def test_equal_matches_stand_in_the_order_of_their_ids(vectors: VectorPort) -> None:
    names = ["p10", "P2", "p1", "p2"]
    write(vectors, "ada", "doc_1", names, [unit(n) for n in range(4)], terms=[{3: 1.0}] * 4)
    assert [hit.paragraph_id for hit in vectors.matching("ada", MODEL, {3: 1.0}, 3)] == ["P2", "p1", "p10"]


def test_matching_stays_within_owner_model_and_contents(vectors: VectorPort) -> None:
    for owner, content, name, model in (
        ("ada", "doc_1", "one", MODEL),
        ("ada", "doc_2", "two", MODEL),
        ("ada", "doc_1", "one", "other"),
        ("eve", "doc_3", "three", MODEL),
    ):
        write(vectors, owner, content, [name], [unit(1)], terms=[{4: 1.0}], model=model)

    def found(model: str = MODEL, content_ids: list[str] | None = None) -> set[str]:
        return {hit.paragraph_id for hit in vectors.matching("ada", model, {4: 1.0}, 10, content_ids)}

    assert found() == {"one", "two"}
    assert found(content_ids=["doc_2", "doc_3"]) == {"two"}
    assert found(content_ids=[]) == set()
    assert found("other") == {"one"}
    assert found("unknown") == set()
    assert vectors.matching("ada", MODEL, {}, 10) == []
    assert vectors.matching("ada", MODEL, {5: 1.0}, 10) == []


def test_by_both_each_has_its_score_by_the_other(vectors: VectorPort) -> None:
    names = [f"p{n}" for n in range(40)]
    given = [unit(n) for n in range(40)]
    write(vectors, "ada", "doc_1", names[:20], given[:20], terms=[{n % 4: 1.0 + n / 50, 9: 0.25} for n in range(20)])
    write(
        vectors, "ada", "doc_2", names[20:], given[20:], terms=[{n % 4: 1.0 + n / 50, 9: 0.25} for n in range(20, 40)]
    )
    write(vectors, "ada", "doc_1", names[:1], [unit(50)], terms=[{1: 1.8}], model="other")
    write(vectors, "eve", "doc_3", ["hers"], [unit(1)], terms=[{1: 1.8}])
    question, terms = unit(1), {1: 2.0, 3: 0.5}
    for limit in (3, 15, 100):
        for within in (None, ["doc_2", "doc_3"], []):
            near = vectors.nearest("ada", MODEL, question, 100, within)
            matching = vectors.matching("ada", MODEL, terms, 100, within)
            found = vectors.by_both("ada", MODEL, question, terms, limit, within)
            assert [hit.paragraph_id for hit in found.near] == [hit.paragraph_id for hit in near[:limit]]
            assert [hit.paragraph_id for hit in found.matching] == [hit.paragraph_id for hit in matching[:limit]]
            either = {hit.paragraph_id for hit in (*found.near, *found.matching)}
            for scores, expected in ((found.similarities, near), (found.keyword_scores, matching)):
                wanted = {hit.paragraph_id: hit.score for hit in expected if hit.paragraph_id in either}
                assert scores == pytest.approx(wanted, abs=1e-5)


def test_by_both_what_is_not_listed_weighs_no_more_than_is_said(vectors: VectorPort) -> None:
    """Whoever holds the rare word is listed, however many hold the frequent one alone."""
    chance, names = random.Random(5), [f"p{n:03d}" for n in range(200)]
    held = [{1: chance.uniform(0.2, 1.85), **({2: 1.0} if n % 20 == 0 else {})} for n in range(200)]
    write(vectors, "ada", "doc_1", names, [unit(n) for n in range(200)], terms=held)
    asked = {1: 0.3, 2: 5.0}
    exact = {name: sum(asked[term] * weight for term, weight in held[at].items()) for at, name in enumerate(names)}
    best = sorted(exact, key=lambda name: -exact[name])
    for limit in (5, 20, 150):
        found = vectors.by_both("ada", MODEL, unit(1), asked, limit)
        listed = [hit.paragraph_id for hit in found.matching]
        assert listed == best[: len(listed)]
        assert min(limit, 10) <= len(listed) <= limit
        assert found.unlisted >= max(exact[name] for name in best[len(listed) :]) - 1e-4
        assert found.unlisted <= exact[best[min(limit, 10) - 1]] + 1e-4
        assert {hit.paragraph_id: found.keyword_scores[hit.paragraph_id] for hit in found.near} == pytest.approx(
            {hit.paragraph_id: exact[hit.paragraph_id] for hit in found.near}, abs=1e-4
        )


def test_cosines_of_given_paragraphs_are_those_of_the_owners_and_the_model(vectors: VectorPort) -> None:
    write(vectors, "ada", "doc_1", ["one", "two", "three"], [unit(1), unit(2), unit(3)])
    write(vectors, "ada", "doc_1", ["other"], [unit(1)], model="other")
    write(vectors, "eve", "doc_2", ["hers"], [unit(1)])
    found = vectors.similarities("ada", MODEL, unit(1), ["one", "three", "other", "hers", "nobody"])
    assert found == pytest.approx({"one": 1.0, "three": cosine(unit(1), unit(3))}, abs=TOLERANCE)
    assert vectors.similarities("ada", MODEL, unit(1), []) == {}


def test_by_both_without_a_word_is_by_meaning(vectors: VectorPort) -> None:
    write(vectors, "ada", "doc_1", ["one", "two"], [unit(1), unit(2)], terms=[{1: 1.0}, {2: 1.0}])
    found = vectors.by_both("ada", MODEL, unit(1), {}, 10)
    assert [hit.paragraph_id for hit in found.near] == ["one", "two"]
    assert (found.matching, found.keyword_scores) == ([], {})
    assert found.similarities == pytest.approx({hit.paragraph_id: hit.score for hit in found.near})


def test_what_holds_frequent_words_alone_is_not_forgotten(vectors: VectorPort) -> None:
    """The best by one rare word and one that all hold, by the frequent one alone, and where there are too few."""
    chance, names = random.Random(3), [f"p{n:03d}" for n in range(200)]
    held = [{1: chance.uniform(0.2, 1.85), **({2: 1.0} if n % 20 == 0 else {}), 3 + n % 3: 0.5} for n in range(200)]
    write(vectors, "ada", "doc_1", names, [unit(1)] * 200, terms=held)
    for asked in ({1: 0.1, 2: 5.0}, {1: 1.4, 2: 5.0}, {1: 0.1}, {1: 1.0, 3: 1.5, 4: 1.2}, {1: 0.5, 2: 9.0, 5: 0.6}):
        exact = {name: sum(asked.get(n, 0) * w for n, w in held[at].items()) for at, name in enumerate(names)}
        expected = sorted(exact, key=lambda name: (-exact[name], name))
        for limit in (5, 12, 50):
            hits = vectors.matching("ada", MODEL, asked, limit)
            assert [hit.paragraph_id for hit in hits] == expected[:limit]


def test_every_store_ranks_alike(vectors: VectorPort) -> None:
    """Within the stated tolerance: what the reference ranks apart by more than it stands in the same order."""
    chance, reference = random.Random(7), InMemoryVectors()
    names = [f"p{n:03d}" for n in range(300)]
    embedded = [unit(1000 + n) for n in range(len(names))]
    worded = [{chance.randrange(60): chance.uniform(0.5, 1.9) for _ in range(12)} for _ in names]
    for store in (vectors, reference):
        store.upsert("ada", "doc_1", MODEL, names, embedded, worded)
    for turn in range(20):
        question = unit(turn)
        words = {chance.randrange(60): chance.uniform(0.5, 3) for _ in range(4)}
        for found, expected, apart in (
            (vectors.nearest("ada", MODEL, question, 10), reference.nearest("ada", MODEL, question, 300), TOLERANCE),
            (vectors.matching("ada", MODEL, words, 10), reference.matching("ada", MODEL, words, 300), 1e-4),
        ):
            alike(found, expected, apart)
        ranked, all_ranked = (
            Ranker(store, "ada", MODEL, SearchMode.HYBRID, question, words, 9.0, None).ranking(depth).order
            for store, depth in ((vectors, 100), (reference, 400))
        )
        alike(ranked[:10], all_ranked, TOLERANCE)


def alike(found: Sequence[VectorHit | Ranked], expected: Sequence[VectorHit | Ranked], apart: float) -> None:
    """Hold ten results to the reference: at every place stands one whose exact score is nearly the expected one."""
    score = {hit.paragraph_id: hit.score for hit in expected}
    assert len(found) == 10
    for rank, hit in enumerate(found):
        assert abs(expected[rank].score - score[hit.paragraph_id]) <= apart


def test_new_terms_replace_the_old(vectors: VectorPort) -> None:
    write(vectors, "ada", "doc_1", ["a"], [unit(1)], terms=[{1: 1.0}])
    write(vectors, "ada", "doc_1", ["a"], [unit(1)], terms=[{2: 1.0}])
    assert vectors.matching("ada", MODEL, {1: 1.0}, 10) == []
    assert len(vectors.matching("ada", MODEL, {2: 1.0}, 10)) == 1


def test_a_paragraph_of_thousands_of_terms(vectors: VectorPort) -> None:
    terms = {n * 99_991: 1.0 for n in range(10_000)}
    write(vectors, "ada", "doc_1", ["long"], [unit(1)], terms=[terms])
    assert vectors.matching("ada", MODEL, {99_991: 2.0}, 1)[0].score == pytest.approx(2.0)


def test_deleted_vectors_no_longer_answer(vectors: VectorPort) -> None:
    write(vectors, "ada", "doc_1", ["one"], [unit(1)], terms=[{1: 1.0}])
    write(vectors, "ada", "doc_2", ["two"], [unit(1)], terms=[{1: 1.0}])
    vectors.delete("eve", "doc_1")
    vectors.delete("ada", "doc_1")
    assert [hit.paragraph_id for hit in vectors.nearest("ada", MODEL, unit(1), 10)] == ["two"]
    assert [hit.paragraph_id for hit in vectors.matching("ada", MODEL, {1: 1.0}, 10)] == ["two"]


def test_nothing_to_write_is_fine(vectors: VectorPort) -> None:
    write(vectors, "ada", "doc_1", [], [])
    vectors.ping()
    assert vectors.nearest("ada", MODEL, unit(1), 10) == []


def test_as_many_vectors_as_paragraphs(vectors: VectorPort) -> None:
    with pytest.raises(ValueError, match="zip"):
        write(vectors, "ada", "doc_1", ["one", "two"], [unit(1)])


def test_two_writers_of_the_same_content_leave_one_set(vectors: VectorPort) -> None:
    names = [f"p{n}" for n in range(30)]
    given = [unit(n) for n in range(30)]
    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(write, vectors, "ada", "doc_1", names, given) for _ in range(2)]:
            future.result()
    assert sorted(hit.paragraph_id for hit in vectors.nearest("ada", MODEL, unit(0), 100)) == sorted(names)


def test_pgvector_refuses_other_dimensions(engine: Engine) -> None:
    with pytest.raises(InvalidRequest, match="384 dimensions, not 3"):
        write(PgVectors(engine), "ada", "doc_1", ["one"], [array("f", [1.0, 0.0, 0.0])])


@pytest.fixture
def slow(engine: Engine) -> Iterator[Engine]:
    """The same database, where each vector takes 8 ms to write, and a statement has 3 s."""
    with connected(engine) as connection:
        for statement in _SLOWLY:
            connection.exec_driver_sql(statement)
    hurried = create_engine(engine.url.render_as_string(hide_password=False), statement_seconds=3)
    yield hurried
    hurried.dispose()
    with connected(engine) as connection:
        connection.exec_driver_sql("DROP FUNCTION slowly CASCADE")


_SLOWLY = (
    "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.008); RETURN NEW; END'",
    "CREATE TRIGGER slowly BEFORE INSERT ON paragraph_vectors FOR EACH ROW EXECUTE FUNCTION slowly()",
)


def test_pgvector_takes_more_than_a_statement_has_time_for(slow: Engine) -> None:
    store, names = PgVectors(slow), [f"p{n}" for n in range(450)]
    write(store, "ada", "doc_1", names, [unit(1)] * len(names))
    found = store.nearest("ada", MODEL, unit(1), 1000)
    assert {hit.paragraph_id for hit in found} == set(names)


@pytest.fixture
def shared(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> PgVectors:
    """A store that shares every write among two connections, if it may."""
    monkeypatch.setattr(vectors_in_postgres, "_SHARED_FROM", 1)
    return PgVectors(engine)


def transactions(engine: Engine) -> int:
    """Return how many transactions wrote the vectors that stand."""
    with connected(engine) as connection:
        return int(connection.exec_driver_sql("SELECT count(DISTINCT xmin::text) FROM paragraph_vectors").scalar_one())


def test_pgvector_writes_the_vectors_of_a_long_document_over_two_connections(engine: Engine) -> None:
    names = [f"p{n}" for n in range(1000)]
    write(PgVectors(engine), "ada", "doc_1", names, [unit(1)] * len(names))
    assert {hit.paragraph_id for hit in PgVectors(engine).nearest("ada", MODEL, unit(1), 1001)} == set(names)
    assert transactions(engine) == 2


def test_pgvector_replaces_what_stands_at_once(engine: Engine, shared: PgVectors) -> None:
    for seed in (1, 2):
        write(shared, "ada", "doc_1", ["one", "two", "three"], [unit(seed)] * 3, terms=[{seed: 1.0}] * 3)
    assert [hit.score for hit in shared.nearest("ada", MODEL, unit(2), 9)] == pytest.approx([1.0] * 3, abs=TOLERANCE)
    assert len(shared.matching("ada", MODEL, {2: 1.0}, 9)) == 3
    assert shared.matching("ada", MODEL, {1: 1.0}, 9) == []
    assert transactions(engine) == 1


def test_pgvector_keeps_two_writers_apart_who_share_their_work(shared: PgVectors) -> None:
    names = [f"p{n}" for n in range(30)]
    with ThreadPoolExecutor(2) as writers:
        writing = [writers.submit(write, shared, "ada", "doc_1", names, [unit(seed)] * 30) for seed in (1, 2)]
    assert [each.result() for each in writing] == [None, None]
    found = shared.nearest("ada", MODEL, unit(1), 99)
    assert sorted(hit.paragraph_id for hit in found) == sorted(names)
    assert len({round(hit.score, 2) for hit in found}) == 1


@pytest.mark.parametrize("failing", [0, 1], ids=["own", "beside"])
def test_pgvector_writes_all_again_after_half_of_it_failed(
    shared: PgVectors, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    names, copy = [f"p{n}" for n in range(8)], vectors_in_postgres._copy_vectors

    def refusing(connection: Any, keys: Any, given: Any) -> None:
        if keys[0][0] == names[failing]:
            raise StoreUnavailable("away")
        copy(connection, keys, given)

    with monkeypatch.context() as away:
        away.setattr(vectors_in_postgres, "_copy_vectors", refusing)
        with pytest.raises(StoreUnavailable):
            write(shared, "ada", "doc_1", names, [unit(1)] * 8)
    write(shared, "ada", "doc_1", names, [unit(1)] * 8, terms=[{7: 1.0}] * 8)
    assert sorted(hit.paragraph_id for hit in shared.nearest("ada", MODEL, unit(1), 99)) == names
    assert sorted(hit.paragraph_id for hit in shared.matching("ada", MODEL, {7: 1.0}, 99)) == names


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
        write(store, f"owner{owner}", f"doc_{owner}", [f"o{owner}p{n}" for n in range(60)], shared)
    for n in range(30):
        question = between(unit(n % 6), unit(5000 + n), 0.4)
        best = sorted((cosine(question, each) for each in shared), reverse=True)[:5]
        scores = [hit.score for hit in store.nearest(f"owner{n}", MODEL, question, 5)]
        assert scores == pytest.approx(best, abs=TOLERANCE)


def test_pgvector_finds_a_small_owners_vectors_among_many_of_another(engine: Engine) -> None:
    store = PgVectors(engine, exact_up_to=0)
    question, noise = unit(1), unit(2)
    crowd = [between(question, unit(n), 0.2) for n in range(10, 1010)]
    write(store, "crowd", "doc_1", [f"c{n}" for n in range(1000)], crowd)
    write(store, "ada", "doc_2", ["mine"], [noise])
    assert [hit.paragraph_id for hit in store.nearest("ada", MODEL, question, 5)] == ["mine"]


def test_pgvector_recall_is_near_exact(fond_of_the_index: Engine) -> None:
    """Of the graph: where its rows are few, the planner sorts all of them. What others left would be in it."""
    with connected(fond_of_the_index) as connection:
        connection.exec_driver_sql("TRUNCATE paragraph_vectors")
    store = PgVectors(fond_of_the_index, exact_up_to=0)
    topics = [unit(n) for n in range(20)]
    given = [between(topics[n % 20], unit(1000 + n), 0.45) for n in range(1500)]
    write(store, "ada", "doc_1", [f"p{n}" for n in range(1500)], given)
    found = 0
    for n in range(20):
        question = between(topics[n], unit(5000 + n), 0.3)
        exact = sorted(range(1500), key=lambda i: -cosine(question, given[i]))[:10]
        hits = {hit.paragraph_id for hit in store.nearest("ada", MODEL, question, 10)}
        found += len(hits & {f"p{i}" for i in exact})
    assert found / 200 >= 0.95


def test_pgvector_fills_a_ranking_that_the_index_gives_up(engine: Engine) -> None:
    """The nearest are all of another, so that the index has looked at enough before it finds one of the owner's."""
    hasty = create_engine(engine.url.render_as_string(hide_password=False))

    def give_up(connection: Any, _: object) -> None:
        connection.cursor().execute("SET hnsw.max_scan_tuples = 1; SET hnsw.ef_search = 1; SET enable_sort = off")
        connection.commit()

    event.listen(hasty, "connect", give_up)
    store, question = PgVectors(hasty, exact_up_to=0), unit(1)
    crowd = [between(question, unit(n), 0.2) for n in range(10, 310)]
    write(store, "crowd", "doc_1", [f"c{n}" for n in range(300)], crowd)
    given = [unit(n) for n in range(1000, 1040)]
    write(store, "ada", "doc_2", [f"p{n}" for n in range(40)], given)
    best = sorted(range(40), key=lambda n: -cosine(question, given[n]))
    hits = store.nearest("ada", MODEL, question, 30)
    hasty.dispose()
    assert [hit.paragraph_id for hit in hits] == [f"p{n}" for n in best[:30]]
