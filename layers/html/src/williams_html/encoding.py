"""From bytes to text."""

from __future__ import annotations

import codecs
import re

import webencodings

from williams.domain.errors import UnsupportedContent

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]+charset\s*+=\s*+[\"']?\s*+([\w.:-]+)", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*+=\s*+[\"']?\s*+([\w.:-]+)", re.IGNORECASE)
_META_WITHIN = 4096
# Python's codecs of these names lack what the web's encodings of these names have.
_ON_THE_WEB = {"gbk": "gb18030", "shift_jis": "cp932", "euc-kr": "cp949", "big5": "big5hkscs"}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]+")
_MANY_CONTROLS = 0.01


def decode_html(data: bytes, declared_type: str | None = None) -> str:
    """Return a page's text: by its byte order mark, the server's word, the page's own, or what the bytes look like.

    Args:
        declared_type: the ``Content-Type`` header.

    Raises:
        UnsupportedContent: the bytes are no text.
    """
    header = _HEADER.search(declared_type or "")
    meta = _META.search(data[:_META_WITHIN])
    named = [header[1]] if header else []
    if meta:
        name = meta[1].decode("ascii", "replace")
        named.append("utf-8" if name.lower().startswith("utf-16") else name)
    return decode(data, named)


def decode(data: bytes, named: list[str] | None = None) -> str:
    """Return the text of bytes in an encoding that may be named; a wrong name is passed over.

    Raises:
        UnsupportedContent: the bytes are no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"))
    for name in [*(named or []), "utf-8"]:
        text = _decoded(data, name)
        if text is not None:
            return _checked(text)
    return _checked(_guessed(data))


def _decoded(data: bytes, name: str) -> str | None:
    """Knows the encodings of the web's standard only: others of Python's codecs are slow, or make no text."""
    encoding = webencodings.lookup(name)
    if encoding is None:
        return None
    if encoding.name == "replacement":
        raise UnsupportedContent(f"The file is in {name}, which browsers do not read either. Save it as UTF-8.")
    try:
        return _codec(encoding).decode(data)[0]
    except UnicodeError:
        return _cut(data) if encoding.name == "utf-8" else None


def _codec(encoding: webencodings.Encoding) -> codecs.CodecInfo:
    larger = _ON_THE_WEB.get(encoding.name)
    return codecs.lookup(larger) if larger else encoding.codec_info


def _cut(data: bytes) -> str | None:
    """UTF-8 with a few broken characters, as pages glued together from parts have them, is UTF-8 still."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if whole > 20 * broken else None


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise UnsupportedContent("The file is not text in any known encoding. Save it as UTF-8 and import it again.")
    return str(best)


def _checked(text: str) -> str:
    kept = _CONTROLS.sub("", text)
    if len(text) - len(kept) > _MANY_CONTROLS * len(text):
        raise UnsupportedContent("The file is not text: it is full of control characters. Give the right file.")
    return kept
