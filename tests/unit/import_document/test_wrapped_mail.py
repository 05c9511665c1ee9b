"""Mail that is signed, encrypted or packed up by a program: what can be read without a key is, the rest is told."""

from __future__ import annotations

import zlib
from base64 import encodebytes
from collections.abc import Iterator
from pathlib import Path

import pytest
from asn1crypto import cms

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


def test_wrappings_in_wrappings_are_opened_ten_deep(tmp_path: Path) -> None:
    inner = INNER
    for _ in range(12):
        inner = wrapped(packed(inner)).encode()
    with pytest.raises(PermanentError):
        read(tmp_path, "a.eml", inner)
