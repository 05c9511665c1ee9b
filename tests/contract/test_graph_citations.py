"""What documents cite: the fake and the Bolt adapter under the same tests."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.contract.graph_records import OWNER, cite, make_artifact, make_content, make_paragraphs, make_part
from williams.domain.content import Content
from williams.domain.errors import NotFound
from williams.domain.ids import new_id
from williams.domain.references import CitedWork, Reference
from williams.ports.graph import GraphPort


def written(graph: GraphPort, owner: str = OWNER) -> Content:
    content = make_content(owner)
    graph.write_document(content, make_paragraphs(content))
    return content


def work() -> str:
    """A work that no other test's documents are or cite."""
    return f"doi:10.1000/{new_id('doc')}"


def paper(graph: GraphPort, *works: str, cites: tuple[str, ...] = (), owner: str = OWNER) -> str:
    content = written(graph, owner)
    graph.write_citations(owner, content.content_id, works, [Reference(text=each, works=[each]) for each in cites])
    return content.content_id


def cited_documents(graph: GraphPort, content_id: str) -> list[str | None]:
    return [each.doc_id for each in graph.citations(OWNER, content_id).cites or []]


def test_what_was_never_resolved_is_not_known(graph: GraphPort) -> None:
    content_id = written(graph).content_id
    assert graph.citations(OWNER, content_id).cites is None
    graph.write_citations(OWNER, content_id, [work()], None)
    assert graph.citations(OWNER, content_id).cites is None


def test_a_work_outside_the_library_is_cited_with_what_its_reference_says(graph: GraphPort) -> None:
    first, second = sorted([work(), work()])
    content_id = written(graph).content_id
    entry = Reference(text="Turing 1950", works=[second, first], title="Computing Machinery", year="1950")
    graph.write_citations(OWNER, content_id, [], [Reference(text="A letter."), entry])
    cited = CitedWork(works=[first, second], title="Computing Machinery", year="1950")
    assert graph.citations(OWNER, content_id).cites == [cited]


@pytest.mark.parametrize("cited_first", [True, False])
def test_a_cited_work_is_the_document_whichever_comes_first(graph: GraphPort, cited_first: bool) -> None:
    doi, other = work(), work()
    if cited_first:
        cited = paper(graph, doi, other)
        citing = paper(graph, cites=(doi,))
    else:
        citing = paper(graph, cites=(doi,))
        assert cited_documents(graph, citing) == [None]
        cited = paper(graph, other, doi)
    assert cited_documents(graph, citing) == [cited]
    assert graph.citations(OWNER, cited).cited_by == [citing]


def test_written_again_it_cites_what_was_written_last(graph: GraphPort) -> None:
    doi, later = work(), work()
    cited, citing = paper(graph, doi), paper(graph, cites=(doi,))
    graph.write_citations(OWNER, citing, [], [Reference(text="later", works=[later])])
    assert graph.citations(OWNER, citing).cites == [CitedWork(works=[later])]
    assert graph.citations(OWNER, cited).cited_by == []


def test_two_versions_of_a_work_are_both_cited_and_neither_cites_itself(graph: GraphPort) -> None:
    arxiv = f"arxiv:{new_id('doc')}"
    versions = sorted([paper(graph, arxiv), paper(graph, arxiv, cites=(arxiv,))])
    citing = paper(graph, cites=(arxiv,))
    assert cited_documents(graph, citing) == versions
    assert citing in graph.citations(OWNER, versions[0]).cited_by
    assert all(each not in graph.citations(OWNER, each).cited_by for each in versions)


def test_what_is_deleted_is_a_work_outside_until_it_is_imported_again(graph: GraphPort) -> None:
    doi, only = work(), work()
    cited, citing = paper(graph, doi, cites=(only,)), paper(graph, cites=(doi,))
    graph.erase_document(OWNER, cited)
    assert cited_documents(graph, citing) == [None]
    with pytest.raises(NotFound):
        graph.citations(OWNER, cited)
    with pytest.raises(NotFound):
        graph.write_citations(OWNER, cited, [doi], [])
    assert graph.citations(OWNER, paper(graph, only)).cited_by == []
    again = paper(graph, doi)
    assert cited_documents(graph, citing) == [again]


def test_another_owners_documents_are_another_library(graph: GraphPort) -> None:
    doi = work()
    paper(graph, doi, owner="grace")
    citing = paper(graph, cites=(doi,))
    assert cited_documents(graph, citing) == [None]
    with pytest.raises(NotFound):
        graph.citations("grace", citing)


def test_the_source_of_an_artifact_names_the_documents_that_it_cites(graph: GraphPort) -> None:
    doi = work()
    cited = paper(graph, doi)
    source, plain = written(graph), written(graph)
    graph.write_citations(OWNER, source.content_id, [], [Reference(text="it", works=[doi, work()])])
    artifact = make_artifact([source, plain], [make_part(0, cite(source, 0))])
    graph.write_artifact(artifact)
    tree = graph.genealogy(OWNER, artifact.artifact_id)
    assert [document.cites for document in tree.source_documents] == [[cited], None]


def test_papers_that_arrive_at_the_same_moment_cite_each_other(graph: GraphPort) -> None:
    works = [work() for _ in range(4)]
    ids = [written(graph).content_id for _ in works]

    def write(n: int) -> None:
        others = [Reference(text=each, works=[each]) for each in works if each != works[n]]
        graph.write_citations(OWNER, ids[n], [works[n]], others)

    with ThreadPoolExecutor(len(works)) as pool:
        list(pool.map(write, range(len(works))))
    for content_id in ids:
        assert set(cited_documents(graph, content_id)) == set(ids) - {content_id}
        assert graph.citations(OWNER, content_id).cited_by == sorted(set(ids) - {content_id})


def test_as_many_references_as_a_review_has(graph: GraphPort) -> None:
    works = [work() for _ in range(1200)]
    citing = paper(graph, cites=tuple(works))
    cited = graph.citations(OWNER, citing).cites or []
    assert [each.works for each in cited] == [[each] for each in works]
