"""``podcast_overhead_ratio``: what the way through the cloud adds to an episode."""

from __future__ import annotations

import asyncio
import json
import time
import wave
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from williams_engine_espeak.speech import EspeakSpeech
from williams_engine_ffmpeg.ffmpeg import FfmpegMedia
from williams_engine_ffmpeg.manifest import FfmpegManifest
from williams_export_podcast.parameters import HOST, PodcastParameters
from williams_export_podcast.plugin import PodcastExport

from docs.samples.build import RESULT
from tests.benchmarks import plain_compose
from tests.benchmarks.cloud import Guest
from tests.benchmarks.figures import Aim, Figure, interleaved, ratio
from williams.adapters.s3.objects import S3Objects
from williams.ports.media import AudioClip, AudioTags, Chapter, Episode
from williams_testing.model_files import OriginModelFiles

# The sample document takes about five minutes when six are asked for.
MINUTES, QUICK_MINUTES = 6.0, 0.5
ROUNDS, QUICK_ROUNDS = 5, 1
AIM = Aim(1.2)
_ASKED = PodcastParameters()


def run(guest: Guest, quick: bool) -> list[Figure]:
    """Compare an export, from the request to COMPLETED, with bare speech and two ways to encode in one warm process.

    Both speak the same lines with the same engine in as many processes at once as the Map does. The first encodes by
    one command of ffmpeg, which brings the joined lines to about the loudness in one pass, without music and with the
    pauses at the end. The second composes them with the same code into an MP3 of the same loudness, with the same
    pauses, chapters and music. It is fair because all are warm (a first run of each does not count) and take turns. The
    export does more: it reads the sources, writes the script, draws the cover, keeps every line and checkpoint, writes
    script, transcript, attributions, graph and catalog.
    """
    minutes, rounds = (QUICK_MINUTES, QUICK_ROUNDS) if quick else (MINUTES, ROUNDS)
    content_id = guest.import_file(RESULT)
    _, artifact_id = _export(guest, content_id, minutes)
    script = _script_of(guest, artifact_id)
    seconds: list[list[float]] = [[], [], []]
    with TemporaryDirectory() as folder:
        bare = _BarePodcast(script, Path(folder))
        sides = [lambda: _export(guest, content_id, minutes)[0], bare.plain_seconds, bare.seconds]
        try:
            for side in sides[1:]:
                side()
            for side_no in interleaved(rounds, len(sides)):
                seconds[side_no].append(sides[side_no]())
        finally:
            bare.close()
    details = {"lines": float(len(script.lines)), "episode_s": script.duration}
    return [
        ratio(
            "podcast_overhead_ratio",
            seconds[0],
            beside,
            measured_in="s",
            aim=AIM,
            subject=subject,
            details=details,
        )
        for subject, beside in (("ffmpeg's own command", seconds[1]), ("our own functions", seconds[2]))
    ]


def _export(guest: Guest, content_id: str, minutes: float) -> tuple[float, str]:
    began = time.perf_counter()
    parameters = {"minutes": minutes, "voice": f"espeak/{_ASKED.voice}", "guest_voice": f"espeak/{_ASKED.guest_voice}"}
    job_id = guest.client.exports.start([content_id], "podcast", parameters=parameters).job_id
    guest.watch(job_id)
    seconds = time.perf_counter() - began
    return seconds, str(guest.completed_job(job_id).artifact_id)


@dataclass(frozen=True)
class _Script:
    """An exported episode's lines (attributions.json) and its chapters."""

    title: str
    language: str
    duration: float
    lines: list[dict[str, Any]]
    chapters: list[Chapter]

    @property
    def gaps(self) -> list[float]:
        """The pause behind each line in seconds; the last one's counts for nothing in the sum of the work."""
        spoken = [line["place"] for line in self.lines]
        return [max(0.0, after["seconds"] - place["until"]) for place, after in pairwise(spoken)] + [0.0]


def _script_of(guest: Guest, artifact_id: str) -> _Script:
    artifact = guest.client.artifacts.get(artifact_id)
    objects = S3Objects(guest.info.bucket, guest.aws.client("s3"))
    lines = json.loads(objects.read(f"{PodcastExport.folder}/{artifact_id}/attributions.json"))
    about = cast(dict[str, Any], dict(artifact)["metadata"])
    return _Script(
        title=artifact.title,
        language=about["language"],
        duration=float(artifact.duration or 0.0),
        lines=lines,
        chapters=[Chapter.model_validate(chapter) for chapter in about["chapters"]],
    )


class _BarePodcast:
    """Speaks and composes in this process; the speech engines' processes stay alive between episodes."""

    def __init__(self, script: _Script, folder: Path) -> None:
        self._script = script
        self._folder = folder
        self._media = FfmpegMedia(OriginModelFiles(FfmpegManifest))
        fan_out = PodcastExport().stage("generate").fan_out
        assert fan_out is not None
        self._engines = [EspeakSpeech() for _ in range(fan_out.max_concurrency)]

    def close(self) -> None:
        for engine in self._engines:
            engine.close()

    def plain_seconds(self) -> float:
        """Speak, and let one command of ffmpeg do the rest."""
        began = time.perf_counter()
        plain_compose.compose(asyncio.run(self._speak()), self._script.chapters, self._folder / "plain.mp3")
        return time.perf_counter() - began

    def seconds(self) -> float:
        """Speak, and compose as the plugin does."""
        began = time.perf_counter()
        clips = asyncio.run(self._speak())
        parameters = PodcastParameters()
        with wave.open(str(clips[0].path), "rb") as clip:
            rate = clip.getframerate()
        episode = Episode(sample_rate=rate, intro_music=parameters.add_intro, background_music=parameters.add_music)
        tags = AudioTags(title=self._script.title, artist="", album="", date="2026-01-01", comment="")
        mix = self._media.mix(episode, clips, self._folder / "mix.wav")
        self._media.compose_mp3(episode, mix, self._script.chapters, tags, None, self._folder / "podcast.mp3")
        return time.perf_counter() - began

    async def _speak(self) -> list[AudioClip]:
        paths = await asyncio.gather(*map(self._speak_line, range(len(self._script.lines))))
        return [AudioClip(path=path, gap_seconds=gap) for path, gap in zip(paths, self._script.gaps, strict=True)]

    async def _speak_line(self, number: int) -> Path:
        line, parameters = self._script.lines[number], PodcastParameters()
        voice = parameters.voice if line["speaker"] == HOST else parameters.guest_voice
        engine = self._engines[number % len(self._engines)]
        spoken = await engine.speak(line["text"], voice, self._script.language)
        path = self._folder / f"{number}.wav"
        path.write_bytes(spoken.wav)
        return path
