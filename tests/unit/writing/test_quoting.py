"""The engine that quotes holds a task to its own rules."""

from __future__ import annotations

import pytest
from williams_writing.quoting import Quoting

from tests.unit.writing.test_asking import PASSAGES, Card, Cards, Deck
from williams.domain.errors import PluginDefect
from williams.domain.provenance import Citation
from williams.ports.text import Grounded


class Quoted(Cards):
    cited: Citation = PASSAGES[0].whole
    copies: int = 1

    def quote(self) -> Deck:
        said = Grounded(text="Dry seeds keep for years.", citations=(self.cited,))
        return Deck(cards=[Card(question=said, level=1)] * self.copies, motto=None)


async def test_an_answer_is_the_tasks_own() -> None:
    written = await Quoting().write(Quoted(passages=PASSAGES))
    assert written.answer.cards[0].question.citations == (PASSAGES[0].whole,)
    assert (written.engine, written.cost_usd, written.dropped) == (Quoting().model, 0.0, 0)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"cited": Citation(content_id="d", paragraph_id="d.p9", start=0, end=3)}, "d.p9, which was not offered"),
        ({"cited": Citation(content_id="other", paragraph_id="d.p0", start=0, end=3)}, "which was not offered"),
        ({"cited": Citation(content_id="d", paragraph_id="d.p0", start=0, end=900)}, "not in its text"),
        ({"cited": Citation(content_id="d", paragraph_id="d.p0", start=3, end=3)}, "not in its text"),
        ({"copies": 10}, "there are more than 9 cards"),
    ],
)
async def test_what_a_task_calls_faulty_it_may_not_quote(fields: dict[str, object], fault: str) -> None:
    with pytest.raises(PluginDefect, match="Quoted quotes what it calls faulty itself") as refused:
        await Quoting().write(Quoted(passages=PASSAGES).model_copy(update=fields))
    assert fault in refused.value.detail
