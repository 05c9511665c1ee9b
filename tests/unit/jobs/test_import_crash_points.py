"""A process dies before or after any one call to a store while something is imported, dropped or deleted."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace

import pytest

from tests.unit.jobs.mortal_world import Notice, Scythe, World, check_ended, die_everywhere, each_call
from tests.unit.plugin.samples import TextImport
from williams.adapters.fetch.uploads import UploadFetch
from williams.domain.drops import DropResult, DropStatus
from williams.domain.jobs import Job
from williams.pipeline.toolbox import Toolbox
from williams.plugin.registry import Registry
from williams.services.drop_folder import DropFolder
from williams.services.imports import NewImport
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.library import OWNER, MemoryLibrary
from williams_testing.memory.jobs import InMemoryJobs

URL = "upload://up_1/notes.txt"
DROPPED = f"drop/inbox/{OWNER}/notes.txt"
TEXT = b"A first paragraph stands here.\nA second one follows it."
MAX_BYTES = 1000
both_sides = pytest.mark.parametrize("after", [False, True], ids=["before", "after"])


@dataclass
class ImportWorld(World):
    """One text that is imported, with its vectors."""

    def application(self, jobs: InMemoryJobs) -> MemoryApplication:
        library = MemoryLibrary({URL: TEXT}, jobs=jobs)
        return memory_application(library, Registry({"import.text": TextImport()}))

    async def begin(self) -> object:
        return await self.services.imports.submit(OWNER, NewImport(url=URL), "key")


@dataclass
class DropWorld(ImportWorld):
    """One file in the drop folder. Its event comes until it was heard, and the folder is swept at each tick."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.library.objects.write(DROPPED, TEXT, "text/plain")

    @property
    def toolbox(self) -> Toolbox:
        objects = self.mortal(self.library.objects)
        return replace(super().toolbox, fetch=lambda owner: UploadFetch(objects, owner))

    @property
    def folder(self) -> DropFolder:
        return self.services.drop_folder

    async def begin(self) -> object:
        return await self.folder.take(DROPPED)

    async def look_again(self) -> object:
        return await self.folder.sweep()

    def ended(self) -> bool:
        return super().ended() and not self.library.objects.keys("drop/taken/")


def searchable(world: World, content_id: str) -> set[str]:
    """The paragraphs that have a vector."""
    embedding = world.library.engines.embedding
    hits = world.library.vectors.nearest(
        OWNER, embedding.model, array("f", [1.0] * embedding.dimensions), 10, [content_id]
    )
    return {hit.paragraph_id for hit in hits}


def check(world: World, job: Job) -> None:
    check_ended(world, job)
    library = world.library
    (content,) = library.catalog.contents(OWNER, 10).items
    assert job.content_id == content.content_id
    paragraphs = library.catalog.paragraphs(OWNER, content.content_id)
    assert [each.text.encode() for each in paragraphs] == TEXT.split(b"\n")
    assert searchable(world, content.content_id) == {each.paragraph_id for each in paragraphs}
    assert {ref.key for ref in content.files.values()} <= set(library.objects.keys("documents/"))


def check_dropped(world: World, job: Job) -> None:
    check(world, job)
    objects = world.library.objects
    (key,) = objects.keys("drop-results/")
    result = DropResult.model_validate_json(objects.read(key))
    assert (result.status, result.job_id, result.content_id) == (DropStatus.COMPLETED, job.job_id, job.content_id)
    assert objects.keys("drop/inbox/") == objects.keys("drop/taken/") == []


@both_sides
@pytest.mark.parametrize("notice", list(Notice), ids=lambda notice: notice.name.lower())
async def test_an_import_stands_whole_wherever_a_process_died(notice: Notice, after: bool) -> None:
    places = await die_everywhere(lambda scythe: ImportWorld(scythe, notice), check, after)
    assert {"InMemoryVectors.upsert", "InMemoryGraph.write_document", "InMemoryCatalog.commit_import"} <= places


@both_sides
async def test_a_dropped_file_is_imported_once_wherever_a_process_died(after: bool) -> None:
    places = await die_everywhere(DropWorld, check_dropped, after)
    assert {"InMemoryObjects.copy", "InMemoryJobs.submit", "InMemoryVectors.upsert"} <= places


async def deleted(scythe: Scythe, hard: bool) -> tuple[World, str]:
    """Whoever deletes asks again until he is answered, and then once more."""
    world = ImportWorld(Scythe())
    job = await world.run()
    assert job.content_id is not None
    content_id = job.content_id
    world.scythe = scythe

    async def delete() -> None:
        world.services.deletion.delete(OWNER, content_id, hard)

    for _ in range(2):
        while not await world.lived(delete):
            pass
    return world, content_id


@both_sides
@pytest.mark.parametrize("hard", [False, True], ids=["hidden", "erased"])
async def test_a_deletion_is_whole_wherever_a_process_died(hard: bool, after: bool) -> None:
    places: set[str] = set()
    unharmed, _ = await deleted(Scythe(), hard)
    for call in each_call(unharmed.scythe):
        world, content_id = await deleted(Scythe(call, after), hard)
        library = world.library
        assert library.catalog.contents(OWNER, 10).items == []
        assert searchable(world, content_id) == set()
        assert library.graph.is_deleted(OWNER, content_id)
        assert bool(library.objects.keys("documents/")) is not hard
        places.add(world.scythe.place)
    assert {"InMemoryCatalog.hide", "InMemoryVectors.delete"} <= places
    assert not hard or {"InMemoryGraph.erase_document", "InMemoryCatalog.erase"} <= places
