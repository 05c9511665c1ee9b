"""Mail that is signed, encrypted or packed up by a program: what can be read without a key is, the rest is told."""

from __future__ import annotations

import struct
import zlib
from base64 import encodebytes
from collections.abc import Iterator
from pathlib import Path

import pytest
from asn1crypto import cms
from compressed_rtf import compress

from tests.unit.import_document.files import read, told
from tests.unit.import_document.test_records_and_mail import PAGE, PICTURE, PLAIN, mail
from williams.domain.errors import EncryptedContent, PermanentError, UnsupportedContent

WORDS = "The ferry leaves at noon."
INNER = mail(PLAIN.format(WORDS), PAGE.format(WORDS), kind="alternative", head="").encode()
P7S = "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nx"
DATA = bytes.fromhex("06092a864886f70d010701")
"""The type of plain data, as DER."""


def wrapped(content: bytes, filename: str = "smime.p7m") -> str:
    head = f"Content-Type: application/pkcs7-mime; name={filename}\nContent-Transfer-Encoding: base64\n"
    return f"Subject: On\n{head}\n{encodebytes(content).decode()}"


def batched(data: bytes, size: int) -> Iterator[bytes]:
    return (data[begin : begin + size] for begin in range(0, len(data), size))


def signed(inner: bytes = INNER) -> bytes:
    """In pieces whose length is not told before, as mail programs write it while they sign."""
    pieces = b"".join(b"\x04" + bytes([len(piece)]) + piece for piece in batched(inner, 99))
    content = b"\x30\x80" + DATA + b"\xa0\x80\x24\x80" + pieces + bytes(6)
    kind = bytes.fromhex("06092a864886f70d010702")
    return b"\x30\x80" + kind + b"\xa0\x80\x30\x80\x02\x01\x01\x31\x00" + content + b"\x31\x00" + bytes(6)


def packed(inner: bytes = INNER) -> bytes:
    content = {
        "version": "v0",
        "compression_algorithm": {"algorithm": "zlib"},
        "encap_content_info": {"content_type": "data", "content": zlib.compress(inner)},
    }
    return bytes(cms.ContentInfo({"content_type": "compressed_data", "content": content}).dump())


def encrypted() -> bytes:
    content = {
        "version": "v0",
        "recipient_infos": [],
        "encrypted_content_info": {
            "content_type": "data",
            "content_encryption_algorithm": {"algorithm": "aes128_cbc", "parameters": bytes(16)},
            "encrypted_content": bytes(32),
        },
    }
    return bytes(cms.ContentInfo({"content_type": "enveloped_data", "content": content}).dump())


PGP_SIGNED = f"""-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA256

{WORDS}

- - sheep
- --{" "}
Ada
-----BEGIN PGP SIGNATURE-----

iHUEARYIAB0WIQ
-----END PGP SIGNATURE-----
"""
PGP_LOCKED = "-----BEGIN PGP MESSAGE-----\n\nhF4DAAAAAAAAAAAS\n-----END PGP MESSAGE-----\n"
PGP_KEY = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n"
WINMAIL = "Content-Type: application/ms-tnef; name=winmail.dat\n\nx"


@pytest.mark.parametrize(
    ("written", "texts", "codes"),
    [
        (mail(PLAIN.format(WORDS), P7S, kind="signed"), [WORDS], []),
        (mail(PLAIN.format(WORDS), P7S.replace("pkcs7", "pgp"), kind="signed"), [WORDS], []),
        (wrapped(signed()), [WORDS], []),
        (wrapped(packed()), [WORDS], []),
        (wrapped(signed(wrapped(packed()).encode())), [WORDS], []),
        (mail(PLAIN.format("One."), wrapped(signed())), ["One.", WORDS], []),
        (mail(PLAIN.format("One."), wrapped(encrypted())), ["One."], ["encrypted-left-out"]),
        (mail(PLAIN.format("One."), wrapped(b"torn")), ["One."], ["encrypted-left-out"]),
        (mail(PLAIN.format("One."), wrapped(signed(b"%PDF-1.7"), "a.pdf.p7m")), ["One."], ["attachments-left-out"]),
        (PLAIN.format(PGP_SIGNED), [WORDS, "sheep"], []),
        (PLAIN.format("-----BEGIN PGP SIGNED MESSAGE-----\nOne.\n\nTwo."), ["One.", "Two."], []),
        (PLAIN.format(f"One.\n\n{PGP_LOCKED}\nTwo."), ["One.", "Two."], ["encrypted-left-out"]),
        (PLAIN.format(f"One.\n\n{PGP_KEY}"), ["One."], []),
        (
            PLAIN.format("One.\n\n-----BEGIN PGP MESSAGE-----\n\nTwo."),
            ["One.", "-----BEGIN PGP MESSAGE-----", "Two."],
            [],
        ),
        (mail(PLAIN.format("One."), WINMAIL, PICTURE), ["One."], ["outlook-package-left-out", "attachments-left-out"]),
    ],
)
def test_what_is_only_signed_or_packed_is_read(
    tmp_path: Path, written: str, texts: list[str], codes: list[str]
) -> None:
    reading = read(tmp_path, "a.eml", f"From: ada@example.org\n{written}".encode())
    assert [text for _, text in told(reading)] == texts
    assert [notice["code"] for notice in reading["notices"]] == codes


