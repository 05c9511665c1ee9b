"""The lines with their times, for players and podcast apps."""

from __future__ import annotations

import json

from williams_export_podcast.captions import srt, transcript_json, webvtt
from williams_export_podcast.models import SpokenLine
from williams_export_podcast.speaking import written_words

from williams.domain.content import ObjectRef
from williams.domain.places import Place
from williams.domain.provenance import Part, VoiceUsed
from williams.plugin.engines import WordTiming


def part(ordinal: int, speaker: str, text: str) -> Part:
    place = Place(seconds=ordinal * 3600.5, until=ordinal * 3600.5 + 2)
    return Part(
        part_id=f"p{ordinal}", label="L", ordinal=ordinal, text=text, speaker=speaker, place=place, citations=[]
    )


PARTS = [part(0, "Ada <A>", "One & two."), part(1, "Grace", "Three."), part(2, "Grace", "Four.")]


def line(ordinal: int, words: list[WordTiming]) -> SpokenLine:
    audio = ObjectRef(key="k", size=1, media_type="audio/wav", sha256="0" * 64)
    voice = VoiceUsed(provider="p", name="n")
    return SpokenLine(ordinal=ordinal, audio=audio, seconds=2, voice=voice, cost_usd=0, words=words)


def test_subrip_names_the_speaker_where_he_changes() -> None:
    blocks = srt(PARTS).split("\n\n")
    assert blocks[0] == "1\n00:00:00,000 --> 00:00:02,000\nAda <A>: One & two."
    assert blocks[1] == "2\n01:00:00,500 --> 01:00:02,500\nGrace: Three."
    assert blocks[2].strip().splitlines()[2] == "Four."


def test_a_name_cannot_break_a_cue() -> None:
    assert "<v Ada &lt;A&gt;>One &amp; two." in webvtt(PARTS)


def test_only_measured_words_have_times() -> None:
    words = [WordTiming(start=0, end=3, seconds=0.25), WordTiming(start=4, end=5, seconds=0.5)]
    told = json.loads(transcript_json(PARTS, [line(0, []), line(1, words), line(2, [])]))
    assert told["version"] == "1.0.0"
    first, second, _ = told["segments"]
    assert first == {"speaker": "Ada <A>", "startTime": 0.0, "endTime": 2.0, "body": "One & two."}
    assert second["words"] == [{"startTime": 3600.75, "body": "Thr"}, {"startTime": 3601.0, "body": "e"}]


def test_words_that_were_said_in_another_way_begin_with_what_was_said_for_them() -> None:
    written, said = "It has 5 km² of land.", "It has 5 square kilometres of land."
    timings, at = [], 0
    for number, word in enumerate(said.split()):
        timings.append(WordTiming(start=at, end=at + len(word), seconds=number / 10))
        at += len(word) + 1
    found = written_words(written, said, timings)
    assert [(written[word.start : word.end], word.seconds) for word in found] == [
        ("It", 0.0), ("has", 0.1), ("5", 0.2), ("km²", 0.3), ("of", 0.5), ("land.", 0.6)
    ]  # fmt: skip
    assert written_words(said, said, timings) == timings
    assert written_words(written, said, []) == []
