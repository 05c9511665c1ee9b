"""Undoing a Content-Encoding in a stream, within bounds: on layers, on bytes, and so on memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from williams.adapters.fetch.codings import CODINGS, Coding
from williams.domain.errors import ContentTooLarge, CorruptContent, UnsupportedContent

ACCEPT_ENCODING: Final = ", ".join(CODINGS)
_OTHER_NAMES: Final = {"x-gzip": "gzip"}
_MOST_LAYERS: Final = 2
_SEVERAL_STREAMS: Final = frozenset({"gzip", "zstd"})
"""Whose formats are one or more streams, one after the other."""
_MOST_STREAMS: Final = 10_000
_LONGEST_NAME: Final = 40
_TEXTS: Final = ("text/", "application/xhtml", "application/xml", "application/json")
_MAGIC: Final = {"gzip": b"\x1f\x8b\x08", "zstd": b"\x28\xb5\x2f\xfd"}
_ADVICE: Final = "Save the page in a browser and upload the file instead."


class Unpacking:
    """One answer's body. ``content_encoding`` is its header, ``max_bytes`` the most that any layer may become.

    Raises UnsupportedContent for a coding that is not known, and for more than two layers.
    """

    def __init__(self, content_encoding: str, max_bytes: int) -> None:
        names = [name.strip().lower() for name in content_encoding.split(",")]
        names = [_OTHER_NAMES.get(name, name) for name in names if name not in ("", "identity")]
        for name in names:
            if name not in CODINGS:
                raise UnsupportedContent(
                    f"The site packs its answer as {name[:_LONGEST_NAME]!r}, which cannot be unpacked here: only "
                    f"{ACCEPT_ENCODING} can. {_ADVICE}"
                )
        if len(names) > _MOST_LAYERS:
            raise UnsupportedContent(
                f"The site packs its answer {len(names)} times over; at most {_MOST_LAYERS} are unpacked. {_ADVICE}"
            )
        self._layers = [_Layer(name, max_bytes) for name in reversed(names)]

    def blocks(self, data: bytes) -> Iterator[bytes]:
        """Give what the next bytes of the body become. Raises CorruptContent, ContentTooLarge."""
        return _through(self._layers, data)

    def finish(self) -> None:
        """Raise CorruptContent when the body ended too soon."""
        for layer in self._layers:
            layer.finish()


def unnamed_coding(head: bytes, media_type: str) -> str:
    """Return how a text is packed that begins with ``head``, of a site that does not say so; nothing for others."""
    if not media_type.strip().lower().startswith(_TEXTS):
        return ""
    return next((name for name, magic in _MAGIC.items() if head.startswith(magic)), "")


def _through(layers: Sequence[_Layer], data: bytes) -> Iterator[bytes]:
    if not layers:
        yield data
        return
    for block in layers[0].blocks(data):
        yield from _through(layers[1:], block)


class _Layer:
    def __init__(self, name: str, max_bytes: int) -> None:
        self._name = name
        self._max_bytes = max_bytes
        self._size = 0
        self._streams = 0
        self._coding: Coding | None = None

    def blocks(self, data: bytes) -> Iterator[bytes]:
        while data:
            coding = self._open()
            yield from self._drain(coding, data)
            data = coding.unused if coding.ended else b""

    def finish(self) -> None:
        if self._coding is not None and not self._coding.ended:
            raise CorruptContent(
                f"The site's answer is not whole: its {self._name} data ends too soon. Try again, or upload the file."
            )

    def _open(self) -> Coding:
        """Return the stream that the next bytes belong to."""
        if self._coding is None or self._coding.ended:
            self._streams += 1
            if self._streams > (_MOST_STREAMS if self._name in _SEVERAL_STREAMS else 1):
                raise CorruptContent(f"The site's answer goes on where its {self._name} data has ended. {_ADVICE}")
            self._coding = CODINGS[self._name]()
        return self._coding

    def _drain(self, coding: Coding, data: bytes) -> Iterator[bytes]:
        pending = True
        while pending:
            block = self._block(coding, data)
            data, pending = b"", coding.pending
            self._size += len(block)
            if self._size > self._max_bytes:
                raise ContentTooLarge(f"The source unpacks to more than the {self._max_bytes} bytes that are allowed.")
            if block:
                yield block

    def _block(self, coding: Coding, data: bytes) -> bytes:
        try:
            return coding.block(data)
        except coding.error as error:
            raise CorruptContent(
                f"The site's answer is damaged: its {self._name} data is invalid. {_ADVICE}"
            ) from error
