"""What only the Bolt adapter can get wrong, on each server that the tests run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from neo4j import Driver, ManagedTransaction

from tests.contract.bolt_servers import opened
from tests.contract.graph_records import OWNER, cite, make_artifact, make_content, make_paragraphs, make_part
from tests.contract.graph_server import GraphServer
from tests.processor import at_most
from williams.adapters.graph import BoltGraph, connect, cypher
from williams.adapters.graph.connection import write
from williams.domain.errors import PluginDefect, StoreUnavailable
from williams.domain.ids import new_id, paragraph_id
from williams.domain.provenance import SCENE


def test_thousands_of_paragraphs_are_written_twice_in_seconds(
    bolt: BoltGraph, driver: Driver, server: GraphServer
) -> None:
    content = make_content()
    paragraphs = make_paragraphs(content, 5000)
    with at_most(20, server.pid):
        bolt.write_document(content, paragraphs)
        bolt.write_document(content, paragraphs)
    counted = driver.execute_query(
        "MATCH (:Document {doc_id: $id})-[r:HAS_PARAGRAPH]->(p) RETURN count(r) AS links, count(DISTINCT p) AS nodes",
        id=content.content_id,
        database_=server.database,
    ).records[0]
    assert counted.data() == {"links": 5000, "nodes": 5000}


def test_a_tombstone_holds_nothing_else(bolt: BoltGraph, driver: Driver, server: GraphServer) -> None:
    content = make_content()
    bolt.write_document(content, make_paragraphs(content, 40))
    bolt.write_artifact(make_artifact([content], [make_part(0, cite(content, 8))]))
    bolt.erase_document(OWNER, content.content_id)
    found = driver.execute_query(
        "MATCH (d:Document {doc_id: $id})-[:HAS_PARAGRAPH]->(p) RETURN properties(d) AS doc, properties(p) AS para",
        id=content.content_id,
        database_=server.database,
    ).records
    (left,) = [record.data() for record in found]
    kept = {"doc_id", "owner", "title", "authors", "content_type", "version", "license_found_in", "deleted"}
    assert set(left["doc"]) - {"published_date"} == kept
    # A server may keep what is null.
    assert {name: value for name, value in left["para"].items() if value is not None} == {
        "para_id": paragraph_id(content.content_id, 1, 8),
        "owner": OWNER,
        "ordinal": 8,
        "page": 1,
    }


def test_the_graph_has_v2s_labels_and_relations(bolt: BoltGraph, driver: Driver, server: GraphServer) -> None:
    content = make_content()
    bolt.write_document(content, make_paragraphs(content))
    artifact = make_artifact([content], [make_part(0, cite(content, 1))])
    bolt.write_artifact(artifact)
    found = driver.execute_query(
        """
        MATCH (a:Podcast {podcast_id: $id, provenance_id: $provenance_id, owner: $owner})-[:GENERATED_FROM]->
              (d:Document {doc_id: $doc_id})-[:HAS_LICENSE]->(:License {type: "CC-BY-4.0"})
        MATCH (a)-[:HAS_SCRIPT]->(s:Script {owner: $owner})-[:HAS_PART {ordinal: 0}]->(p:PodcastSegment {owner: $owner})
        MATCH (p)-[:SOURCED_FROM]->(d)
        MATCH (p)-[u:USED_PARAGRAPH {para_id: $para_id}]->(q:Paragraph {para_id: $para_id, owner: $owner})
        MATCH (d)-[:HAS_PARAGRAPH]->(q)
        MATCH (a)-[:GENERATED_BY]->(:AIModel {name: "extractive"})
        MATCH (a)-[:NARRATED_BY]->(:Voice {provider: "espeak", name: "en-gb"})
        MATCH (a)-[:CREATED_BY]->(:User {user_id: $owner})
        RETURN u.start AS start, u.end AS end, labels(a) AS artifact, labels(p) AS part
        """,
        id=artifact.artifact_id,
        provenance_id=artifact.provenance_id,
        owner=OWNER,
        doc_id=content.content_id,
        para_id=paragraph_id(content.content_id, 1, 1),
        database_=server.database,
    ).records
    assert len(found) == 1
    assert (found[0]["start"], found[0]["end"]) == (0, 7)
    assert set(found[0]["artifact"]) == {"Podcast", "Artifact"}
    assert set(found[0]["part"]) == {"PodcastSegment", "Part"}


def test_a_videos_scenes_are_found_as_v2_asks_for_them(bolt: BoltGraph, driver: Driver, server: GraphServer) -> None:
    content = make_content()
    bolt.write_document(content, make_paragraphs(content))
    scenes = [make_part(n, cite(content, n)).model_copy(update={"label": SCENE}) for n in range(2)]
    video = make_artifact([content], scenes, artifact_type="video", label="Video")
    for _ in range(2):
        bolt.write_artifact(video)
    found = driver.execute_query(
        """
        MATCH (:Video {video_id: $id})-[:HAS_SCRIPT]->(:Script)-[:HAS_SCENE {scene_num: 2}]->(s:VideoScene)
        MATCH (s)-[:SOURCED_FROM]->(d:Document)
        MATCH (s)-[u:USED_PARAGRAPH]->(:Paragraph)
        RETURN s.part_id AS part, d.doc_id AS document, u.para_id AS paragraph
        """,
        id=video.artifact_id,
        database_=server.database,
    ).records
    cited = paragraph_id(content.content_id, 1, 1)
    assert [record.data() for record in found] == [
        {"part": "segment-1", "document": content.content_id, "paragraph": cited}
    ]


def test_a_label_is_never_a_way_into_the_query(bolt: BoltGraph) -> None:
    content = make_content()
    bolt.write_document(content, [])
    with pytest.raises(PluginDefect):
        bolt.write_artifact(make_artifact([content], [], label="Podcast {x: 1}) DETACH DELETE (n"))


def test_constraints_can_be_made_again(bolt: BoltGraph) -> None:
    bolt.ensure_constraints()


def test_a_server_that_is_not_there() -> None:
    with connect("bolt://127.0.0.1:1", "nobody", "nothing") as driver, pytest.raises(StoreUnavailable):
        BoltGraph(driver).ping()


def test_a_wrong_password_says_so(server: GraphServer) -> None:
    with connect(server.url, server.user, "wrong") as driver, pytest.raises(StoreUnavailable, match="password"):
        BoltGraph(driver, server.database).ping()


def test_a_database_that_is_not_there(driver: Driver) -> None:
    with pytest.raises(StoreUnavailable, match="not there"):
        BoltGraph(driver, "nowhere").ping()


def test_writers_in_each_others_way_are_tried_again(driver: Driver, server: GraphServer) -> None:
    """Each takes one of two nodes and then wants the other's: a deadlock, or a conflict where nothing is locked."""
    names = [new_id("doc"), new_id("doc")]
    driver.execute_query(
        "UNWIND $names AS name CREATE (:Document {doc_id: name, hits: 0})", names=names, database_=server.database
    )
    both_hold_one = Barrier(2, timeout=20)
    attempts: list[str] = []

    def take(tx: ManagedTransaction, name: str) -> None:
        tx.run("MATCH (d:Document {doc_id: $name}) SET d.hits = d.hits + 1", name=name).consume()

    def hit(order: list[str]) -> None:
        def work(tx: ManagedTransaction) -> None:
            first = order[0] not in attempts
            attempts.append(order[0])
            take(tx, order[0])
            if first:
                both_hold_one.wait()
            take(tx, order[1])

        with driver.session(database=server.database) as session:
            write(session, work)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(hit, [names, names[::-1]]))

    found = driver.execute_query(
        "MATCH (d:Document) WHERE d.doc_id IN $names RETURN d.hits AS hits", names=names, database_=server.database
    )
    assert [record["hits"] for record in found.records] == [2, 2]
    assert len(attempts) > 2, "the two never met"


