"""How stages find their methods and each other's outputs."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from pydantic import BaseModel

from tests.unit.pipeline.conftest import add_source
from tests.unit.plugin.samples import Export, Note
from williams.domain.errors import PluginDefect
from williams.domain.jobs import JobKind, JobStatus
from williams.domain.provenance import Citation, Part
from williams.pipeline.requests import import_request, request_of
from williams.pipeline.stage_io import bound_stages, framework_stages, item_count
from williams.plugin import Composition, ExportRequest, FanOut, Query, Stage, StageContext
from williams.plugin.base import Plugin
from williams.plugin.exporting import QUERY, STORE
from williams.plugin.registry import Registry
from williams.services.exports import NewExport
from williams_testing.application import MemoryApplication
from williams_testing.factories import make_job
from williams_testing.library import OWNER, MemoryLibrary
from williams_testing.memory.workflows import InMemoryWorkflows


class Scenes(BaseModel):
    scenes: list[Note]


class Routed(Export):
    """Fans out over a stage that is not the one before, as video does: script, route, generate."""

    plugin_id: ClassVar[str] = "export.routed"
    artifact_type: ClassVar[str] = "routed"
    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        Stage("script", JobStatus.SCRIPTING, 10, "Writing"),
        Stage("route", JobStatus.ROUTING, 5, "Routing"),
        Stage("generate", JobStatus.GENERATING, 50, "Generating", fan_out=FanOut("script.scenes", batch=2)),
        Stage("polish", JobStatus.GENERATING, 10, "Polishing", fan_out=FanOut("script.scenes")),
        Stage("compose", JobStatus.COMPOSING, 10, "Composing"),
        STORE,
    )

    async def script(self, query: Query) -> Scenes:
        return Scenes(scenes=[Note(text=f"{query.sources[0].title} {n}") for n in range(5)])

    async def route(self, script: Scenes) -> Note:
        return Note(text=f"route of {len(script.scenes)}")

    async def generate(self, item: Note, route: Note) -> Note:
        return Note(text=f"{item.text} by {route.text}")

    async def polish(self, item: Note, generate: list[Note]) -> Note:
        return Note(text=f"{item.text} of {len(generate)}")

    async def compose(  # type: ignore[override]  # each plugin's stage takes what it names
        self, request: ExportRequest, generate: list[Note], polish: list[Note], ctx: StageContext
    ) -> Composition:
        text = "\n".join(note.text for note in [*generate, *polish])
        source_id = request.source_ids[0]
        citation = Citation(content_id=source_id, paragraph_id=f"{source_id}.v1.p0", start=0, end=1)
        part = Part(part_id=f"{request.artifact_id}.0", label="Section", ordinal=0, text="x", citations=[citation])
        file = ctx.scratch.save("compose/a.txt", text.encode(), "text/plain")
        return Composition(title="T", files={"a.txt": file}, primary="a.txt", parts=[part])


async def test_a_fan_out_over_an_earlier_stage_gets_its_count_through_the_states_between() -> None:
    app = MemoryApplication(
        MemoryLibrary(), Registry({"export.routed": Routed()}), InMemoryWorkflows(["export.routed"])
    )
    source_id = add_source(app.library)
    body = NewExport(source_ids=[source_id], format="routed")
    job = (await app.services.exports.submit(OWNER, body)).job
    app.services.dispatcher.dispatch()
    await app.run_executions()
    done = app.library.jobs.job(OWNER, job.job_id)
    assert done.status is JobStatus.COMPLETED, done.error
    artifact = app.library.catalog.artifact(OWNER, done.artifact_id or "")
    lines = app.library.objects.read(artifact.storage_path).decode().split("\n")
    assert lines[:5] == [f"On Shelves {n} by route of 5" for n in range(5)]
    assert lines[5:] == [f"On Shelves {n} of 5" for n in range(5)]


class Methodless(Export):
    stages: ClassVar[tuple[Stage, ...]] = (QUERY, Stage("dream", JobStatus.SCRIPTING, 1, "Dreaming"))


class Backwards(Export):
    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        Stage("generate", JobStatus.GENERATING, 1, "m", fan_out=FanOut("script.scenes")),
    )

    async def generate(self, item: Note) -> Note:
        return item


class Neither(Plugin):
    plugin_id: ClassVar[str] = "other.kind"
    stages: ClassVar[tuple[Stage, ...]] = ()


@pytest.mark.parametrize(
    ("plugin", "words"),
    [
        (Methodless(), "export.sample has no method for its stage 'dream'"),
        (Backwards(), "'generate' fans out over 'script.scenes', which no stage before makes"),
        (Neither(), "other.kind is neither an import nor an export plugin"),
    ],
)
def test_a_pipeline_that_does_not_fit_together(plugin: Plugin, words: str) -> None:
    with pytest.raises(PluginDefect, match=words):
        bound_stages(plugin, MemoryLibrary().toolbox)


def test_an_author_may_replace_a_stage_of_the_framework() -> None:
    class Replaced(Export):
        stages: ClassVar[tuple[Stage, ...]] = (QUERY, *Export.stages)

        async def query(self, request: ExportRequest) -> Query:
            raise NotImplementedError(request)

    toolbox = MemoryLibrary().toolbox
    plugin = Replaced()
    assert bound_stages(plugin, toolbox)["query"].method == plugin.query
    framework = framework_stages(plugin, toolbox)
    assert framework.plugin is plugin


@pytest.mark.parametrize("output", [{}, {"scenes": None}, {"scenes": "many"}, [], None])
def test_a_fan_out_over_no_list(output: Any) -> None:
    with pytest.raises(PluginDefect, match="'script' gave no list 'scenes'"):
        item_count(output, FanOut("script.scenes"))


class Sung(BaseModel):
    lines: str


class NoList(Export):
    plugin_id: ClassVar[str] = "export.nolist"
    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        Stage("script", JobStatus.SCRIPTING, 10, "Writing"),
        Stage("generate", JobStatus.GENERATING, 50, "Generating", fan_out=FanOut("script.lines")),
        *Export.stages,
    )

    async def script(self, query: Query) -> Sung:
        return Sung(lines=query.sources[0].title)

    async def generate(self, item: Note) -> Note:
        return item


async def test_a_stage_that_gives_no_list_to_fan_out_over_fails_for_good() -> None:
    app = MemoryApplication(
        MemoryLibrary(), Registry({"export.nolist": NoList()}), InMemoryWorkflows(["export.nolist"])
    )
    body = NewExport(source_ids=[add_source(app.library)], format="sample")
    job = (await app.services.exports.submit(OWNER, body)).job
    app.services.dispatcher.dispatch()
    await app.run_executions()
    error = app.library.jobs.job(OWNER, job.job_id).error
    assert error is not None
    assert (error.code, error.stage, error.retryable) == ("plugin-defect", "script", False)


def test_an_import_job_without_a_url_is_a_defect() -> None:
    with pytest.raises(PluginDefect, match="has no URL"):
        import_request(make_job(url=None))


def test_a_job_gives_back_the_request_it_was_made_of() -> None:
    job = make_job(request={"content_id": "doc_1", "metadata": {"title": "T"}})
    assert request_of(job).model_dump(include={"content_id", "metadata"}) == job.request
    export = make_job(
        kind=JobKind.EXPORT, url=None, request={"artifact_id": "a", "source_ids": ["d"], "format": "podcast"}
    )
    assert request_of(export).owner == export.owner
