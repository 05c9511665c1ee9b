"""What archives hold: which members are taken, under which names, and why others are not."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from williams_import_listing import archives
from williams_import_listing.archives import read_archive

from tests.unit.import_listing.archives import archive, named
from williams.domain.errors import CorruptContent, TransientError, UnsupportedContent

FULL = Path("/dev/full")
GOOD = {"a.txt": b"One.", "Reports/2024/b.md": b"# Two", "Reports/": b""}


def read(data: bytes, tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "members").mkdir()
    file = tmp_path / "a.zip"
    file.write_bytes(data)
    return read_archive(file, lambda *_: None, str(tmp_path / "members"))


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_are_unpacked_with_their_folders(tmp_path: Path, packing: int) -> None:
    answer = read(archive(GOOD, packing), tmp_path)
    told = [(each["name"], each["folders"]) for each in answer["members"]]
    assert told == [("a.txt", []), ("b.md", ["Reports", "2024"])]
    assert [(tmp_path / "members" / each["file"]).read_bytes() for each in answer["members"]] == [b"One.", b"# Two"]
    assert answer["left_out"] == []


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("Größe/Übung.txt", "cp437"),
        ("Grüße.txt", "utf-8"),
        ("PDF資料.txt", "cp932"),
        ("資料/レポート.txt", "cp932"),
        ("ソート表.txt", "cp932"),
        ("报告/文件说明.txt", "gb18030"),
        ("보고서.txt", "cp949"),
        ("Отчет за год.txt", "cp866"),
        ("plain.txt", "ascii"),
    ],
)
def test_names_are_read_in_the_encoding_of_their_system(tmp_path: Path, name: str, encoding: str) -> None:
    (member,) = read(named(name.encode(encoding)), tmp_path)["members"]
    assert "/".join([*member["folders"], member["name"]]) == name


def test_names_that_say_what_they_are_are_believed(tmp_path: Path) -> None:
    flagged = read(archive({"資料/Größe.txt": b"Words."}), tmp_path)
    assert [(each["folders"], each["name"]) for each in flagged["members"]] == [(["資料"], "Größe.txt")]


def test_a_name_in_an_extra_field_counts_where_it_belongs_to_the_other(tmp_path: Path) -> None:
    part = zipfile.ZipInfo("na.txt")
    said = "\u0144a.txt".encode()
    part.extra = struct.pack("<HHBI", 0x7075, 5 + len(said), 1, zlib.crc32(b"na.txt")) + said
    other = zipfile.ZipInfo("b.txt")
    other.extra = part.extra
    with zipfile.ZipFile(tmp_path / "made.zip", "w") as made:
        made.writestr(part, b"Words.")
        made.writestr(other, b"Words.")
    members = read((tmp_path / "made.zip").read_bytes(), tmp_path)["members"]
    assert [each["name"] for each in members] == ["\u0144a.txt", "b.txt"]


LEFT_OUT = {
    "__MACOSX/._a.txt": archives.HIDDEN,
    ".git/config": archives.HIDDEN,
    "Thumbs.db": archives.HIDDEN,
    "~$b.docx": archives.HIDDEN,
    "more.zip": archives.NESTED,
    "more.tar.GZ": archives.NESTED,
    "nothing.txt": archives.EMPTY,
}


def test_what_is_no_document_is_left_out_and_told(tmp_path: Path) -> None:
    answer = read(archive(GOOD | {name: b"" if "nothing" in name else b"x" for name in LEFT_OUT}), tmp_path)
    assert [each["name"] for each in answer["members"]] == ["a.txt", "b.md"]
    assert answer["left_out"] == [
        {"cause": archives.HIDDEN, "count": 4, "names": ["__MACOSX/._a.txt", ".git/config", "Thumbs.db", "~$b.docx"]},
        {"cause": archives.NESTED, "count": 2, "names": ["more.zip", "more.tar.GZ"]},
        {"cause": archives.EMPTY, "count": 1, "names": ["nothing.txt"]},
    ]


def test_of_one_name_the_last_is_taken_and_no_more_than_a_thousand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    data = archive({"a.txt": b"Old.", "n.txt": b"New.", "b.txt": b"B", "c.txt": b"C"}).replace(b"n.txt", b"a.txt")
    answer = read(data, tmp_path)
    taken = [(each["name"], (tmp_path / "members" / each["file"]).read_bytes()) for each in answer["members"]]
    assert taken == [("a.txt", b"New."), ("b.txt", b"B")]
    assert answer["left_out"] == [
        {"cause": archives.TWICE, "count": 1, "names": ["a.txt"]},
        {"cause": archives.BEYOND, "count": 1, "names": ["c.txt"]},
    ]


def test_no_more_than_five_names_are_told_of_a_cause(tmp_path: Path) -> None:
    answer = read(archive(GOOD | {f".{number}": b"x" for number in range(7)}), tmp_path)
    assert answer["left_out"] == [{"cause": archives.HIDDEN, "count": 7, "names": [".0", ".1", ".2", ".3", ".4"]}]


def test_a_damaged_member_is_named_and_costs_no_other(tmp_path: Path) -> None:
    data = archive({"a.txt": b"One.", "b.txt": b"Two."}, zipfile.ZIP_STORED)
    answer = read(data.replace(b"Two.", b"Oh!."), tmp_path)
    assert [each["name"] for each in answer["members"]] == ["a.txt"]
    assert answer["left_out"] == [{"cause": archives.DAMAGED, "count": 1, "names": ["b.txt"]}]


@pytest.mark.parametrize(
    ("data", "error", "told"),
    [
        (archive(GOOD)[:60], CorruptContent, "breaks off"),
        (b"# Notes, packed by nobody", UnsupportedContent, "no ZIP archive"),
    ],
    ids=["broken off", "a note"],
)
def test_a_download_that_broke_off_is_not_called_something_else(
    tmp_path: Path, data: bytes, error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        read(data, tmp_path)


def test_where_there_is_no_room_no_member_is_called_damaged(tmp_path: Path) -> None:
    (tmp_path / "members").mkdir()
    (tmp_path / "members" / "0001").symlink_to(FULL)
    (tmp_path / "a.zip").write_bytes(archive(GOOD))
    with pytest.raises(TransientError, match="no room"):
        read_archive(tmp_path / "a.zip", lambda *_: None, str(tmp_path / "members"))
