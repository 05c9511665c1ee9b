"""From bytes to text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import webencodings

from williams.domain.errors import UnsupportedContent
from williams.isolation.notices import Said, notice
from williams_html.garbling import garbled_places
from williams_html.guessing import Guess, guess, guess_seven, guess_wide, is_ebcdic

if TYPE_CHECKING:
    from williams_html.paragraphs import Block

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
_BYTEWISE = ("windows-", "iso-8859-", "macintosh", "koi8-", "ibm866", "x-mac")
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20)])
_MANY_CONTROLS = 0.01
_IN_HALVES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_JAPANESE = "iso2022_jp_2"
# Of seven bits, told by how they change between sets of characters.
_SWITCHED = ((b"\x1b$)C", "iso2022_kr"), (b"\x1b$B", _JAPANESE), (b"\x1b$@", _JAPANESE))
_JIS = re.compile(rb"\x1b\$[@B]((?:[\x21-\x7e]{2})*+)(?:\x1b\([BJ])?")
_PROOF = 8
"""Characters of UTF-8 that are not ASCII."""
_FEWEST_GARBLED = 4
"""Characters."""
_SURE, _LIKELY = 0.95, 0.7
_GUESSED, _GARBLED = "encoding-guessed", "text-garbled"
_SAVE_AS_UTF8 = "If letters are wrong, save the file as UTF-8 and import it again."
_FROM_BEFORE = "Look for a copy of the text from before, and import that."
_NAMES = {
    "cp932": "Shift_JIS",
    "euc_jis_2004": "EUC-JP",
    "hz": "HZ-GB-2312",
    "cp949": "EUC-KR",
    "mac_roman": "MacRoman",
    "big5hkscs": "Big5",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """``notices`` say what was guessed or left out, ``sureness`` (0 to 1) how likely the encoding is."""

    text: str
    notices: list[Said] = field(default_factory=list)
    sureness: float = 1.0

    def drafts(self, blocks: Iterable[Block]) -> list[dict[str, Any]]:
        """Return paragraph drafts in JSON's types of what was read of the text, with doubts where there are any."""
        return [{**block.draft(), "doubt": self._doubt(block.text)} for block in blocks]

    def _doubt(self, text: str) -> dict[str, Any] | None:
        known = any(each["code"] == _GARBLED for each in self.notices)
        if known and (garbled := sum(map(len, garbled_places(text)))):
            return {"code": _GARBLED, "confidence": round(1 - garbled / len(text), 2)}
        if self.sureness < _SURE and not text.isascii():
            return {"code": _GUESSED, "confidence": round(self.sureness, 2)}
        return None


def charset_of(declared_type: str | None) -> list[str]:
    """Return the name of the encoding in a ``Content-Type`` header, if it has one."""
    header = _HEADER.search(declared_type or "")
    return [header[1]] if header else []


def decode_html(data: bytes, declared_type: str | None = None) -> Decoded:
    """Return a page's text: by its byte order mark, the server's word, the page's own, or what the bytes look like.

    Args:
        declared_type: the ``Content-Type`` header.

    Raises:
        UnsupportedContent: the bytes are no text.
    """
    meta = _META.search(data[:_META_WITHIN])
    named = charset_of(declared_type)
    if named and _is_utf8(data, named[0]):
        named.insert(0, "utf-8")
    if meta:
        name = meta[1].decode("ascii", "replace")
        named.append("utf-8" if name.lower().startswith("utf-16") else name)
    return decode(data, named)


