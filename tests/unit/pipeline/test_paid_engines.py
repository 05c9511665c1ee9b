"""Engines behind the wrapper look like the engines themselves, and are asked nothing twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from williams_writing.asking import Asking

from tests.unit.pipeline.test_paid_calls import Account
from tests.unit.podcast.conversations import SourceText, conversation
from tests.unit.writing.test_asking import card, deck, task
from tests.unit.writing.test_supporting import Judge
from williams.domain.errors import BudgetExceeded
from williams.domain.generation_failures import AskedEngines
from williams.engine.prices import Rate
from williams.pipeline.paid_engines import PaidEngine, paid_methods, spelled
from williams.pipeline.stage_engines import StageEngines
from williams.ports.engines import EMBEDDING, MEDIA, SPEECH, TEXT, TRANSCRIPTION, Port
from williams.ports.speech import ChosenVoice, SpokenAudio, VoiceQuality
from williams.ports.text import Written
from williams.ports.transcription import gives_tasks
from williams_testing.library import ChosenEngines
from williams_testing.memory.speech import InMemorySpeech
from williams_testing.memory.transcription import InMemoryTranscription
from williams_testing.writing import InMemoryText, ScriptedChat

TASK = conversation([SourceText("doc_1", "S", [(None, "A sentence.")])], words=40, speakers=["Host"])


def test_what_is_paid_for_is_read_off_the_protocols() -> None:
    assert {name: method.answer for name, method in paid_methods(SPEECH).items()} == {"speak": SpokenAudio}
    assert {name: method.answer for name, method in paid_methods(TEXT).items()} == {"write": Written}
    assert paid_methods(MEDIA) == {}


async def test_a_kept_recording_is_the_recording() -> None:
    account, engine = Account(), InMemorySpeech(cost_usd=0.1)
    speech = StageEngines(ChosenEngines(speech=engine), account.calls()).engine(SPEECH)
    first = await speech.speak("Two words", "narrator", "en")
    second = await speech.speak("Two words", voice="narrator", language="en")
    assert second == first
    assert second.wav.startswith(b"RIFF")
    assert len(engine.spoken) == 1


class RatedSpeech(InMemorySpeech):
    rate = Rate(1_000_000.0)


async def test_an_engine_that_says_its_price_is_not_asked_beyond_the_budget() -> None:
    account, engine = Account(budget_usd=12.0), RatedSpeech(cost_usd=9.0)
    speech = StageEngines(ChosenEngines(speech=engine), account.calls()).engine(SPEECH)
    await speech.speak("Two words", "narrator", "en")
    with pytest.raises(BudgetExceeded, match=r"cost 9\.00 of its 12\.00 US dollars\. .* expected to cost 11\.00 more"):
        await speech.speak("Three words", "narrator", "en")
    assert len(engine.spoken) == 1


async def test_another_voice_or_language_is_another_recording() -> None:
    account, engine = Account(), InMemorySpeech(cost_usd=0.1)
    speech = StageEngines(ChosenEngines(speech=engine), account.calls()).engine(SPEECH)
    for voice, language in (("narrator", "en"), ("friendly_male", "en"), ("narrator", "de")):
        await speech.speak("Two words", voice, language)
    assert len(engine.spoken) == 3


async def test_a_kept_answer_is_the_answer() -> None:
    account, engine = Account(), InMemoryText(cost_usd=0.1)
    text = StageEngines(ChosenEngines(text=engine), account.calls()).engine(TEXT)
    assert await text.write(TASK) == await text.write(TASK)
    assert len(engine.tasks) == 1
    await text.write(TASK.model_copy(update={"style": "lecture"}))
    assert len(engine.tasks) == 2


def test_only_what_costs_money_is_wrapped() -> None:
    account = Account()
    paid = ChosenEngines(text=InMemoryText(cost_usd=1), speech=InMemorySpeech(cost_usd=1))
    free = ChosenEngines()
    engines = StageEngines(paid, account.calls())
    assert isinstance(engines.engine(TEXT), PaidEngine)
    assert isinstance(engines.paid_once(SPEECH, None), PaidEngine)
    assert (engines.engine(TEXT).model, engines.engine(TEXT).paid) == (paid.text.model, True)
    assert (engines.engine(SPEECH).engine, engines.engine(SPEECH).paid) == (paid.speech.engine, True)
    assert engines.engine(SPEECH).voices() == paid.speech.voices()
    assert engines.engine(SPEECH).voice("narrator") == paid.speech.voice("narrator")
    plain = StageEngines(free, account.calls())
    unwrapped: tuple[Port[Any], ...] = (TEXT, MEDIA, EMBEDDING)
    for port in unwrapped:
        assert plain.engine(port) is getattr(free, port.name)
    assert plain.paid_once(SPEECH, None) is free.speech


class PaidTranscription(InMemoryTranscription):
    paid = True


class WorkingTranscription(PaidTranscription):
    async def submit(self, recording: Path, language: str | None = None) -> str:
        return f"{recording.name}/{language}"


def test_an_engine_that_gives_tasks_does_so_behind_the_wrapper() -> None:
    account = Account()
    engines = (PaidTranscription(), WorkingTranscription())
    found: list[Any] = [PaidEngine(TRANSCRIPTION, engine, account.calls(), AskedEngines()) for engine in engines]
    assert [gives_tasks(each) for each in found] == [False, True]


class TimedTranscription(PaidTranscription):
    async def expected_usd(self, file: Path) -> float:
        return float(len(file.read_bytes()))


async def test_a_recording_that_would_cost_more_than_the_budget_is_not_sent(tmp_path: Path) -> None:
    """What it costs is known of the recording, and not of what is said about it."""
    recording, engine = tmp_path / "a.wav", TimedTranscription()
    recording.write_bytes(b"RIFF of nine")
    heard = StageEngines(ChosenEngines(transcription=engine), Account(budget_usd=11.0).calls()).engine(TRANSCRIPTION)
    with pytest.raises(BudgetExceeded, match=r"expected to cost 12\.00 more"):
        await heard.transcribe(recording, "en")
    assert engine.heard == []
    able = StageEngines(ChosenEngines(transcription=engine), Account(budget_usd=12.0).calls()).engine(TRANSCRIPTION)
    await able.transcribe(recording, "en")
    assert engine.heard == ["en"]


class RatedJudge(Judge):
    rate = Rate(1_000_000.0)


async def test_an_answer_is_not_asked_for_whose_judge_would_cost_too_much() -> None:
    """Neither where the writer's own price is not known."""
    for rate in (None, Rate(0.5)):
        chat, judge = ScriptedChat(deck(card(1))), RatedJudge()
        asking = ChosenEngines(text=Asking(chat, judge=judge, rate=rate))
        text = StageEngines(asking, Account(budget_usd=5.0).calls()).engine(TEXT)
        with pytest.raises(BudgetExceeded, match="expected to cost"):
            await text.write(task())
        assert (chat.asked, judge.asked) == ([], [])
    free = ChosenEngines(text=Asking(ScriptedChat(deck(card(1))), judge=Judge(), rate=Rate(0.5)))
    await StageEngines(free, Account(budget_usd=5.0).calls()).engine(TEXT).write(task())


