"""Uploads: a form to post a file to, and a URL to import it by."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from pydantic import ValidationError

from williams.domain.errors import ContentTooLarge
from williams.domain.urls import upload_parts
from williams.services.uploads import NewUpload, Uploads
from williams_testing.memory.objects import InMemoryObjects


@pytest.mark.parametrize(
    ("filename", "name", "key"),
    [
        ("paper.pdf", "paper.pdf", "paper.pdf"),
        ("My Paper (final).PDF", "My%20Paper%20%28final%29.PDF", "My-Paper-final.PDF"),
        ("日本語の報告.txt", quote("日本語の報告.txt"), "file.txt"),
        ("a#b?.txt", "a%23b%3F.txt", "a-b.txt"),
    ],
)
def test_an_upload_is_a_form_and_a_url_that_keeps_the_name(filename: str, name: str, key: str) -> None:
    upload = Uploads(InMemoryObjects(), 100).create("ada", NewUpload(filename=filename, size=10))
    assert re.fullmatch(r"up_[0-9a-f]{28}", upload.upload_id)
    assert upload.url == f"upload://{upload.upload_id}/{name}"
    assert upload.post.fields["key"] == f"uploads/ada/{upload.upload_id}/{key}"
    assert (upload.post.fields["max_bytes"], upload.max_bytes, upload.expires_in) == ("100", 100, 3600)
    assert upload_parts(upload.url) == (upload.upload_id, filename)


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
