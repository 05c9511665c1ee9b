"""The program that speaks: espeak-ng in a process of its own, because it has global state and may exit its process.

Started as ``python worker.py LIBRARY DATA``; it needs nothing but the standard library. espeak-ng is licensed
under the GPL: this file is the only place that loads it, and only ever as this separate program.

Protocol, over standard input and output: a frame is four bytes of length (big-endian), then that many bytes. The first
frame out is a JSON object with ``sample_rate`` and ``languages`` (tag: voice). Each request is one JSON frame, each
answer a JSON frame (or ``error`` in one) and a frame of 16-bit mono PCM:

- with ``text``, ``voice``, ``words_per_minute`` and ``pitch`` a text is spoken, and ``words`` are ``[start, length,
  milliseconds]``, ``start`` and ``length`` in code points;
- with ``clauses`` and ``voice`` nothing is spoken, and ``phonemes`` are those of each clause, in the International
  Phonetic Alphabet with a tie (``^``) within a sound of several letters.
"""

from __future__ import annotations

import ctypes
import json
import os
import struct
import sys
from typing import Any, BinaryIO

_AUDIO_OUTPUT_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_CHARACTERS_UTF8 = 1
_EVENT_LIST_END = 0
_EVENT_WORD = 1
# The International Phonetic Alphabet (2), with the tie in bits 8 to 23 (0x80).
_TIED_IPA = 0x02 | 0x80 | ord("^") << 8
_PARAMETER_RATE = 1
_PARAMETER_PITCH = 3
_POSITION_CHARACTER = 1


class _EventId(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    ]


class _Voice(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("xx1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    ]


_Word = tuple[int, int, int]
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Engine:
    """One initialised espeak-ng."""

    def __init__(self, library: str, data: str) -> None:
        self._espeak = ctypes.CDLL(library)
        self._espeak.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        self.sample_rate = int(
            self._espeak.espeak_Initialize(_AUDIO_OUTPUT_SYNCHRONOUS, 0, data.encode(), _DONT_EXIT),
        )
        if self.sample_rate <= 0:
            raise RuntimeError(f"espeak-ng did not start with its data in {data}")
        self._espeak.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._pcm = bytearray()
        self._words: list[_Word] = []
        self._espeak.espeak_ng_SetRandSeed(ctypes.c_long(1))
        self._callback = _CALLBACK(self._receive)
        self._espeak.espeak_SetSynthCallback(self._callback)

    def languages(self) -> dict[str, str]:
        """Return each language tag that the engine knows with the voice that speaks it best (``en-gb``: ``en``)."""
        best: dict[str, tuple[int, str]] = {}
        listed = self._espeak.espeak_ListVoices(None)
        index = 0
        while listed[index]:
            voice = listed[index].contents
            index += 1
            if voice.identifier.startswith(b"!v"):
                continue
            file = voice.identifier.decode().rpartition("/")[2]
            for priority, tag in _tags(voice.languages):
                best[tag] = min(best.get(tag, (priority, file)), (priority, file))
        return {tag: file for tag, (_, file) in best.items()}

    def speak(self, text: str, voice: str, words_per_minute: int, pitch: int) -> tuple[bytes, list[_Word]]:
        """Return PCM and words. Markup is read aloud like other text: neither SSML nor phoneme input is switched on."""
        self._choose(voice)
        self._espeak.espeak_SetParameter(_PARAMETER_RATE, words_per_minute, 0)
        self._espeak.espeak_SetParameter(_PARAMETER_PITCH, pitch, 0)
        self._pcm, self._words = bytearray(), []
        encoded = text.encode() + b"\0"
        status = self._espeak.espeak_Synth(
            encoded, ctypes.c_size_t(len(encoded)), 0, _POSITION_CHARACTER, 0, _CHARACTERS_UTF8, None, None
        )
        if status != 0:
            raise RuntimeError(f"espeak-ng could not speak (status {status})")
        return bytes(self._pcm), self._words

    def phonemes(self, clause: str, voice: str) -> str:
        """Return how a clause is said, its words apart."""
        self._choose(voice)
        text = ctypes.create_string_buffer(clause.encode())
        rest = ctypes.c_void_p(ctypes.addressof(text))
        said = []
        while rest.value:
            said.append(self._espeak.espeak_TextToPhonemes(ctypes.byref(rest), _CHARACTERS_UTF8, _TIED_IPA) or b"")
        return b" ".join(said).decode()

    def _choose(self, voice: str) -> None:
        if self._espeak.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {voice!r}")

    def _receive(self, samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            self._pcm += ctypes.string_at(samples, count * 2)
        index = 0
        while events[index].type != _EVENT_LIST_END:
            event = events[index]
            if event.type == _EVENT_WORD:
                self._words.append((event.text_position - 1, event.length, event.audio_position))
            index += 1
        return 0


def _tags(address: int) -> list[tuple[int, str]]:
    """Read espeak-ng's packed list: a byte of priority (lower is better) and a C string each; a zero byte ends it."""
    tags: list[tuple[int, str]] = []
    while priority := ctypes.string_at(address, 1)[0]:
        tag = ctypes.string_at(address + 1)
        address += len(tag) + 2
        tags.append((priority, tag.decode("ascii", "replace")))
    return tags


def _write_frame(out: BinaryIO, payload: bytes) -> None:
    out.write(struct.pack(">I", len(payload)) + payload)


def _read_frame(source: BinaryIO) -> bytes | None:
    header = source.read(4)
    if len(header) < 4:
        return None
    return source.read(struct.unpack(">I", header)[0])


def _private_output() -> BinaryIO:
    """Keep standard output for the protocol alone: whatever the library prints goes to standard error."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def _answer(engine: Engine, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    try:
        if "clauses" in request:
            return {"phonemes": [engine.phonemes(each, request["voice"]) for each in request["clauses"]]}, b""
        pcm, words = engine.speak(request["text"], request["voice"], request["words_per_minute"], request["pitch"])
    except (ValueError, RuntimeError) as error:
        return {"error": str(error)}, b""
    return {"words": words}, pcm


def _answer_in_child(engine: Engine, request: dict[str, Any], out: BinaryIO) -> None:
    """Answer in a copy of this process, so that each line begins in the same state: the same line, the same bytes.

    espeak-ng carries the phase of its waves and its random flutter from one line to the next. Ends this process when
    the copy fails: a broken frame cannot be mended.
    """
    child = os.fork()
    if child == 0:
        answer, pcm = _answer(engine, request)
        _write_frame(out, json.dumps(answer).encode())
        _write_frame(out, pcm)
        out.flush()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status != 0:
        sys.exit(f"espeak-ng failed at {str(request)[:60]} (wait status {status})")


def serve(library: str, data: str) -> None:
    """Answer requests until standard input ends."""
    out = _private_output()
    engine = Engine(library, data)
    _write_frame(out, json.dumps({"sample_rate": engine.sample_rate, "languages": engine.languages()}).encode())
    out.flush()
    while (frame := _read_frame(sys.stdin.buffer)) is not None:
        _answer_in_child(engine, json.loads(frame), out)


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2])
