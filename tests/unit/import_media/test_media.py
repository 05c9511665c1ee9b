"""What becomes of recordings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from williams_import_media import MediaImport

from tests.unit.import_media.recordings import wave_file
from williams.domain import ids
from williams.domain.content import Content, Paragraph, ParagraphKind
from williams.domain.errors import (
    ContentTooLarge,
    CorruptContent,
    EmptyContent,
    EngineMissing,
    PermanentError,
    UnsupportedContent,
)
from williams.ports.media import Chapter, Recording
from williams.ports.transcription import Transcript
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary
from williams_testing.memory.media import InMemoryMedia
from williams_testing.memory.transcription import InMemoryTranscription

URL = "upload://up_1/a-talk.wav"


async def imported(
    sound: bytes = wave_file("ss"), *, about: Recording | None = None, hears: Any = None, url: str = URL
) -> tuple[Content, list[Paragraph], MemoryLibrary]:
    engines = ChosenEngines(media=InMemoryMedia(about=about), transcription=hears or InMemoryTranscription())
    library = MemoryLibrary({url: sound}, engines=engines)
    plugin = MediaImport()
    library.bind(plugin)
    content_id = await plugin.import_content(url, ids.new_id("job"))
    return library.catalog.content(OWNER, content_id), library.catalog.paragraphs(OWNER, content_id), library


def about(**said: Any) -> Recording:
    return Recording.model_validate({"container": "wav", "seconds": None, "has_sound": True, "has_film": False, **said})


async def test_what_is_said_after_a_pause_stands_where_it_is_said() -> None:
    content, paragraphs, library = await imported(wave_file("ss" + 7 * " " + "ss"))
    assert [(each.place.seconds, each.place.until) for each in paragraphs] == [(0.0, 4.0), (9.0, 13.0)]
    assert paragraphs[0].text == "The ferry crosses at nine. Nobody built a bridge here."
    kept = {name: library.objects.read(ref.key) for name, ref in content.files.items()}
    assert kept["transcript.txt"].decode().splitlines()[1] == f"[0:09] {paragraphs[1].text}"
    assert (set(kept), content.metadata.language) == ({"audio.wav", "transcript.txt", "extracted.txt"}, "en")


async def test_chapters_become_headings_and_part_paragraphs_between_sentences() -> None:
    chapters = [Chapter(title="Ferries", starts_at=0, ends_at=2), Chapter(title="Bridges", starts_at=2.1, ends_at=4)]
    _, paragraphs, _ = await imported(about=about(chapters=chapters))
    assert [(each.kind, each.text, each.place.section) for each in paragraphs] == [
        (ParagraphKind.HEADING, "Ferries", "Ferries"),
        (ParagraphKind.BODY, "The ferry crosses at nine.", "Ferries"),
        (ParagraphKind.HEADING, "Bridges", "Bridges"),
        (ParagraphKind.BODY, "Nobody built a bridge here.", "Bridges"),
    ]


async def test_chapters_in_which_nobody_begins_to_speak_are_there_all_the_same() -> None:
    chapters = [Chapter(title="Ferries", starts_at=0, ends_at=3), Chapter(title="Credits", starts_at=3, ends_at=4)]
    _, paragraphs, _ = await imported(about=about(chapters=chapters))
    last = paragraphs[-1]
    assert (last.kind, last.text, last.place.seconds, last.place.until) == (ParagraphKind.HEADING, "Credits", 3.0, 4.0)
    assert [each.text for each in paragraphs if each.kind is ParagraphKind.HEADING] == ["Ferries", "Credits"]


async def test_its_tags_are_its_metadata() -> None:
    tags = {
        "title": "On Ferries",
        "artist": "Ada Smith; Bo Lee",
        "date": "20200304",
        "copyright": "CC BY 4.0",
        "album": "Crossings",
        "comment": "Recorded live",
    }
    found = (await imported(about=about(tags=tags)))[0].metadata
    assert (found.title, found.authors, found.license) == ("On Ferries", ["Ada Smith", "Bo Lee"], "CC-BY-4.0")
    assert found.published_date is not None
    assert found.published_date.date().isoformat() == "2020-03-04"
    assert found.extra == {
        "album": "Crossings",
        "comment": "Recorded live",
        "stated_license": "CC BY 4.0",
        "seconds": 2.0,
    }
    assert (await imported(about=about(tags={"year": "1999"})))[0].metadata.title == "a-talk"


async def test_what_was_heard_with_doubt_says_so() -> None:
    content, paragraphs, _ = await imported(hears=InMemoryTranscription(certainty=0.4))
    doubt = paragraphs[0].doubt
    assert doubt is not None
    assert (doubt.code, doubt.confidence) == ("speech-transcribed", 0.4)
    (notice,) = content.notices
    assert "by memory/same-sentences; 1 of 1 paragraphs" in notice.message


class _Deaf:
    """An engine that hears nobody speak."""

    model, paid = InMemoryTranscription.model, False

    async def transcribe(self, recording: Path, language: str | None = None) -> Transcript:  # noqa: ARG002  # whatever
        return Transcript(utterances=[], language=language or "und", engine=self.model)


@pytest.mark.parametrize(
    ("sound", "said", "hears", "error", "words"),
    [
        (wave_file("s"), {"has_sound": False}, None, UnsupportedContent, "no track of sound"),
        (wave_file("   "), {}, None, EmptyContent, "silent"),
        (wave_file("s"), {}, _Deaf(), EmptyContent, "music or noise"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt broken", {}, None, CorruptContent, "WAV"),
        (b"%PDF-1.7\n", {}, None, UnsupportedContent, "application/pdf"),
        (b"", {}, None, EmptyContent, "no bytes"),
    ],
)
async def test_what_is_refused(
    sound: bytes, said: dict[str, Any], hears: Any, error: type[PermanentError], words: str
) -> None:
    with pytest.raises(error, match=words):
        await imported(sound, about=about(**said), hears=hears)


async def test_a_recording_of_more_than_four_hours_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("williams_import_media.plugin._LONGEST_SECONDS", 1)
    with pytest.raises(ContentTooLarge, match="Cut it"):
        await imported()


async def test_without_an_engine_nothing_is_fetched() -> None:
    library = MemoryLibrary({}, engines=ChosenEngines(transcription=None))
    plugin = MediaImport()
    library.bind(plugin)
    with pytest.raises(EngineMissing):
        await plugin.import_content(URL, ids.new_id("job"))


class _Service(InMemoryTranscription):
    """A service that works by itself: it is done when it is asked for the second time."""

    paid = True

    def __init__(self) -> None:
        super().__init__()
        self.submitted: list[bytes] = []
        self.asked = 0

    async def submit(self, recording: Path, language: str | None = None) -> str:  # noqa: ARG002  # one for all
        self.submitted.append(recording.read_bytes())
        return f"task-{len(self.submitted)}"

    async def poll(self, task: str) -> Transcript | None:  # noqa: ARG002  # all the same
        self.asked += 1
        return None if self.asked == 1 else self.said(None)

    async def cancel(self, task: str) -> None:
        raise AssertionError(f"{task} was not to be cancelled")


async def test_a_service_that_works_by_itself_is_given_each_piece_once() -> None:
    service = _Service()
    _, paragraphs, _ = await imported(hears=service)
    assert (len(service.submitted), service.asked, len(paragraphs)) == (1, 2, 1)
