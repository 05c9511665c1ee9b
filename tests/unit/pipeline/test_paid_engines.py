"""Engines behind the wrapper look like the engines themselves."""

from __future__ import annotations

from tests.unit.pipeline.test_paid_calls import Account
from tests.unit.podcast.conversations import SourceText, conversation
from williams.pipeline.paid_calls import PaidSpeech, PaidText
from williams.pipeline.stage_engines import StageEngines
from williams_testing.library import ChosenEngines
from williams_testing.memory.speech import InMemorySpeech
from williams_testing.writing import InMemoryText

TASK = conversation([SourceText("doc_1", "S", [(None, "A sentence.")])], words=40, speakers=["Host"])


async def test_a_kept_recording_is_the_recording() -> None:
    account, port = Account(), InMemorySpeech(cost_usd=0.1)
    speech = PaidSpeech(port, account.calls())
    first = await speech.speak("Two words", "narrator", "en")
    second = await speech.speak("Two words", "narrator", "en")
    assert second == first
    assert second.wav.startswith(b"RIFF")
    assert len(port.spoken) == 1


async def test_another_voice_or_language_is_another_recording() -> None:
    account, port = Account(), InMemorySpeech(cost_usd=0.1)
    speech = PaidSpeech(port, account.calls())
    for voice, language in (("narrator", "en"), ("friendly_male", "en"), ("narrator", "de")):
        await speech.speak("Two words", voice, language)
    assert len(port.spoken) == 3


async def test_a_kept_answer_is_the_answer() -> None:
    account, port = Account(), InMemoryText(cost_usd=0.1)
    text = PaidText(port, account.calls())
    assert await text.write(TASK) == await text.write(TASK)
    assert len(port.tasks) == 1
    await text.write(TASK.model_copy(update={"style": "lecture"}))
    assert len(port.tasks) == 2


def test_only_what_costs_money_is_wrapped() -> None:
    account = Account()
    paid = ChosenEngines(text=InMemoryText(cost_usd=1), speech=InMemorySpeech(cost_usd=1))
    free = ChosenEngines()
    engines = StageEngines(paid, account.calls())
    assert isinstance(engines.text, PaidText)
    assert isinstance(engines.speech, PaidSpeech)
    assert (engines.text.model, engines.text.paid) == (paid.text.model, True)
    assert (engines.speech.engine, engines.speech.paid) == (paid.speech.engine, True)
    assert engines.speech.voices() == paid.speech.voices()
    assert engines.speech.voice("narrator") == paid.speech.voice("narrator")
    plain = StageEngines(free, account.calls())
    assert (plain.text, plain.speech) == (free.text, free.speech)
    assert (plain.media, plain.embedding) == (free.media, free.embedding)
