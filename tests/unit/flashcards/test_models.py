"""Cards by a language model: what it is asked, and what becomes of its answer."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from williams_export_flashcards.cards import Cards
from williams_writing.asking import Asking
from williams_writing.schema import asked_schema

from tests.unit.flashcards.decks import Shelf, task
from williams.domain.errors import ProviderRejected
from williams.domain.provenance import ModelUsed
from williams.ports.chat import Completion, Message
from williams.ports.text import Written

TEXTS = ["Dry seeds keep for many years in a jar.", "Damp bags ruin a harvest within three weeks."]


class Script:
    """ChatPort that gives its answers in turn. ``asked`` keeps every request."""

    service = "the scripted chat"
    model = ModelUsed(provider="test", name="script", version="1")

    def __init__(self, *answers: list[dict[str, Any]]) -> None:
        self.answers = list(answers)
        self.asked: list[list[Message]] = []

    async def complete(self, messages: list[Message], schema: dict[str, Any]) -> Completion:  # noqa: ARG002
        self.asked.append(messages)
        return Completion(text=json.dumps({"cards": self.answers.pop(0)}), cost_usd=0.25)


def card(
    question: str | None, answer: str, fact: str = TEXTS[0], kind: str = "basic", passage: int = 1
) -> dict[str, Any]:
    return {"kind": kind, "question": question, "answer": answer, "fact": {"text": fact, "passages": [passage]}}


SOUND = card("How long do dry seeds keep in a jar?", "many years")
DAMP = card("What ruins a harvest within three weeks?", "damp bags", TEXTS[1], passage=2)


def written(*answers: list[dict[str, Any]], **fields: Any) -> Written[Cards]:
    return asyncio.run(Asking(Script(*answers)).write(task(TEXTS, **fields)))


def test_a_card_cites_the_paragraphs_that_it_names() -> None:
    (made,) = written([DAMP]).answer.cards
    assert [(each.paragraph_id, each.start, each.end) for each in made.fact.citations] == [
        ("doc_0.p1", 0, len(TEXTS[1]))
    ]


@pytest.mark.parametrize(
    ("faulty", "fault"),
    [
        (card(None, "many years"), "asks nothing"),
        (card("Do dry seeds keep for many years?", "many years"), "gives its answer away"),
        (card("Seeds", "dry seeds in a jar", kind="reversed"), "has its term in its definition"),
        (card(None, "some years", kind="cloze"), "which its fact does not say"),
        (card("How long?", "many years", kind="cloze"), "cloze card with a question"),
        (card(None, TEXTS[0].rstrip("."), kind="cloze"), "too little is left"),
        (card("How long do dry seeds keep?", "years", passage=7), "cites passages that do not exist: 7"),
    ],
)
def test_a_fault_is_sent_back_once_and_then_left_out_and_counted(faulty: dict[str, Any], fault: str) -> None:
    chat = Script([SOUND, DAMP, faulty], [SOUND, DAMP, faulty])
    made = asyncio.run(Asking(chat).write(task(TEXTS)))
    assert len(chat.asked) == 2
    assert fault in chat.asked[1][-1].text
    assert (len(made.answer.cards), made.dropped) == (2, 1)


def test_a_kind_that_was_not_asked_for_is_refused() -> None:
    with pytest.raises(ProviderRejected, match="of the kind basic, which was not asked for"):
        written([SOUND], [SOUND], kinds=("cloze",))


def test_far_too_many_cards_are_sent_back() -> None:
    many = [card(f"How long do the dry seeds number {number} keep?", "many years") for number in range(5)]
    assert len(written(many, many[:2], count=2).answer.cards) == 2


def test_the_schema_offers_the_kinds_that_were_asked_for() -> None:
    properties = asked_schema(task(TEXTS, kinds=("cloze", "basic")))["properties"]["cards"]["items"]["properties"]
    assert properties["kind"]["enum"] == ["cloze", "basic"]
    assert "language" not in properties


def test_the_instructions_have_the_rules_of_the_kinds_and_no_words_of_sources() -> None:
    prompt = task(TEXTS, kinds=("cloze",), title="Seeds {count}").instructions()
    assert "cloze: the question is null" in prompt.text
    assert "reversed:" not in prompt.text
    assert "Seeds" not in prompt.text
    assert prompt.given == {"title": "Seeds {count}"}


def test_a_deck_has_each_card_once_and_no_more_than_was_asked_for() -> None:
    again = card(SOUND["question"], "Many years", passage=2)
    shelf = Shelf(Asking(Script([SOUND, again, DAMP])))
    made = shelf.make(shelf.put(TEXTS), count=2)
    assert [row["back"] for row in shelf.table(made)] == ["many years", "damp bags"]
    parts = shelf.library.graph.genealogy("tester", made.artifact_id).parts
    assert [len(part.sources) for part in parts] == [2, 1]
    assert made.metadata["cost_usd"] == 0.25
