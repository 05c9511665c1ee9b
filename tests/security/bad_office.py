"""Presentations, workbooks, OpenDocument, books, records and mail."""

from __future__ import annotations

import struct
from collections.abc import Callable

from tests.security.readings import Attack
from tests.unit.import_document.office_files import book, open_document, packed, presentation
from tests.unit.import_document.test_wrapped_mail import packed as pressed
from tests.unit.import_document.test_wrapped_mail import wrapped
from williams.domain.errors import ContentTooLarge, CorruptContent, PermanentError

_AFTER = "After all."
_LAUGHS = "".join(f"<!ENTITY {chr(97 + n)} '{f'&{chr(96 + n)};' * 10}'>" for n in range(1, 6))
_NO_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4096


def _read(name: str, filename: str, data: Callable[[], bytes], *told: str) -> Attack:
    return Attack(name, filename, data, (_AFTER,), frozenset(told))


def _refused(
    name: str, filename: str, data: Callable[[], str | bytes], error: type[PermanentError], says: str
) -> Attack:
    return Attack(name, filename, data, fails=error, says=says)


def _open(body: str, more: dict[str, str] | None = None) -> bytes:
    return open_document(f"{body}<text:p>{_AFTER}</text:p>", more=more)


def _swollen(body: str) -> bytes:
    declared = f"<!DOCTYPE d [<!ENTITY a 'ha'>{_LAUGHS}]><office:document-content xmlns:office='urn:oasis:names:tc:"
    return packed(
        {"mimetype": "x", "content.xml": f"{declared}opendocument:xmlns:office:1.0'>{body}</office:document-content>"}
    )


def _mail(head: str, body: str) -> bytes:
    return f"From: a@example.org\nSubject: x\n{head}\n\n{body}".encode()


_CUES = b"WEBVTT\n\n" + b"00:00.000 --> 00:01.000\nx\n\n" * 20_000
_NAMES = b"{" + b"".join(b'"k%d": 1,' % n for n in range(20_000))
_REPLACED = b"".join(b".. |%c| replace:: %b\n" % (97 + n, b"|%c| " % (96 + n) * 10) for n in range(1, 6))
_FORMULA = '<text:p><draw:frame><draw:object xlink:href="../../../etc"/></draw:frame></text:p>'
_INCLUDES = ".. include:: /etc/passwd\n\n.. csv-table::\n   :file: /etc/passwd\n\n"
ATTACKS = [
    _refused(
        "deep-groups",
        "a.odt",
        lambda: _open("<text:section>" * 200 + "</text:section>" * 200),
        CorruptContent,
        "100 deep",
    ),
    _refused(
        "deep-spans",
        "a.odt",
        lambda: _open(f"<text:p>{'<text:span>' * 200}{'</text:span>' * 200}</text:p>"),
        CorruptContent,
        "100 deep",
    ),
    _refused("laughs", "a.odt", lambda: _swollen("&i;"), CorruptContent, "cannot be read"),
    _read("a-formula-elsewhere", "a.odt", lambda: _open(_FORMULA), "objects-left-out"),
    _read(
        "a-million-cells",
        "a.odt",
        lambda: _open(
            "<table:table><table:table-row><table:table-cell "
            'table:number-columns-repeated="1000000000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'
        ),
    ),
    _refused(
        "parts", "a.epub", lambda: book("", {f"a{n}": "" for n in range(20_001)}), ContentTooLarge, "over 20000 parts"
    ),
    _refused(
        "swelling", "a.epub", lambda: book("", {"OEBPS/b.bin": "0" * (301 << 20)}), ContentTooLarge, "over 300 MB"
    ),
    _refused(
        "xml-swelling", "a.epub", lambda: book("", {"OEBPS/b.xhtml": " " * (97 << 20)}), ContentTooLarge, "over 96 MB"
    ),
    _read("a-chapter-outside", "a.epub", lambda: book(f"<p>{_AFTER}</p>", {"../../evil.xhtml": "<p>x</p>"})),
    _read("programs", "a.epub", lambda: book(f"<script>x()</script><p>{_AFTER}</p>")),
    _refused("torn", "a.pptx", lambda: presentation()[:-900], CorruptContent, "cannot be unpacked"),
    _refused(
        "claims-less",
        "a.pptx",
        lambda: presentation().replace(struct.pack("<H", 8), struct.pack("<H", 99)),
        CorruptContent,
        "cannot be",
    ),
    _refused("no-container", "a.xls", lambda: _NO_CFB, CorruptContent, "cannot be read"),
    _refused("deep-lists", "a.json", lambda: b"[" * 200_000, CorruptContent, "too deep"),
    _refused("deep-values", "a.json", lambda: b"[" * 500 + b"1" + b"]" * 500, CorruptContent, "100 deep"),
    _refused("endless-number", "a.json", lambda: b"9" * 50_000, CorruptContent, "no JSON"),
    _read("many-names", "a.json", lambda: _NAMES + f'"z": "{_AFTER}"}}'.encode()),
    _refused("open-quote", "a.csv", lambda: b'"' + b"x" * (2 << 20), CorruptContent, "quotation marks"),
    _read("cells-that-compute", "a.csv", lambda: f"a,b\n=HYPERLINK(0),+1\n{_AFTER},x\n".encode()),
    _read("cues", "a.vtt", lambda: _CUES + f"00:01.000 --> 00:02.000\n{_AFTER}\n".encode()),
    _read("times", "a.srt", lambda: f"99999999999:00:00,000 --> 99999999999:00:01,000\n{_AFTER}\n".encode()),
    _read("parts-of-mail", "a.eml", lambda: _mail("Content-Type: text/plain; charset=no-such-one", _AFTER)),
    _read("mail-within-mail", "a.eml", lambda: _mail("Content-Type: text/plain", f"{'From: x' * 1000}\n\n{_AFTER}")),
    _read("dates", "a.eml", lambda: _mail("Date: Mon, 99 Foo 99999 99:99:99 +9999", _AFTER)),
    _refused(
        "wrapping", "a.eml", lambda: wrapped(pressed(bytes(51 << 20))).encode(), ContentTooLarge, "more than 50 MB"
    ),
    _read("includes", "a.rst", lambda: f"{_INCLUDES}{_AFTER}\n".encode(), "marks-not-understood"),
    _read("substitutions", "a.rst", lambda: _REPLACED + f"\n|f|\n\n{_AFTER}\n".encode()),
    _read(
        "groups",
        "a.rtf",
        lambda: b"{\\rtf1 " + b"{" * 50_000 + b"}" * 50_000 + f"{_AFTER}\\par}}".encode(),
        "structure-left-out",
    ),
    _refused("code-points", "a.rtf", lambda: b"{\\rtf1 \\u99999999999? x\\par}", CorruptContent, "cannot be read"),
]
