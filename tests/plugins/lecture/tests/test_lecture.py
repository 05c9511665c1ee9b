"""The author's own tests: the conformance suite, and what is particular to lectures."""

from typing import ClassVar

from acme_lecture import LectureImport

from williams.domain.places import Place
from williams_testing.conformance import ImportConformance
from williams_testing.library import MemoryLibrary

RECORDING = b"""frames
[title]
On Shelves
[audio]
waves
[thumbnail]
a shelf
[transcript]
0:00 Every library begins with a single shelf.
12:04 A catalogue remembers where each book stands.
1:02:03 Whoever lends a book writes down its name.
"""


class TestLecture(ImportConformance):
    plugin_class: ClassVar[type[LectureImport]] = LectureImport
    url: ClassVar[str] = "upload://up_1/shelves.lecture"
    sample: ClassVar[bytes] = RECORDING
    garbage: ClassVar[dict[str, bytes]] = {
        "empty": b"",
        "noise": b"\x00\xff\x01garbage" * 50,
        "silent": RECORDING.partition(b"[transcript]")[0],
        "no times": RECORDING.replace(b"12:04 ", b""),
    }

    async def test_four_originals_are_kept_under_their_own_names(self) -> None:
        library = MemoryLibrary({self.url: self.sample})
        content, _ = await self.import_sample(library)
        kept = {name: library.objects.read(ref.key) for name, ref in content.files.items() if name != "extracted.txt"}
        assert set(kept) == {"video.mp4", "audio.mp3", "thumbnail.jpg", "transcript.txt"}
        assert (kept["video.mp4"], kept["audio.mp3"], kept["thumbnail.jpg"]) == (RECORDING, b"waves", b"a shelf")

    async def test_each_paragraph_knows_from_when_to_when_it_is_said(self) -> None:
        _, paragraphs = await self.import_sample(MemoryLibrary({self.url: self.sample}))
        assert [paragraph.place for paragraph in paragraphs] == [
            Place(seconds=0.0, until=724.0, paragraph=1),
            Place(seconds=724.0, until=3723.0, paragraph=2),
            Place(seconds=3723.0, paragraph=3),
        ]
