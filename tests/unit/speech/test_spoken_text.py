"""Text for a speech engine keeps track of where it came from."""

from __future__ import annotations

import pytest
from williams_engine_espeak.voices import espeak_language

from williams.domain.errors import InvalidRequest
from williams.engine.spoken_text import for_speech


def test_characters_keep_their_origin() -> None:
    spoken = for_speech("e\u0301t\u00e9 ef\ufb01\u00adcient\x07!", 100)
    assert spoken.text == "été efficient !"
    given = "e\u0301t\u00e9 ef\ufb01\u00adcient\x07!"
    assert [given[place] for place in spoken.origin][:4] == ["e", "t", "é", " "]
    assert given[spoken.origin[spoken.text.index("cient")]] == "c"


def test_pieces_of_a_word_make_one_timing() -> None:
    spoken = for_speech("It is 3.5 % here", 100)
    events = [(0, 0.0), (3, 0.2), (6, 0.4), (8, 0.5), (10, 0.7), (12, 0.9), (99, 1.0), (-1, 1.0)]
    words = spoken.word_timings(events)
    assert [(spoken.given[w.start : w.end], w.seconds) for w in words] == [
        ("It", 0.0), ("is", 0.2), ("3.5", 0.4), ("%", 0.7), ("here", 0.9)
    ]  # fmt: skip


def test_a_line_too_long_is_refused_with_its_limit() -> None:
    with pytest.raises(InvalidRequest, match="below 10"):
        for_speech("word " * 5, 10)


@pytest.mark.parametrize(
    ("tag", "voice"),
    [("en", "en-US"), ("en-GB", "en"), ("en_AU", "en-US"), ("de-CH-1996", "de"), ("pt-BR", "pt-br"), ("zh-HK", "yue"),
     ("zh-Hant-TW", "cmn"), ("no", "nb"), (" FR ", "fr"), ("deu", "de"), ("eng-GB", "en"), ("zho", "cmn")],
)  # fmt: skip
def test_tags_find_their_closest_voice(tag: str, voice: str) -> None:
    available = {"en-us": "en-US", "en-gb": "en", "de": "de", "pt": "pt", "pt-br": "pt-br", "yue": "yue", "cmn": "cmn",
                 "nb": "nb", "fr-fr": "fr"}  # fmt: skip
    assert espeak_language(tag, available) == voice


@pytest.mark.parametrize("tag", ["", "xx", "e n"])
def test_other_tags_are_refused(tag: str) -> None:
    with pytest.raises(InvalidRequest, match="en-us"):
        espeak_language(tag, {"en-us": "en-US"})
