"""The metadata file that ffmpeg reads."""

from __future__ import annotations

from williams_engine_ffmpeg.loudness import Correction, Loudness
from williams_engine_ffmpeg.metadata import ffmetadata

from williams.ports.media import AudioTags, Chapter


def test_special_characters_are_escaped_and_line_breaks_cannot_add_fields() -> None:
    tags = AudioTags(title="a=b;c#d\\e", artist="x\n[CHAPTER]\nSTART=0", album="", date="2026", comment="c")
    text = ffmetadata(tags, [Chapter(title="One\r\nTwo", starts_at=0.0014, ends_at=2.5)])
    assert text.splitlines() == [
        ";FFMETADATA1",
        "title=a\\=b\\;c\\#d\\\\e",
        "artist=x [CHAPTER] START\\=0",
        "date=2026",
        "comment=c",
        "genre=Podcast",
        "[CHAPTER]",
        "TIMEBASE=1/1000",
        "START=1",
        "END=2500",
        "title=One Two",
    ]


def test_a_correction_makes_up_for_what_was_measured() -> None:
    correction = Correction(gain_db=4.0, ceiling_dbfs=-2.0)
    quieter = correction.adjusted(Loudness(lufs=-17.0, peak_db=-1.5), -16.0, -1.0)
    assert (quieter.gain_db, quieter.ceiling_dbfs) == (5.0, -2.0)
    peaky = correction.adjusted(Loudness(lufs=-16.0, peak_db=-0.5), -16.0, -1.0)
    assert (peaky.gain_db, round(peaky.ceiling_dbfs, 3)) == (4.0, -2.7)
