"""A podcast comes out: sound, chapters, script and transcript agree with each other."""

from __future__ import annotations

import statistics

import pytest

from tests.e2e import audio, webvtt
from tests.e2e.cloud import Cloud
from tests.e2e.podcast import PARAMETERS, Podcast
from tests.e2e.sources import ImportedSample
from tests.e2e.tenant import Tenant

FILES = {
    "podcast.mp3": "audio/mpeg",
    "cover.jpg": "image/jpeg",
    "script.txt": "text/plain; charset=utf-8",
    "transcript.vtt": "text/vtt",
    "transcript.srt": "application/x-subrip",
    "transcript.json": "application/json",
    "chapters.json": "application/json+chapters",
    "attributions.json": "application/json",
}
STATUSES = ["querying", "scripting", "generating", "composing", "storing", "completed"]
JINGLE_SECONDS = 6.0
# ffmpeg takes the encoder's delay off the times that it reads.
MP3_DELAY_SECONDS = 0.03


@pytest.fixture(scope="module")
def sound(podcast: Podcast) -> bytes:
    return audio.decoded(podcast.files["podcast.mp3"])


def test_its_progress_comes_over_the_websocket(podcast: Podcast) -> None:
    progress = [event.progress for event in podcast.events]
    assert {event.via for event in podcast.events} == {"websocket"}
    assert progress == sorted(progress)
    assert (podcast.events[-1].status, progress[-1]) == ("completed", 100.0)
    assert list(dict.fromkeys(e.status for e in podcast.events if e.status in STATUSES)) == STATUSES


def test_the_artifact_says_what_it_is(podcast: Podcast, sample: ImportedSample) -> None:
    artifact = podcast.artifact
    assert (artifact.artifact_type, artifact.format) == ("podcast", "mp3")
    assert artifact.source_ids == [sample.content.content_id]
    assert artifact.title == PARAMETERS["title"]
    assert artifact.parameters | PARAMETERS == artifact.parameters
    assert artifact.job_id == podcast.job.job_id
    assert artifact.provenance_id == f"podcast_{podcast.job.job_id}"
    assert {name: file.media_type for name, file in artifact.files.items()} == FILES
    assert artifact.file_size == podcast.files["podcast.mp3"].stat().st_size


def test_its_files_stand_in_v2s_place(cloud: Cloud, podcast: Podcast) -> None:
    folder = f"podcasts/{podcast.artifact.artifact_id}/"
    assert podcast.artifact.storage_path == f"{folder}podcast.mp3"
    assert sorted(cloud.keys(folder)) == sorted(folder + name for name in FILES)


def test_it_plays_to_the_end(podcast: Podcast, sound: bytes) -> None:
    assert podcast.artifact.duration
    assert audio.seconds_of(sound) == pytest.approx(podcast.artifact.duration, abs=0.15)
    assert 15 < audio.seconds_of(sound) < 90


def test_its_loudness_is_that_of_podcasts(podcast: Podcast) -> None:
    assert audio.loudness(podcast.files["podcast.mp3"]) == pytest.approx(-16, abs=0.5)


def test_two_voices_are_heard(podcast: Podcast, sound: bytes) -> None:
    pitches: dict[str, list[float]] = {"Host": [], "Guest": []}
    for line in podcast.lines:
        pitches[line["speaker"]].append(audio.pitch(sound, line["starts_at"], line["ends_at"]))
    host, guest = (statistics.median(pitches[speaker]) for speaker in ("Host", "Guest"))
    assert guest > host * 1.25
    voices = {(voice["provider"], voice["name"]) for voice in podcast.genealogy["provenance"]["voices"]}
    assert len(voices) == 2


def test_its_tags_chapters_and_cover(podcast: Podcast) -> None:
    found = audio.tags(podcast.files["podcast.mp3"])
    assert found.fields["title"] == PARAMETERS["title"]
    assert found.fields["artist"] == "Williams Librarian"
    assert found.fields["copyright"] == "CC-BY-4.0"
    assert audio.cover(podcast.files["podcast.mp3"]) == podcast.files["cover.jpg"].read_bytes()
    stated = podcast.artifact.metadata["chapters"]
    assert [chapter.title for chapter in found.chapters] == [chapter["title"] for chapter in stated]
    for chapter, wanted in zip(found.chapters, stated, strict=True):
        times = [wanted["starts_at"], wanted["ends_at"]]
        assert [chapter.starts_at, chapter.ends_at] == pytest.approx(times, abs=MP3_DELAY_SECONDS)
    assert found.chapters[0].starts_at == 0
    starts = [chapter.starts_at for chapter in found.chapters[1:]]
    assert starts == [chapter.ends_at for chapter in found.chapters[:-1]]


def test_the_transcript_is_the_spoken_lines(podcast: Podcast, sound: bytes) -> None:
    cues = webvtt.parsed(podcast.text("transcript.vtt"))
    assert [(cue.speaker, cue.text) for cue in cues] == [(line["speaker"], line["text"]) for line in podcast.lines]
    times = [time for cue in cues for time in (cue.starts_at, cue.ends_at)]
    assert times == sorted(times)
    assert len(set(times)) == len(times)
    last = audio.seconds_of(sound) - cues[-1].ends_at
    assert 0 <= last <= JINGLE_SECONDS


def test_each_cue_has_sound(podcast: Podcast, sound: bytes) -> None:
    for cue in webvtt.parsed(podcast.text("transcript.vtt")):
        part = sound[int(cue.starts_at * audio.RATE) * 2 : int(cue.ends_at * audio.RATE) * 2]
        assert audio.level(part) > -40, cue


def test_the_script_names_every_lines_source(podcast: Podcast) -> None:
    script = podcast.text("script.txt")
    assert script.startswith(f"{PARAMETERS['title']}\n")
    position = 0
    for line in podcast.lines:
        position = script.index(f"{line['speaker']}: {line['text']}\n", position)
        place = script[position:].split("\n", 2)[1]
        for source in line["sources"]:
            assert f"{source['title']}, {source['where']}" in place


def test_the_same_parameters_give_the_same_script(reader: Tenant, podcast: Podcast, sample: ImportedSample) -> None:
    source_ids = [sample.content.content_id]
    job = reader.completed(reader.submit_export(source_ids, "podcast", parameters=PARAMETERS))
    again = reader.client.provenance.genealogy("podcast", job.artifact_id or "").provenance.parts
    assert job.artifact_id != podcast.artifact.artifact_id
    assert [(line.speaker, line.text) for line in again] == [(line["speaker"], line["text"]) for line in podcast.lines]


def test_it_is_listed_newest_first(reader: Tenant, podcast: Podcast) -> None:
    listed = reader.client.artifacts.list(limit=200).items
    created = [artifact.created_at for artifact in listed]
    assert created == sorted(created, reverse=True)
    assert podcast.artifact.artifact_id in {artifact.artifact_id for artifact in listed}
