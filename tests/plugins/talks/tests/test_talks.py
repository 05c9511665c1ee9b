"""The author's own tests: the conformance suites, and what is particular to these plugins."""

from typing import ClassVar

from acme_talks.digest import DigestExport
from acme_talks.subtitles import SubtitleImport

from williams_testing.conformance import ExportConformance, ImportConformance
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


class TestDigest(ExportConformance):
    plugin_class: ClassVar[type[DigestExport]] = DigestExport

    async def test_the_page_quotes_each_source(self) -> None:
        library = MemoryLibrary()
        result = await self.generate(library, [self.fill(library)])
        page = library.objects.read(result.artifacts["digest.md"]).decode()
        assert page.startswith("# Digest\n\n## ")
        assert page.count("\n- ") == 3
        assert f"- {self.texts[0]}" in page