def _is_utf8(data: bytes, named: str) -> bool:
    """True for UTF-8 that a server calls by a name of which each byte is a character: no other text looks like it."""
    encoding = webencodings.lookup(named)
    if encoding is None or not encoding.name.startswith(_BYTEWISE) or data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def decode(data: bytes, named: list[str] | None = None) -> Decoded:
    """Return the text of bytes in an encoding that may be named; a wrong name is passed over.

    Raises:
        UnsupportedContent: the bytes are no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark) and (encoding != "utf-8" or _decoded(data, "utf-8") is not None):
            return _checked(data[len(mark) :].decode(encoding, "replace"))
    marked, data = data.startswith(codecs.BOM_UTF8), data.removeprefix(codecs.BOM_UTF8)
    for name in [] if marked and _is_mostly_utf8(data) else named or []:
        text = _decoded(data, name)
        if text is not None:
            return _checked(text)
    wide = guess_wide(data) if b"\0" in data else None
    if wide:
        return _checked(data.decode(wide, "replace"), [_guessed_notice(Guess(wide, 1.0))])
    return _narrow(data.replace(b"\0", b""), data.count(b"\0"))


def _narrow(data: bytes, nuls: int) -> Decoded:
    notices = [notice("characters-left-out", f"{nuls} NUL characters were left out.")] if nuls else []
    switched = next((encoding for mark, encoding in _SWITCHED if mark in data), None) if data.isascii() else None
    if switched:
        return _checked(_of_seven_bits(data, switched), notices)
    if data.isascii() and (seven := guess_seven(data)):
        return _checked(data.decode(seven, "replace"), [*notices, _guessed_notice(Guess(seven, _SURE))])
    data = _IN_HALVES.sub(_joined, data)
    unicode = _decoded(data, "utf-8")
    if unicode is not None:
        return _checked(unicode, notices)
    if is_ebcdic(data):
        raise UnsupportedContent("The file is in EBCDIC, as mainframes write. Save it as UTF-8 and import it again.")
    found = Guess("utf-8", 1.0) if _is_mostly_utf8(data) else guess(data)
    if found is None:
        raise UnsupportedContent("The file is not text in any known encoding. Save it as UTF-8 and import it again.")
    if found.encoding == "utf-8":
        return _checked(*_mixed(data, notices))
    text = data.decode(found.encoding, "replace")
    return replace(_checked(text, [*notices, _guessed_notice(found)]), sureness=found.sureness)


def _of_seven_bits(data: bytes, encoding: str) -> str:
    """Mails from Windows have characters of its own ("①", "㈱", "髙") at places that are empty in the standard."""
    text = data.decode(encoding, "replace")
    if "\ufffd" not in text or encoding != _JAPANESE:
        return text
    of_windows = _JIS.sub(_shifted, data).decode("cp932", "replace")
    return of_windows if "\x1b" not in of_windows else text


def _shifted(run: re.Match[bytes]) -> bytes:
    """Return a run of double bytes as Shift_JIS has them."""
    pairs = zip(run[1][::2], run[1][1::2], strict=True)
    return b"".join(bytes((_row(row), _cell(row, cell))) for row, cell in pairs)


def _row(row: int) -> int:
    shifted = (row - 0x21 >> 1) + 0x81
    return shifted if shifted < 0xA0 else shifted + 0x40


def _cell(row: int, cell: int) -> int:
    return cell + 0x7E if row % 2 == 0 else cell + 0x1F + (cell > 0x5F)


def _joined(halves: re.Match[bytes]) -> bytes:
    """Databases and Java write a character beyond 16 bits as the two halves that UTF-16 has for it (CESU-8)."""
    units = halves.group().decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le").encode()


def _guessed_notice(found: Guess) -> Said:
    sure = "surely" if found.sureness >= _SURE else "probably" if found.sureness >= _LIKELY else "perhaps"
    name = _NAMES.get(found.encoding) or _web_name(found.encoding)
    message = f"The file does not say its encoding: {sure} it is {name} ({found.sureness:.0%} sure), and was read so."
    return notice(_GUESSED, message, remedy=_SAVE_AS_UTF8)


def _web_name(codec: str) -> str:
    """Return what the web calls the encoding of one of Python's codecs."""
    known = webencodings.lookup(codec) or webencodings.lookup(codec.replace("_", "-"))
    return known.name if known else codec.replace("_", "-")


def _is_mostly_utf8(data: bytes) -> bool:
    """True where more lines are UTF-8 than not: lines of other encodings hardly ever look like it."""
    lines = [line for line in data.splitlines() if not line.isascii()]
    texts = [text for line in lines if "\ufffd" not in (text := line.decode("utf-8", "replace"))]
    proof = sum(len(text) - len(text.encode("ascii", "ignore")) for text in texts)
    return len(texts) > len(lines) / 2 and proof >= _PROOF


def _mixed(data: bytes, notices: list[Said]) -> tuple[str, list[Said]]:
    """Text that was glued together: lines without any UTF-8 are read by themselves, other broken bytes are marked."""
    lines = data.splitlines(keepends=True)
    broken = [place for place, line in enumerate(lines) if "\ufffd" in line.decode("utf-8", "replace")]
    foreign = {place for place in broken if lines[place].decode("utf-8", "ignore").isascii()}
    found = guess(b"".join(lines[place] for place in sorted(foreign))) if foreign else None
    other = found.encoding if found else "utf-8"
    text = "".join(line.decode(other if place in foreign else "utf-8", "replace") for place, line in enumerate(lines))
    read = f" ({len(foreign)} read as {_web_name(other)})" if found else ""
    message = f"Lines that are not in UTF-8 as the others are: {len(broken)}{read}."
    return text, [*notices, notice("encoding-mixed", message, f"line {broken[0] + 1}", _SAVE_AS_UTF8)]


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


def _checked(text: str, notices: list[Said] | None = None) -> Decoded:
    # No byte of a longer character is a control: bytes are looked through many times as fast as text.
    kept = text.encode("utf-8", "surrogatepass").translate(None, _CONTROLS).decode("utf-8", "surrogatepass")
    if len(text) - len(kept) > _MANY_CONTROLS * len(text):
        raise UnsupportedContent("The file is not text: it is full of control characters. Give the right file.")
    return Decoded(kept, [*(notices or []), *_garbled(kept)])


def _garbled(text: str) -> Iterator[Said]:
    """What was written so long ago cannot be told from what was meant; but whoever relies on it should know."""
    if lost := text.count("\ufffd"):
        message = f"{lost} characters could not be read, here or before, and stand as \ufffd."
        yield notice("characters-unreadable", message, remedy=_FROM_BEFORE)
    found = garbled_places(text)
    if sum(map(len, found)) >= _FEWEST_GARBLED:
        message = (
            f"Places look like UTF-8 that was once read in another encoding: {len(found)}, such as “{found[0][:20]}”."
        )
        yield notice(_GARBLED, message, remedy=_FROM_BEFORE)
