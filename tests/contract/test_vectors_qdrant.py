"""What only Qdrant's adapter does: the collection it makes, and what it says of a server that is not well."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import pytest

from tests.contract.qdrant_engine import Collection
from tests.contract.qdrant_server import Fault, QdrantServer, qdrant_server
from tests.contract.test_vectors import MODEL, between, cosine, unit
from williams.adapters.qdrant.asking import Question, scores_of
from williams.adapters.qdrant.collection import DENSE
from williams.adapters.qdrant.connection import connect
from williams.adapters.qdrant.vectors import QdrantVectors
from williams.domain.errors import InvalidRequest, StoreUnavailable

EXISTS = "GET /collections/paragraphs/exists"
QUERY = "POST /collections/paragraphs/points/query/batch"


@pytest.fixture
def server() -> Iterator[QdrantServer]:
    with qdrant_server() as running:
        yield running


def store(server: QdrantServer, seconds: int = 5, api_key: str | None = None) -> QdrantVectors:
    return QdrantVectors(lambda: connect(server.url, api_key or server.api_key, seconds))


def collection(server: QdrantServer) -> Collection:
    return server.engine.collections["paragraphs"]


def write(vectors: QdrantVectors, name: str = "one") -> None:
    vectors.upsert("ada", "doc_1", MODEL, [name], [unit(1)], [{1: 1.0}])


def test_nothing_connects_before_it_is_used() -> None:
    def never() -> None:
        raise AssertionError("connected")

    QdrantVectors(never)  # type: ignore[arg-type]


def test_points_that_are_named_are_each_compared_however_many() -> None:
    """The index would miss some of thousands."""
    params = scores_of(Question(unit(1).tolist(), DENSE), ["one", "two"]).params
    assert params is not None
    assert params.exact


def test_the_collection_is_made_once_with_an_index_for_each_filter(server: QdrantServer) -> None:
    write(store(server))
    assert set(collection(server).payload_schema) == {"owner", "model", "content_id"}
    server.requests.clear()
    again = store(server)
    assert len(again.nearest("ada", MODEL, unit(1), 1)) == 1
    assert len(again.matching("ada", MODEL, {1: 1.0}, 1)) == 1
    assert server.requests == [EXISTS, "GET /collections/paragraphs", QUERY, QUERY]


def test_an_index_that_is_missing_is_made_later(server: QdrantServer) -> None:
    write(store(server))
    collection(server).drop_index("content_id")
    assert "content_id" not in collection(server).payload_schema
    store(server).ping()
    assert "content_id" in collection(server).payload_schema


def test_another_maker_of_the_collection_does_no_harm(server: QdrantServer) -> None:
    write(store(server))
    server.faults = [Fault(200, '{"result": {"exists": false}, "status": "ok", "time": 0.0}')]
    write(store(server), "two")
    assert len(store(server).nearest("ada", MODEL, unit(1), 10)) == 2


def test_thousands_of_paragraphs_go_in_batches(server: QdrantServer) -> None:
    names = [f"p{n}" for n in range(600)]
    store(server).upsert("ada", "doc_1", MODEL, names, [unit(1)] * 600, [{1: 1.0}] * 600)
    assert server.requests.count("PUT /collections/paragraphs/points") == 3
    assert len(store(server).matching("ada", MODEL, {1: 1.0}, 1000)) == 600


def test_other_dimensions_are_refused(server: QdrantServer) -> None:
    with pytest.raises(InvalidRequest, match="384 dimensions, not 2"):
        store(server).upsert("ada", "doc_1", MODEL, ["one"], [array("f", [1.0, 0.0])], [{}])


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(429, '{"status": {"error": "too many"}}', {"Retry-After": "7"}), "asked too often; it wants 7 s"),
        (Fault(429, '{"status": {"error": "too many"}}'), r"429\..*\(too many\)"),
        (Fault(503, '{"status": {"error": "starting"}}'), r"503\..*\(starting\)"),
        (Fault(502, "<html>Bad Gateway</html>"), r"502\..*\(<html>"),
        (Fault(404, '{"status": {"error": "no collection"}}'), r"404\..*\(no collection\)"),
        (Fault(200, "not what was asked for"), "does not answer as it should"),
    ],
    ids=lambda each: str(each.status) if isinstance(each, Fault) else "",
)
def test_what_may_work_later_is_said_so(server: QdrantServer, fault: Fault, said: str) -> None:
    vectors = store(server)
    write(vectors)
    server.faults = [fault]
    with pytest.raises(StoreUnavailable, match=said):
        vectors.nearest("ada", MODEL, unit(1), 1)
    assert len(vectors.nearest("ada", MODEL, unit(1), 1)) == 1


def test_a_server_that_does_not_answer_in_time(server: QdrantServer) -> None:
    server.faults = [Fault(200, seconds=1.5)]
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        store(server, seconds=1).ping()


def test_a_server_that_is_not_there() -> None:
    with qdrant_server() as gone:
        pass
    with pytest.raises(StoreUnavailable, match="WILLIAMS_VECTORS_SECRET"):
        store(gone).ping()


def test_a_wrong_key_is_named(server: QdrantServer) -> None:
    with pytest.raises(StoreUnavailable, match="Put the right api_key"):
        store(server, api_key="wrong").ping()


def test_a_collection_that_was_lost_is_made_again(server: QdrantServer) -> None:
    vectors = store(server)
    write(vectors)
    server.engine.drop("paragraphs")
    with pytest.raises(StoreUnavailable, match="doesn't exist"):
        write(vectors)
    write(vectors)
    assert len(vectors.nearest("ada", MODEL, unit(1), 1)) == 1


def test_the_graph_finds_nearly_what_an_exact_search_does_and_stays_with_its_owner(server: QdrantServer) -> None:
    vectors, number = store(server), 1500
    topics = [unit(n) for n in range(20)]
    given = [between(topics[n % 20], unit(1000 + n), 0.45) for n in range(number)]
    vectors.upsert(
        "ada", "doc_1", MODEL, [f"p{n}" for n in range(number)], given, [{n % 7: 1.0} for n in range(number)]
    )
    for other in ("eve", "joe"):
        vectors.upsert(other, f"doc_{other}", MODEL, [f"{other}{n}" for n in range(20)], topics, [{1: 9.0}] * 20)
    assert collection(server).graph_built, "without a graph this shows nothing"
    found = 0
    for n in range(20):
        question = between(topics[n], unit(5000 + n), 0.3)
        exact = sorted(range(number), key=lambda i: -cosine(question, given[i]))[:10]
        hits = {hit.paragraph_id for hit in vectors.nearest("ada", MODEL, question, 10)}
        assert all(name.startswith("p") for name in hits)
        found += len(hits & {f"p{i}" for i in exact})
    assert found / 200 >= 0.95
    assert {hit.paragraph_id[0] for hit in vectors.matching("ada", MODEL, {1: 1.0}, 300)} == {"p"}
    vectors.delete("ada", "doc_1")
    assert vectors.nearest("ada", MODEL, unit(1), 10) == []
    assert len(vectors.nearest("eve", MODEL, unit(1), 100)) == 20
