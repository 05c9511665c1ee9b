"""Transcription by Amazon Transcribe, against a server that speaks its API and misbehaves in every known way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from williams_engine_transcribe import transcription as engine_module
from williams_engine_transcribe.client import TranscribeAccess
from williams_engine_transcribe.manifest import TranscribeManifest, TranscribeSettings
from williams_engine_transcribe.transcription import Patience, TranscribeTranscription

from tests.contract.bedrock_server import CREDENTIALS
from tests.contract.http_server import Reply
from tests.contract.openai_server import tone
from tests.contract.transcribe_server import BUCKET, TranscribeServer, answered, failure, job, mark, transcript, word
from williams.domain.errors import (
    ContentTooLarge,
    CorruptContent,
    InvalidRequest,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    WilliamsError,
)
from williams.ports.transcription import Transcript, gives_tasks
from williams_testing.engines.transcription import TranscriptionEngineConformance
from williams_testing.memory.objects import InMemoryObjects

ITEMS = (
    *(word("Barges", 0.5, 0.9), word("pass", 0.9, 1.2), word("the", 1.2, 1.3, 0.5), word("lock", 1.3, 1.6), mark(".")),
    *(word("Many", 1.7, 1.9), mark(","), word("many", 2.0, 2.2), word("birds", 2.2, 2.5)),
    *(word("Nobody", 4.1, 4.4), word("answers", 4.4, 4.9), mark("?")),
)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recordings") / "tone.wav"
    path.write_bytes(tone(20.2, rate=16_000))
    return path


@pytest.fixture
def objects() -> InMemoryObjects:
    return InMemoryObjects()


@pytest.fixture
def server(objects: InMemoryObjects, monkeypatch: pytest.MonkeyPatch) -> Iterator[TranscribeServer]:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with TranscribeServer(objects, ITEMS, ["en-US", "en-GB", "pt-BR"]) as running:
        yield running


def engine(server: TranscribeServer, objects: InMemoryObjects, *, seconds: float = 30.0) -> TranscribeTranscription:
    access = TranscribeAccess("eu-west-1", server.endpoint_url, timeout_seconds=seconds)
    return TranscribeTranscription(access, BUCKET, objects, Patience(every_seconds=0.01, seconds=20.0))


@pytest.fixture
def online(server: TranscribeServer, objects: InMemoryObjects) -> TranscribeTranscription:
    return engine(server, objects)


class TestTranscribe(TranscriptionEngineConformance):
    manifest_class: ClassVar[type[TranscribeManifest]] = TranscribeManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"boto3", "botocore", "williams_recording"})
    environment: ClassVar[dict[str, str]] = {"WILLIAMS_TRANSCRIPTION_API": "start-transcription-job"}
    words: ClassVar[tuple[str, ...]] = ("barges", "lock", "birds")

    @pytest.fixture(autouse=True)
    def _recording(self, recording: Path) -> None:
        type(self).recording = recording

    @pytest.fixture
    def transcription(self, online: TranscribeTranscription) -> Any:
        return online


async def test_a_job_is_given_looked_at_and_read(
    server: TranscribeServer, objects: InMemoryObjects, online: TranscribeTranscription, recording: Path
) -> None:
    assert gives_tasks(online)
    task = await online.submit(recording)
    (asked,) = server.jobs.values()
    assert asked == {
        "TranscriptionJobName": task,
        "Media": {"MediaFileUri": f"s3://library/heard/{task}/recording.wav"},
        "MediaFormat": "wav",
        "OutputBucketName": "library",
        "OutputKey": f"heard/{task}/transcript.json",
        "IdentifyLanguage": True,
    }
    assert objects.read(f"heard/{task}/recording.wav") == recording.read_bytes()
    assert "/eu-west-1/transcribe/aws4_request" in server.calls[0].authorization
    assert await online.poll(task) is None
    found = await online.poll(task)
    assert found is not None
    assert [each.text for each in found.utterances] == ["Barges pass the lock.", "Many, many birds", "Nobody answers?"]
    first = found.utterances[0]
    assert [(each.text, each.starts_at, each.ends_at) for each in first.words][3] == ("lock.", 1.3, 1.6)
    assert first.certainty == pytest.approx((3 * 0.99 + 0.5) / 4)
    assert found.language == "en-GB"
    assert found.cost_usd == pytest.approx(21 / 60 * 0.024)
    assert await online.expected_usd(recording) == pytest.approx(found.cost_usd, rel=0.05)
    assert objects.keys("heard/") == [f"heard/{task}/transcript.json"]  # the recording is not kept
    assert await online.poll(task) == found  # an answer that got lost is given again


@pytest.mark.parametrize(
    ("tag", "code"), [("en", "en-US"), ("en-GB", "en-GB"), ("EN-gb", "en-GB"), ("pt", "pt-BR"), ("pt-AO", "pt-BR")]
)
async def test_a_stated_language_is_the_services_own(
    server: TranscribeServer, online: TranscribeTranscription, recording: Path, tag: str, code: str
) -> None:
    await online.submit(recording, tag)
    assert (server.calls[0].body["LanguageCode"], "IdentifyLanguage" in server.calls[0].body) == (code, False)


async def test_a_language_that_it_does_not_know_is_refused_before_it_is_paid_for(
    server: TranscribeServer, online: TranscribeTranscription, recording: Path
) -> None:
    with pytest.raises(InvalidRequest, match="Leave the language out"):
        await online.submit(recording, "eo")
    assert server.calls == []


async def test_words_of_unspaced_languages_are_joined_without_blanks(
    server: TranscribeServer, objects: InMemoryObjects, online: TranscribeTranscription, recording: Path
) -> None:
    task = await online.submit(recording)
    objects.write(f"heard/{task}/transcript.json", transcript(word("鳥", 1, 2), word("が", 2, 3), mark("。")), "")
    server.script(job("COMPLETED", LanguageCode="ja-JP"))
    found = await online.poll(task)
    assert found is not None
    assert [(each.text, each.words) for each in found.utterances] == [("鳥が。", ())]


async def test_a_cancelled_job_leaves_nothing(
    server: TranscribeServer, objects: InMemoryObjects, online: TranscribeTranscription, recording: Path
) -> None:
    task = await online.submit(recording)
    await online.cancel(task)
    assert (server.jobs, objects.keys("heard/")) == ({}, [])
    with pytest.raises(ProviderRejected, match="couldn't be found"):
        await online.poll(task)


async def test_a_job_that_takes_too_long_is_taken_back(
    server: TranscribeServer, objects: InMemoryObjects, recording: Path
) -> None:
    access = TranscribeAccess("eu-west-1", server.endpoint_url)
    hasty = TranscribeTranscription(access, BUCKET, objects, Patience(every_seconds=60.0, seconds=0.3))
    with pytest.raises(ProviderUnavailable, match=r"not written it down in 0\.3 s"):
        await hasty.transcribe(recording)
    assert (server.asked[-1], server.jobs, objects.keys("heard/")) == ("DeleteTranscriptionJob", {}, [])


FAULTS: list[tuple[Reply, type[WilliamsError], str]] = [
    (failure(400, "LimitExceededException", "too many requests"), ProviderThrottled, "too many"),
    (failure(400, "ThrottlingException", "Rate exceeded"), ProviderThrottled, "Rate"),
    (failure(429, "TooManyRequestsException", "busy"), ProviderThrottled, "busy"),
    (failure(500, "InternalFailureException", "oops"), ProviderUnavailable, "oops"),
    (failure(503, "ServiceUnavailable", "away"), ProviderUnavailable, "away"),
    (failure(400, "BadRequestException", "odd"), ProviderRejected, "odd"),
    (failure(400, "ConflictException", "twice"), ProviderRejected, "twice"),
    (failure(403, "AccessDeniedException", "not transcribe:Start"), ProviderRejected, "transcribe:Start"),
]


@pytest.mark.parametrize(("reply", "error", "message"), FAULTS)
async def test_a_job_that_is_not_taken_leaves_no_recording_and_is_asked_for_once(
    server: TranscribeServer,
    objects: InMemoryObjects,
    online: TranscribeTranscription,
    recording: Path,
    reply: Reply,
    error: type[WilliamsError],
    message: str,
) -> None:
    server.script(reply)
    with pytest.raises(error, match=message):
        await online.submit(recording)
    assert (len(server.calls), objects.keys("heard/")) == (1, [])


@pytest.mark.parametrize(
    ("reply", "error", "message"),
    [
        *FAULTS,
        (answered({}), ProviderUnavailable, "how the job stands"),
        (answered({"TranscriptionJob": {}}), ProviderUnavailable, "how the job stands"),
        (Reply(body=b"{"), ProviderUnavailable, "did not answer whole"),
        (answered({"TranscriptionJob": {}}, cut_at=9), ProviderUnavailable, "did not answer whole"),
        (job("COMPLETED"), ProviderRejected, "not in the bucket"),
    ],
)
async def test_what_goes_wrong_while_a_job_is_looked_at_is_told_and_the_job_stands(
    server: TranscribeServer,
    online: TranscribeTranscription,
    recording: Path,
    reply: Reply,
    error: type[WilliamsError],
    message: str,
) -> None:
    task = await online.submit(recording)
    server.script(reply)
    with pytest.raises(error, match=message):
        await online.poll(task)
    assert list(server.jobs) == [task]


@pytest.mark.parametrize(
    ("reason", "error"),
    [
        ("Unsupported media format.", CorruptContent),
        ("The media format provided does not match the detected media format.", CorruptContent),
        ("Invalid sample rate for audio file.", CorruptContent),
        ("Invalid number of channels: number of channels too large.", CorruptContent),
        ("Internal error.", ProviderRejected),
        ("", ProviderRejected),
    ],
)
async def test_why_a_job_failed_is_told_and_it_is_deleted(
    server: TranscribeServer,
    objects: InMemoryObjects,
    online: TranscribeTranscription,
    recording: Path,
    reason: str,
    error: type[WilliamsError],
) -> None:
    task = await online.submit(recording)
    server.script(job("FAILED", FailureReason=reason))
    with pytest.raises(error, match=reason or "does not say why"):
        await online.poll(task)
    assert (server.jobs, objects.keys("heard/")) == ({}, [])


async def test_where_no_language_is_found_nobody_speaks_and_nothing_is_owed(
    server: TranscribeServer, online: TranscribeTranscription, recording: Path
) -> None:
    task = await online.submit(recording)
    reason = "Your audio file must have a speech segment long enough in duration to perform automatic language"
    server.script(job("FAILED", FailureReason=f"{reason} identification."))
    assert await online.poll(task) == Transcript(utterances=[], language="und", engine=online.model)


@pytest.mark.parametrize("answer", [b"{", b"[]", b"{}", b'{"results": {"items": [{"type": "pronunciation"}]}}'])
async def test_an_answer_that_cannot_be_read_is_told(
    server: TranscribeServer,
    objects: InMemoryObjects,
    online: TranscribeTranscription,
    recording: Path,
    answer: bytes,
) -> None:
    task = await online.submit(recording)
    objects.write(f"heard/{task}/transcript.json", answer, "application/json")
    server.script(job("COMPLETED"))
    with pytest.raises(ProviderRejected, match="cannot be read"):
        await online.poll(task)


async def test_a_service_that_takes_too_long_to_answer_is_unavailable(
    server: TranscribeServer, objects: InMemoryObjects, recording: Path
) -> None:
    server.script(Reply(never=True))
    with pytest.raises(ProviderUnavailable, match=r"did not answer|longer than"):
        await engine(server, objects, seconds=0.5).submit(recording)


async def test_what_is_too_long_for_it_is_refused(
    server: TranscribeServer, online: TranscribeTranscription, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "_MOST_SECONDS", 20)
    with pytest.raises(ContentTooLarge, match="Cut it"):
        await online.submit(recording)
    assert server.calls == []


def test_its_functions_may_give_jobs_of_their_own_and_use_one_folder() -> None:
    start, jobs, folder = TranscribeManifest().rights(TranscribeSettings(api="start-transcription-job"))
    assert start.actions == ("transcribe:StartTranscriptionJob",)
    assert jobs.resources == ("arn:{partition}:transcribe:{region}:{account}:transcription-job/williams-*",)
    assert folder.resources == ("arn:{partition}:s3:::{bucket}/heard/*",)
