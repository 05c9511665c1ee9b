"""What every plugin must do. Subclass one of the suites in your tests and say what it needs to know::

    class TestMyImport(ImportConformance):
        plugin_class = MyImport
        url = "upload://up_1/sample.txt"
        sample = b"..."

The suites run the whole pipeline on a library in memory: all stages in one invocation, and each in one of its own.
"""

from __future__ import annotations

import subprocess
import sys
from enum import Enum
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, ClassVar, Final, get_args

import pytest
from pydantic.fields import FieldInfo

from williams.domain import ids
from williams.domain.content import Content, Paragraph
from williams.domain.errors import NotFound, PermanentError
from williams.domain.listings import MOST_ENTRIES, Listing, Look
from williams.domain.places import fitting_place
from williams.pipeline.asl import rendered_text
from williams.pipeline.stage_io import bound_stages
from williams.plugin.base import Plugin
from williams.plugin.exporting import ExportPlugin, ExportRequest, ExportResult
from williams.plugin.importing import ImportPlugin
from williams.plugin.listing import ListingPlugin, read_listing
from williams.plugin.registry import GROUP
from williams_testing.factories import WHEN, make_content, make_paragraphs
from williams_testing.library import OWNER, MemoryLibrary

_TRUTHS: Final[dict[type, tuple[bool, ...]]] = {bool: (True, False)}


class PluginConformance:
    """Holds for every plugin. ``heavy`` names libraries that importing the plugin must not import."""

    plugin_class: ClassVar[type[Plugin]]
    heavy: ClassVar[frozenset[str]] = frozenset()

    @pytest.fixture(params=[True, False], ids=["together", "one-by-one"])
    def goes_on(self, request: pytest.FixtureRequest) -> bool:
        """Whether an invocation goes on with the stages that follow."""
        return bool(request.param)

    def make(self) -> Plugin:
        return self.plugin_class()

    def test_is_found_by_its_entry_point(self) -> None:
        found = [point for point in entry_points(group=GROUP) if point.name == self.plugin_class.plugin_id]
        assert [point.load() for point in found] == [self.plugin_class]

    def test_its_id_begins_with_its_kind(self) -> None:
        assert self.plugin_class.plugin_id.startswith(f"{self.plugin_class.kind.value}.")

    def test_every_stage_has_a_fitting_method(self) -> None:
        bound = bound_stages(self.make(), MemoryLibrary().toolbox)
        assert list(bound) == [stage.name for stage in self.plugin_class.stages]

    def test_it_can_be_rendered_as_a_state_machine(self) -> None:
        assert '"QueryLanguage": "JSONata"' in rendered_text(self.make())

    def test_its_parameters_have_a_schema_and_defaults(self) -> None:
        assert self.plugin_class.parameters.model_json_schema()["type"] == "object"
        self.plugin_class.parameters()

    def test_importing_it_is_cheap(self) -> None:
        code = f"import sys, {self.plugin_class.__module__}; print(*sorted({set(self.heavy)!r} & set(sys.modules)))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
        assert done.stdout.split() == []


