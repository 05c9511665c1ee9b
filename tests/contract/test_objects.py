"""ObjectPort: the fake and S3 under the same tests."""

from __future__ import annotations

import hashlib
import io
import random
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path

import httpx
import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber

from tests.contract.aws_server import AwsClients
from williams.adapters.s3 import S3Objects
from williams.domain.errors import ContentTooLarge, NotFound, StoreUnavailable
from williams.ports.objects import ObjectPort
from williams_testing.memory.objects import InMemoryObjects

MIB = 1024 * 1024
TEXT = "text/plain"


@pytest.fixture
def s3(aws: AwsClients) -> S3Objects:
    bucket = f"bucket-{secrets.token_hex(6)}"
    aws.s3.create_bucket(Bucket=bucket)
    return S3Objects(bucket, aws.s3)


@pytest.fixture(params=["memory", "s3"])
def objects(request: pytest.FixtureRequest) -> ObjectPort:
    return InMemoryObjects() if request.param == "memory" else request.getfixturevalue("s3")


def test_bytes_come_back_with_their_digest(objects: ObjectPort) -> None:
    data = "Grüße".encode()
    ref = objects.write("documents/d1/source.txt", data, TEXT)
    assert objects.read("documents/d1/source.txt") == data
    assert (ref.key, ref.media_type, ref.size) == ("documents/d1/source.txt", TEXT, len(data))
    assert ref.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("size", [0, 1, 8 * MIB, 21 * MIB + 7])
def test_a_file_is_streamed_both_ways(objects: ObjectPort, tmp_path: Path, size: int) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(random.Random(size).randbytes(size))
    ref = objects.write("big", source, "application/pdf")
    objects.download("big", target)
    assert ref.size == size == target.stat().st_size
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    assert ref.sha256 == digest == hashlib.sha256(target.read_bytes()).hexdigest()


def test_a_file_of_too_many_bytes_is_not_downloaded(objects: ObjectPort, tmp_path: Path) -> None:
    objects.write("k", b"12345", TEXT)
    with pytest.raises(ContentTooLarge, match="5 bytes; at most 4"):
        objects.download("k", tmp_path / "file", at_most=4)
    assert not (tmp_path / "file").exists()
    objects.download("k", tmp_path / "file", at_most=5)
    assert (tmp_path / "file").read_bytes() == b"12345"


def test_writing_overwrites(objects: ObjectPort) -> None:
    objects.write("k", b"one", TEXT)
    objects.write("k", b"two", TEXT)
    assert objects.read("k") == b"two"


def test_write_if_absent_keeps_what_is_there(objects: ObjectPort) -> None:
    assert objects.write_if_absent("k", b"one", TEXT)
    assert not objects.write_if_absent("k", b"two", TEXT)
    assert objects.read("k") == b"one"


def test_one_of_many_writers_at_once_wins(objects: ObjectPort) -> None:
    def attempt(n: int) -> bool:
        try:
            return objects.write_if_absent("k", str(n).encode(), TEXT)
        except StoreUnavailable:
            return False

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(attempt, range(8)))
    assert won.count(True) == 1
    assert objects.read("k") == str(won.index(True)).encode()


def test_what_is_missing(objects: ObjectPort, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        objects.read("nothing")
    with pytest.raises(NotFound):
        objects.download("nothing", tmp_path / "nothing")
    with pytest.raises(NotFound):
        objects.copy("nothing", "elsewhere")
    assert not (tmp_path / "nothing").exists()
    assert objects.size("nothing") is None
    assert objects.keys("nothing") == []
    objects.delete_prefix("nothing")


def test_size_and_copy(objects: ObjectPort) -> None:
    objects.write("a", b"12345", TEXT)
    objects.copy("a", "b")
    assert objects.size("b") == 5
    assert objects.read("b") == b"12345"


def test_delete_prefix_takes_that_and_no_more(objects: ObjectPort) -> None:
    names = [f"jobs/j1/{n:04}" for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: objects.write(name, b"x", TEXT), [*names, "jobs/j10/0", "documents/d"]))
    assert objects.keys("jobs/j1/") == names
    objects.delete_prefix("jobs/j1/")
    assert objects.keys("") == ["documents/d", "jobs/j10/0"]


def test_the_empty_prefix_is_never_deleted(objects: ObjectPort) -> None:
    objects.write("k", b"x", TEXT)
    with pytest.raises(ValueError, match="prefix"):
        objects.delete_prefix("")
    assert objects.keys("") == ["k"]


def test_ping(objects: ObjectPort) -> None:
    objects.ping()


