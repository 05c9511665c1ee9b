"""The table of attacks on archives: each is refused in words, or costs the member that it is."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from williams_import_listing import archives
from williams_import_listing.archives import read_archive

from tests.unit.import_listing.archives import archive, named
from williams.domain.errors import (
    ContentTooLarge,
    CorruptContent,
    EmptyContent,
    EncryptedContent,
    PermanentError,
    UnsupportedContent,
)

GOOD = {"good.txt": b"Words."}
_CENTRAL = b"PK\x01\x02"


def _with_mode(mode: int) -> bytes:
    written = io.BytesIO(archive(GOOD))
    with zipfile.ZipFile(written, "a") as made:
        part = zipfile.ZipInfo("link.txt")
        part.external_attr = mode << 16
        made.writestr(part, b"/etc/passwd")
    return written.getvalue()


def _nameless() -> bytes:
    written = io.BytesIO(archive(GOOD))
    with zipfile.ZipFile(written, "a") as made:
        part = zipfile.ZipInfo()
        part.filename = ""
        made.writestr(part, b"x")
    return written.getvalue()


def _patched(data: bytes, offset: int, patch: bytes, entry: int = -1) -> bytes:
    """Change a member's line in the archive's list; ``offset`` counts from the line's beginning."""
    places = [place for place in range(len(data)) if data.startswith(_CENTRAL, place)]
    at = places[entry] + offset
    return data[:at] + patch + data[at + len(patch) :]


def _two() -> bytes:
    return archive({**GOOD, "evil.txt": b"Evil words." * 9})


def _overlapping() -> bytes:
    """Both lines lead to the first member."""
    return _patched(_two(), 42, struct.pack("<I", 0))


def _claims(size: int, data: bytes | None = None) -> bytes:
    return _patched(data or _two(), 24, struct.pack("<I", size))


MEMBERS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a path upwards": (lambda: archive({**GOOD, "../../tmp/escaped": b"x"}), archives.LEADS_OUT),
    "a path upwards of Windows": (lambda: archive({**GOOD, "..\\..\\escaped": b"x"}), archives.LEADS_OUT),
    "a path from the root": (lambda: archive({**GOOD, "/tmp/escaped": b"x"}), archives.LEADS_OUT),
    "a path of a drive": (lambda: archive({**GOOD, "C:\\escaped.txt": b"x"}), archives.LEADS_OUT),
    "a path through a folder": (lambda: archive({**GOOD, "a/../../escaped": b"x"}), archives.LEADS_OUT),
    "no name": (lambda: archive({**GOOD, ".": b"x"}), archives.LEADS_OUT),
    "a name of no letters": (_nameless, archives.LEADS_OUT),
    "a symbolic link": (lambda: _with_mode(stat.S_IFLNK | 0o777), archives.LINK),
    "a device": (lambda: _with_mode(stat.S_IFCHR | 0o666), archives.LINK),
    "a locked member": (lambda: _patched(_two(), 8, b"\x01\x00"), archives.LOCKED),
    "an archive within": (lambda: archive({**GOOD, "inner.ZIP": archive(GOOD)}), archives.NESTED),
    "a bomb": (lambda: archive({**GOOD, "bomb.txt": bytes(30 << 20)}), archives.PACKED_OFTEN),
    "a huge member": (lambda: _claims(201 << 20), archives.LARGE),
    "more than it claims": (lambda: _claims(5), archives.DAMAGED),
    "another sum": (lambda: _patched(_two(), 16, b"\xff\xff\xff\xff"), archives.DAMAGED),
    "an unknown packing": (lambda: _patched(_two(), 10, b"\x62\x00"), archives.UNKNOWN_PACKING),
}
WHOLE: dict[str, tuple[Callable[[], bytes], type[PermanentError]]] = {
    "no bytes": (lambda: b"", EmptyContent),
    "no archive": (lambda: b"<html>Sign in</html>" * 9, UnsupportedContent),
    "its beginning alone": (lambda: _two()[:60], CorruptContent),
    "a Word document": (
        lambda: archive({"[Content_Types].xml": b"<Types/>", "word/a.xml": b"<a/>"}),
        UnsupportedContent,
    ),
    "a book": (lambda: archive({"mimetype": b"application/epub+zip"}), UnsupportedContent),
    "nothing in it": (lambda: archive({}), EmptyContent),
    "archives alone": (lambda: archive({"a.zip": archive(GOOD)}), EmptyContent),
    "all of it locked": (lambda: _patched(archive(GOOD), 8, b"\x01\x00"), EncryptedContent),
    "members over each other": (_overlapping, CorruptContent),
    "a version of later times": (lambda: _patched(_two(), 6, b"\xff\x00"), CorruptContent),
    "a name of no encoding": (lambda: _patched(named(b"\x83.txt"), 8, b"\x00\x08"), CorruptContent),
    "a torn list": (lambda: _patched(_two(), 0, b"QQ"), CorruptContent),
    "too much at all": (lambda: _claims(501 << 20), ContentTooLarge),
    "too many parts": (lambda: archive({f"{n}/": b"" for n in range(20_001)}), ContentTooLarge),
}


def outcome(tmp_path: Path, data: bytes) -> dict[str, Any]:
    (tmp_path / "members").mkdir()
    file = tmp_path / "a.zip"
    file.write_bytes(data)
    return read_archive(file, lambda *_: None, str(tmp_path / "members"))


@pytest.mark.parametrize(("made", "cause"), MEMBERS.values(), ids=MEMBERS)
def test_it_costs_the_member_that_it_is(tmp_path: Path, made: Callable[[], bytes], cause: str) -> None:
    answer = outcome(tmp_path, made())
    assert answer["members"] == [{"file": "0000", "name": "good.txt", "folders": []}]
    assert [(each["cause"], each["count"]) for each in answer["left_out"]] == [(cause, 1)]
    assert {path.name for path in tmp_path.iterdir()} == {"a.zip", "members"}
    assert all(len(path.name) == 4 and not path.is_symlink() for path in (tmp_path / "members").iterdir())


@pytest.mark.parametrize(("made", "error"), WHOLE.values(), ids=WHOLE)
def test_it_is_refused_in_words(tmp_path: Path, made: Callable[[], bytes], error: type[PermanentError]) -> None:
    with pytest.raises(error) as refused:
        outcome(tmp_path, made())
    assert refused.value.detail.endswith(".")
    assert len(refused.value.detail) > 40
    assert list((tmp_path / "members").iterdir()) == []
