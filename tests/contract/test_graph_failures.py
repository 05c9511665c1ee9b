"""What could not be made, in the graph: the fake and the Bolt adapter under the same tests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.contract.graph_records import NOW, make_content, make_paragraphs
from williams.domain.content import Content
from williams.domain.errors import InvalidRequest
from williams.domain.generation_failures import FailureFilter, GenerationFailure
from williams.domain.ids import new_id
from williams.domain.provenance import ModelUsed, VoiceUsed
from williams.ports.graph import GraphPort

MODELS = (
    ModelUsed(provider="openai", name="gpt", version="v1", prompt="conversation v1 sha256:01"),
    ModelUsed(provider="ffmpeg", name="ffmpeg", version="7"),
)
VOICES = (VoiceUsed(provider="polly", name="Joanna"), VoiceUsed(provider="polly", name="Matthew"))
ALL = FailureFilter()


@pytest.fixture
def owner() -> str:
    """Servers are shared by tests: each has its own library."""
    return new_id("own")


@pytest.fixture
def source(graph: GraphPort, owner: str) -> Content:
    content = make_content(owner)
    graph.write_document(content, make_paragraphs(content))
    return content


def failed(owner: str, *source_ids: str, minutes: int = 0, **changes: Any) -> GenerationFailure:
    job_id = new_id("job")
    fields: dict[str, Any] = {
        "failure_id": f"{job_id}-2",
        "owner": owner,
        "job_id": job_id,
        "failed_at": NOW + timedelta(minutes=minutes),
        "plugin_id": "export.podcast",
        "plugin_version": "1.0.0",
        "artifact_type": "podcast",
        "parameters": {"minutes": 3.0, "voices": ["a", "b"]},
        "source_ids": source_ids,
        "stage": "script",
        "code": "provider-rejected",
        "message": "The text service refuses.",
        "models": MODELS,
        "voices": VOICES,
        "cost_usd": 0.125,
    }
    return GenerationFailure(**{**fields, **changes})


def test_a_failure_stands_once_with_all_that_it_tells(graph: GraphPort, owner: str, source: Content) -> None:
    failure = failed(owner, source.content_id, new_id("doc"))
    assert not graph.has_failure(owner, failure.failure_id)
    for told in (failure, failure.model_copy(update={"message": "told again"})):
        graph.write_failure(told)
    assert graph.has_failure(owner, failure.failure_id)
    assert not graph.has_failure("eve", failure.failure_id)
    assert graph.failures(owner, ALL, 10).items == [failure]
    assert graph.failures("eve", ALL, 10).items == []
    assert graph.generated_from(owner, source.content_id) == []


def test_one_that_fell_before_anything_was_asked(graph: GraphPort, owner: str) -> None:
    bare = failed(owner, stage=None, plugin_version=None, models=(), voices=(), parameters={}, cost_usd=0.0)
    graph.write_failure(bare)
    assert graph.failures(owner, ALL, 10).items == [bare]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ALL, [3, 2, 1, 0]),
        (FailureFilter(plugin_id="export.ebook"), [1]),
        (FailureFilter(stage="generate"), [3, 2]),
        (FailureFilter(code="store-unavailable"), [2]),
        (FailureFilter(since=NOW + timedelta(minutes=2)), [3, 2]),
        (FailureFilter(stage="generate", since=NOW + timedelta(minutes=3)), [3]),
        (FailureFilter(code="no-such-code"), []),
    ],
)
def test_failures_are_filtered_and_paged(graph: GraphPort, owner: str, wanted: FailureFilter, found: list[int]) -> None:
    changes: list[dict[str, Any]] = [
        {},
        {"plugin_id": "export.ebook"},
        {"stage": "generate", "code": "store-unavailable"},
        {"stage": "generate"},
    ]
    made = [failed(owner, minutes=number, **change) for number, change in enumerate(changes)]
    for failure in made:
        graph.write_failure(failure)
    expected = [made[number].failure_id for number in found]
    assert [each.failure_id for each in graph.failures(owner, wanted, 10).items] == expected
    pages, after = [], None
    while True:
        page = graph.failures(owner, wanted, 1, after)
        pages += [each.failure_id for each in page.items]
        after = page.next_after
        if after is None:
            break
    assert pages == expected
    with pytest.raises(InvalidRequest):
        graph.failures(owner, wanted, 1, new_id("job"))


def test_those_of_one_moment_are_paged_too(graph: GraphPort, owner: str) -> None:
    made = sorted(failed(owner).failure_id for _ in range(3))
    for failure_id in made:
        graph.write_failure(failed(owner, failure_id=failure_id))
    first = graph.failures(owner, ALL, 2)
    second = graph.failures(owner, ALL, 2, first.next_after)
    assert [each.failure_id for each in [*first.items, *second.items]] == made[::-1]


def test_an_erased_source_takes_its_failures_along_and_a_hidden_one_does_not(
    graph: GraphPort, owner: str, source: Content
) -> None:
    failure, other = failed(owner, source.content_id), failed(owner, minutes=1)
    for each in (failure, other):
        graph.write_failure(each)
    graph.mark_deleted(owner, source.content_id)
    assert len(graph.failures(owner, ALL, 10).items) == 2
    graph.erase_document(owner, source.content_id)
    assert graph.failures(owner, ALL, 10).items == [other]
    graph.write_failure(failure)
    assert graph.failures(owner, ALL, 10).items == [other]
