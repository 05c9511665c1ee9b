"""From captions to paragraphs: what was shown twice is said once, and what nobody punctuated ends where it pauses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from williams_import_youtube.captions.cues import Cue, read_cues
from williams_import_youtube.captions.paragraphs import paragraphs
from williams_import_youtube.captions.reading import read_captions
from williams_import_youtube.captions.sentences import is_punctuated, punctuated

from tests.contract.youtube_server import heard_words, shown_lines
from williams.domain.errors import CorruptContent, EmptyContent
from williams.plugin.importing import ParagraphDraft

ROLLING = """WEBVTT
Kind: captions

00:00:00.000 --> 00:00:02.000 align:start
 
the<00:00:00.400><c> ferry</c><00:00:00.800><c> left</c>

00:00:02.000 --> 00:00:02.010
the ferry left
 

00:00:02.010 --> 00:00:05.000
the ferry left
at<00:00:02.400><c> nine</c>

00:00:05.000 --> 00:00:05.010
at nine
 

00:00:05.010 --> 00:00:07.000
at nine
nine people waited
"""
SRT = """1
00:00:01,500 --> 00:00:03,000
<i>Hello</i> there.

2
01:00:00,000 --> 01:00:02,000
{\\an8}Bye &amp; thanks.
"""


def read(tmp_path: Path, text: str, kind: str = "json3", automatic: bool = True, **options: Any) -> dict[str, Any]:
    file = tmp_path / f"captions.{kind}"
    file.write_text(text, encoding="utf-8")
    given = {"language": "en", "chapters": [], **options}
    return read_captions(file, lambda *_: None, format=kind, automatic=automatic, **given)


def texts(answer: dict[str, Any]) -> list[str]:
    return [each["text"] for each in answer["paragraphs"]]


def test_captions_that_roll_are_said_once() -> None:
    cues = read_cues(ROLLING, "vtt").cues
    assert [cue.text for cue in cues] == ["the ferry left", "at nine", "nine people waited"]


def test_two_kinds_of_subtitles_give_their_times() -> None:
    assert [(cue.start, cue.end, cue.text) for cue in read_cues(SRT, "srt").cues] == [
        (1.5, 3, "Hello there."),
        (3600, 3602, "Bye & thanks."),
    ]


def vtt(*cues: tuple[float, float, str]) -> str:
    return "WEBVTT\n\n" + "\n\n".join(f"{at(start)} --> {at(end)}\n{text}" for start, end, text in cues)


def at(seconds: float) -> str:
    return f"{int(seconds) // 60:02}:{seconds % 60:06.3f}"


@pytest.mark.parametrize(
    ("cues", "said"),
    [
        ([(0, 1, "one"), (1, 2, "one two"), (2, 3, "one two three"), (3, 4, "four")], ["one", "two", "three", "four"]),
        ([(0, 1, "No."), (1, 2, "No. Never.")], ["No.", "No. Never."]),
        ([(0, 1, "No."), (1, 2, "No.")], ["No."]),
        ([(0, 1, "No."), (3, 4, "No.")], ["No.", "No."]),
        ([(0, 1, "a b"), (1, 2, "a b\nc d"), (2, 3, "c d\ne f")], ["a b", "c d", "e f"]),
    ],
)
def test_what_stays_on_the_screen_is_said_once_and_what_comes_again_twice(
    cues: list[tuple[float, float, str]], said: list[str]
) -> None:
    assert [cue.text for cue in read_cues(vtt(*cues), "vtt").cues] == said


def test_two_speakers_in_one_cue_are_two_turns() -> None:
    cues = read_cues(vtt((0, 4, "&gt;&gt; Who goes?\n&gt;&gt; Me, I do.")), "vtt").cues
    assert [(cue.text, cue.turn) for cue in cues] == [("Who goes?", True), ("Me, I do.", True)]
    assert cues[0].start == 0
    assert 1 < cues[1].start < 3
    assert cues[1].end == 4


def test_the_mark_of_a_speaker_alone_is_that_of_what_follows() -> None:
    heard = read_cues(shown_lines((0, 1, "So it goes."), (1, 2, ">>"), (2, 3, "Does it?")), "json3")
    assert [(cue.text, cue.turn) for cue in heard.cues] == [("So it goes.", False), ("Does it?", True)]
    assert heard.sounds == 0


def test_subtitles_written_by_hand_may_lack_blanks_and_fractions() -> None:
    text = "1\n00:00:01 --> 00:00:02,5\nAll 42\n2\n00:00:03,000-->00:00:04,000\nof them\n42\n\n3\n0:05 --> 0:06\nHi\n"
    assert [(cue.start, cue.end, cue.text) for cue in read_cues(text, "srt").cues] == [
        (1, 2.5, "All 42"),
        (3, 4, "of them 42"),
        (5, 6, "Hi"),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[Music]", None),
        ("(laughs) [Applause]", None),
        ("♪", None),
        ("♪ a song of the sea ♪", "a song of the sea"),
        ("[Anna] Good morning.", "[Anna] Good morning."),
        (">> Good morning.", "Good morning."),
        ("【音楽】", None),
        ("¶¶ a song ¶¶", "a song"),
    ],
)
def test_sounds_are_no_speech(line: str, said: str | None) -> None:
    heard = read_cues(shown_lines((0, 1, line)), "json3")
    assert [cue.text for cue in heard.cues] == ([said] if said else [])
    assert heard.sounds == (said is None)


def test_sentences_end_where_the_speaker_pauses(tmp_path: Path) -> None:
    text = heard_words("this is how the ferry went\nand i was on it when the bridge opened", "went")
    answer = read(tmp_path, text)
    assert texts(answer) == ["This is how the ferry went. And I was on it when the bridge opened."]
    assert [notice["code"] for notice in answer["notices"]] == ["captions-automatic", "punctuation-guessed"]


def test_what_is_punctuated_stays_as_it_is(tmp_path: Path) -> None:
    text = heard_words("So that is it. What now? We wait.", "now?")
    answer = read(tmp_path, text)
    assert texts(answer) == ["So that is it. What now? We wait."]
    assert [notice["code"] for notice in answer["notices"]] == ["captions-automatic"]


def test_peoples_captions_are_not_touched(tmp_path: Path) -> None:
    answer = read(tmp_path, shown_lines((0, 2, "no marks at all"), (9, 10, "and none here")), automatic=False)
    assert texts(answer) == ["no marks at all", "and none here"]
    assert answer["notices"] == []
    assert [each["doubt"] for each in answer["paragraphs"]] == [None, None]


def test_a_sentence_without_a_pause_ends_all_the_same() -> None:
    cues = [Cue(n * 0.4, n * 0.4 + 0.4, f"word{n}") for n in range(200)]
    said = punctuated(cues, [], "en")
    assert sum(cue.text.endswith(".") for cue in said) >= 200 // 45
    assert [cue.text.rstrip(".").lower() for cue in said] == [cue.text for cue in cues]
    assert not is_punctuated(cues)
    assert is_punctuated(said)


@pytest.mark.parametrize(
    ("language", "words", "sentence"),
    [
        ("ja", ["橋が", "できました"], "橋ができました。"),
        ("hi", ["पुल", "बन", "गया"], "पुल बन गया।"),
        ("de", ["i", "wie", "insel"], "I wie insel."),
        ("th", ["สวัสดี", "ครับ"], "สวัสดีครับ"),
        ("km", ["ស្ពាន", "ចាស់"], "ស្ពាន ចាស់។"),
        ("am", ["ድልድይ", "ነው"], "ድልድይ ነው።"),
        ("bn", ["সেতু", "আছে"], "সেতু আছে।"),
    ],
)
def test_each_script_has_its_own_marks(tmp_path: Path, language: str, words: list[str], sentence: str) -> None:
    blank = "" if language == "ja" else " "
    segments = [{"utf8": f"{blank if n else ''}{word}", "tOffsetMs": n * 400} for n, word in enumerate(words)]
    text = json.dumps({"events": [{"tStartMs": 0, "dDurationMs": 3000, "segs": segments}]})
    assert texts(read(tmp_path, text, language=language)) == [sentence]


def test_paragraphs_follow_chapters(tmp_path: Path) -> None:
    """A chapter's mark in the middle of a sentence ends it; one in which nobody speaks is there all the same."""
    chapters = [
        {"title": "First", "starts": 0.0, "ends": 2.4},
        {"title": "Second", "starts": 2.4, "ends": 90.0},
        {"title": "Credits", "starts": 90.0, "ends": None},
    ]
    answer = read(tmp_path, heard_words("one two three four five six seven eight nine ten"), chapters=chapters)
    drafts = [ParagraphDraft.model_validate(each) for each in answer["paragraphs"]]
    assert [(draft.kind, draft.text) for draft in drafts] == [
        ("heading", "First"),
        ("body", "One two three four five."),
        ("heading", "Second"),
        ("body", "Six seven eight nine ten."),
        ("heading", "Credits"),
    ]
    assert [draft.place.section for draft in drafts] == ["First", "First", "Second", "Second", "Credits"]


def test_each_paragraph_has_the_span_of_its_words() -> None:
    cues = [Cue(n * 5.0, n * 5.0 + 4.5, f"Sentence number {n} is as long as sentences are.") for n in range(40)]
    found = list(paragraphs(cues, [], None))
    assert len(found) > 1
    assert [each["place"]["seconds"] for each in found] == sorted(each["place"]["seconds"] for each in found)
    assert found[-1]["place"]["until"] == 199.5
    assert all(len(each["text"]) <= 1200 for each in found)


@pytest.mark.parametrize(
    ("text", "kind", "error"),
    [
        ("", "json3", CorruptContent),
        ("{}", "json3", CorruptContent),
        ('{"events": [1]}', "json3", CorruptContent),
        ("[" * 100_000, "json3", CorruptContent),
        ('{"events": []}', "json3", EmptyContent),
        ("WEBVTT\n\nno times", "vtt", EmptyContent),
        (shown_lines((0, 9, "[Music]")), "json3", EmptyContent),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, text: str, kind: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(tmp_path, text, kind)
