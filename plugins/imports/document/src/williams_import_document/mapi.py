"""What messages of Outlook's and packages in mails (TNEF) share: code pages, and a text in up to three forms."""

from __future__ import annotations

from typing import Final

from compressed_rtf import decompress
from williams_html.encoding import decode_html

from williams.domain.errors import ContentTooLarge, CorruptContent
from williams.isolation.notices import Said
from williams_import_document.pages import read_page
from williams_import_document.reading import Reading
from williams_import_document.text.plain_text import read_text
from williams_import_document.text.rich_text import read_rich_text

_CODECS: Final = {
    **{65001: "utf-8", 20127: "ascii", 20866: "koi8-r", 21866: "koi8-u", 51932: "euc_jp", 51949: "euc_kr"},
    **{50220: "iso2022_jp", 50221: "iso2022_jp", 50222: "iso2022_jp", 50225: "iso2022_kr", 54936: "gb18030"},
    **{936: "gb18030", 949: "cp949", 950: "cp950", **{28590 + part: f"iso8859_{part}" for part in range(1, 17)}},
}
"""What Python calls code pages whose numbers do not say it."""
_MOST_TEXT: Final = 100 << 20
_UNCOMPRESSED_SIZE: Final = slice(4, 8)
ADVICE: Final = "Save it as .eml and import that."


def codec_of(page: int) -> str:
    """Return what Python calls a code page; it need not know it."""
    return _CODECS.get(page, f"cp{page}")


def text_of(plain: str | None, page: bytes | None, packed: bytes | None) -> tuple[str, list[Said]]:
    """Return a message's text as HTML, of its forms the first that says anything: plain, HTML, or RTF that is packed.

    Raises CorruptContent and ContentTooLarge for RTF that cannot be unpacked.
    """
    if plain and plain.strip():
        return _joined(read_text(plain))
    if page:
        decoded = decode_html(page, None)
        html, notices = _joined(read_page(decoded.text))
        return html, [*decoded.notices, *notices]
    return _joined(read_rich_text(_unpacked(packed).decode("latin-1"))) if packed else ("", [])


def _joined(reading: Reading) -> tuple[str, list[Said]]:
    return "".join(part.html for part in reading.parts), reading.notices


def _unpacked(packed: bytes) -> bytes:
    """Raises ContentTooLarge for what says that it becomes too much."""
    if int.from_bytes(packed[_UNCOMPRESSED_SIZE], "little") > _MOST_TEXT:
        raise ContentTooLarge(f"Unpacked, the message has more than {_MOST_TEXT >> 20} MB.")
    try:
        return bytes(decompress(packed))
    except Exception as error:  # the library raises nothing of its own
        raise CorruptContent(f"The message's text cannot be unpacked: {error}. {ADVICE}") from error
