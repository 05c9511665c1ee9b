"""A thousand pages, and a service that speaks OpenAI's API and reads but a few of them at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from williams_engine_openai.chat import OpenAiChat
from williams_engine_openai.client import OpenAiAccess
from williams_writing.asking import Asking, Window

from tests.contract.openai_server import OpenAiServer
from tests.unit.pipeline.test_paid_calls import Account
from tests.unit.writing.test_parts import Digesting
from williams.domain.errors import BudgetExceeded, ProviderRejected
from williams.domain.places import Place
from williams.pipeline.stage_engines import StageEngines
from williams.ports.engines import TEXT
from williams.ports.text import Passage
from williams_testing.library import ChosenEngines
from williams_testing.memory.entailment import InMemoryEntailment
from williams_testing.writing import shown_passages

WINDOW = 64_000
PAGES = 1000
CALL_USD = (1000 * 0.25 + 500 * 2.0) / 1e6  # what the server says of each
TEXT_OF_PAGE = "of this page holds that seeds, which were dried and kept in jars, sprout after years in the dark. " * 28
BOOK = tuple(
    Passage(
        content_id="book",
        paragraph_id=f"book.p{page}",
        text=f"Line {page} {TEXT_OF_PAGE}",
        title="A long book",
        place=Place(page=page, section=f"Chapter {page // 20}"),
    )
    for page in range(PAGES)
)


@pytest.fixture
def server() -> Iterator[OpenAiServer]:
    with OpenAiServer() as running:
        running.window_tokens = WINDOW
        yield running


def asking(server: OpenAiServer, window: int = WINDOW) -> Asking:
    chat = OpenAiChat(OpenAiAccess("sk-test", server.base_url), model="gpt-5-mini")
    return Asking(chat, window=Window(window), judge=InMemoryEntailment())


async def test_a_thousand_pages_reach_a_small_model_and_each_part_is_paid_for_once(server: OpenAiServer) -> None:
    account = Account(budget_usd=5 * CALL_USD)
    text = StageEngines(ChosenEngines(text=asking(server)), account.calls()).engine(TEXT)
    with pytest.raises(BudgetExceeded):
        await text.write(Digesting(passages=BOOK, words=2000))
    paid_before = len(server.calls)
    assert 5 <= paid_before < 9, "those under way end"

    account.budget_usd = 1.0
    text = StageEngines(ChosenEngines(text=asking(server)), account.calls()).engine(TEXT)
    written = await text.write(Digesting(passages=BOOK, words=2000))

    calls = [shown_passages(call.body["messages"][1]["content"]) for call in server.calls]
    read = [each["text"].split(" of this")[0] for shown in calls for each in shown if TEXT_OF_PAGE[:20] in each["text"]]
    assert len(set(read)) == PAGES
    assert len(read) == PAGES, "nothing that was read and paid for is read again"
    assert written.parts > PAGES * len(BOOK[0].text) / (3 * WINDOW)
    assert account.library.jobs.spent_usd(account.job_id) == pytest.approx(len(server.calls) * CALL_USD)
    assert written.cost_usd == pytest.approx(len(server.calls) * CALL_USD)
    pages = {f"Line {page}": f"book.p{page}" for page in range(PAGES)}
    for statement in written.answer.statements:
        assert {each.paragraph_id for each in statement.citations} == {pages[" ".join(statement.text.split()[:2])]}


async def test_a_window_that_is_said_to_be_larger_than_it_is(server: OpenAiServer) -> None:
    with pytest.raises(ProviderRejected, match="maximum context length is 64000 tokens"):
        await asking(server, 400_000).write(Digesting(passages=BOOK[:400]))
