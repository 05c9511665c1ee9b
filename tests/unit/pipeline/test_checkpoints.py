"""A checkpoint counts for exactly what it was made from."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.plugin.samples import TextImport
from williams.domain.jobs import Job
from williams.pipeline.checkpoints import Checkpoints, decoded, stage_keys
from williams.pipeline.stage_engines import fingerprint
from williams_testing.factories import make_job
from williams_testing.library import ChosenEngines
from williams_testing.memory.objects import InMemoryObjects

JOB = make_job(request={"content_id": "doc_1", "metadata": {"a": 1, "b": 2}})
STAGES = [stage.name for stage in TextImport.stages]


class NewerTextImport(TextImport):
    version = "1.0.1"


class OtherImport(TextImport):
    plugin_id = "import.other"


def keys(plugin: TextImport | None = None, job: Job = JOB, engines: str = "e") -> dict[str, str]:
    return stage_keys(plugin or TextImport(), job, engines)


def test_every_stage_has_a_key_of_its_own() -> None:
    assert list(keys()) == STAGES
    assert len(set(keys().values())) == len(STAGES)


def test_the_same_work_has_the_same_keys() -> None:
    reordered = JOB.model_copy(update={"request": {"metadata": {"b": 2, "a": 1}, "content_id": "doc_1"}})
    assert keys() == keys(job=reordered)


@pytest.mark.parametrize(
    "other",
    [
        {"plugin": NewerTextImport()},
        {"plugin": OtherImport()},
        {"engines": "other"},
        {"job": JOB.model_copy(update={"url": "upload://up_2/other.txt"})},
        {"job": JOB.model_copy(update={"request": {"content_id": "doc_1", "metadata": {"a": 1}}})},
    ],
    ids=["version", "plugin", "engines", "url", "request"],
)
def test_other_work_shares_no_key(other: dict[str, Any]) -> None:
    assert not set(keys().values()) & set(keys(**other).values())


def test_the_engines_that_a_plugin_needs_are_named() -> None:
    assert fingerprint(TextImport(), ChosenEngines(), {}) == "hash-of-words/384"


def test_the_second_writer_leaves_what_stands() -> None:
    checkpoints = Checkpoints(InMemoryObjects(), "job_1", keys())
    assert checkpoints.read("extract") is None
    assert checkpoints.write("extract", None, b'{"n": 1}')
    assert not checkpoints.write("extract", None, b'{"n": 2}')
    raw = checkpoints.read("extract")
    assert raw is not None
    assert decoded(raw) == {"n": 1}


def test_items_have_a_checkpoint_each() -> None:
    objects = InMemoryObjects()
    checkpoints = Checkpoints(objects, "job_1", keys())
    for item in (0, 7, 12345):
        assert checkpoints.write("embed", item, b"{}")
    assert checkpoints.finished_items("embed") == {0, 7, 12345}
    assert checkpoints.finished_items("extract") == set()
    assert checkpoints.read("embed", 7) == b"{}"
    assert checkpoints.read("embed", 1) is None


def test_items_of_another_version_do_not_count() -> None:
    objects = InMemoryObjects()
    Checkpoints(objects, "job_1", keys()).write("embed", 3, b"{}")
    assert Checkpoints(objects, "job_1", keys(NewerTextImport())).finished_items("embed") == set()


def test_jobs_share_nothing() -> None:
    objects = InMemoryObjects()
    Checkpoints(objects, "job_1", keys()).write("extract", None, b"{}")
    assert Checkpoints(objects, "job_2", keys()).read("extract") is None
    assert all(key.startswith("jobs/job_1/checkpoints/") for key in objects.keys(""))
