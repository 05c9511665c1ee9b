"""Attacks on the readers by kind, each made here: what a reader may do with it is refuse it, or read what is harmless.

They are read in the test's own process, which is cheap: limits on memory and time are tested in ``test_readers.py``.
"""

from __future__ import annotations

import io
import json
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tests.security.bad_documents import docx
from tests.unit.import_document.compound import compound
from tests.unit.import_document.office_files import OPEN_SLIDES, book, open_document, packed, presentation, workbook

SECRET: Final = "swordfish"
"""Stands in a file beside the attack, and in nothing that is read from it."""
PLACE: Final = "%PLACE%"
"""In an attack: the path of that file."""
INSIDE: Final = "http://127.0.0.1:9/inside"

Made = Callable[[], bytes]


@dataclass(frozen=True)
class Attack:
    """``kind`` is the section of the table, ``file`` the attack's name, whose ending says who reads it."""

    kind: str
    name: str
    file: str
    data: Made

    @property
    def id(self) -> str:
        return f"{self.kind}-{self.file}-{self.name}"

    def written(self, folder: Path) -> Path:
        secret = folder / "secret.txt"
        secret.write_text(SECRET)
        path = folder / "inbox" / self.file
        path.parent.mkdir()
        path.write_bytes(self.data().replace(PLACE.encode(), str(secret).encode()))
        return path


PACKAGES: Final[dict[str, tuple[Made, str]]] = {
    "a.docx": (cache(lambda: docx("<w:p/>")), "word/document.xml"),
    "a.pptx": (cache(presentation), "ppt/slides/slide1.xml"),
    "a.xlsx": (cache(workbook), "xl/sharedStrings.xml"),
    "a.odt": (cache(lambda: open_document("<text:p>Words.</text:p>")), "content.xml"),
    "a.odp": (cache(lambda: open_document(OPEN_SLIDES, "presentation")), "content.xml"),
    "a.epub": (cache(lambda: book("<p>Words.</p>")), "OEBPS/text/one.xhtml"),
}
"""A good package of each kind, and its main part."""


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _with(good: Made, **more: bytes) -> bytes:
    return packed({**_parts(good()), **more})


def _declared(good: Made, main: str, doctype: str, used: str) -> bytes:
    """Return the package with a document type before its main part's root, and a reference in the root."""
    parts = _parts(good())
    text = parts[main].decode()
    head, sep, rest = text.partition("?>") if text.startswith("<?xml") else ("", "", text)
    root_end = rest.index(">", rest.index("<")) + 1
    parts[main] = f"{head}{sep}{doctype}{rest[:root_end]}{used}{rest[root_end:]}".encode()
    return packed(parts)


def _special(good: Made, name: str, mode: int, content: bytes) -> bytes:
    file = io.BytesIO(good())
    entry = zipfile.ZipInfo(name)
    entry.external_attr = mode << 16
    with zipfile.ZipFile(file, "a") as package:
        package.writestr(entry, content)
    return file.getvalue()


@cache
def _crowd() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for number in range(20_001):
            package.writestr(zipfile.ZipInfo(f"p/{number}"), b"")
    return file.getvalue()


def _crowded(good: Made) -> bytes:
    """Return the package's parts behind so many empty ones that they are made once for all packages."""
    file = io.BytesIO(_crowd())
    with zipfile.ZipFile(file, "a") as package:
        for name, data in _parts(good()).items():
            package.writestr(name, data)
    return file.getvalue()


def _twice(good: Made, main: str) -> bytes:
    file = io.BytesIO(good())
    with warnings.catch_warnings(), zipfile.ZipFile(file, "a") as package:
        warnings.simplefilter("ignore")
        package.writestr(main, b"<other/>")
    return file.getvalue()


def _claiming(good: Made, main: str, size: int) -> bytes:
    """Return the package with another size said of its main part, in both of its places."""
    data = good()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        honest = package.getinfo(main).file_size
    return data.replace(struct.pack("<L", honest), struct.pack("<L", size))


