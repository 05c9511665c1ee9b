"""v2's lifecycle hooks: each is called once, in order, and bytes are read only when a hook asks for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel
from williams_faulty import FaultyExport
from williams_faulty.plugin import Done, FaultyParameters, FaultyScript, Item

from tests.unit.pipeline.conftest import Bench
from tests.unit.plugin.samples import TextImport
from williams.domain.errors import ProviderUnavailable, StoreUnavailable
from williams.domain.ids import new_id
from williams.domain.jobs import JobStatus
from williams.domain.provenance import Citation
from williams.pipeline import hooks
from williams.plugin import (
    Composition,
    Download,
    FanOut,
    ProcessedContent,
    Query,
    RawContent,
    Source,
    Stage,
    StageContext,
)
from williams.plugin.context import StoredBytes
from williams.plugin.exporting import QUERY, STORE, ExportRequest
from williams_testing.factories import WHEN
from williams_testing.library import OWNER, MemoryLibrary
from williams_testing.memory.objects import InMemoryObjects

URL = "upload://up_1/a.txt"
Told = list[tuple[str, Any]]


class ToldImport(TextImport):
    def __init__(self) -> None:
        super().__init__()
        self.told: Told = []

    async def on_load(self) -> None:
        self.told.append(("on_load", None))

    async def before_download(self, url: str) -> None:
        self.told.append(("before_download", url))

    async def after_download(self, content: StoredBytes) -> None:
        self.told.append(("after_download", await content.read()))

    async def before_extract(self, content: StoredBytes) -> None:
        self.told.append(("before_extract", content.ref.size))

    async def after_extract(self, raw_content: RawContent) -> None:
        self.told.append(("after_extract", len(raw_content.paragraphs)))

    async def before_store(self, processed: ProcessedContent) -> None:
        self.told.append(("before_store", processed.text))

    async def after_store(self, content_id: str) -> None:
        self.told.append(("after_store", content_id))


class ToldExport(FaultyExport):
    def __init__(self) -> None:
        super().__init__()
        self.told: Told = []

    async def on_load(self) -> None:
        self.told.append(("on_load", None))

    async def before_query(self, source_ids: list[str]) -> None:
        self.told.append(("before_query", source_ids))

    async def after_query(self, sources: list[Source]) -> None:
        self.told.append(("after_query", [source.content_id for source in sources]))

    async def before_transform(self, sources: list[Source]) -> None:
        self.told.append(("before_transform", [source.content_id for source in sources]))

    async def after_transform(self, transformed: BaseModel) -> None:
        self.told.append(("after_transform", type(transformed).__name__))

    async def before_generate(self, prepared_data: BaseModel) -> None:
        self.told.append(("before_generate", type(prepared_data).__name__))

    async def after_generate(self, artifact: StoredBytes) -> None:
        self.told.append(("after_generate", await artifact.read()))


EXPORT_HOOKS = [
    "on_load",
    "before_query",
    "after_query",
    "before_transform",
    "after_transform",
    "before_generate",
    "after_generate",
]


async def test_the_hooks_of_an_import() -> None:
    library, plugin = MemoryLibrary({URL: b"one\ntwo"}), ToldImport()
    library.bind(plugin)
    content_id = await plugin.import_content(URL, new_id("job"))
    assert plugin.told == [
        ("on_load", None),
        ("before_download", URL),
        ("after_download", b"one\ntwo"),
        ("before_extract", 7),
        ("after_extract", 2),
        ("before_store", "one\n\ntwo"),
        ("after_store", content_id),
    ]


async def test_the_hooks_of_an_export(library: MemoryLibrary, source_id: str) -> None:
    plugin = ToldExport()
    library.bind(plugin)
    request = ExportRequest(
        job_id="j", owner=OWNER, artifact_id="a", source_ids=[source_id], format="faulty", requested_at=WHEN
    )
    await plugin.generate_content(request, "j")
    assert plugin.told == [
        ("on_load", None),
        ("before_query", [source_id]),
        ("after_query", [source_id]),
        ("before_transform", [source_id]),
        ("after_transform", "FaultyScript"),
        ("before_generate", "FaultyScript"),
        ("after_generate", b"0\n1\n2"),
    ]


class OtherwiseNamed(ToldExport):
    """The same stages under names of its own."""

    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        replace(FaultyExport.stages[1], name="plan"),
        Stage("rest", JobStatus.ROUTING, 1, "Resting"),
        Stage("speak", JobStatus.GENERATING, 1, "Speaking", fan_out=FanOut("plan.items"), hook="generate"),
        Stage("make", JobStatus.COMPOSING, 1, "Binding", hook="generate"),
        STORE,
    )

    async def plan(self, parameters: FaultyParameters, query: Query, ctx: StageContext) -> FaultyScript:
        return await self.script(parameters, query, ctx)

    async def rest(self) -> Done:
        return Done(number=0)

    async def speak(self, item: Item) -> Done:
        return Done(number=item.number)

    async def make(
        self, request: ExportRequest, plan: FaultyScript, speak: list[Done], ctx: StageContext
    ) -> Composition:
        return await self.compose(request, FaultyParameters(), plan, speak, ctx)


async def test_the_hooks_of_an_export_whose_stages_have_other_names(library: MemoryLibrary, source_id: str) -> None:
    plugin = OtherwiseNamed()
    bench = Bench(library, plugin)
    bench.submit(source_id)
    following = await bench.invoke("query")
    assert following.next == "speak"
    for batch in range(3):
        await bench.invoke("speak", batch)
    assert (await bench.invoke("make")).next == "settle"
    assert [name for name, _ in plugin.told] == EXPORT_HOOKS
    assert ("after_transform", "FaultyScript") in plugin.told
    assert ("before_generate", "Done") in plugin.told
    assert ("after_generate", b"0\n1\n2") in plugin.told


async def test_a_stage_whose_output_stands_calls_no_hook_again(library: MemoryLibrary, source_id: str) -> None:
    plugin = ToldExport()
    bench = Bench(library, plugin)
    bench.submit(source_id)
    for stage in ("query", "script", "query", "script"):
        await bench.run(stage)
    assert [name for name, _ in plugin.told] == EXPORT_HOOKS[:-1]


async def test_a_stage_that_failed_calls_its_first_hook_again_and_its_last_once(
    library: MemoryLibrary, source_id: str
) -> None:
    plugin = ToldExport()
    bench = Bench(library, plugin)
    bench.submit(source_id, stage="script", how="transient", times=1)
    await bench.run("query")
    with pytest.raises(ProviderUnavailable):
        await bench.run("script")
    await bench.run("script")
    assert [name for name, _ in plugin.told][3:] == [
        "before_transform",
        "before_transform",
        "after_transform",
        "before_generate",
    ]


class Independent(ToldExport):
    """Its script needs nothing of what was queried; the hook gets it all the same."""

    async def script(self, parameters: FaultyParameters, request: ExportRequest) -> FaultyScript:  # type: ignore[override]
        source_id = request.source_ids[0]
        citation = Citation(content_id=source_id, paragraph_id=f"{source_id}.v1.p0", start=0, end=1)
        return FaultyScript(items=[Item(number=n) for n in range(parameters.items)], citation=citation)


async def test_a_hook_gets_what_its_stage_does_not_take(library: MemoryLibrary, source_id: str) -> None:
    plugin = Independent()
    bench = Bench(library, plugin)
    bench.submit(source_id)
    await bench.run("query")
    await bench.run("script")
    assert ("before_transform", [source_id]) in plugin.told


class ReadsNothing(TextImport):
    async def after_download(self, content: StoredBytes) -> None:
        assert content.ref.key == "k"


async def test_bytes_are_read_only_when_a_hook_asks_for_them() -> None:
    objects = InMemoryObjects()
    ref = objects.write("k", b"one", "text/plain")
    objects.failure = StoreUnavailable("away")
    output = Download(object=ref, url=URL, filename="a.txt")
    await hooks.after(ReadsNothing(), TextImport().stage("download"), output, objects)
    with pytest.raises(StoreUnavailable):
        await hooks.after(ToldImport(), TextImport().stage("download"), output, objects)


async def test_a_hook_that_fails_fails_its_stage(library: MemoryLibrary) -> None:
    class Strict(TextImport):
        async def after_extract(self, raw_content: RawContent) -> None:
            raise ProviderUnavailable(f"{len(raw_content.paragraphs)} paragraphs are not enough")

    plugin = Strict()
    library.sources[URL] = b"one"
    library.bind(plugin)
    with pytest.raises(ProviderUnavailable):
        await plugin.import_content(URL, new_id("job"))
    (job,) = library.jobs.jobs(OWNER, 10).items
    assert job.error is not None
    assert (job.error.stage, job.error.message) == ("extract", "1 paragraphs are not enough")
