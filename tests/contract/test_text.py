"""Every writer keeps the port's promises, whatever it writes with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.openai_server import OpenAiServer
from williams.adapters.memory.text import InMemoryText
from williams.adapters.openai.client import OpenAiAccess
from williams.adapters.text.extractive import ExtractiveText
from williams.adapters.text.openai import OpenAiText
from williams.domain.errors import EmptyContent, ProviderThrottled
from williams.ports.text import Dialogue, DialogueBrief, Passage, SourceBrief, TextPort

_TEXTS = (
    "Archives grow faster than anyone can read them. A reader who wants to check a claim has to open the document.",
    "Half of the participants saw a link to the document. The other half saw a link to the exact paragraph.",
    "Paragraph links reduced the median search time by 67 %. Trained librarians gained least of all the groups.",
    "Provenance of paragraphs changes what readers do. An archive with links invites its readers to doubt it.",
)


def brief(**changes: Any) -> DialogueBrief:
    passages = [
        Passage(content_id="c1", paragraph_id=f"c1.v1.p{index}", text=text, section=f"Part {'ABCD'[index]}")
        for index, text in enumerate(_TEXTS)
    ]
    source = SourceBrief(content_id="c1", title="Who Checks the Links?", authors=["Ada Lovelace"], passages=passages)
    return DialogueBrief(
        **({"title": source.title, "words": 90, "speakers": ["host", "expert"], "sources": [source]} | changes)
    )


@pytest.fixture(params=["memory", "extractive", "openai"])
def writer(request: pytest.FixtureRequest) -> Iterator[TextPort]:
    if request.param == "memory":
        yield InMemoryText()
    elif request.param == "extractive":
        yield ExtractiveText()
    else:
        with OpenAiServer() as server:
            yield OpenAiText(OpenAiAccess("sk-test", server.base_url, timeout_seconds=30))


def assert_grounded(dialogue: Dialogue, asked: DialogueBrief) -> None:
    """Each citation lies inside a paragraph of the brief, each speaker is one of the brief's."""
    texts = {(p.content_id, p.paragraph_id): p.text for source in asked.sources for p in source.passages}
    for line in dialogue.lines:
        assert line.speaker in asked.speakers
        assert line.text.strip() == line.text
        assert line.citations
        for citation in line.citations:
            text = texts[citation.content_id, citation.paragraph_id]
            assert 0 <= citation.start < citation.end <= len(text)


async def test_every_line_is_grounded(writer: TextPort) -> None:
    dialogue = await writer.dialogue(brief())
    assert_grounded(dialogue, brief())
    assert dialogue.lines[0].speaker == "host"
    assert {line.speaker for line in dialogue.lines} == {"host", "expert"}
    assert dialogue.model == writer.model


async def test_one_speaker_is_enough(writer: TextPort) -> None:
    dialogue = await writer.dialogue(brief(speakers=["narrator"]))
    assert_grounded(dialogue, brief(speakers=["narrator"]))


async def test_the_same_brief_gives_the_same_dialogue(writer: TextPort) -> None:
    assert await writer.dialogue(brief()) == await writer.dialogue(brief())


async def test_sources_without_words_are_empty(writer: TextPort) -> None:
    source = SourceBrief(
        content_id="c", title="T", passages=[Passage(content_id="c", paragraph_id="p", text=" \n ", section=None)]
    )
    with pytest.raises(EmptyContent):
        await writer.dialogue(brief(sources=[source]))


async def test_only_a_paid_writer_costs(writer: TextPort) -> None:
    assert ((await writer.dialogue(brief())).cost_usd > 0) == writer.paid


async def test_the_fake_fails_on_demand() -> None:
    fake = InMemoryText(failures=[ProviderThrottled("later")])
    with pytest.raises(ProviderThrottled):
        await fake.dialogue(brief())
    assert (await fake.dialogue(brief())).lines
    assert len(fake.briefs) == 2
