"""The suites of ports that no built-in engine has yet, on engines of the tests' own that know one answer each."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest

from williams.domain.errors import CorruptContent, InvalidRequest, ProviderRejected
from williams.domain.provenance import ModelUsed
from williams.pipeline.paid_engines import paid_methods
from williams.ports.engines import ENTAILMENT, MAIL, PICTURES, RECOGNITION, RENDER, RERANK, TRANSCRIPTION, VIDEO
from williams.ports.entailment import EntailmentPort, Verdict, Verdicts
from williams.ports.pictures import DrawnPicture, PicturesPort
from williams.ports.recognition import RecognitionPort, RecognizedLine, RecognizedPage
from williams.ports.rerank import RerankPort, Scores
from williams.ports.transcription import Transcript, TranscriptionPort, Utterance
from williams.ports.video import VideoPort
from williams_testing.engines import entailment
from williams_testing.engines.entailment import EntailmentConformance
from williams_testing.engines.pictures import PicturesConformance
from williams_testing.engines.recognition import RecognitionConformance
from williams_testing.engines.rerank import RerankConformance
from williams_testing.engines.transcription import TranscriptionConformance
from williams_testing.engines.video import VideoConformance
from williams_testing.memory.entailment import InMemoryEntailment
from williams_testing.memory.pictures import InMemoryPictures
from williams_testing.memory.video import InMemoryVideo

MODEL = ModelUsed(provider="sample", name="one-answer", version="1")
FILE = Path(__file__)


class Sample:
    model = MODEL
    paid = False

    async def judge(self, premises: list[str], statements: list[str], language: str) -> Verdicts:
        if not premises or not language:
            raise InvalidRequest("nothing follows from nothing")
        opposite = entailment.CONTRADICTS
        verdicts = [Verdict(supported=float(s in premises), contradicted=float(s == opposite)) for s in statements]
        return Verdicts(verdicts=verdicts, engine=MODEL)

    async def score(self, question: str, texts: list[str]) -> Scores:
        words = set(question.lower().split())
        return Scores(scores=[float(len(words & set(text.lower().split()))) for text in texts], engine=MODEL)

    async def transcribe(self, recording: Path, language: str | None = None) -> Transcript:
        if recording != FILE:
            raise CorruptContent("that is no recording")
        utterances = [
            Utterance(text="One, two.", starts_at=0, ends_at=1),
            Utterance(text="Three.", starts_at=1, ends_at=2),
        ]
        return Transcript(utterances=utterances, language=language or "en-GB", engine=MODEL)

    async def recognize(self, picture: Path, language: str | None = None) -> RecognizedPage:
        if picture != FILE or not language:
            raise CorruptContent("that is no picture")
        lines = [
            RecognizedLine(text=t, box=(0.1, y, 0.9, y + 0.1), certainty=0.9) for t, y in (("One", 0.1), ("Two", 0.3))
        ]
        return RecognizedPage(lines=lines, engine=MODEL)


class TestEntailment(EntailmentConformance):
    @pytest.fixture
    def judge(self) -> EntailmentPort:
        return Sample()


class TestEntailmentInMemory(EntailmentConformance):
    @pytest.fixture
    def judge(self) -> EntailmentPort:
        return InMemoryEntailment()


class TestRerank(RerankConformance):
    @pytest.fixture
    def reranker(self) -> RerankPort:
        return Sample()


class TestTranscription(TranscriptionConformance):
    recording: ClassVar[Path] = FILE
    words: ClassVar[tuple[str, ...]] = ("one", "three")

    @pytest.fixture
    def transcription(self) -> TranscriptionPort:
        return Sample()


class TestRecognition(RecognitionConformance):
    picture: ClassVar[Path] = FILE
    lines: ClassVar[tuple[str, ...]] = ("One", "Two")

    @pytest.fixture
    def recognition(self) -> RecognitionPort:
        return Sample()


class TestPictures(PicturesConformance):
    @pytest.fixture
    def pictures(self) -> PicturesPort:
        return InMemoryPictures(cost_usd=0.04)


class TestVideo(VideoConformance):
    @pytest.fixture
    def video(self) -> VideoPort:
        return InMemoryVideo(cost_usd=0.5)


async def test_a_clip_that_was_cancelled_is_not_made() -> None:
    video = InMemoryVideo()
    task = await video.submit("Waves.", 5, 640, 360)
    await video.cancel(task)
    with pytest.raises(ProviderRejected):
        await video.poll(task)


async def test_a_drawn_picture_is_the_same_after_it_was_kept() -> None:
    drawn = await InMemoryPictures().draw("A boat.", 16, 9)
    assert DrawnPicture.model_validate_json(drawn.model_dump_json()) == drawn


def test_the_calls_of_every_port_can_be_paid_for_once() -> None:
    ports = (TRANSCRIPTION, RECOGNITION, ENTAILMENT, RERANK, PICTURES, MAIL, RENDER)
    paid = [["transcribe"], ["recognize"], ["judge"], ["score"], ["draw"], ["send"], ["render"]]
    assert [list(paid_methods(port)) for port in ports] == paid


def test_a_clip_is_a_task_whose_polls_are_never_answered_from_memory() -> None:
    assert list(paid_methods(VIDEO)) == []