def _flagged(good: Made) -> bytes:
    """Return the package with every part marked as locked."""
    data = bytearray(good())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def _zips(file: str, good: Made, main: str) -> Iterator[Attack]:
    swollen = b"<a>" + b" " * (5 << 20) + b"</a>"
    made: dict[str, Made] = {
        "over 96 MB of XML": lambda: _claiming(good, main, 200 << 20),
        "over 300 MB": lambda: _claiming(good, main, 400 << 20),
        "shorter than it says": lambda: _claiming(good, main, 1 << 16),
        "over 20,000 parts": lambda: _crowded(good),
        "a part twice": lambda: _twice(good, main),
        "locked": lambda: _flagged(good),
        "cut off": lambda: good()[: len(good()) // 2],
        "a long comment": lambda: good()[:-2] + struct.pack("<H", 65_535) + b"PK\x05\x06" * 16_383 + b"xxx",
        "blanks": lambda: packed({**_parts(good()), main: swollen}),
    }
    yield from (Attack("zip", name, file, data) for name, data in made.items())


def _paths(file: str, good: Made, _: str) -> Iterator[Attack]:
    for name in ("../../escaped", "/tmp/escaped", "..\\..\\escaped", "a/../../escaped", "C:\\escaped"):
        yield Attack("path", name, file, lambda name=name: _with(good, **{name: b"x"}))  # type: ignore[misc]
    link = stat.S_IFLNK | 0o777
    yield Attack("path", "a symbolic link", file, lambda: _special(good, "media/link", link, PLACE.encode()))
    yield Attack("path", "a device", file, lambda: _special(good, "media/null", stat.S_IFCHR | 0o666, b""))


_ENTITIES: Final = {
    "a file": (f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{PLACE}">]>', "&e;"),
    "an address inside": (f'<!DOCTYPE x [<!ENTITY e SYSTEM "{INSIDE}">]>', "&e;"),
    "a document type elsewhere": (f'<!DOCTYPE x SYSTEM "{INSIDE}">', ""),
    "parameters": (f'<!DOCTYPE x [<!ENTITY % p SYSTEM "file://{PLACE}"> %p;]>', ""),
    "laughs": (
        "<!DOCTYPE x [<!ENTITY a0 'ha'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
        + "]>",
        "&a11;",
    ),
    "a circle": ("<!DOCTYPE x [<!ENTITY a '&b;'><!ENTITY b '&a;'>]>", "&a;"),
    "an inclusion": (
        "",
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{PLACE}" parse="text"/>',
    ),
}


def _xml(file: str, good: Made, main: str) -> Iterator[Attack]:
    for name, (doctype, used) in _ENTITIES.items():
        # The last two are made with the values of their turn.
        yield Attack("xml", name, file, lambda d=doctype, u=used: _declared(good, main, d, u))  # type: ignore[misc]
    yield Attack("xml", "50,000 levels", file, lambda: _declared(good, main, "", "<a>" * 50_000))
    yield Attack(
        "xml",
        "UTF-7",
        file,
        lambda: packed({**_parts(good()), main: b"<?xml version='1.0' encoding='UTF-7'?>+ADw-a/>"}),
    )


_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _related(target: str, kind: str) -> bytes:
    return (
        f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="rIdX" Type="{_TYPES}/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def _relations() -> Iterator[Attack]:
    rels = {"a.docx": "word/_rels/document.xml.rels", "a.pptx": "ppt/slides/_rels/slideX.xml.rels"}
    targets = (f"file://{PLACE}", INSIDE, "\\\\127.0.0.1\\share\\x", "mhtml:http://127.0.0.1:9/x!y")
    for file, part in rels.items():
        good, _ = PACKAGES[file]
        for kind in ("attachedTemplate", "oleObject", "image"):
            for target in targets:
                data = lambda g=good, p=part, t=target, k=kind: _with(g, **{p: _related(t, k)})  # noqa: E731
                yield Attack("relationship", f"{kind} to {target[:12]}", file, data)


_INCLUDES: Final = {
    "a.rst": (
        f".. include:: {PLACE}\n",
        f".. raw:: html\n   :file: {PLACE}\n",
        f".. csv-table::\n   :file: {PLACE}\n",
        f".. literalinclude:: {PLACE}\n",
        f".. figure:: {INSIDE}\n",
        f".. raw:: html\n   :url: {INSIDE}\n",
    ),
    "a.org": (
        f'#+INCLUDE: "{PLACE}"\n',
        f"#+SETUPFILE: {PLACE}\n",
        f"[[file:{PLACE}]]\n",
        "#+BEGIN_SRC sh :results output\ncat secret.txt\n#+END_SRC\n",
    ),
    "a.tex": (
        rf"\input{{{PLACE}}}",
        rf"\include{{{PLACE}}}",
        rf"\verbatiminput{{{PLACE}}}",
        rf"\lstinputlisting{{{PLACE}}}",
        r"\immediate\write18{cat secret.txt}",
        rf"\openin5={PLACE} \read5 to \x \x",
        rf"\usepackage{{{PLACE}}}",
    ),
    "a.md": (
        f"![x](file://{PLACE})\n",
        f"<iframe src='file://{PLACE}'></iframe>\n",
        f"[[{PLACE}]]\n",
        f"![[{PLACE}]]\n",
        "---\na: !!python/object/apply:os.system [id]\n---\nx\n",
    ),
    "a.html": (
        f"<p>x</p><object data='file://{PLACE}'></object>",
        f"<p>x</p><img src='{INSIDE}'>",
        f"<base href='file:///'><link rel=import href='{PLACE}'><p>x</p>",
        "<p>x</p><script>fetch('file:///')</script>",
    ),
    "a.rtf": (
        rf"{{\rtf1 x {{\field{{\*\fldinst INCLUDETEXT {PLACE}}}}}}}",
        rf"{{\rtf1 x {{\*\template {INSIDE}}}}}",
    ),
    "a.eml": (
        f'Subject: x\nContent-Type: message/external-body; access-type=local-file; name="{PLACE}"\n\n\nx\n',
        f"Subject: x\nContent-Type: text/html\n\n<p>x</p><iframe src='file://{PLACE}'></iframe>\n",
    ),
}
_ENDLESS: Final[dict[str, tuple[str, str]]] = {
    "tex for ever": ("a.tex", r"\def\a{x\a}\a"),
    "tex doubling": ("a.tex", r"\def\a#1{\a{#1#1}}\a{ha}"),
    "tex in turn": ("a.tex", r"\newcommand{\a}{\b}\newcommand{\b}{\a}\a words"),
    "tex braces": ("a.tex", "{" * 50_000),
    "tex maths": ("a.tex", "$" * 9_999),
    "org stars": ("a.org", "*" * 10_000 + " x\n"),
    "org drawers": ("a.org", ":A:\n" * 3_000),
    "org blocks": ("a.org", "#+begin_quote\n" * 500 + "x\n" + "#+end_quote\n" * 500),
    "rst in turn": ("a.rst", ".. |a| replace:: |b|\n.. |b| replace:: |a|\n\n|a|\n"),
    "json deep": ("a.json", "[" * 100_000),
    "json wide": ("a.json", json.dumps({str(n): n for n in range(20_000)})),
    "jsonl garbage": ("a.jsonl", "{\n" * 5_000),
    "csv wide": ("a.csv", "," * 100_000),
    "csv quoted": ("a.csv", '"' * 99_999),
    "yaml anchors": ("a.md", "---\na: &a [x]\n" + "".join(f"b{n}: &b{n} [*a,*a,*a]\n" for n in range(50)) + "---\nx\n"),
    "notebook of no cells": ("a.ipynb", '{"nbformat": 4, "cells": [null, 1, {"cell_type": []}]}'),
    "mail in mail": (
        "a.eml",
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\nContent-Type: message/rfc822\n\n" * 90,
    ),
    "mbox of no mail": ("a.mbox", "From \n" * 9_000),
    "times of no day": ("a.srt", "1\n99:99:99,999 --> -1:00:00,000\nx\n\n" * 200),
    "rtf groups": ("a.rtf", "{\\rtf1" + "{" * 20_000),
}


@cache
def _message(packed_text: bytes = b"", narrow_text: bytes = b"") -> bytes:
    """Return a message of Outlook's that says to be in a code page that nobody has."""
    properties = bytes(32) + struct.pack("<IIQ", 0x3FFD0003, 0, 0xFFFF)
    bodies = {"__substg1.0_10090102": packed_text, "__substg1.0_1000001E": narrow_text}
    return compound({"__properties_version1.0": properties, **{name: body for name, body in bodies.items() if body}})


_OLE: Final[dict[str, Made]] = {
    "a directory in circles": lambda: _message().replace(b"\xff" * 8, b"\1\0\0\0\1\0\0\0", 1),
    "sectors in circles": lambda: _patched(_message(), 76, bytes(4 * 109)),
    "no sector at all": lambda: _message()[:512],
    "a huge sector": lambda: _patched(_message(), 30, b"\x1f\x00"),
    "text that says it is 4 GB": lambda: _message(struct.pack("<IIII", 9, 0xFFFFFFFF, 0x75465A4C, 0)),
    "text of no encoding": lambda: _message(narrow_text=b"\xff" * 99),
}


def _patched(data: bytes, place: int, patch: bytes) -> bytes:
    return data[:place] + patch + data[place + len(patch) :]


def _polyglots() -> Iterator[Attack]:
    pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<<>>\n%%EOF\n"
    page = b"<html><script>alert(1)</script><p>Words.</p></html>"
    for file, (good, _) in PACKAGES.items():
        yield Attack("polyglot", "a PDF before it", file, lambda good=good: pdf + good())  # type: ignore[misc]
        yield Attack("polyglot", "a page before it", file, lambda good=good: page + good())  # type: ignore[misc]
        yield Attack("polyglot", "a page behind it", file, lambda good=good: good() + page)  # type: ignore[misc]


_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TIMES: Final = 20_000
_LONG: Final = "ha " * 30_000


def _noted(kind: str) -> bytes:
    """Return a document that refers to one long note over and over."""
    note = f'<w:{kind} w:id="1"><w:p><w:r><w:t>{_LONG}</w:t></w:r></w:p></w:{kind}>'
    references = f'<w:{kind}Reference w:id="1"/>' * _TIMES
    body = f"<w:p><w:r>{references}<w:t>Words.</w:t></w:r></w:p>"
    return docx(body, (f"word/{kind}s.xml", f'<w:{kind}s xmlns:w="{_W}">{note}</w:{kind}s>'))


def _chapters() -> bytes:
    """Return a book whose one long chapter stands in its order over and over."""
    parts = _parts(book(f"<p>{_LONG}</p>"))
    entry = b'<itemref idref="c"/>'
    return packed({**parts, "OEBPS/book.opf": parts["OEBPS/book.opf"].replace(entry, entry * _TIMES)})


def _slides() -> bytes:
    """Return a show that shows one slide over and over."""
    parts = _parts(presentation())
    main = "ppt/presentation.xml"
    first = parts[main].index(b"<p:sldId ")
    entry = parts[main][first : parts[main].index(b"/>", first) + 2]
    return packed({**parts, main: parts[main].replace(entry, entry * 2_000, 1)})


_AMPLIFIED: Final[dict[str, tuple[str, Made]]] = {
    "one comment for ever": ("a.docx", lambda: _noted("comment")),
    "one footnote for ever": ("a.docx", lambda: _noted("footnote")),
    "one chapter for ever": ("a.epub", _chapters),
    "one slide for ever": ("a.pptx", _slides),
}


def _styled(code: str, count: int = 1) -> bytes:
    """Return a workbook whose cells are all shown by formats with this code."""
    formats = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{code}{n or ""}"/>' for n in range(count))
    used = "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(count))
    styles = f"<styleSheet><numFmts>{formats}</numFmts><cellXfs>{used}</cellXfs></styleSheet>"
    parts = _parts(workbook())
    main = "xl/worksheets/sheet1.xml"
    return packed({**parts, "xl/styles.xml": styles, main: parts[main].replace(b"<c r=", b'<c s="999999999" r=')})


_FORMATS: Final[dict[str, Made]] = {
    "a thousand quotes": lambda: _styled("&quot;" * 999),
    "brackets that never end": lambda: _styled("[$" * 127),
    "powers of powers": lambda: _styled("E+" * 120 + "0"),
    "fractions of nothing": lambda: _styled("0/" * 100),
    "70,000 formats": lambda: _styled("0", 70_000),
}
_BEGIN_RECORD: Final = struct.pack("<HHHH", 0x0809, 4, 0x0600, 0x0010)
_SHEET_AT: Final = struct.pack("<HHIBBBB", 0x0085, 9, 0, 0, 0, 1, 0) + b"A"
_RECORDS: Final[dict[str, tuple[str, Made]]] = {
    "a sheet that is the workbook": ("a.xls", lambda: compound({"Workbook": _BEGIN_RECORD + _SHEET_AT * 500})),
    "beginnings without ends": ("a.xls", lambda: compound({"Workbook": _BEGIN_RECORD * 50_000})),
    "records of nothing": ("a.xls", lambda: compound({"Workbook": _BEGIN_RECORD + bytes(1 << 20)})),
    "a record of 256 MB": ("a.xlsb", lambda: _in_records(b"\x9c\x01\xff\xff\xff\x7f")),
    "a million empty records": ("a.xlsb", lambda: _in_records(bytes(2 << 20))),
    "a name of 4 GB": ("a.xlsb", lambda: _in_records(b"\x9c\x01\x10" + bytes(8) + b"\xff" * 8)),
}


def _in_records(data: bytes) -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": data, "xl/_rels/workbook.bin.rels": "<R/>"})


def table() -> list[Attack]:
    """Return all of them."""
    attacks = [*_relations(), *_polyglots()]
    for file, (good, main) in PACKAGES.items():
        for kind in (_zips, _paths, _xml):
            attacks += kind(file, good, main)
    for file, texts in _INCLUDES.items():
        attacks += [Attack("inclusion", str(n), file, lambda t=text: t.encode()) for n, text in enumerate(texts)]  # type: ignore[misc]
    attacks += [Attack("endless", name, file, lambda t=text: t.encode()) for name, (file, text) in _ENDLESS.items()]  # type: ignore[misc]
    attacks += [Attack("compound", name, "a.msg", data) for name, data in _OLE.items()]
    attacks += [Attack("amplified", name, file, data) for name, (file, data) in _AMPLIFIED.items()]
    attacks += [Attack("format", name, "a.xlsx", data) for name, data in _FORMATS.items()]
    attacks += [Attack("record", name, file, data) for name, (file, data) in _RECORDS.items()]
    return attacks
