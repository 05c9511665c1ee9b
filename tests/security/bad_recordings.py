"""Recordings that harm who listens: lengths that lie, boxes that nest, tags that swell, lists that lead elsewhere."""

from __future__ import annotations

import io
import struct
import wave
from collections.abc import Callable
from dataclasses import dataclass

from williams.domain.errors import CorruptContent, UnsupportedContent, WilliamsError

_ENDLESS = 0xFFFFFFFF


@dataclass(frozen=True)
class Hostile:
    """A file, and the error that it must end in, or None where its ``seconds`` of sound can be heard.

    ``{secret}`` and ``{port}`` in its bytes stand for another file, and for a port of this machine that must see
    nobody.
    """

    name: str
    file: str
    data: Callable[[], bytes]
    fails: type[WilliamsError] | None = CorruptContent
    seconds: float = 0.0


def sound(seconds: float = 1.0) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writing:
        writing.setparams((1, 2, 8000, 0, "NONE", ""))
        writing.writeframes(b"\x00\x10" * round(8000 * seconds))
    return file.getvalue()


def _announcing(data_bytes: int) -> bytes:
    """A second of sound whose header says that there is another length of it."""
    whole = sound()
    place = whole.index(b"data")
    return whole[: place + 4] + struct.pack("<I", data_bytes) + whole[place + 8 :]


def _box(kind: bytes, inside: bytes, size: int | None = None) -> bytes:
    return struct.pack(">I", len(inside) + 8 if size is None else size) + kind + inside


_FTYP = _box(b"ftyp", b"isom\x00\x00\x02\x00isommp41")


def _nested(depth: int) -> bytes:
    inside = b""
    for _ in range(depth):
        inside = _box(b"moov", inside)
    return _FTYP + inside


def _reference() -> bytes:
    """A track whose data is said to stand in another file (an ``alis`` in ``dref``)."""
    path = b"{secret}"
    alias = b"\x00\x00\x00\x00" + bytes(150) + struct.pack(">HH", 2, len(path)) + path
    dref = _box(b"dref", struct.pack(">II", 0, 1) + _box(b"alis", alias))
    return _FTYP + _box(b"moov", _box(b"trak", _box(b"mdia", _box(b"minf", _box(b"dinf", dref)))))


