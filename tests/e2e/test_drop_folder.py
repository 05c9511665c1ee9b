"""The drop folder on the deployed local cloud: files are put into the bucket, and nothing else is asked of anybody."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from tests.e2e.cloud import ROOT, Cloud
from tests.e2e.samples import small_pdf
from tests.e2e.tenant import Tenant
from tests.unit.docs.pages import Page, block

RULE, SWEEP = "williams-local-dropped", "williams-local-sweep"
QUEUE = FUNCTION = "williams-local-drop-folder"
POLL_SECONDS = 0.2
ANSWER_SECONDS, JOB_SECONDS = 30.0, 90.0
ENDED = {"completed", "failed", "cancelled", "refused"}


def inbox(tenant: Tenant, name: str) -> str:
    return f"drop/inbox/{tenant.owner}/{name}"


def put(tenant: Tenant, name: str, data: bytes) -> str:
    s3 = tenant.cloud.aws.client("s3")
    s3.put_object(Bucket=tenant.cloud.info.bucket, Key=inbox(tenant, name), Body=data)
    return inbox(tenant, name)


def results(cloud: Cloud, owner: str) -> list[dict[str, Any]]:
    return [json.loads(cloud.object(key)) for key in cloud.keys(f"drop-results/{owner}/")]


def answered(cloud: Cloud, owner: str, within: float = JOB_SECONDS, number: int = 1) -> list[dict[str, Any]]:
    """Wait until so many files have their last word."""
    deadline = time.monotonic() + within
    while len(done := [each for each in results(cloud, owner) if each["status"] in ENDED]) < number:
        assert time.monotonic() < deadline, f"after {within:g} s: {results(cloud, owner)}"
        time.sleep(POLL_SECONDS)
    return done


def in_drop(tenant: Tenant) -> list[str]:
    return [key for folder in ("inbox", "taken") for key in tenant.cloud.keys(f"drop/{folder}/{tenant.owner}/")]


def emptied(tenant: Tenant) -> None:
    """The file leaves the inbox when its job stands, which may be a moment after the job's end."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while in_drop(tenant):
        assert time.monotonic() < deadline, in_drop(tenant)
        time.sleep(POLL_SECONDS)


def jobs_of(tenant: Tenant) -> list[Any]:
    return tenant.cloud.jobs.jobs(tenant.owner, 100).items


@contextmanager
def without(cloud: Cloud, rule: str) -> Iterator[None]:
    """One of the two ways in is closed: S3 tells of nothing, or nobody sweeps."""
    events = cloud.aws.client("events")
    events.disable_rule(Name=rule)
    try:
        yield
    finally:
        events.enable_rule(Name=rule)


@pytest.fixture
def unswept(cloud: Cloud) -> Iterator[None]:
    with without(cloud, SWEEP):
        yield


@pytest.mark.usefixtures("unswept")
def test_a_file_is_imported_and_answered(newcomer: Tenant) -> None:
    key = put(newcomer, "On bridges.pdf", small_pdf("bridges"))
    (done,) = answered(newcomer.cloud, newcomer.owner)
    assert (done["status"], done["key"], done["plugin_id"], done["file"]) == ("completed", key, "import.pdf", None)
    assert newcomer.client.content.get(done["content_id"]).title == "On bridges"
    assert newcomer.client.jobs.get(done["job_id"]).status == "completed"
    emptied(newcomer)


@pytest.mark.usefixtures("unswept")
def test_a_multipart_upload_is_one_file(newcomer: Tenant) -> None:
    s3, place = newcomer.cloud.aws.client("s3"), {"Bucket": newcomer.cloud.info.bucket}
    place["Key"] = inbox(newcomer, "2026/parts.pdf")
    # A comment before the end makes the first part as long as S3 wants it.
    data = small_pdf("parts")
    head, tail = data[:-7], data[-7:]
    head += b"\n%" + b"x" * (5 * 1024 * 1024)
    upload = s3.create_multipart_upload(**place)["UploadId"]
    parts = [
        {
            "PartNumber": number,
            "ETag": s3.upload_part(**place, UploadId=upload, PartNumber=number, Body=body)["ETag"],
        }
        for number, body in enumerate((head, b"\n" + tail), 1)
    ]
    s3.complete_multipart_upload(**place, UploadId=upload, MultipartUpload={"Parts": parts})
    (done,) = answered(newcomer.cloud, newcomer.owner)
    assert (done["status"], done["size"]) == ("completed", len(head) + 1 + len(tail)), done
    assert len(jobs_of(newcomer)) == 1


def event(tenant: Tenant, key: str) -> str:
    about = {"bucket": {"name": tenant.cloud.info.bucket}, "object": {"key": key}, "reason": "PutObject"}
    return json.dumps({"source": "aws.s3", "detail-type": "Object Created", "detail": about})


def invoke(cloud: Cloud, payload: dict[str, Any]) -> dict[str, Any]:
    answer = cloud.aws.client("lambda").invoke(FunctionName=FUNCTION, Payload=json.dumps(payload))
    loaded: dict[str, Any] = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, loaded
    return loaded


