"""Every media adapter keeps the port's promises; then what ffmpeg's finished file really holds."""

from __future__ import annotations

import math
import re
import resource
import struct
import subprocess
import wave
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from williams_engine_ffmpeg.ffmpeg import FfmpegMedia
from williams_engine_ffmpeg.manifest import FfmpegManifest
from williams_recording.program import ffmpeg_path, run_ffmpeg

from williams.domain.errors import CorruptContent, DeadlineExceeded, StoreUnavailable, TransientError
from williams.ports.media import AudioClip, AudioTags, Chapter, ComposedEpisode, Episode, MediaPort, Mix
from williams_testing.memory.media import InMemoryMedia
from williams_testing.model_files import OriginModelFiles

_TAGS = AudioTags(
    title="A = b; #1", artist="Williams", album="Über alles", date="2026-11-22", comment="made by", license="CC-BY-4.0"
)

_FONTS = OriginModelFiles(FfmpegManifest)


@pytest.fixture(params=["memory", "ffmpeg"])
def media(request: pytest.FixtureRequest) -> MediaPort:
    return InMemoryMedia() if request.param == "memory" else FfmpegMedia(_FONTS)


def _speechlike(
    path: Path, seconds: float, *, hertz: float = 150, level: int = 9000, rate: int = 22_050, channels: int = 1
) -> Path:
    """Bursts of a harmonic tone with pauses, about four in a second."""
    frames = bytearray()
    for index in range(round(seconds * rate)):
        at = index / rate
        burst = max(0.0, math.sin(2 * math.pi * 4 * at)) ** 0.5
        value = sum(math.sin(2 * math.pi * hertz * part * at) / part for part in (1, 2, 3, 5))
        frames += struct.pack("<h", round(level * burst * value / 2)) * channels
    with wave.open(str(path), "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(bytes(frames))
    return path


def test_a_recording_becomes_an_mp3(media: MediaPort, tmp_path: Path) -> None:
    media.sound_mp3(_speechlike(tmp_path / "a.wav", 0.5, channels=2), tmp_path / "a.mp3")
    assert (tmp_path / "a.mp3").read_bytes()[:3] in (b"ID3", b"\xff\xfb\x50", b"\xff\xfb\x54")


@pytest.mark.parametrize("content", [b"", b"no recording at all", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"])
def test_what_is_no_recording_is_refused(media: MediaPort, content: bytes, tmp_path: Path) -> None:
    """A playlist is none either: it would open what it names."""
    (tmp_path / "a.bin").write_bytes(content)
    with pytest.raises(CorruptContent):
        media.sound_mp3(tmp_path / "a.bin", tmp_path / "a.mp3")
    with pytest.raises(CorruptContent):
        media.joined_mp4([tmp_path / "a.bin"], tmp_path / "a.mp4")
    with pytest.raises(CorruptContent):
        media.inspect(tmp_path / "a.bin")
    with pytest.raises(CorruptContent):
        media.pieces(tmp_path / "a.bin", 60, tmp_path, 20)


def test_picture_and_sound_become_one_file(tmp_path: Path) -> None:
    sound, picture, joined = tmp_path / "a.m4a", tmp_path / "v.mp4", tmp_path / "j.mp4"
    run_ffmpeg(["-y", "-i", str(_speechlike(tmp_path / "a.wav", 0.5)), str(sound)], timeout_seconds=60)
    run_ffmpeg(["-y", "-f", "lavfi", "-i", "color=size=32x32:duration=0.5:rate=4", str(picture)], timeout_seconds=60)
    FfmpegMedia(_FONTS).joined_mp4([picture, sound], joined)
    for part, has_sound in ((joined, True), (picture, False)):
        FfmpegMedia(_FONTS).joined_mp4([part], tmp_path / "again.mp4")
        streams = run_ffmpeg(
            ["-i", str(tmp_path / "again.mp4"), "-f", "null", "-"], timeout_seconds=60, loglevel="info"
        )
        assert "Video:" in streams
        assert ("Audio:" in streams) == has_sound


@pytest.fixture
def clips(tmp_path: Path) -> list[AudioClip]:
    quiet = _speechlike(tmp_path / "a.wav", 3.0, level=2500)
    loud = _speechlike(tmp_path / "b.wav", 2.0, hertz=220, level=14_000, rate=24_000, channels=2)
    return [AudioClip(path=quiet), AudioClip(path=loud, gap_seconds=0.5), AudioClip(path=quiet)]


_WITHOUT_MUSIC = Episode(intro_music=False)


def _composed(
    media: MediaPort,
    clips: Sequence[AudioClip],
    to: Path,
    episode: Episode = Episode(),  # noqa: B008  # nobody changes it
    *,
    chapters: Sequence[Chapter] = (),
    cover: Path | None = None,
) -> tuple[Mix, ComposedEpisode]:
    mix = media.mix(episode, clips, to.with_suffix(".wav"))
    return mix, media.compose_mp3(episode, mix, list(chapters), _TAGS, cover, to)


def _ffmpeg(*arguments: str) -> str:
    command = [ffmpeg_path(), "-hide_banner", "-nostats", "-nostdin", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stderr


def _loudness(path: Path) -> tuple[float, float]:
    """LUFS and dBTP by ffmpeg's own meter with its own true-peak mode."""
    said = _ffmpeg("-i", str(path), "-map", "0:a", "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-")
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1]), float(re.findall(r"Peak:\s+(-?[\d.]+)", said)[-1])


# --- the port --------------------------------------------------------------------------------------------------------


def test_the_time_line_is_what_the_episode_becomes(media: MediaPort, clips: list[AudioClip], tmp_path: Path) -> None:
    mix, made = _composed(media, clips, tmp_path / "out.mp3")
    starts = mix.clip_starts
    assert starts[0] > 0
    assert starts[1] - starts[0] == pytest.approx(3.35, abs=0.001)
    assert starts[2] - starts[1] == pytest.approx(2.5, abs=0.001)
    assert made.seconds == mix.seconds >= starts[2] + 3.35
    assert made.path.read_bytes()[:3] == b"ID3"
    assert abs(made.loudness_lufs + 16) <= 0.5
    assert made.true_peak_dbtp <= -1.5


def test_clips_are_mixed_as_they_come(media: MediaPort, clips: list[AudioClip], tmp_path: Path) -> None:
    """Each may be gone when the next one comes."""

    def coming() -> Iterator[AudioClip]:
        for number, clip in enumerate(clips):
            copy = tmp_path / f"coming-{number}.wav"
            copy.write_bytes(clip.path.read_bytes())
            yield AudioClip(path=copy, gap_seconds=clip.gap_seconds)
            copy.unlink()

    mix = media.mix(_WITHOUT_MUSIC, coming(), tmp_path / "mix.wav")
    assert mix.clip_starts == media.mix(_WITHOUT_MUSIC, clips, tmp_path / "same.wav").clip_starts


def test_what_keeps_a_clip_from_coming_is_raised(media: MediaPort, clips: list[AudioClip], tmp_path: Path) -> None:
    def coming() -> Iterator[AudioClip]:
        yield clips[0]
        raise StoreUnavailable("the bucket does not answer")

    with pytest.raises(StoreUnavailable, match="the bucket"):
        media.mix(_WITHOUT_MUSIC, coming(), tmp_path / "mix.wav")


def test_a_clip_that_is_no_wav_is_corrupt(media: MediaPort, tmp_path: Path) -> None:
    (tmp_path / "bad.wav").write_bytes(b"ID3 this is no wave")
    with pytest.raises(CorruptContent, match=r"bad\.wav"):
        media.mix(Episode(), [AudioClip(path=tmp_path / "bad.wav")], tmp_path / "mix.wav")
    with pytest.raises(CorruptContent, match="no audio clips"):
        media.mix(Episode(), [], tmp_path / "mix.wav")


def test_the_cover_is_a_square_jpeg(media: MediaPort, tmp_path: Path) -> None:
    from PIL import Image

    media.cover("Attention Is All You Need", "A conversation", tmp_path / "cover.jpg")
    with Image.open(tmp_path / "cover.jpg") as picture:
        picture.load()
        assert (picture.format, picture.size) == ("JPEG", (1400, 1400))


@pytest.mark.parametrize(
    ("title", "authors", "lacking"),
    [
        ("Βιβλία и книги, ‘ßüő’ 🎉", "Žofie Ångström", False),
        ("המגדלור", "רות כהן", False),
        ("ᛚᚨᛗᛈᛊ", "", True),
        ("Lights", "ᚱᚢᚦ", True),
    ],
)
def test_letters_that_are_not_on_the_cover_are_told(
    media: MediaPort, tmp_path: Path, title: str, authors: str, lacking: bool
) -> None:
    notice = media.cover(title, authors, tmp_path / "cover.jpg")
    assert (notice is not None and notice.code == "cover-letters-missing") == lacking


# --- ffmpeg ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("background", [False, True])
def test_the_finished_file_has_its_loudness_by_an_independent_meter(
    clips: list[AudioClip], tmp_path: Path, background: bool
) -> None:
    wanted = Episode(background_music=background)
    _, made = _composed(FfmpegMedia(_FONTS), clips, tmp_path / "out.mp3", wanted)
    lufs, peak = _loudness(made.path)
    assert abs(lufs + 16) <= 0.5
    assert lufs == pytest.approx(made.loudness_lufs, abs=0.1)
    assert peak <= -1.5
    assert peak == pytest.approx(made.true_peak_dbtp, abs=0.15)
    silences = _ffmpeg("-i", str(made.path), "-map", "0:a", "-af", "silencedetect=n=-50dB:d=2", "-f", "null", "-")
    assert "silence_start" not in silences


def test_peaky_clips_are_limited_not_left_quiet(tmp_path: Path) -> None:
    clicks = bytearray(2 * 22_050 * 6)
    for index in range(0, len(clicks), 2 * 2205):
        clicks[index : index + 40] = struct.pack("<20h", *([32_000, -32_000] * 10))
    with wave.open(str(tmp_path / "clicks.wav"), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(22_050)
        out.writeframes(bytes(clicks))
    speech = _speechlike(tmp_path / "speech.wav", 8.0)
    clips = [AudioClip(path=speech), AudioClip(path=tmp_path / "clicks.wav"), AudioClip(path=speech)]
    _, made = _composed(FfmpegMedia(_FONTS), clips, tmp_path / "out.mp3", _WITHOUT_MUSIC)
    lufs, peak = _loudness(made.path)
    assert abs(lufs + 16) <= 0.5
    assert peak <= -1.5


def test_chapters_cover_and_tags_are_in_the_file(clips: list[AudioClip], tmp_path: Path) -> None:
    media = FfmpegMedia(_FONTS)
    media.cover("Title", "Subtitle", tmp_path / "cover.jpg")
    chapters = [
        Chapter(title="One; two = #3 \\ four", starts_at=0.0, ends_at=4.25),
        Chapter(title="Über", starts_at=4.25, ends_at=9.0),
    ]
    _, made = _composed(media, clips, tmp_path / "out.mp3", chapters=chapters, cover=tmp_path / "cover.jpg")
    body = made.path.read_bytes()
    assert (body.count(b"CHAP"), body.count(b"CTOC"), body.count(b"APIC")) == (2, 1, 1)
    assert (tmp_path / "cover.jpg").read_bytes() in body
    said = _ffmpeg("-i", str(made.path))
    for expected in (
        r"title\s+: A = b; #1",
        r"artist\s+: Williams",
        r"album\s+: Über alles",
        r"date\s+: 2026-11-22",
        r"copyright\s+: CC-BY-4.0",
        r"start 0.000000, end 4.250000",
        r"title\s+: One; two = #3 \\ four",
        r"start 4.250000, end 9.000000",
        r"44100 Hz, mono, fltp, 96 kb/s",
        r"1400x1400.*attached pic",
    ):
        assert re.search(expected, said), expected
    decoded = re.search(r"Duration: 00:00:(\d+\.\d+)", said)
    assert decoded
    assert float(decoded[1]) == pytest.approx(made.seconds, abs=0.1)


def test_clips_are_heard_where_the_time_line_says(tmp_path: Path) -> None:
    clip = _speechlike(tmp_path / "a.wav", 2.0)
    clips = [AudioClip(path=clip, gap_seconds=1.0)] * 3
    mix, made = _composed(FfmpegMedia(_FONTS), clips, tmp_path / "out.mp3", _WITHOUT_MUSIC)
    said = _ffmpeg("-i", str(made.path), "-af", "silencedetect=n=-45dB:d=0.6", "-f", "null", "-")
    ends = [float(value) for value in re.findall(r"silence_end: ([\d.]+)", said)]
    assert mix.clip_starts[1:] == pytest.approx(ends[:2], abs=0.08)


def test_music_plays_before_the_first_clip_and_only_if_asked(clips: list[AudioClip], tmp_path: Path) -> None:
    media = FfmpegMedia(_FONTS)
    mix, with_music = _composed(media, clips, tmp_path / "music.mp3")
    without = media.mix(_WITHOUT_MUSIC, clips, tmp_path / "plain.wav")
    assert mix.clip_starts[0] == pytest.approx(3.2)
    assert without.clip_starts[0] == pytest.approx(0.25)
    said = _ffmpeg("-i", str(with_music.path), "-t", "3", "-af", "volumedetect", "-f", "null", "-")
    loudest = re.search(r"max_volume: (-?[\d.]+)", said)
    assert loudest
    assert -20 < float(loudest[1]) < -1


def test_clips_of_different_level_come_out_alike(clips: list[AudioClip], tmp_path: Path) -> None:
    mix, made = _composed(FfmpegMedia(_FONTS), clips, tmp_path / "out.mp3", _WITHOUT_MUSIC)
    levels = []
    for start in mix.clip_starts[:2]:
        said = _ffmpeg("-ss", str(start), "-t", "1.9", "-i", str(made.path), "-af", "volumedetect", "-f", "null", "-")
        found = re.search(r"mean_volume: (-?[\d.]+)", said)
        assert found
        levels.append(float(found[1]))
    assert abs(levels[0] - levels[1]) < 4  # the clips themselves are 15 dB apart


def test_silent_clips_are_refused(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "silent.wav"), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(22_050)
        out.writeframes(bytes(2 * 22_050 * 3))
    clips = [AudioClip(path=tmp_path / "silent.wav")]
    with pytest.raises(CorruptContent, match="silent"):
        FfmpegMedia(_FONTS).mix(_WITHOUT_MUSIC, clips, tmp_path / "mix.wav")


def test_the_same_episode_gives_the_same_bytes(clips: list[AudioClip], tmp_path: Path) -> None:
    media = FfmpegMedia(_FONTS)
    made = [_composed(media, clips, tmp_path / f"{number}.mp3")[1].path.read_bytes() for number in (1, 2)]
    assert made[0] == made[1]


def test_nothing_is_left_beside_the_mix_and_the_finished_file(clips: list[AudioClip], tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    _composed(FfmpegMedia(_FONTS), clips, folder / "out.mp3", Episode(background_music=True))
    assert sorted(path.name for path in folder.iterdir()) == ["out.mp3", "out.wav"]


def test_a_long_episode_is_not_held_in_memory(tmp_path: Path) -> None:
    clip = AudioClip(path=_speechlike(tmp_path / "a.wav", 10.0))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    _, made = _composed(FfmpegMedia(_FONTS), [clip] * 60, tmp_path / "out.mp3", _WITHOUT_MUSIC)
    assert made.seconds > 600
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 20 * 1024  # kilobytes; the bed alone has 26 MB


def test_a_failing_encoder_says_why_and_is_transient() -> None:
    with pytest.raises(TransientError, match=r"(?s)ffmpeg failed.*nonsense"):
        run_ffmpeg(["-f", "lavfi", "-i", "nonsense=1", "-f", "null", "-"], timeout_seconds=20)


def test_an_encoder_that_takes_too_long_is_ended() -> None:
    with pytest.raises(DeadlineExceeded, match="longer than"):
        run_ffmpeg(["-re", "-f", "lavfi", "-i", "sine=d=60", "-f", "null", "-"], timeout_seconds=0.5)


def test_who_feeds_an_encoder_that_does_not_read_is_not_held_up() -> None:
    endless = iter(lambda: bytes(65_536), None)
    with pytest.raises(DeadlineExceeded, match="longer than"):
        run_ffmpeg(["-re", "-f", "lavfi", "-i", "sine=d=60", "-f", "null", "-"], timeout_seconds=0.5, fed=endless)


@pytest.fixture
def halting(tmp_path: Path) -> Path:
    """Two seconds of sound, four of silence, two of sound."""
    path = _speechlike(tmp_path / "a.wav", 2.0)
    with wave.open(str(path), "rb") as file:
        params, loud = file.getparams(), file.readframes(file.getnframes())
    with wave.open(str(tmp_path / "halting.wav"), "wb") as file:
        file.setparams(params)
        file.writeframes(loud + bytes(2 * len(loud)) + loud)
    return tmp_path / "halting.wav"


def test_a_recording_comes_in_pieces_that_silence_parts(media: MediaPort, halting: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pieces"
    folder.mkdir()
    assert media.inspect(halting).seconds == pytest.approx(8, abs=0.1)
    sound = media.pieces(halting, 3, folder, 20)
    edges = [edge for each in sound.pieces for edge in (each.starts_at, each.ends_at)]
    assert edges == pytest.approx([0, 2, 6, 8], abs=0.5)
    assert sound.seconds == pytest.approx(8, abs=0.1)
    assert not sound.damaged
    assert sorted(folder.iterdir()) == [each.path for each in sound.pieces]


@pytest.mark.parametrize(
    "form",
    ["mp3", "ogg", "opus", "flac", "m4a", "mkv", "webm", "mp4"],
)
def test_what_a_recording_says_of_itself(tmp_path: Path, form: str) -> None:
    about = tmp_path / "about.txt"
    about.write_text(
        ";FFMETADATA1\ntitle=Birds \\= dinosaurs\nartist=Ada\ndate=2020-03-04\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1000\ntitle=One\n"
        "[CHAPTER]\nTIMEBASE=1/1000\nSTART=1000\nEND=2000\ntitle=Two\n"
    )
    film = ["-f", "lavfi", "-i", "color=s=32x32:d=2"] if form in ("mkv", "webm", "mp4") else []
    made = tmp_path / f"made.{form}"
    sources = ["-f", "lavfi", "-i", "sine=d=2", "-i", str(about), *film]
    _ffmpeg(*sources, "-map", "0:a", *(["-map", "2:v"] if film else []), "-map_metadata", "1", "-shortest", str(made))
    found = FfmpegMedia(_FONTS).inspect(made)
    assert (found.has_sound, found.has_film) == (True, bool(film))
    assert found.seconds == pytest.approx(2, abs=0.2)
    assert {name: found.tags[name] for name in ("title", "artist", "date")} == {
        "title": "Birds = dinosaurs",
        "artist": "Ada",
        "date": "2020-03-04",
    }
    if form not in ("flac", "ogg"):  # ffmpeg writes none into these
        assert [(each.title, round(each.starts_at)) for each in found.chapters] == [("One", 0), ("Two", 1)]


_FILM = ("-f", "lavfi", "-i", "color=s=720x576:d=1:r=25")


@pytest.mark.parametrize(
    ("ending", "options"),
    [
        *(
            (ending, ())
            for ending in ("ac3", "eac3", "au", "voc", "wv", "tta", "caf", "aiff", "w64", "mp2", "wma", "sox")
        ),
        *(
            (ending, _FILM)
            for ending in ("ts", "m2ts", "vob", "ogv", "m4v", "mov", "wtv", "nut", "rm", "flv", "wmv", "avi")
        ),
        *((ending, (*_FILM, "-ar", "48000")) for ending in ("mxf", "gxf")),
        ("dv", (*_FILM, "-ar", "48000", "-ac", "2")),
        ("3gp", (*_FILM, "-s", "352x288", "-c:v", "h263", "-c:a", "aac")),
        ("dts", ("-strict", "-2", "-ar", "48000")),
        ("thd", ("-strict", "-2", "-ar", "48000", "-f", "truehd")),
        ("mpga", ("-f", "mp2")),
        ("m4b", ("-f", "ipod")),
    ],
)
def test_the_sound_of_every_container_is_read(tmp_path: Path, ending: str, options: tuple[str, ...]) -> None:
    """GXF fills its last packet with silence."""
    made = tmp_path / f"made.{ending}"
    said = _ffmpeg("-f", "lavfi", "-i", "sine=d=1", *options, "-shortest", str(made))
    media = FfmpegMedia(_FONTS)
    assert media.inspect(made).has_sound, said
    assert media.pieces(made, 60, tmp_path, 20).seconds == pytest.approx(1, abs=0.4)


@pytest.mark.parametrize(
    ("name", "frame"),
    [("made.gsm", b"\xd2" + b"\xa5" * 32), ("made.amr", b"\x3c" + b"\x5a" * 31)],
)
def test_the_sound_of_telephones_is_read(tmp_path: Path, name: str, frame: bytes) -> None:
    """ffmpeg does not write what they do: a hundred frames of 20 ms, in GSM's form that only a name tells."""
    made = tmp_path / name
    made.write_bytes((b"#!AMR\n" if name.endswith("amr") else b"") + frame * 100)
    assert FfmpegMedia(_FONTS).inspect(made).has_sound
    assert FfmpegMedia(_FONTS).pieces(made, 60, tmp_path, 20).seconds == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize(
    ("share", "options", "words"),
    [
        (
            0.5,
            ("-i", "sine=d=1"),
            "its table of contents is missing, as when a download or a camera is stopped too early",
        ),
        (1.0, ("-i", "color=s=32x32:d=1"), "it has no track of sound"),
        (0.0, ("-i", "sine=d=1"), "its bytes are not those of a recording, or they are damaged"),
    ],
)
def test_why_a_recording_cannot_be_read_is_said_in_words(
    tmp_path: Path, share: float, options: tuple[str, ...], words: str
) -> None:
    """Its message names neither the file of scratch nor the places that ffmpeg has in memory."""
    made = tmp_path / "made.mp4"
    _ffmpeg("-f", "lavfi", *options, str(made))
    whole = made.read_bytes()
    made.write_bytes(whole[: int(len(whole) * share)] or b"\x00\x00\x00\x18ftypisom" * 9)
    with pytest.raises(CorruptContent) as refused:
        FfmpegMedia(_FONTS).pieces(made, 60, tmp_path, 20)
    assert refused.value.detail == f"The recording cannot be read: {words}. Save it anew as MP3 and import that."
    assert " @ 0x" not in str(refused.value)