@pytest.mark.parametrize(
    ("written", "error", "says"),
    [
        (wrapped(encrypted()), EncryptedContent, "has the key"),
        (PLAIN.format(PGP_LOCKED), EncryptedContent, "has the key"),
        (mail(WINMAIL), UnsupportedContent, "save it as .msg"),
    ],
)
def test_a_mail_that_is_nothing_else_is_refused_in_words(
    tmp_path: Path, written: str, error: type[PermanentError], says: str
) -> None:
    with pytest.raises(error, match=says):
        read(tmp_path, "a.eml", f"From: ada@example.org\n{written}".encode())


def attribute(level: int, number: int, kind: int, value: bytes) -> bytes:
    return struct.pack("<BHHI", level, number, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def sized(kind: int, number: int, value: bytes) -> bytes:
    return struct.pack("<HHII", kind, number, 1, len(value)) + value + bytes(-len(value) % 4)


def properties(*values: bytes) -> bytes:
    return struct.pack("<I", len(values)) + b"".join(values)


NAMED = struct.pack("<HH16sIIH2x", 0x000B, 0x8005, bytes(16), 0, 7, 1)
SPELLED = (
    struct.pack("<HH16sII", 0x1002, 0x8006, bytes(16), 1, 6) + b"a\0b\0\0\0\0\0" + struct.pack("<IHHHH", 3, 1, 2, 3, 0)
)
RUSSIAN = attribute(1, 0x9007, 6, struct.pack("<II", 1251, 0))
FILES = (
    attribute(2, 0x9002, 6, bytes(14))
    + attribute(2, 0x8010, 1, "Пол~1.pdf\0".encode("cp1251"))
    + attribute(2, 0x800F, 6, b"%PDF-1.7")
    + attribute(2, 0x9005, 6, properties(sized(0x1F, 0x3707, "Полёт.pdf\0".encode("utf-16-le"))))
    + attribute(2, 0x9002, 6, bytes(14))
    + attribute(2, 0x8010, 1, "Карта.png\0".encode("cp1251"))
)


def winmail(*attributes: bytes, kind: str = "application/ms-tnef") -> str:
    data = encodebytes(struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)).decode()
    return f"Content-Type: {kind}; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n{data}"


def message(*values: bytes) -> bytes:
    return attribute(1, 0x9003, 6, properties(NAMED, SPELLED, *values))


@pytest.mark.parametrize(
    "body",
    [
        attribute(1, 0x800C, 1, "Паром\0".encode("cp1251")),
        message(sized(0x1F, 0x1000, "Паром\0".encode("utf-16-le"))),
        message(sized(0x1E, 0x1000, "Паром\0".encode("cp1251"))),
        message(sized(0x102, 0x1013, "<meta charset=utf-8><p>Паром</p>".encode())),
        message(sized(0x102, 0x1009, compress(rb"{\rtf1\ansi\ansicpg1251 \'cf\'e0\'f0\'ee\'ec}"))),
    ],
)
@pytest.mark.parametrize("kind", ["application/ms-tnef", "application/octet-stream"])
def test_what_outlook_packed_up_is_read_where_no_other_text_stands(tmp_path: Path, body: bytes, kind: str) -> None:
    written = mail(winmail(RUSSIAN, body, FILES, kind=kind))
    reading = read(tmp_path, "a.eml", f"From: ada@example.org\n{written}".encode())
    assert [text for _, text in told(reading)] == ["Паром"]
    assert [each["message"] for each in reading["notices"] if each["code"] == "attachments-left-out"] == [
        "2 attachments were left out: Полёт.pdf, Карта.png"
    ]


@pytest.mark.parametrize("end", [b"\0\0\0", attribute(2, 0x800F, 6, b"%PDF-1.7")[:-4]])
def test_a_rest_behind_what_outlook_packed_up_costs_nothing(tmp_path: Path, end: bytes) -> None:
    written = mail(winmail(attribute(1, 0x800C, 1, b"Ferry\0"), FILES, end))
    assert told(read(tmp_path, "a.eml", f"From: ada@example.org\n{written}".encode())) == [("body", "Ferry")]


def test_what_outlook_packed_up_is_not_said_twice(tmp_path: Path) -> None:
    body = attribute(1, 0x800C, 1, "Паром\0".encode("cp1251"))
    written = mail(PLAIN.format("Паром"), winmail(RUSSIAN, body, FILES))
    reading = read(tmp_path, "a.eml", f"From: ada@example.org\n{written}".encode())
    assert [text for _, text in told(reading)] == ["Паром"]
    assert [each["code"] for each in reading["notices"]] == ["attachments-left-out"]


@pytest.mark.parametrize(
    "damaged",
    [
        winmail(message(sized(0x102, 0x1009, b"no RTF"))),
        winmail(message(struct.pack("<HH", 0x0BAD, 0x1000))),
        winmail(attribute(1, 0x9003, 6, struct.pack("<I", 0xFFFFFFFF))),
        winmail(attribute(1, 0x800C, 1, b"Ferry")[:-3]),
    ],
)
def test_a_package_of_outlooks_that_is_damaged_costs_no_other_mail(tmp_path: Path, damaged: str) -> None:
    box = f"From a Mon Jan 1 2024\nFrom: a@b.c\n{mail(damaged)}\nFrom a Mon Jan 1 2024\nFrom: a@b.c\n\nOne.\n"
    reading = read(tmp_path, "a.mbox", box.encode())
    assert told(reading)[-1] == ("body", "One.")
    assert [each["code"] for each in reading["notices"]] == ["outlook-package-left-out"]


def test_wrappings_in_wrappings_are_opened_ten_deep(tmp_path: Path) -> None:
    inner = INNER
    for _ in range(12):
        inner = wrapped(packed(inner)).encode()
    with pytest.raises(PermanentError):
        read(tmp_path, "a.eml", inner)
