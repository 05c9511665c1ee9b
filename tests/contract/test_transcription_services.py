"""Services that write speech down keep the port's promises, and what they get wrong is told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from williams_engine_openai import transcription as openai_transcription
from williams_engine_openai.client import OpenAiAccess
from williams_engine_openai.manifest import OpenAiTranscriptionManifest
from williams_engine_openai.transcription import OpenAiTranscription
from williams_recording.about import recording_of

from tests.contract.http_server import Reply
from tests.contract.openai_server import OpenAiServer, failure, tone
from williams.domain.errors import (
    CorruptContent,
    InvalidRequest,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    WilliamsError,
)
from williams_testing.engines.transcription import TranscriptionEngineConformance


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("recordings") / "tone.wav"
    path.write_bytes(tone(5.0, rate=16_000))
    return path


@pytest.fixture
def server() -> Iterator[OpenAiServer]:
    with OpenAiServer() as running:
        yield running


@pytest.fixture
def online(server: OpenAiServer) -> OpenAiTranscription:
    return OpenAiTranscription(OpenAiAccess("sk-test", server.base_url, timeout_seconds=5), model="whisper-1")


class TestOpenAi(TranscriptionEngineConformance):
    manifest_class: ClassVar[type[OpenAiTranscriptionManifest]] = OpenAiTranscriptionManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"openai", "httpx"})
    key: ClassVar[str] = "sk-test"
    words: ClassVar[tuple[str, ...]] = ("barges", "lock", "birds")

    @pytest.fixture(autouse=True)
    def _recording(self, recording: Path) -> None:
        type(self).recording = recording

    @pytest.fixture
    def transcription(self, online: OpenAiTranscription) -> Any:
        return online


async def test_openai_is_told_the_language_and_says_which_it_heard(
    server: OpenAiServer, online: OpenAiTranscription, recording: Path
) -> None:
    found = await online.transcribe(recording, "en-GB")
    assert (server.calls[0].body["language"], server.calls[0].body["model"], found.language) == (
        "en",
        "whisper-1",
        "en-GB",
    )
    assert (await online.transcribe(recording)).language == "en"
    assert "language" not in server.calls[1].body
    assert [word.text for word in found.utterances[0].words] == ["Barges", "pass", "the", "lock."]
    assert found.cost_usd == pytest.approx(0.006)
    heard = recording_of(recording, timeout_seconds=60).seconds
    assert heard is not None
    assert await online.expected_usd(recording) == pytest.approx(heard / 60 * 0.006)
    with pytest.raises(InvalidRequest, match="Leave the language out"):
        await online.transcribe(recording, "eo")


async def test_openai_gets_a_large_recording_in_pieces(
    server: OpenAiServer, online: OpenAiTranscription, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openai_transcription, "_MOST_BYTES", 100_000)
    monkeypatch.setattr(openai_transcription, "_PIECE_SECONDS", 2.5)
    found = await online.transcribe(recording)
    assert all(len(call.body["file"]) < 100_000 for call in server.calls)
    assert [each.starts_at for each in found.utterances] == pytest.approx([0.5, 3.0, 3.0, 5.5])
    assert found.cost_usd == pytest.approx(2 * 0.006)


@pytest.mark.parametrize(
    ("reply", "error", "words"),
    [
        (failure(429, "slow down", retry_after="7"), ProviderThrottled, "wait 7 s"),
        (failure(429, "no credit", code="insufficient_quota"), ProviderRejected, "no credit left"),
        (failure(503, "overloaded"), ProviderUnavailable, "503"),
        (failure(401, "bad key"), ProviderRejected, "401"),
        (failure(400, "The audio file could not be decoded"), CorruptContent, "tone.wav"),
        (Reply(body=b"{"), ProviderRejected, "cannot be read"),
        (Reply(body=b'{"text": "No times."}'), ProviderRejected, "verbose_json"),
        (
            Reply(body=json.dumps({"text": "x", "segments": [{"text": "x"}]}).encode()),
            ProviderRejected,
            "cannot be read",
        ),
        (Reply(body=b"{}", cut_at=1), ProviderUnavailable, "cannot be reached"),
        (Reply(never=True), ProviderUnavailable, "longer than|in time"),
    ],
)
async def test_what_openai_gets_wrong(
    server: OpenAiServer, recording: Path, reply: Reply, error: type[WilliamsError], words: str
) -> None:
    impatient = OpenAiAccess("sk-test", server.base_url, timeout_seconds=0.5 if reply.never else 30)
    server.script(reply)
    with pytest.raises(error, match=words):
        await OpenAiTranscription(impatient, model="whisper-1").transcribe(recording)
