"""Uploads: a name that a stranger gave becomes one that is safe in a key and a URL."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from williams.domain.errors import ContentTooLarge
from williams.services.uploads import NewUpload, Uploads, safe_filename
from williams_testing.memory.objects import InMemoryObjects


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("paper.pdf", "paper.pdf"),
        ("My Paper (final).PDF", "My-Paper-final.PDF"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/absolute/path.pdf", "path.pdf"),
        ("résumé.pdf", "r-sum.pdf"),
        ("论文.pdf", "file.pdf"),
        (".pdf", "file.pdf"),
        (".hidden", "file.hidden"),
        ("a.tar.gz", "a.tar.gz"),
        ("no ending", "no-ending"),
        ("dot.", "dot"),
        ("a%2F..%2Fb.pdf", "a-2F..-2Fb.pdf"),
        ("x\x00y\n.pdf", "x-y.pdf"),
        ("?query=1#fragment.pdf", "query-1-fragment.pdf"),
        ("", "file"),
        ("..", "file"),
        ("/", "file"),
        ("   ", "file"),
        ("a" * 300 + ".pdf", "a" * 100 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(given_name: str, safe: str) -> None:
    assert safe_filename(given_name) == safe


@given(st.text(max_size=400))
def test_whatever_the_name_it_stays_one_harmless_part_of_a_path(text: str) -> None:
    safe = safe_filename(text)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,119}", safe)
    assert not safe.endswith((".", "-"))
    assert quote(safe, safe="") == safe
    assert safe_filename(safe) == safe


@given(st.text(max_size=60))
def test_an_ending_stays(stem: str) -> None:
    assert safe_filename(f"{stem}.pdf").endswith(".pdf")


def test_an_upload_is_a_form_and_a_url() -> None:
    upload = Uploads(InMemoryObjects(), 100).create("ada", NewUpload(filename="My Paper.pdf", size=10))
    assert re.fullmatch(r"up_[0-9a-f]{28}", upload.upload_id)
    assert upload.url == f"upload://{upload.upload_id}/My-Paper.pdf"
    assert upload.post.fields["key"] == f"uploads/ada/{upload.upload_id}/My-Paper.pdf"
    assert (upload.post.fields["max_bytes"], upload.max_bytes, upload.expires_in) == ("100", 100, 3600)
    assert urlsplit(upload.url).netloc == upload.upload_id


def test_uploads_of_the_same_name_do_not_meet() -> None:
    objects = InMemoryObjects()
    made = {Uploads(objects, 100).create("ada", NewUpload(filename="a.pdf")).url for _ in range(10)}
    assert len(made) == 10


@pytest.mark.parametrize(("size", "fits"), [(None, True), (0, True), (100, True), (101, False)])
def test_an_announced_size_is_checked(size: int | None, fits: bool) -> None:
    body = NewUpload(filename="a.pdf", size=size)
    if fits:
        Uploads(InMemoryObjects(), 100).create("ada", body)
        return
    with pytest.raises(ContentTooLarge, match="101 bytes are more than the 100"):
        Uploads(InMemoryObjects(), 100).create("ada", body)


@pytest.mark.parametrize("fields", [{"filename": ""}, {"filename": "a" * 256}, {"filename": "a", "size": -1}])
def test_a_body_that_does_not_fit(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        NewUpload.model_validate(fields)