# --- what only S3 can get wrong ----------------------------------------------------------------------------------


def test_a_presigned_url_downloads_under_the_given_name(s3: S3Objects) -> None:
    s3.write("podcasts/a1/podcast.mp3", b"ID3...", "audio/mpeg")
    answer = httpx.get(s3.presigned_get("podcasts/a1/podcast.mp3", "Größe & Maß.mp3", 60))
    assert answer.status_code == 200
    assert answer.content == b"ID3..."
    assert answer.headers["content-type"] == "audio/mpeg"
    disposition = Message()
    disposition["content-disposition"] = answer.headers["content-disposition"]
    assert disposition.get_filename() == "Größe & Maß.mp3"


def test_a_presigned_url_names_its_life(s3: S3Objects) -> None:
    url = httpx.URL(s3.presigned_get("k", "k", 60))
    assert url.params["X-Amz-Expires"] == "60"


def test_a_presigned_post_uploads_within_its_limit(s3: S3Objects) -> None:
    post = s3.presigned_post("uploads/ada/up_1/a.pdf", 10, 60)
    answer = httpx.post(post.url, data=post.fields, files={"file": ("a.pdf", b"0123456789")})
    assert answer.status_code in {200, 201, 204}
    assert s3.read("uploads/ada/up_1/a.pdf") == b"0123456789"


def test_a_presigned_post_refuses_more_than_its_limit(s3: S3Objects) -> None:
    post = s3.presigned_post("uploads/ada/up_1/a.pdf", 10, 60)
    answer = httpx.post(post.url, data=post.fields, files={"file": ("a.pdf", b"0123456789+")})
    assert answer.status_code == 400
    assert s3.size("uploads/ada/up_1/a.pdf") is None