async def test_a_voice_of_another_engine_is_spoken_by_that_engine() -> None:
    usual, other = InMemorySpeech(), InMemorySpeech(cost_usd=0.1)
    engines = StageEngines(ChosenEngines(speech=usual, others={"speech.acme": other}), Account().calls())
    speech = engines.engine(SPEECH)
    for _ in range(2):
        await speech.speak("Two words", "acme/narrator", "en")
    await speech.speak("Two words", "narrator", "en")
    assert (other.spoken, usual.spoken) == ([("narrator", "Two words")], [("narrator", "Two words")])
    assert speech.voice("acme/narrator") == other.voice("narrator")


async def test_a_voice_alone_is_that_of_an_engine_which_speaks_the_language() -> None:
    class HandedOn(ChosenEngines):
        def voice(self, voice: str, language: str, quality: VoiceQuality) -> ChosenVoice:  # noqa: ARG002  # one does it
            return ChosenVoice(f"{'acme/' if language == 'de' else ''}{voice}")

    usual, other = InMemorySpeech(), InMemorySpeech()
    speech = StageEngines(HandedOn(speech=usual, others={"speech.acme": other}), Account().calls()).engine(SPEECH)
    await speech.speak("Two words", "narrator", "en")
    await speech.speak("Zwei Worte", "narrator", language="de")
    assert (usual.spoken, other.spoken) == ([("narrator", "Two words")], [("narrator", "Zwei Worte")])


def test_arguments_are_told_apart(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"1")
    two.write_bytes(b"2")
    told = [one, two, b"1x", "text", 1, 1.5, None, True, ["a", "b"], ["a, b"], TASK]
    assert len({spelled(each) for each in told}) == len(told)
    (tmp_path / "copy").write_bytes(b"1")
    assert spelled(tmp_path / "copy") == spelled(one)
    with pytest.raises(TypeError, match="told by a object"):
        spelled(object())