def _tagged(size: int) -> bytes:
    """An MP3 with a comment of so many bytes, before one silent frame after another."""
    frame = b"TXXX" + struct.pack(">I", size + 3) + b"\x00\x00\x00x\x00" + b"A" * (size + 1)
    length = len(frame)
    header = bytes(length >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + header + frame + (b"\xff\xfb\x90\x00" + bytes(413)) * 50


def _element(name: str, inside: bytes, *, ends: bool = True) -> bytes:
    """An element of Matroska, or one that says to go on for ever."""
    return bytes.fromhex(name) + (struct.pack(">Q", len(inside) | 1 << 56) if ends else b"\x01" + b"\xff" * 7) + inside


def _matroska(inside: bytes) -> bytes:
    """Sound of 8 kHz as plain numbers, in a segment without an end."""
    head = _element("1a45dfa3", _element("4282", b"matroska") + _element("4287", b"\x04"))
    sound = _element("b5", struct.pack(">f", 8000)) + _element("9f", b"\x01") + _element("6264", b"\x10")
    about = _element("d7", b"\x01") + _element("73c5", b"\x01") + _element("83", b"\x02")
    track = _element("ae", about + _element("86", b"A_PCM/INT/LIT") + _element("e1", sound))
    return head + _element("18538067", _element("1654ae6b", track) + inside, ends=False)


def _laced(flags: int) -> bytes:
    """Blocks that say to hold 256 frames each, of lengths that go on for ever."""
    block = _element("a3", b"\x81\x00\x00" + bytes([flags]) + b"\xff" * 1_000)
    return _matroska(_element("1f43b675", _element("e7", b"\x00") + block * 50, ends=False))


def _with(place: int, form: str, number: int) -> bytes:
    whole = bytearray(sound())
    struct.pack_into(form, whole, place, number)
    return bytes(whole)


def _of_chunks(number: int) -> bytes:
    whole = sound()
    return whole[:12] + (b"junk" + bytes(4)) * number + whole[12:]


_RF64 = b"RF64\xff\xff\xff\xffWAVEds64" + struct.pack("<IQQQI", 28, 2**62, 2**62, 2**61, 0)
_HLS = b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{address}\n#EXT-X-ENDLIST\n"

ATTACKS = [
    Hostile("whole", "a.wav", sound, fails=None, seconds=1.0),
    Hostile("empty", "a.mp3", lambda: b""),
    Hostile("cut-in-its-header", "a.wav", lambda: sound()[:30]),
    Hostile("cut-in-its-sound", "a.wav", lambda: sound()[:8044], fails=None, seconds=0.5),
    Hostile("endless-header", "a.wav", lambda: _announcing(_ENDLESS), fails=None, seconds=1.0),
    Hostile("days-are-announced", "a.wav", lambda: _announcing(0x7FFFFFFE), fails=None, seconds=1.0),
    Hostile("exabytes-are-announced", "a.wav", lambda: _RF64 + sound()[12:], fails=None, seconds=1.0),
    Hostile("no-samples-a-second", "a.wav", lambda: _with(24, "<I", 0)),
    Hostile("too-many-samples-a-second", "a.wav", lambda: _with(24, "<I", _ENDLESS)),
    Hostile("65535-channels", "a.wav", lambda: _with(22, "<H", 65_535)),
    Hostile("chunks-before-the-sound", "a.wav", lambda: _of_chunks(20_000), fails=None, seconds=1.0),
    Hostile("frames-without-end", "a.mkv", lambda: _laced(0x82), fails=None),
    Hostile("lengths-that-fall-below-nothing", "a.mkv", lambda: _laced(0x86), fails=None),
    Hostile("clusters-in-clusters", "a.mkv", lambda: _matroska(_element("1f43b675", b"", ends=False) * 5_000),
            fails=None),
    Hostile("zeros", "a.mp3", lambda: bytes(1 << 20)),
    Hostile("boxes-in-boxes", "a.mp4", lambda: _nested(20_000)),
    Hostile("box-of-exabytes", "a.mp4", lambda: _FTYP + struct.pack(">I4sQ", 1, b"moov", 2**62), UnsupportedContent),
    Hostile("box-of-no-size-in-itself", "a.mp4", lambda: _FTYP + _box(b"moov", _box(b"trak", b"", 0) * 1000),
            UnsupportedContent),
    Hostile("box-larger-than-the-file", "a.mp4", lambda: _FTYP + _box(b"moov", b"", 2**31), UnsupportedContent),
    Hostile("track-in-another-file", "a.mov", _reference, UnsupportedContent),
    Hostile("playlist-of-a-file", "a.mp3", lambda: _HLS.replace(b"{address}", b"file://{secret}")),
    Hostile("playlist-of-an-address", "a.mp3", lambda: _HLS.replace(b"{address}", b"http://127.0.0.1:{port}/a.ts")),
    Hostile("playlist-by-its-name", "a.m3u8", lambda: _HLS.replace(b"{address}", b"file://{secret}")),
    Hostile("concat-of-a-file", "a.mp3", lambda: b"ffconcat version 1.0\nfile '{secret}'\n"),
    Hostile("concat-by-its-name", "a.ffconcat", lambda: b"ffconcat version 1.0\nfile 'file:{secret}'\n"),
    Hostile("manifest-of-an-address", "a.mp4", lambda: b'<?xml version="1.0"?><MPD><Period><BaseURL>'
            b"http://127.0.0.1:{port}/</BaseURL></Period></MPD>"),
    Hostile("description-of-a-session", "a.mp3", lambda: b"v=0\nc=IN IP4 127.0.0.1\nm=audio {port} RTP/AVP 0\n"),
    Hostile("tag-of-forty-megabytes", "a.mp3", lambda: _tagged(40 << 20)),
]  # fmt: skip