def test_an_event_that_comes_many_times_makes_one_job(newcomer: Tenant) -> None:
    key = put(newcomer, "bells.pdf", small_pdf("bells"))
    sqs = newcomer.cloud.aws.client("sqs")
    url = sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"]
    record = {"messageId": "m", "body": event(newcomer, key)}

    def deliver(number: int) -> None:
        if number % 2:
            sqs.send_message(QueueUrl=url, MessageBody=event(newcomer, key))
        else:
            assert invoke(newcomer.cloud, {"Records": [record, record]}) == {"batchItemFailures": []}

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(deliver, range(8)))
    (done,) = answered(newcomer.cloud, newcomer.owner)
    assert done["status"] == "completed"
    emptied(newcomer)
    assert len(jobs_of(newcomer)) == len(newcomer.client.content.list().items) == 1


@pytest.mark.usefixtures("unswept")
def test_many_files_at_once_are_each_imported_once(newcomer: Tenant) -> None:
    names = [f"{topic}.pdf" for topic in ("maps", "sheep", "violins", "ferries", "carpets", "lanterns")]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda name: put(newcomer, name, small_pdf(name)), names))
    done = answered(newcomer.cloud, newcomer.owner, number=len(names))
    assert {each["status"] for each in done} == {"completed"}
    assert len({each["content_id"] for each in done}) == len(jobs_of(newcomer)) == len(names)
    emptied(newcomer)


def test_an_event_that_never_comes_is_made_up_for(newcomer: Tenant) -> None:
    with without(newcomer.cloud, RULE):
        put(newcomer, "castles.pdf", small_pdf("castles"))
        deadline = time.monotonic() + ANSWER_SECONDS
        while not jobs_of(newcomer):
            assert time.monotonic() < deadline
            invoke(newcomer.cloud, {"source": "aws.events", "detail-type": "Scheduled Event"})
        (done,) = answered(newcomer.cloud, newcomer.owner)
    assert done["status"] == "completed"
    assert len(jobs_of(newcomer)) == 1


def test_the_sweep_is_scheduled(cloud: Cloud) -> None:
    rule = cloud.aws.client("events").describe_rule(Name=SWEEP)
    assert (rule["ScheduleExpression"], rule["State"]) == ("rate(1 minute)", "ENABLED")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("song.xyz", b"la la la", "unknown-type"),
        ("empty.pdf", b"", "empty-content"),
        ("../escape.pdf", b"%PDF-1.7", "invalid-request"),
    ],
)
def test_what_cannot_be_imported_is_refused_at_once(newcomer: Tenant, name: str, data: bytes, code: str) -> None:
    key = put(newcomer, name, data)
    (refused,) = answered(newcomer.cloud, newcomer.owner, ANSWER_SECONDS)
    assert (refused["status"], refused["error"]["code"], refused["file"]) == ("refused", code, key)
    assert jobs_of(newcomer) == []
    assert in_drop(newcomer) == [key]
    assert newcomer.cloud.left_behind(newcomer.owner) == {}


def test_an_unknown_owner_is_answered_and_nothing_is_imported(
    cloud: Cloud, make_tenant: Callable[[str], Tenant]
) -> None:
    known = make_tenant("known")
    stranger = f"{known.owner}-stranger"
    cloud.aws.client("s3").put_object(
        Bucket=cloud.info.bucket, Key=f"drop/inbox/{stranger}/a.pdf", Body=small_pdf("strangers")
    )
    (refused,) = answered(cloud, stranger, ANSWER_SECONDS)
    assert refused["error"]["code"] == "not-found"
    assert stranger in refused["error"]["message"]
    assert cloud.jobs.jobs(stranger, 10).items == []
    assert cloud.owned(stranger) == {}


def test_an_import_that_fails_keeps_the_file_and_says_why(newcomer: Tenant) -> None:
    put(newcomer, "torn.pdf", b"%PDF-1.7\nnothing more")
    (failed,) = answered(newcomer.cloud, newcomer.owner)
    job = newcomer.client.jobs.get(failed["job_id"])
    assert failed["status"] == job.status == "failed"
    assert job.error
    assert failed["error"] == {"code": job.error.code, "message": job.error.message}
    assert newcomer.cloud.object(failed["file"]) == b"%PDF-1.7\nnothing more"
    assert newcomer.cloud.left_behind(newcomer.owner) == {}


def test_the_how_to_page_does_what_it_says(cloud: Cloud) -> None:
    page = Page(ROOT / "docs" / "how-to" / "use-the-drop-folder.md")
    code = block(page, "python", "drop/inbox/local")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=JOB_SECONDS)
    assert done.returncode == 0, done.stderr
    status, content_id = done.stdout.split()
    assert status == "completed"
    assert cloud.owned("local")["content"] >= 1
    assert content_id.startswith("doc_")
