"""The suite of the port ``text``: the fake and the real engines alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import pytest
from williams_engine_bedrock.manifest import BedrockManifest
from williams_engine_openai.manifest import OpenAiTextManifest
from williams_engine_quoting.manifest import QuotingManifest

from tests.contract.bedrock_server import CREDENTIALS, BedrockServer
from tests.contract.openai_server import OpenAiServer
from williams.domain.places import Place
from williams.domain.provenance import Citation, ModelUsed
from williams.ports.text import AnswerT, Task, TextPort, Written
from williams_testing.engines.text import TextConformance, TextEngineConformance
from williams_testing.writing import InMemoryText


class TestMemory(TextConformance):
    @pytest.fixture
    def writer(self) -> TextPort:
        return InMemoryText(cost_usd=0.01)


class TestQuoting(TextEngineConformance):
    manifest_class: ClassVar[type[QuotingManifest]] = QuotingManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"sentencex", "williams_writing"})


class TestOpenAi(TextEngineConformance):
    manifest_class: ClassVar[type[OpenAiTextManifest]] = OpenAiTextManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"openai", "williams_writing"})
    key: ClassVar[str] = "sk-test"

    @pytest.fixture
    def writer(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[TextPort]:
        with OpenAiServer() as server:
            monkeypatch.setattr(type(self), "environment", {"WILLIAMS_TEXT_BASE_URL": server.base_url})
            yield self.make()


class TestBedrock(TextEngineConformance):
    manifest_class: ClassVar[type[BedrockManifest]] = BedrockManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"boto3", "williams_writing"})
    environment: ClassVar[dict[str, str]] = {"WILLIAMS_TEXT_MODEL": "us.amazon.nova-lite-v1:0"}

    @pytest.fixture
    def writer(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[TextPort]:
        for name, value in CREDENTIALS.items():
            monkeypatch.setenv(name, value)
        with BedrockServer() as server:
            address = {"WILLIAMS_TEXT_BASE_URL": server.endpoint_url}
            monkeypatch.setattr(type(self), "environment", self.environment | address)
            yield self.make()


class Careless:
    """A writer that keeps no promise: it cites beyond what there is, says too much, and invents out of nothing."""

    model = ModelUsed(provider="careless", name="careless", version="1")
    paid = True

    async def write(self, task: Task[AnswerT]) -> Written[AnswerT]:
        cited = Citation(content_id="d", paragraph_id="d.p0", place=Place(), start=0, end=10_000)
        said = {"text": "Anything.", "citations": [cited]}
        answer = task.answer.model_validate({"about": said, "statements": [said, said]})
        return Written(answer=answer, engine=self.model.model_copy(update={"prompt": "by heart"}))


@pytest.mark.parametrize("name", sorted(name for name in vars(TextConformance) if name.startswith("test_")))
async def test_a_writer_that_keeps_no_promise_fails_every_case(name: str) -> None:
    case = getattr(TextConformance(), name)
    given = {"texts": ()} if "texts" in case.__annotations__ else {}
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        await case(Careless(), **given)
