"""A podcast on engines that cost money: every line is paid for once, however often the job is tried."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.pipeline.conftest import add_source
from williams.domain.errors import ProviderUnavailable
from williams.domain.jobs import Job, JobStatus
from williams.domain.outcomes import EventKind
from williams.ports.speech import SpokenAudio
from williams.services.exports import NewExport
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary
from williams_testing.memory.jobs import InMemoryJobs
from williams_testing.memory.speech import InMemorySpeech
from williams_testing.writing import InMemoryText

LINES = 12
TEXTS = [f"Sentence number {n} of a source that is long enough to be told." for n in range(LINES)]
TEXT_PRICE, LINE_PRICE = 0.25, 0.01


class MoodySpeech(InMemorySpeech):
    """Takes a moment for each line, and fails at the given texts once. ``begun`` counts what was asked for."""

    def __init__(self, fails_at: set[str]) -> None:
        super().__init__(cost_usd=LINE_PRICE)
        self.fails_at = fails_at
        self.begun: Counter[str] = Counter()

    async def speak(self, text: str, voice: str, language: str) -> SpokenAudio:
        self.begun[text] += 1
        if text in self.fails_at:
            self.fails_at.remove(text)
            raise ProviderUnavailable("The speech provider does not answer.")
        await asyncio.sleep(0.01)
        return await super().speak(text, voice, language)


class Clock:
    """Moved by hand, because a retry waits for seconds."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


async def generate(app: MemoryApplication, clock: Clock, attempts: int = 4) -> Job:
    source_id = add_source(app.library, OWNER, TEXTS)
    body = NewExport(source_ids=[source_id], format="podcast", parameters={"minutes": 60})
    job = (await app.services.exports.submit(OWNER, body)).job
    for _ in range(attempts):
        app.services.dispatcher.dispatch()
        await app.run_executions()
        clock.ahead += timedelta(seconds=10)
    return app.library.jobs.job(OWNER, job.job_id)


def paid_application(text: InMemoryText, speech: InMemorySpeech, clock: Clock) -> MemoryApplication:
    engines = ChosenEngines(text=text, speech=speech)
    return memory_application(MemoryLibrary(engines=engines, jobs=InMemoryJobs(clock)))


@pytest.mark.parametrize("failing", [{TEXTS[-1]}, {TEXTS[0]}, {TEXTS[3], TEXTS[10]}], ids=["last", "first", "two"])
async def test_each_line_is_paid_for_once_though_the_job_is_tried_again(failing: set[str]) -> None:
    clock, text, speech = Clock(), InMemoryText(cost_usd=TEXT_PRICE), MoodySpeech(set(failing))
    app = paid_application(text, speech, clock)
    job = await generate(app, clock)
    assert job.status is JobStatus.COMPLETED
    assert job.retry_count >= 1
    assert len(text.tasks) == 1
    assert Counter(words for _, words in speech.spoken) == Counter(TEXTS)
    assert speech.begun == Counter(TEXTS) + Counter(failing)
    spent = app.library.jobs.spent_usd(job.job_id)
    assert spent == pytest.approx(TEXT_PRICE + LINES * LINE_PRICE)
    artifact = app.library.catalog.artifact(OWNER, job.artifact_id or "")
    assert artifact.metadata["cost_usd"] == pytest.approx(spent)


async def test_only_the_calls_that_failed_are_in_doubt() -> None:
    clock = Clock()
    app = paid_application(InMemoryText(cost_usd=TEXT_PRICE), MoodySpeech({TEXTS[4]}), clock)
    job = await generate(app, clock)
    events = app.library.jobs.events(OWNER, job.job_id)
    assert [event.item for event in events if event.kind == EventKind.POSSIBLY_PAID_TWICE] == [4]
    assert sum(event.kind == EventKind.COST for event in events) == 1 + LINES


async def test_a_writer_that_fails_first_is_asked_again() -> None:
    clock = Clock()
    text = InMemoryText(cost_usd=TEXT_PRICE, failures=[ProviderUnavailable("away")])
    app = paid_application(text, InMemorySpeech(), clock)
    job = await generate(app, clock)
    assert (job.status, len(text.tasks)) == (JobStatus.COMPLETED, 2)
    assert app.library.jobs.spent_usd(job.job_id) == TEXT_PRICE


async def test_the_budget_ends_a_job_for_good() -> None:
    clock, speech = Clock(), InMemorySpeech(cost_usd=LINE_PRICE)
    app = paid_application(InMemoryText(cost_usd=1000.0), speech, clock)
    job = await generate(app, clock)
    assert (job.status, job.retry_count) == (JobStatus.FAILED, 0)
    assert job.error is not None
    assert (job.error.code, job.error.stage) == ("budget-exceeded", "generate")
    assert speech.spoken == []


async def test_free_engines_are_not_accounted_for() -> None:
    clock = Clock()
    app = paid_application(InMemoryText(), InMemorySpeech(), clock)
    job = await generate(app, clock)
    assert job.status is JobStatus.COMPLETED
    assert app.library.jobs.spent_usd(job.job_id) == 0
    assert not any(event.kind == EventKind.COST for event in app.library.jobs.events(OWNER, job.job_id))
