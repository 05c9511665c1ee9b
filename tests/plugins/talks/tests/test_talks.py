"""The author's own tests: the conformance suites, and what is particular to these plugins."""

from pathlib import Path
from typing import ClassVar

from acme_talks.digest import DigestExport
from acme_talks.programme import ProgrammeImport
from acme_talks.subtitles import SubtitleImport

from williams.plugin.listing import REPEATED
from williams_testing.conformance import ExportConformance, ImportConformance, ListingConformance
from williams_testing.library import MemoryLibrary

SRT = b"""1
00:00:01,000 --> 00:00:04,000
Every library begins
with a single shelf.

2
00:00:04,500 --> 00:00:06,000
Then it grows.

3
00:01:10,000 --> 00:01:12,000
And later it needs a catalogue.
"""
VTT = b"WEBVTT\n\n00:01.000 --> 00:04.000\nEvery library begins with a single shelf.\n"


class TestSubtitles(ImportConformance):
    plugin_class: ClassVar[type[SubtitleImport]] = SubtitleImport
    url: ClassVar[str] = "upload://up_1/talk.srt"
    sample: ClassVar[bytes] = SRT
    heavy: ClassVar[frozenset[str]] = frozenset({"webvtt"})
    garbage: ClassVar[dict[str, bytes]] = {
        "empty": b"",
        "noise": b"\x00\xff\x01garbage" * 50,
        "prose": b"No times stand here.",
        "nothing said": b"WEBVTT\n\n00:01.000 --> 00:04.000\n \n",
    }

    async def test_four_files_are_kept(self) -> None:
        library = MemoryLibrary({self.url: self.sample})
        content, _ = await self.import_sample(library)
        assert set(content.files) == {"subtitles.txt", "transcript.txt", "captions.vtt", "times.json", "extracted.txt"}
        assert library.objects.read(content.files["captions.vtt"].key).startswith(b"WEBVTT")

    async def test_a_pause_ends_a_paragraph_and_each_knows_its_second(self) -> None:
        _, paragraphs = await self.import_sample(MemoryLibrary({self.url: self.sample}))
        assert [(paragraph.text, paragraph.place.seconds, paragraph.place.until) for paragraph in paragraphs] == [
            ("Every library begins with a single shelf. Then it grows.", 1.0, 6.0),
            ("And later it needs a catalogue.", 70.0, 72.0),
        ]


class TestWebVtt(TestSubtitles):
    url: ClassVar[str] = "upload://up_1/talk.vtt"
    sample: ClassVar[bytes] = VTT

    async def test_four_files_are_kept(self) -> None:
        library = MemoryLibrary({self.url: self.sample})
        content, _ = await self.import_sample(library)
        assert set(content.files) == {"subtitles.txt", "transcript.txt", "captions.vtt", "times.json", "extracted.txt"}
        assert library.objects.read(content.files["captions.vtt"].key).startswith(b"WEBVTT")

    async def test_a_pause_ends_a_paragraph_and_each_knows_its_second(self) -> None:
        _, paragraphs = await self.import_sample(MemoryLibrary({self.url: self.sample}))
        assert [paragraph.text for paragraph in paragraphs] == ["Every library begins with a single shelf."]


class TestProgramme(ListingConformance):
    plugin_class: ClassVar[type[ProgrammeImport]] = ProgrammeImport
    source: ClassVar[str] = "https://acme.test/2026.talks"
    pages: ClassVar[dict[str, bytes]] = {
        "https://acme.test/2026.talks": b"""{"title": "Acme 2026", "next": "2026.talks?day=2", "talks": [
            {"source": "https://acme.test/shelves.srt", "title": "Shelves", "version": "1"}, {"title": "Silence"}]}""",
        "https://acme.test/2026.talks?day=2": b"""{"talks": [
            {"source": "https://acme.test/shelves.srt"}, {"source": "https://acme.test/marks.vtt"}, {}]}""",
    }
    listed: ClassVar[tuple[str, ...]] = ("https://acme.test/shelves.srt", "https://acme.test/marks.vtt")

    async def test_what_is_not_listed_is_counted(self, tmp_path: Path) -> None:
        whole = await self.read(tmp_path)
        assert whole.title == "Acme 2026"
        assert {each.cause: each.count for each in whole.left_out} == {"has no subtitles": 2, REPEATED: 1}


class TestDigest(ExportConformance):
    plugin_class: ClassVar[type[DigestExport]] = DigestExport

    async def test_the_page_quotes_each_source(self) -> None:
        library = MemoryLibrary()
        result = await self.generate(library, [self.fill(library)])
        page = library.objects.read(result.artifacts["digest.md"]).decode()
        assert page.startswith("# Digest\n\n## ")
        assert page.count("\n- ") == 3
        assert f"- {self.texts[0]}" in page