class ImportConformance(PluginConformance):
    """Holds for every import plugin. ``garbage`` maps a name to bytes that must be refused."""

    plugin_class: ClassVar[type[ImportPlugin]]
    url: ClassVar[str]
    sample: ClassVar[bytes]
    garbage: ClassVar[dict[str, bytes]] = {"empty": b"", "noise": b"\x00\x01garbage" * 50}

    async def import_sample(
        self, library: MemoryLibrary, parameters: dict[str, Any] | None = None
    ) -> tuple[Content, list[Paragraph]]:
        plugin = self.plugin_class()
        library.bind(plugin)
        content_id = await plugin.import_content(self.url, ids.new_id("job"), parameters=parameters)
        return library.catalog.content(OWNER, content_id), library.catalog.paragraphs(OWNER, content_id)

    async def test_it_says_which_urls_it_handles(self) -> None:
        plugin = self.plugin_class()
        assert await plugin.can_handle(self.url)
        assert await plugin.validate_url(self.url)
        assert not await plugin.can_handle("gopher://nowhere/else.xyz")

    async def test_every_paragraph_has_its_place_in_the_text(self, goes_on: bool) -> None:
        library = MemoryLibrary({self.url: self.sample}, goes_on=goes_on)
        content, paragraphs = await self.import_sample(library)
        text = library.objects.read(content.files["extracted.txt"].key).decode()
        assert paragraphs
        assert [text[p.start : p.end] for p in paragraphs] == [p.text for p in paragraphs]
        assert [p.ordinal for p in paragraphs] == list(range(len(paragraphs)))
        assert [p.place.paragraph for p in paragraphs] == [p.ordinal + 1 for p in paragraphs]
        assert [p.place for p in paragraphs] == [fitting_place(p.place) for p in paragraphs]
        assert content.paragraph_count == len(paragraphs)

    async def test_the_original_is_kept_as_it_came(self, goes_on: bool) -> None:
        library = MemoryLibrary({self.url: self.sample}, goes_on=goes_on)
        content, _ = await self.import_sample(library)
        for name, ref in content.files.items():
            assert ref.key == f"{self.plugin_class.folder}/{content.content_id}/{name}"
            assert library.objects.size(ref.key) == ref.size
        assert self.sample in [library.objects.read(ref.key) for ref in content.files.values()]

    async def test_the_same_bytes_give_the_same_paragraphs(self, goes_on: bool) -> None:
        first = await self.import_sample(MemoryLibrary({self.url: self.sample}, goes_on=goes_on))
        second = await self.import_sample(MemoryLibrary({self.url: self.sample}))
        assert [p.text for p in first[1]] == [p.text for p in second[1]]

    async def test_importing_the_same_bytes_again_gives_the_same_content(self, goes_on: bool) -> None:
        library = MemoryLibrary({self.url: self.sample}, goes_on=goes_on)
        first, _ = await self.import_sample(library)
        second, _ = await self.import_sample(library)
        assert first.content_id == second.content_id

    def other_parameters(self) -> list[dict[str, Any]]:
        """Return one for each that has other values to choose from. Override it where some cannot stand alone."""
        fields = self.plugin_class.parameters.model_fields
        return [{name: others[0]} for name, field in fields.items() if (others := _other_values(field))]

    async def test_the_same_bytes_with_other_parameters_are_another_content(self, goes_on: bool) -> None:
        """Whatever was asked for in between: plainly again is the plain one, and so with each of the others."""
        library = MemoryLibrary({self.url: self.sample}, goes_on=goes_on)
        ways = [*self.other_parameters(), {}]
        made = [(await self.import_sample(library, parameters=way))[0] for way in ways]
        again = [(await self.import_sample(library, parameters=way))[0] for way in ways]
        assert [content.parameters for content in made] == ways
        assert len({content.content_id for content in made}) == len(ways)
        assert [content.content_id for content in again] == [content.content_id for content in made]

    async def test_the_same_bytes_at_the_same_moment_are_one_content(
        self, goes_on: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Each looks for them before any of the others has stored them."""
        library = MemoryLibrary({self.url: self.sample}, goes_on=goes_on)
        monkeypatch.setattr(library.catalog, "same_bytes", lambda *_: None)
        made = {(await self.import_sample(library))[0].content_id for _ in range(4)}
        assert made == {content.content_id for content in library.catalog.contents(OWNER, 10).items}
        (content_id,) = made
        assert all(f"/{content_id}/" in key for key in library.objects.keys(f"{self.plugin_class.folder}/"))

    async def test_garbage_is_refused_and_leaves_nothing(self, goes_on: bool) -> None:
        for name, raw in self.garbage.items():
            library = MemoryLibrary({self.url: raw}, goes_on=goes_on)
            with pytest.raises(PermanentError) as refused:
                await self.import_sample(library)
            assert refused.value.detail, name
            assert library.catalog.contents(OWNER, 10).items == []


def _other_values(field: FieldInfo) -> list[Any]:
    """Return what may be chosen beside the field's default, where it is one of a few values."""
    kinds = [kind for kind in get_args(field.annotation) or (field.annotation,) if isinstance(kind, type)]
    values = [value for kind in kinds for value in (kind if issubclass(kind, Enum) else _TRUTHS.get(kind, ()))]
    return [value for value in values if value != field.get_default(call_default_factory=True)]


class ListingConformance(PluginConformance):
    """Holds for every plugin that lists. ``pages`` are what fetching gives, ``garbage`` what is no listing.

    ``listed`` are the sources that the listing at ``source`` names, in its order.
    """

    plugin_class: ClassVar[type[ListingPlugin]]
    source: ClassVar[str]
    pages: ClassVar[dict[str, bytes]] = {}
    listed: ClassVar[tuple[str, ...]]
    garbage: ClassVar[dict[str, bytes]] = {"empty": b"", "noise": b"\x00\x01garbage" * 50}

    async def read(self, folder: Path, most_entries: int = MOST_ENTRIES) -> Listing:
        """Return the whole listing. Override it where the outside is more than pages."""
        plugin = self.plugin_class()
        ctx = MemoryLibrary(dict(self.pages)).context(plugin, folder, most_entries)
        return await read_listing(plugin, Look(source=self.source), ctx)

    async def test_it_says_which_addresses_list(self) -> None:
        plugin = self.plugin_class()
        assert await plugin.lists(self.source)
        assert await plugin.can_handle(self.source)
        assert await plugin.validate_url(self.source)
        assert not await plugin.lists("gopher://nowhere/else.xyz")

    async def test_every_entry_is_listed_once_and_in_order(self, tmp_path: Path) -> None:
        whole = await self.read(tmp_path)
        assert tuple(entry.source for entry in whole.entries) == self.listed
        assert whole.next_token is None

    async def test_reading_it_again_gives_the_same(self, tmp_path: Path) -> None:
        assert await self.read(tmp_path) == await self.read(tmp_path)

    async def test_no_more_is_taken_than_one_listing_may_name(self, tmp_path: Path) -> None:
        some = await self.read(tmp_path, most_entries=1)
        assert tuple(entry.source for entry in some.entries) == self.listed[:1]
        assert bool(some.left_out) or len(self.listed) == 1

    async def test_what_is_no_listing_is_refused(self, tmp_path: Path) -> None:
        for name, raw in self.garbage.items():
            plugin = self.plugin_class()
            ctx = MemoryLibrary({self.source: raw}).context(plugin, tmp_path)
            with pytest.raises(PermanentError) as refused:
                await read_listing(plugin, Look(source=self.source), ctx)
            assert refused.value.detail, name


class ExportConformance(PluginConformance):
    """Holds for every export plugin."""

    plugin_class: ClassVar[type[ExportPlugin]]
    parameters: ClassVar[dict[str, Any]] = {}
    texts: ClassVar[tuple[str, ...]] = (
        "A library keeps books so that readers can find them again after many years.",
        "Every book carries a mark that tells where it came from and who gave it.",
        "When a mark is lost, the book remains, but its story has to be guessed.",
        "Catalogues were invented to remember these stories for thousands of volumes at once.",
    )

    def fill(self, library: MemoryLibrary, owner: str = OWNER) -> str:
        """Put one source into the library and return its id."""
        content = make_content(owner, self.texts)
        paragraphs = make_paragraphs(content.content_id, self.texts)
        library.graph.write_document(content, paragraphs)
        library.catalog.commit_import(content, paragraphs)
        return content.content_id

    async def generate(self, library: MemoryLibrary, source_ids: list[str]) -> ExportResult:
        plugin = self.plugin_class()
        library.bind(plugin)
        job_id = ids.new_id("job")
        request = ExportRequest(
            job_id=job_id,
            owner=OWNER,
            artifact_id=ids.new_id("art"),
            source_ids=source_ids,
            format=plugin.artifact_type,
            parameters=plugin.parameters.model_validate(self.parameters).model_dump(mode="json"),
            requested_at=WHEN,
        )
        return await plugin.generate_content(request, job_id)

    async def test_every_part_is_traced_to_words_of_a_paragraph(self, goes_on: bool) -> None:
        library = MemoryLibrary(goes_on=goes_on)
        content_id = self.fill(library)
        result = await self.generate(library, [content_id])
        texts = {p.paragraph_id: p.text for p in library.catalog.paragraphs(OWNER, content_id)}
        tree = library.graph.genealogy(OWNER, result.artifact_id)
        assert tree.parts
        for part in tree.parts:
            assert part.sources, f"part {part.ordinal} has no source"
            for source in part.sources:
                assert texts[source.paragraph_id][source.start : source.end].strip()

    async def test_every_part_has_its_place_in_the_artifact(self, goes_on: bool) -> None:
        library = MemoryLibrary(goes_on=goes_on)
        result = await self.generate(library, [self.fill(library)])
        duration = library.catalog.artifact(OWNER, result.artifact_id).duration
        places = [part.place for part in library.graph.genealogy(OWNER, result.artifact_id).parts]
        assert len(set(places)) == len(places)
        for place in places:
            if duration is None:
                assert place.anchor or place.page or place.slide, "say which part of the file it is"
            else:
                assert place.seconds is not None
                assert place.until is not None
                assert 0 <= place.seconds <= place.until <= duration

    async def test_its_files_stand_where_it_says(self, goes_on: bool) -> None:
        library = MemoryLibrary(goes_on=goes_on)
        result = await self.generate(library, [self.fill(library)])
        artifact = library.catalog.artifact(OWNER, result.artifact_id)
        assert artifact.storage_path.startswith(f"{self.plugin_class.folder}/{result.artifact_id}/")
        assert set(artifact.files) <= set(result.artifacts)
        for key in result.artifacts.values():
            assert library.objects.size(key) == artifact.files[key.rpartition("/")[2]].size

    async def test_another_owners_source_is_not_found(self, goes_on: bool) -> None:
        library = MemoryLibrary(goes_on=goes_on)
        with pytest.raises(NotFound):
            await self.generate(library, [self.fill(library, owner="somebody else")])
        assert library.catalog.artifacts(OWNER, 10).items == []
