"""The worker's protocol, with a scripted library in the place of espeak-ng."""

from __future__ import annotations

import ctypes
import io
import json
import os
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from williams_espeak import worker


class _Function:
    """A C function: what it is called with is kept, what it answers is scripted."""

    def __init__(self, answer: Callable[..., Any]) -> None:
        self._answer = answer
        self.restype: Any = None

    def __call__(self, *arguments: Any) -> Any:
        return self._answer(*arguments)


class _Library:
    """Speaks two samples per character and one word event for the second character."""

    def __init__(self, rate: int = 22_050) -> None:
        self.parameters: dict[int, int] = {}
        self.callback: Any = None
        self._voices = self._voice_list()
        self.espeak_Initialize = _Function(lambda *_: rate)
        self.espeak_ng_SetRandSeed = _Function(lambda *_: 0)
        self.espeak_SetSynthCallback = _Function(lambda callback: setattr(self, "callback", callback))
        self.espeak_SetVoiceByName = _Function(lambda name: 0 if name in (b"en", b"en+m7") else 1)
        self.espeak_SetParameter = _Function(lambda name, value, _: self.parameters.update({name: value}))
        self.espeak_ListVoices = _Function(lambda _: self._voices)
        self.espeak_Synth = _Function(self._synth)
        self.espeak_TextToPhonemes = _Function(self._phonemes)

    def _voice_list(self) -> Any:
        self._kept = [
            (b"\x05en\0\x02en-gb\0\0", b"gmw/en"),
            (b"\x02en\0\x05en-us\0\0", b"gmw/en-US"),
            (b"\x05variant\0\0", b"!v/m7"),
        ]
        voices = []
        self._buffers = []
        for languages, identifier in self._kept:
            buffer = ctypes.create_string_buffer(languages)
            self._buffers.append(buffer)
            voices.append(worker._Voice(languages=ctypes.addressof(buffer), identifier=identifier))
        pointers = [ctypes.pointer(voice) for voice in voices]
        return (ctypes.POINTER(worker._Voice) * (len(pointers) + 1))(*pointers)

    @staticmethod
    def _phonemes(rest: Any, *_: Any) -> bytes | None:
        """Says a word of the text at each call, the last with the pointer to nothing behind it."""
        text = ctypes.string_at(rest._obj.value)
        word, space, __ = text.partition(b" ")
        rest._obj.value = rest._obj.value + len(word) + 1 if space else None
        return word.upper() or None

    def _synth(self, encoded: bytes, size: ctypes.c_size_t, *_: Any) -> int:
        assert size.value == len(encoded)
        text = encoded[:-1].decode()
        if text == "refuse":
            return 2
        count = 2 * len(text)
        samples = (ctypes.c_short * count)(*range(count))
        events = (worker._Event * 2)()
        events[0].type, events[0].text_position, events[0].length, events[0].audio_position = 1, 2, 3, 40
        self.callback(samples, count, events)
        self.callback(None, 0, (worker._Event * 1)())
        return 0


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> _Library:
    library = _Library()
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    return library


def _request(**changes: Any) -> dict[str, Any]:
    return {"text": "Hello", "voice": "en+m7", "words_per_minute": 160, "pitch": 44} | changes


def test_samples_and_word_events_are_collected(library: _Library) -> None:
    engine = worker.Engine("lib", "data")
    answer, pcm = worker._answer(engine, _request())
    assert struct.unpack("<10h", pcm) == tuple(range(10))
    assert answer == {"words": [(1, 3, 40)]}
    assert library.parameters == {1: 160, 3: 44}
    assert worker._answer(engine, _request())[1] == pcm


def test_phonemes_are_those_of_whole_clauses(library: _Library) -> None:
    assert library
    answer, pcm = worker._answer(worker.Engine("lib", "data"), {"clauses": ["one two", "", "three"], "voice": "en"})
    assert (answer, pcm) == ({"phonemes": ["ONE TWO", "", "THREE"]}, b"")


@pytest.mark.parametrize(
    ("changes", "message"), [({"voice": "nobody"}, "no voice 'nobody'"), ({"text": "refuse"}, "status 2")]
)
def test_what_the_engine_refuses_is_answered_as_an_error(
    library: _Library, changes: dict[str, str], message: str
) -> None:
    assert library
    answer, pcm = worker._answer(worker.Engine("lib", "data"), _request(**changes))
    assert message in answer["error"]
    assert pcm == b""


def test_each_language_goes_to_the_voice_that_speaks_it_best(library: _Library) -> None:
    assert library
    assert worker.Engine("lib", "data").languages() == {"en": "en-US", "en-gb": "en", "en-us": "en-US"}


def test_an_engine_without_its_data_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: _Library(rate=-1))
    with pytest.raises(RuntimeError, match="data in nowhere"):
        worker.Engine("lib", "nowhere")


def test_frames_are_answered_until_the_input_ends(
    library: _Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert library
    requests = [json.dumps(_request(text=text)).encode() for text in ("One", "Three")]
    stream = io.BytesIO(b"".join(struct.pack(">I", len(body)) + body for body in requests) + b"\0\0")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(stream))
    with (tmp_path / "out").open("wb") as out:
        monkeypatch.setattr(worker, "_private_output", lambda: out)
        worker.serve("lib", "data")
    written = io.BytesIO((tmp_path / "out").read_bytes())
    frames = []
    while (frame := worker._read_frame(written)) is not None:
        frames.append(frame)
    assert json.loads(frames[0])["sample_rate"] == 22_050
    assert [len(frame) for frame in frames[2::2]] == [12, 20]


def test_a_copy_that_fails_ends_the_worker(library: _Library, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = worker.Engine("lib", "data")
    assert library
    monkeypatch.setattr(os, "waitpid", lambda *_: (0, 9))
    monkeypatch.setattr(os, "fork", lambda: 4711)
    with pytest.raises(SystemExit, match="wait status 9"):
        worker._answer_in_child(engine, _request(), io.BytesIO())


def test_what_the_library_prints_does_not_reach_the_protocol(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as out, (tmp_path / "err").open("wb") as errors:
        monkeypatch.setattr("sys.stdout", out)
        monkeypatch.setattr("sys.stderr", errors)
        with worker._private_output() as private:
            private.write(b"frame")
        out.write(b"chatter")
    assert (tmp_path / "out").read_bytes() == b"frame"
    assert (tmp_path / "err").read_bytes() == b"chatter"
