"""A call that costs money is made once, within the budget, and never for a job that nobody wants any more."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from pydantic import BaseModel

from williams.domain.errors import (
    BudgetExceeded,
    JobCancelled,
    ProviderRejected,
    ProviderThrottled,
    ProviderUnavailable,
    StoreUnavailable,
)
from williams.domain.executions import Execution
from williams.domain.jobs import JobEvent
from williams.domain.outcomes import EventKind
from williams.pipeline.paid_calls import PaidCalls
from williams.plugin.stage import Pending
from williams_testing.factories import make_job
from williams_testing.library import OWNER, MemoryLibrary

PRICE = 0.4


class Answer(BaseModel):
    text: str
    cost_usd: float = PRICE


@dataclass
class Provider:
    """Answers, at a price, unless it is told to fail; ``before`` is run while it is at work."""

    failures: list[Exception] = field(default_factory=list)
    calls: int = 0

    async def answer(self) -> Answer:
        self.calls += 1
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)
        return Answer(text=f"answer {self.calls}")


@dataclass
class Account:
    """One job's wrapper, as each new process makes it."""

    library: MemoryLibrary = field(default_factory=MemoryLibrary)
    budget_usd: float = 1.0
    job_id: str = ""

    def __post_init__(self) -> None:
        job = make_job(OWNER)
        self.job_id = job.job_id
        self.library.jobs.submit(job, None, "")
        self.library.jobs.claim({}, 1, 1)

    def calls(self, item: int | None = 0, stage: str = "generate") -> PaidCalls:
        jobs = self.library.jobs
        execution = Execution(self.job_id, 1)
        wanted = lambda: jobs.still_wanted(execution)  # noqa: E731  # as the stage hands it over
        return PaidCalls(jobs, self.library.objects, execution.attempt(stage), item, self.budget_usd, wanted)

    async def ask(
        self, provider: Provider, what: str = "question", item: int | None = 0, expected_usd: float = 0.0
    ) -> Answer:
        return await self.calls(item).once(["ask", what], Answer, provider.answer, expected_usd)

    def events(self, kind: EventKind) -> list[JobEvent]:
        return [event for event in self.library.jobs.events(OWNER, self.job_id) if event.kind == kind]


async def test_an_answer_is_paid_for_once_and_kept() -> None:
    account, provider = Account(), Provider()
    assert await account.ask(provider) == await account.ask(provider) == Answer(text="answer 1")
    assert provider.calls == 1
    (cost,) = account.events(EventKind.COST)
    assert (cost.cost_usd, cost.stage, cost.item) == (PRICE, "generate", 0)
    assert account.library.jobs.spent_usd(account.job_id) == PRICE
    assert account.events(EventKind.POSSIBLY_PAID_TWICE) == []


@pytest.mark.parametrize(("what", "item"), [("another question", 0), ("question", 1), ("question", None)])
async def test_other_words_and_other_items_are_other_calls(what: str, item: int | None) -> None:
    account, provider = Account(), Provider()
    await account.ask(provider)
    assert await account.ask(provider, what, item) == Answer(text="answer 2")
    assert account.library.jobs.spent_usd(account.job_id) == pytest.approx(2 * PRICE)


async def test_the_intent_stands_before_the_call() -> None:
    account = Account()

    class Watching(Provider):
        async def answer(self) -> Answer:
            assert account.library.objects.keys("jobs/") == []
            begun = account.library.jobs.begin_paid_call(
                Execution(account.job_id, 1).attempt("generate"), 0, "some other call"
            )
            assert begun.attempts == 1
            return await super().answer()

    await account.ask(Watching())
    assert len(account.library.objects.keys(f"jobs/{account.job_id}/calls/")) == 1


async def test_the_same_words_at_the_same_time_are_not_called_doubtful() -> None:
    account, provider = Account(), Provider()
    await asyncio.gather(account.ask(provider, item=0), account.ask(provider, item=1))
    assert account.events(EventKind.POSSIBLY_PAID_TWICE) == []


async def test_a_crash_inside_a_call_is_recorded_when_the_call_is_repeated() -> None:
    account = Account()
    with pytest.raises(ProviderUnavailable):
        await account.ask(Provider([ProviderUnavailable("killed here")]))
    assert account.events(EventKind.POSSIBLY_PAID_TWICE) == []
    provider = Provider()
    await account.ask(provider)
    assert provider.calls == 1
    (doubt,) = account.events(EventKind.POSSIBLY_PAID_TWICE)
    assert (doubt.stage, doubt.item) == ("generate", 0)


@pytest.mark.parametrize("refusal", [ProviderRejected("no"), ProviderThrottled("later")])
async def test_a_call_that_was_refused_is_not_called_doubtful(refusal: Exception) -> None:
    account, provider = Account(), Provider([refusal])
    with pytest.raises(type(refusal)):
        await account.ask(provider)
    assert await account.ask(provider) == Answer(text="answer 2")
    assert account.events(EventKind.POSSIBLY_PAID_TWICE) == []


