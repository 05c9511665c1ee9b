"""Outlook's messages: who, when, what, and what was left out."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from pathlib import Path

import pytest
from compressed_rtf import compress

from tests.unit.import_document.compound import compound
from tests.unit.import_document.files import read, told
from williams.domain.errors import ContentTooLarge, CorruptContent, UnsupportedContent

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
