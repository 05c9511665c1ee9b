"""Outlook's messages: who, when, what, and what was left out."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest
from compressed_rtf import compress

from tests.unit.import_document.compound import compound
from tests.unit.import_document.files import read, told
from tests.unit.import_document.test_records_and_mail import mail
from tests.unit.import_document.test_wrapped_mail import INNER, P7S, WORDS, encrypted, packed, signed
from williams.domain.errors import ContentTooLarge, CorruptContent, EncryptedContent, UnsupportedContent

SENT = int((datetime(2024, 3, 5, 9, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
PROPERTIES = b"\0" * 32 + struct.pack("<IIQ", 0x00390040, 0, SENT) + struct.pack("<IIQ", 0x3FFD0003, 0, 1251)
PLAIN = "Fähre\r\n\r\nThe ferry comes.".encode("utf-16-le")
HTML = b"<html><body><p>The <b>ferry</b> comes.</p></body></html>"
RTF = rb"{\rtf1\ansi The ferry comes.\par}"


def message(**parts: bytes) -> bytes:
    return compound(
        {"__properties_version1.0": PROPERTIES, **{f"__substg1.0_{tag}": data for tag, data in parts.items()}}
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"1000001F": PLAIN}, "Fähre The ferry comes."),
        ({"1000001E": "Паром идёт.".encode("cp1251")}, "Паром идёт."),
        ({"10130102": HTML}, "The ferry comes."),
        ({"10090102": compress(RTF)}, "The ferry comes."),
    ],
    ids=["wide", "narrow", "html", "rtf"],
)
def test_a_message_by_any_of_its_bodies(tmp_path: Path, body: dict[str, bytes], expected: str) -> None:
    head = {"0037001F": "Überfahrt".encode("utf-16-le"), "0C1A001F": "Ada Smith".encode("utf-16-le")}
    attached = {"3707001F": "plan.pdf".encode("utf-16-le")}
    parts = {f"__attach_version1.0_#00000000/__substg1.0_{tag}": data for tag, data in attached.items()}
    streams = {f"__substg1.0_{tag}": data for tag, data in {**head, **body}.items()}
    found = read(tmp_path, "a.msg", compound({"__properties_version1.0": PROPERTIES, **streams, **parts}))
    assert " ".join(text for _, text in told(found)) == expected
    about = found["metadata"]
    assert (about["title"], about["authors"]) == ("Überfahrt", ["Ada Smith"])
    assert about["published_date"] == "2024-03-05T09:00:00+00:00"
    (left,) = [each for each in found["notices"] if each["code"] == "attachments-left-out"]
    assert "plan.pdf" in left["message"]


CHINESE = "會議決議內容：應出席人數理事九人，監事三人。渡船每天早上從碼頭出發，晚上回來，票價三元。"


@pytest.mark.parametrize(
    ("properties", "encoding", "codes"),
    [
        (struct.pack("<IIQ", 0x3FDE0003, 0, 950), "cp950", set()),
        (struct.pack("<IIQ", 0x3FDE0003, 0, 20127), "cp950", {"encoding-guessed"}),
        (b"", "cp950", {"encoding-guessed"}),
        (struct.pack("<IIQ", 0x3FFD0003, 0, 50220), "iso2022_jp_2", set()),
        (b"", "utf-8", set()),
    ],
)
def test_texts_in_a_code_page_that_the_message_does_not_name(
    tmp_path: Path, properties: bytes, encoding: str, codes: set[str]
) -> None:
    words = CHINESE if encoding != "iso2022_jp_2" else "渡船は毎朝出る。"
    parts = {"__substg1.0_1000001E": words.encode(encoding), "__substg1.0_0037001E": words[:4].encode(encoding)}
    found = read(tmp_path, "a.msg", compound({"__properties_version1.0": b"\0" * 32 + properties, **parts}))
    assert (told(found), found["metadata"]["title"]) == ([("body", words)], words[:4])
    assert {each["code"] for each in found["notices"]} == codes


def wrapped_up(data: bytes) -> bytes:
    kind, attached = "IPM.Note.SMIME.MultipartSigned".encode("utf-16-le"), "__attach_version1.0_#00000000"
    parts = {"__substg1.0_001A001F": kind, f"{attached}/__substg1.0_37010102": data}
    return compound({"__properties_version1.0": PROPERTIES, **parts})


CLEAR = mail(INNER.decode(), P7S, kind="signed", head="").encode()


@pytest.mark.parametrize("data", [signed(), packed(), CLEAR], ids=["signed", "packed", "signed beside the text"])
def test_a_message_that_is_wrapped_up(tmp_path: Path, data: bytes) -> None:
    found = read(tmp_path, "a.msg", wrapped_up(data))
    assert (told(found), found["notices"]) == ([("body", WORDS)], [])


def test_a_message_that_is_encrypted(tmp_path: Path) -> None:
    with pytest.raises(EncryptedContent, match="encrypted"):
        read(tmp_path, "a.msg", wrapped_up(encrypted()))


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (compound({"WordDocument": b"x"}), UnsupportedContent),
        (message(**{"1000001F": PLAIN})[:1500], CorruptContent),
        (message(**{"10090102": struct.pack("<IIII", 20, 1 << 30, 0x75465A4C, 0) + b"x" * 8}), ContentTooLarge),
        (message(**{"10090102": b"\xff" * 64}), (CorruptContent, ContentTooLarge)),
    ],
    ids=["another file", "cut", "a bomb", "garbage"],
)
def test_what_is_no_whole_message(
    tmp_path: Path, data: bytes, error: type[Exception] | tuple[type[Exception], ...]
) -> None:
    with pytest.raises(error):
        read(tmp_path, "a.msg", data)