async def test_a_job_that_is_cancelled_at_the_last_moment_pays_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at the job and the intent."""
    account, provider = Account(), Provider()
    read = account.library.objects.read

    def cancelled_meanwhile(key: str) -> bytes:
        account.library.jobs.cancel(OWNER, account.job_id)
        return read(key)

    monkeypatch.setattr(account.library.objects, "read", cancelled_meanwhile)
    with pytest.raises(JobCancelled):
        await account.ask(provider)
    assert provider.calls == 0


async def test_a_crash_after_the_answer_was_kept_repeats_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    account, provider = Account(), Provider()

    def away(*_: object) -> None:
        raise StoreUnavailable("The job store does not answer.")

    with monkeypatch.context() as patched:
        patched.setattr(account.library.jobs, "end_paid_call", away)
        with pytest.raises(StoreUnavailable):
            await account.ask(provider)
    assert await account.ask(provider) == Answer(text="answer 1")
    assert provider.calls == 1
    assert account.library.jobs.spent_usd(account.job_id) == PRICE
    assert account.events(EventKind.POSSIBLY_PAID_TWICE) == []


@pytest.mark.parametrize("failures", [1, 5])
async def test_an_answer_is_held_while_the_store_is_away(monkeypatch: pytest.MonkeyPatch, failures: int) -> None:
    account, provider = Account(), Provider()
    pauses = _store_is_away(account, failures, monkeypatch)
    assert await account.ask(provider) == await account.ask(provider) == Answer(text="answer 1")
    assert provider.calls == 1
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0][:failures]


async def test_a_store_that_stays_away_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    account = Account()
    _store_is_away(account, 6, monkeypatch)
    with pytest.raises(StoreUnavailable, match="The bucket does not answer"):
        await account.ask(Provider())


def _store_is_away(account: Account, failures: int, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let writes fail so often, and return the pauses that are made, which take no time."""
    left, pauses, write = [None] * failures, list[float](), account.library.objects.write

    def writing(key: str, content: bytes, media_type: str) -> object:
        if left:
            left.pop()
            raise StoreUnavailable("The bucket does not answer.")
        return write(key, content, media_type)

    async def sleep(seconds: float) -> None:
        if seconds:
            pauses.append(seconds)

    monkeypatch.setattr(account.library.objects, "write", writing)
    monkeypatch.setattr(asyncio, "sleep", sleep)
    return pauses


async def test_nothing_is_called_beyond_the_budget() -> None:
    account, provider = Account(budget_usd=2 * PRICE), Provider()
    for item in range(2):
        await account.ask(provider, item=item)
    with pytest.raises(BudgetExceeded, match=r"has cost 0\.80 of its 0\.80 US dollars"):
        await account.ask(provider, item=2)
    assert provider.calls == 2
    assert account.events(EventKind.POSSIBLY_PAID_TWICE) == []


async def test_a_call_that_would_go_beyond_the_budget_is_not_made() -> None:
    account, provider = Account(budget_usd=2.5 * PRICE), Provider()
    for item in range(2):
        await account.ask(provider, item=item, expected_usd=PRICE)
    with pytest.raises(BudgetExceeded, match=r"cost 0\.80 of its 1\.00 .*next call is expected to cost 0\.40 more"):
        await account.ask(provider, item=2, expected_usd=PRICE)
    assert provider.calls == 2
    assert account.library.jobs.spent_usd(account.job_id) == 2 * PRICE
    await account.ask(provider, item=3, expected_usd=PRICE / 2)


async def test_a_task_that_would_go_beyond_the_budget_is_not_given() -> None:
    account, given = Account(budget_usd=1.5 * PRICE), list[str]()

    async def submit() -> str:
        given.append("task")
        return f"task-{len(given)}"

    async def poll(task: str) -> Answer | None:
        return Answer(text=task, cost_usd=PRICE)

    async def ask(item: int) -> Answer | Pending:
        return await account.calls(item).task(["ask"], Answer, submit, poll, expected_usd=PRICE)

    assert await ask(0) == Pending(task="task-1")
    with pytest.raises(BudgetExceeded, match=r"cost 0\.40 of its 0\.60 .*next call is expected to cost 0\.40 more"):
        await ask(1)
    assert await ask(0) == Answer(text="task-1", cost_usd=PRICE)
    assert given == ["task"]
    assert account.library.jobs.spent_usd(account.job_id) == PRICE


async def test_calls_under_way_in_other_items_count() -> None:
    account, provider = Account(budget_usd=1.5 * PRICE), Provider()

    async def meanwhile() -> Answer:
        with pytest.raises(BudgetExceeded):
            await account.ask(provider, item=1, expected_usd=PRICE)
        return await provider.answer()

    await account.calls(0).once(["ask"], Answer, meanwhile, PRICE)
    assert provider.calls == 1
    assert account.library.jobs.paid_calls(account.job_id) == 1


async def test_what_is_paid_for_can_be_read_when_the_budget_is_used_up() -> None:
    account, provider = Account(budget_usd=PRICE), Provider()
    assert await account.ask(provider) == await account.ask(provider)


async def test_nothing_is_called_for_a_cancelled_job() -> None:
    account, provider = Account(), Provider()
    account.library.jobs.cancel(OWNER, account.job_id)
    with pytest.raises(JobCancelled):
        await account.ask(provider)
    assert provider.calls == 0
    assert account.library.jobs.spent_usd(account.job_id) == 0


async def test_an_answer_that_came_meanwhile_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another delivery ends between this one's look and its intent."""
    account, other, late = Account(), Provider(), Provider()
    await account.ask(other)
    first_look = [True]
    read = account.library.objects.read

    def read_late(key: str) -> bytes:
        if first_look.pop() if first_look else False:
            return read("not there yet")
        return read(key)

    monkeypatch.setattr(account.library.objects, "read", read_late)
    assert await account.ask(late) == Answer(text="answer 1")
    assert late.calls == 0