def statements() -> dict[str, str]:
    """Every statement of the adapter that looks for nodes, by name."""
    constant = {
        name: text for name, text in vars(cypher).items() if name[0] != "_" and name.isupper() and isinstance(text, str)
    }
    made = {
        "merge_document": cypher.merge_document(licensed=False),
        "merge_licensed_document": cypher.merge_document(licensed=True),
        "merge_artifact": cypher.merge_artifact("Podcast"),
        "create_parts": cypher.create_parts("PodcastSegment"),
        "create_scenes": cypher.create_parts(SCENE),
    }
    return {name: text for name, text in {**constant, **made}.items() if "(" in text}


def operators(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["operatorType"].partition("@")[0]
    for child in plan.get("children", []):
        yield from operators(child)


@pytest.mark.parametrize("name", statements())
def test_neo4j_starts_from_a_key_and_warns_of_nothing(
    name: str, neo4j: GraphServer, drivers: dict[str, Driver]
) -> None:
    statement = statements()[name]
    parameters = dict.fromkeys(re.findall(r"\$(\w+)", statement))

    summary = opened(neo4j, drivers).execute_query(f"EXPLAIN {statement}", parameters, database_=neo4j.database).summary

    assert summary.plan is not None
    plan = list(operators(summary.plan))
    assert any(operator.startswith("NodeUniqueIndexSeek") for operator in plan)
    assert not [operator for operator in plan if "Scan" in operator]
    assert [status.status_description for status in summary.gql_status_objects if status.is_notification] == []
