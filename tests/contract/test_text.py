"""A conversation, which has speakers and order, is written by every engine. What holds for any task is in the suite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from williams_engine_bedrock.chat import BedrockAccess, BedrockChat
from williams_engine_openai.chat import OpenAiChat
from williams_engine_openai.client import OpenAiAccess
from williams_export_podcast.conversation.dialogue import Dialogue
from williams_export_podcast.conversation.task import Conversation
from williams_writing.asking import Asking
from williams_writing.quoting import Quoting

from tests.contract.bedrock_server import CREDENTIALS, BedrockServer
from tests.contract.openai_server import OpenAiServer
from tests.unit.podcast.conversations import SourceText, conversation
from williams.domain.errors import ProviderThrottled
from williams.ports.text import TextPort
from williams_testing.writing import InMemoryText

_TEXTS = (
    "Archives grow faster than anyone can read them. A reader who wants to check a claim has to open the document.",
    "Half of the participants saw a link to the document. The other half saw a link to the exact paragraph.",
    "Paragraph links reduced the median search time by 67 %. Trained librarians gained least of all the groups.",
    "Provenance of paragraphs changes what readers do. An archive with links invites its readers to doubt it.",
)
_SOURCE = SourceText(
    "c1",
    "Who Checks the Links?",
    [(f"Part {letter}", text) for letter, text in zip("ABCD", _TEXTS, strict=True)],
    ["Ada Lovelace"],
)


def task(**changes: Any) -> Conversation:
    fields: dict[str, Any] = {"sources": [_SOURCE], "words": 90}
    return conversation(**(fields | changes))


@pytest.fixture(params=["memory", "quoting", "openai", "bedrock"])
def writer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[TextPort]:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    if request.param == "memory":
        yield InMemoryText()
    elif request.param == "quoting":
        yield Quoting()
    elif request.param == "openai":
        with OpenAiServer() as server:
            yield Asking(OpenAiChat(OpenAiAccess("sk-test", server.base_url, timeout_seconds=30), model="gpt-5-mini"))
    else:
        with BedrockServer() as bedrock:
            access = BedrockAccess("us-east-1", bedrock.endpoint_url, timeout_seconds=30)
            yield Asking(BedrockChat(access, model="us.amazon.nova-lite-v1:0"))


def assert_grounded(dialogue: Dialogue, asked: Conversation) -> None:
    """Each citation lies inside a paragraph of the task, each speaker is one of the task's."""
    texts = {passage.paragraph_id: passage.text for passage in asked.passages}
    for line in dialogue.lines:
        assert line.speaker in asked.speakers
        assert line.said.citations
        for citation in line.said.citations:
            assert 0 <= citation.start < citation.end <= len(texts[citation.paragraph_id])


async def test_every_line_is_grounded(writer: TextPort) -> None:
    written = await writer.write(task())
    assert_grounded(written.answer, task())
    assert written.answer.lines[0].speaker == "host"
    assert {line.speaker for line in written.answer.lines} == {"host", "expert"}
    assert written.dropped == 0


async def test_who_wrote_it_is_said_and_by_which_instructions(writer: TextPort) -> None:
    engine = (await writer.write(task())).engine
    assert engine.model_copy(update={"prompt": None}) == writer.model
    by_model = not isinstance(writer, Quoting)
    assert bool(engine.prompt and task().instructions().label in engine.prompt) == by_model


async def test_one_speaker_is_enough(writer: TextPort) -> None:
    alone = task(speakers=["narrator"])
    assert_grounded((await writer.write(alone)).answer, alone)


async def test_the_same_task_gives_the_same_answer(writer: TextPort) -> None:
    assert await writer.write(task()) == await writer.write(task())


async def test_the_fake_fails_on_demand() -> None:
    fake = InMemoryText(failures=[ProviderThrottled("later")])
    with pytest.raises(ProviderThrottled):
        await fake.write(task())
    assert (await fake.write(task())).answer.lines
    assert len(fake.tasks) == 2
