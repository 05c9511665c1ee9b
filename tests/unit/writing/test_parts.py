"""Sources that are longer than what a model reads at once: read in parts, of which each passage is one."""

from __future__ import annotations

import json
from typing import Any, ClassVar

import pytest
from pydantic import BaseModel, Field
from williams_writing.asking import Asking, Window
from williams_writing.offering import OVERHEAD, batches, size_of

from williams.domain.errors import InvalidRequest, ProviderRejected
from williams.domain.places import Place
from williams.domain.prompts import Prompt
from williams.domain.provenance import ModelUsed
from williams.ports.chat import Completion, Message
from williams.ports.text import Grounded, Passage, Task
from williams_testing.writing import shown_passages

WINDOW = Window(4000)


class Digest(BaseModel):
    statements: list[Grounded] = Field(min_length=1)


class Digesting(Task[Digest]):
    answer: ClassVar[type[Digest]] = Digest
    extent: ClassVar[str | None] = "words"
    words: int = 400

    def instructions(self) -> Prompt:
        return Prompt(name="digest", version=1, sha256="ab" * 32, text=f"About {self.words} words.")

    def quote(self) -> Digest:
        raise NotImplementedError


class Reader:
    """A chat model that refuses what is longer than its window, and says one short thing of every tenth passage."""

    service = "a reader"
    model = ModelUsed(provider="test", name="reader", version="1")

    def __init__(self, window: Window, every: int = 10) -> None:
        self.window, self.every = window, every
        self.asked: list[list[Message]] = []

    async def complete(self, messages: list[Message], schema: dict[str, Any]) -> Completion:
        self.asked.append(messages)
        sent = sum(len(each.text.encode()) for each in messages) + len(json.dumps(schema))
        if sent > self.window.bytes_to_read:
            raise ProviderRejected(f"context_length_exceeded: {sent} bytes")
        shown = shown_passages(messages[1].text)[:: self.every]
        said = [{"text": " ".join(each["text"].split()[:5]), "passages": [each["passage"]]} for each in shown]
        return Completion(text=json.dumps({"statements": said}), cost_usd=0.01)


def passages(count: int, section: int = 25, words: int = 30) -> tuple[Passage, ...]:
    return tuple(
        Passage(
            content_id="d",
            paragraph_id=f"d.p{number}",
            text=f"Paragraph {number} tells that " + "word " * words,
            place=Place(section=f"Section {number // section}"),
        )
        for number in range(count)
    )


async def test_every_passage_reaches_a_call_once_and_citations_lead_to_paragraphs() -> None:
    told = passages(600)
    reader = Reader(WINDOW)
    written = await Asking(reader, window=WINDOW).write(Digesting(passages=told))
    first = [each for messages in reader.asked for each in shown_passages(messages[1].text)]
    texts = [each["text"].split(" tells")[0] for each in first[: len(told)]]
    assert sorted(texts) == sorted(f"Paragraph {number}" for number in range(600))
    assert written.parts > 10
    assert written.cost_usd == pytest.approx(0.01 * len(reader.asked))
    known = {each.paragraph_id: each for each in told}
    for statement in written.answer.statements:
        (citation,) = statement.citations
        assert statement.text.startswith(known[citation.paragraph_id].text.split(" tells")[0])
        assert (citation.start, citation.end) == (0, len(known[citation.paragraph_id].text))


async def test_what_fits_is_asked_once() -> None:
    reader = Reader(WINDOW)
    written = await Asking(reader, window=WINDOW).write(Digesting(passages=passages(3)))
    assert (len(reader.asked), written.parts, written.unread) == (1, 1, 0)


async def test_what_no_model_is_shown_is_counted() -> None:
    thanks = Passage(content_id="d", paragraph_id="d.t", text="We thank all.", place=Place(section="Acknowledgements"))
    for count in (3, 200):
        written = await Asking(Reader(WINDOW), window=WINDOW).write(Digesting(passages=(*passages(count), thanks)))
        assert written.unread == 1
        assert written.engine.prompt is not None
        assert "1 passages not shown" in written.engine.prompt
        assert (f"read in {written.parts} parts" in written.engine.prompt) is (count == 200)


async def test_a_part_is_asked_for_its_share() -> None:
    reader = Reader(WINDOW)
    await Asking(reader, window=WINDOW).write(Digesting(passages=passages(100)))
    wanted = [int(messages[0].text.split()[1]) for messages in reader.asked]
    assert wanted[-1] == 400
    assert 400 <= sum(wanted[:-1]) <= 2.5 * 400
    assert max(wanted[:-1]) < 400


async def test_parts_that_are_not_shorter_are_refused() -> None:
    class Parrot(Reader):
        async def complete(self, messages: list[Message], schema: dict[str, Any]) -> Completion:  # noqa: ARG002
            said = [{"text": e["text"], "passages": [e["passage"]]} for e in shown_passages(messages[1].text)]
            return Completion(text=json.dumps({"statements": said}))

    with pytest.raises(ProviderRejected, match="does not fit into one answer"):
        await Asking(Parrot(WINDOW), window=WINDOW).write(Digesting(passages=passages(100)))


async def test_a_window_that_the_instructions_fill_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="reads 1500 tokens at once"):
        await Asking(Reader(WINDOW), window=Window(1500)).write(Digesting(passages=passages(3)))


def test_sections_stay_whole_where_they_fit() -> None:
    told = passages(40, section=4)
    most = 6 * size_of(told[0])
    for batch in batches(told, most):
        assert sum(map(size_of, batch)) <= most
        assert len({each.section for each in batch}) == 1, "two sections of four do not fit"


@pytest.mark.parametrize("text", ["word " * 4000, "字" * 4000, "🚲" * 3000])
def test_a_passage_longer_than_a_window_is_cut_and_lost_nothing_of(text: str) -> None:
    long = Passage(content_id="d", paragraph_id="d.p0", text=text)
    cut = [piece for batch in batches([long], 3000) for piece in batch]
    assert "".join(piece.text for piece in cut) == text
    assert all(len(piece.text.encode()) <= 3000 - OVERHEAD for piece in cut)
    spans = [(each.start, each.end) for piece in cut for each in piece.citations]
    assert [text[start:end] for start, end in spans] == [piece.text for piece in cut]