def test_the_media_type_is_kept_by_a_copy(s3: S3Objects, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x" * (9 * MIB))
    s3.write("a", file, "application/pdf")
    s3.copy("a", "b")
    head = httpx.get(s3.presigned_get("b", "b", 60))
    assert head.headers["content-type"] == "application/pdf"


def test_a_store_that_is_not_there(nobody: AwsClients, tmp_path: Path) -> None:
    away = S3Objects("bucket", nobody.s3)
    file = tmp_path / "file"
    file.write_bytes(b"x")
    for call in (
        away.ping,
        lambda: away.read("k"),
        lambda: away.size("k"),
        lambda: away.keys("k"),
        lambda: away.write("k", b"x", TEXT),
        lambda: away.write("k", file, TEXT),
        lambda: away.download("k", file),
        lambda: away.write_if_absent("k", b"x", TEXT),
        lambda: away.delete_prefix("k"),
    ):
        with pytest.raises(StoreUnavailable):
            call()


def test_a_bucket_that_is_not_there(aws: AwsClients) -> None:
    nowhere = S3Objects("no-such-bucket", aws.s3)
    with pytest.raises(StoreUnavailable, match="Deploy"):
        nowhere.ping()
    with pytest.raises(StoreUnavailable, match="not deployed"):
        nowhere.write("k", b"x", TEXT)


@pytest.fixture
def stubbed(nobody: AwsClients) -> Iterator[tuple[S3Objects, Stubber]]:
    with Stubber(nobody.s3) as stub:
        yield S3Objects("bucket", nobody.s3), stub


@pytest.mark.parametrize("code", ["SlowDown", "ServiceUnavailable", "InternalError", "SomethingNew"])
def test_a_store_that_is_busy(stubbed: tuple[S3Objects, Stubber], code: str) -> None:
    s3, stub = stubbed
    stub.add_client_error("get_object", code, http_status_code=503)
    with pytest.raises(StoreUnavailable, match="busy"):
        s3.read("k")


def test_a_small_object_is_downloaded_by_one_request(stubbed: tuple[S3Objects, Stubber], tmp_path: Path) -> None:
    s3, stub = stubbed
    body = StreamingBody(io.BytesIO(b"small"), 5)
    stub.add_response("get_object", {"Body": body, "ContentLength": 5}, {"Bucket": "bucket", "Key": "k"})
    s3.download("k", tmp_path / "small")
    assert (tmp_path / "small").read_bytes() == b"small"
    stub.assert_no_pending_responses()


def test_a_download_that_breaks_off_leaves_nothing_that_looks_whole(
    stubbed: tuple[S3Objects, Stubber], tmp_path: Path
) -> None:
    s3, stub = stubbed
    stub.add_response("get_object", {"Body": StreamingBody(io.BytesIO(b"sma"), 5), "ContentLength": 5})
    with pytest.raises(StoreUnavailable, match="did not answer"):
        s3.download("k", tmp_path / "small")
    assert not (tmp_path / "small").exists()


def test_two_conditional_writes_at_once(stubbed: tuple[S3Objects, Stubber]) -> None:
    s3, stub = stubbed
    stub.add_client_error("put_object", "ConditionalRequestConflict", http_status_code=409)
    with pytest.raises(StoreUnavailable, match="Another writer"):
        s3.write_if_absent("k", b"x", TEXT)


def test_more_keys_than_one_call_deletes(stubbed: tuple[S3Objects, Stubber]) -> None:
    s3, stub = stubbed
    keys = [f"p/{n}" for n in range(1001)]
    stub.add_response(
        "list_objects_v2",
        {"Contents": [{"Key": key} for key in keys[:1000]], "IsTruncated": True, "NextContinuationToken": "more"},
    )
    stub.add_response("list_objects_v2", {"Contents": [{"Key": keys[1000]}]})
    for batch in (keys[:1000], keys[1000:]):
        stub.add_response(
            "delete_objects",
            {},
            {"Bucket": "bucket", "Delete": {"Objects": [{"Key": key} for key in batch], "Quiet": True}},
        )
    s3.delete_prefix("p/")
    stub.assert_no_pending_responses()


def test_a_delete_that_failed_for_some_keys(stubbed: tuple[S3Objects, Stubber]) -> None:
    s3, stub = stubbed
    stub.add_response("list_objects_v2", {"Contents": [{"Key": "p/1"}]})
    stub.add_response("delete_objects", {"Errors": [{"Key": "p/1", "Code": "InternalError", "Message": "sorry"}]})
    with pytest.raises(StoreUnavailable, match="p/1"):
        s3.delete_prefix("p/")


def test_folders_are_those_right_under_a_prefix(objects: ObjectPort) -> None:
    assert objects.folders("jobs/") == []
    for key in ("jobs/b/scratch/x", "jobs/a/1", "jobs/a/2", "jobs/file", "jobsite/c/1", "other/d/1"):
        objects.write(key, b"", TEXT)
    assert objects.folders("jobs/") == ["a", "b"]
    assert objects.folders("jobs/b/") == ["scratch"]


def test_how_an_object_stands(objects: ObjectPort) -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    objects.write("k/a b%2F.txt", b"one", TEXT)
    found = objects.stat("k/a b%2F.txt")
    assert found is not None
    assert (found.key, found.size) == ("k/a b%2F.txt", 3)
    assert before <= found.modified <= datetime.now(UTC) + timedelta(seconds=2)
    assert objects.stat("k/a") is None
    objects.write("k/a b%2F.txt", b"two", TEXT)
    changed = objects.stat("k/a b%2F.txt")
    assert changed is not None
    assert changed.etag != found.etag


def test_keys_come_in_parts(objects: ObjectPort) -> None:
    for key in ("k/3", "k/1", "k/2", "l/1"):
        objects.write(key, b"x", TEXT)
    assert objects.keys_after("k/", "", 2) == ["k/1", "k/2"]
    assert objects.keys_after("k/", "k/2", 2) == ["k/3"]
    assert objects.keys_after("k/", "k/3", 2) == []


def test_only_the_object_that_was_meant_is_copied_and_deleted(objects: ObjectPort) -> None:
    objects.write("k", b"one", TEXT)
    found = objects.stat("k")
    assert found is not None
    objects.copy("k", "copy", found.etag)
    assert objects.read("copy") == b"one"
    objects.write("k", b"two", TEXT)
    with pytest.raises(NotFound):
        objects.copy("k", "other", found.etag)
    objects.delete("k", found.etag)
    assert (objects.read("k"), objects.size("other")) == (b"two", None)
    now = objects.stat("k")
    assert now is not None
    objects.delete("k", now.etag)
    objects.delete("k", now.etag)
    assert objects.size("k") is None
    with pytest.raises(NotFound):
        objects.copy("k", "other", now.etag)


def test_a_large_object_is_copied_in_parts_if_it_is_the_one(s3: S3Objects, tmp_path: Path) -> None:
    file = tmp_path / "large"
    file.write_bytes(random.Random(1).randbytes(17 * MIB))
    s3.write("large", file, TEXT)
    found = s3.stat("large")
    assert found is not None
    s3.copy("large", "copy", found.etag)
    assert s3.size("copy") == 17 * MIB
    with pytest.raises(NotFound):
        s3.copy("large", "other", "0" * 32)
