"""In which language a podcast is spoken, and what it says of that."""

from __future__ import annotations

from typing import Any

import pytest
from williams_engine_espeak.manifest import EspeakManifest
from williams_engine_espeak.speech import EspeakSpeech
from williams_writing.quoting import Quoting

from tests.unit.pipeline.conftest import add_source
from williams.domain.artifacts import Artifact
from williams.domain.content import ContentMetadata
from williams.domain.errors import InvalidRequest
from williams.domain.jobs import Job, JobStatus
from williams.domain.notices import Notice
from williams.domain.provenance import VoiceUsed
from williams.engine.manifest import Manifest
from williams.ports.speech import ChosenVoice, SpokenAudio, VoiceQuality
from williams.services.exports import NewExport
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary
from williams_testing.memory.speech import InMemorySpeech

ENGLISH = ["The lock was built in 1820 so that barges could pass. Its keeper slept beside the upper gate of the canal."]
GERMAN = ["Die Tore wurden am 3. Mai 1911 durch stählerne ersetzt. Der Wärter begann deshalb, Aale zu verkaufen."]
HEBREW = ["אנשי הכפר חפרו את הבאר באמצע העמק. הנשים באו כל בוקר לשאוב מים."]


class HeardSpeech(InMemorySpeech):
    """Keeps the language of each line; speaks what espeak-ng does."""

    def __init__(self) -> None:
        super().__init__()
        self.languages: dict[str, str] = {}
        self._espeak = EspeakSpeech()

    def voice(self, voice: str, language: str | None = None) -> VoiceUsed:
        self._espeak.voice(voice, language)
        return super().voice(voice, language)

    async def speak(self, text: str, voice: str, language: str) -> SpokenAudio:
        self.languages[text] = language
        return await super().speak(text, voice, language)

    def close(self) -> None:
        self._espeak.close()


@pytest.fixture
def speech() -> Any:
    heard = HeardSpeech()
    yield heard
    heard.close()


@pytest.fixture
def app(speech: HeardSpeech) -> MemoryApplication:
    return memory_application(MemoryLibrary(engines=ChosenEngines(text=Quoting(), speech=speech)))


def _add(app: MemoryApplication, texts: list[str], language: str) -> str:
    metadata = ContentMetadata(title="The Lock", language=language)
    return add_source(app.library, texts=texts, metadata=metadata)


async def _made(app: MemoryApplication, sources: list[str], **parameters: Any) -> tuple[Job, Artifact | None]:
    body = NewExport(source_ids=sources, format="podcast", parameters={"minutes": 2, **parameters})
    job = (await app.services.exports.submit(OWNER, body)).job
    app.services.dispatcher.dispatch()
    await app.run_executions()
    job = app.library.jobs.job(OWNER, job.job_id)
    return job, app.library.catalog.artifact(OWNER, job.artifact_id) if job.artifact_id else None


def _of_sources(artifact: Artifact) -> list[dict[str, Any]]:
    """Return the notices but the one of every episode here: that two sentences do not fill two minutes."""
    others: list[dict[str, Any]]
    *others, length = artifact.metadata["notices"]
    assert length["code"] == "shorter-than-asked"
    return others


async def test_each_source_is_read_in_its_own_language(app: MemoryApplication, speech: HeardSpeech) -> None:
    sources = [
        _add(app, ENGLISH, "en"),
        _add(app, GERMAN, "de-AT"),
    ]
    job, artifact = await _made(app, sources)
    assert job.status is JobStatus.COMPLETED
    read = {text: language for text, language in speech.languages.items() if text in (*ENGLISH, *GERMAN)}
    assert read == {ENGLISH[0]: "en", GERMAN[0]: "de-AT"}
    assert {language for text, language in speech.languages.items() if text not in read} == {"en"}
    assert artifact is not None
    assert _of_sources(artifact) == []


async def test_what_stands_around_it_is_in_its_language(app: MemoryApplication) -> None:
    _, artifact = await _made(app, [_add(app, GERMAN, "de")])
    assert artifact is not None
    script = app.library.objects.read(artifact.files["script.txt"].key).decode()
    assert "(The Lock, S. 1, ¶ 1)" in script
    assert artifact.metadata["description"] == (
        "Hergestellt aus: Urheber unbekannt. The Lock. Lizenz: nicht angegeben. Jede Zeile führt zu ihrer Quelle."
    )


async def test_letters_that_are_not_on_the_cover_are_told(app: MemoryApplication) -> None:
    _, artifact = await _made(app, [_add(app, ENGLISH, "en")], title="ᛚᚨᛗᛈᛊ")
    assert artifact is not None
    assert [notice["code"] for notice in _of_sources(artifact)] == ["cover-letters-missing"]


async def test_a_language_that_was_asked_for_is_that_of_all_and_is_told(
    app: MemoryApplication, speech: HeardSpeech
) -> None:
    sources = [
        _add(app, ENGLISH, "en"),
        _add(app, GERMAN, "de"),
    ]
    _, artifact = await _made(app, sources, language="en-GB")
    assert set(speech.languages.values()) == {"en-GB"}
    assert artifact is not None
    (notice,) = _of_sources(artifact)
    assert notice["code"] == "read-in-another-language"
    assert "'de'" in notice["message"]


@pytest.mark.parametrize(
    ("texts", "parameters"),
    [([HEBREW], {}), ([ENGLISH, HEBREW], {}), ([ENGLISH], {"language": "ja"}), ([ENGLISH], {"language": "tlh"})],
)
async def test_what_no_voice_speaks_is_refused_before_a_line_is_spoken(
    app: MemoryApplication, speech: HeardSpeech, texts: list[list[str]], parameters: dict[str, Any]
) -> None:
    sources = [_add(app, each, "he" if each is HEBREW else "en") for each in texts]
    with pytest.raises(InvalidRequest, match="Choose a voice of another engine"):
        await _made(app, sources, **parameters)
    assert app.library.jobs.jobs(OWNER, 10).items == []
    assert speech.spoken == []


async def test_an_engine_that_learns_late_what_it_speaks_ends_the_job_before_a_line_is_spoken(
    app: MemoryApplication, speech: HeardSpeech, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EspeakManifest, "why_unspoken", Manifest.why_unspoken)
    job, _ = await _made(app, [_add(app, ENGLISH, "en"), _add(app, HEBREW, "he")])
    assert (job.status, job.retry_count, speech.spoken) == (JobStatus.FAILED, 0, [])
    assert job.error is not None
    assert job.error.stage == "script"
    assert "Choose a voice of another engine" in job.error.message


class HandedOn(ChosenEngines):
    """Its own speech speaks English, and German is spoken by another engine."""

    def voice(self, voice: str, language: str, quality: VoiceQuality) -> ChosenVoice:
        if language == "de":
            return ChosenVoice(f"acme/{voice}", Notice(code="voice-of-another-engine", message="acme speaks 'de'."))
        return super().voice(voice, language, quality)


async def test_who_speaks_instead_is_told(speech: HeardSpeech) -> None:
    acme = InMemorySpeech()
    engines = HandedOn(text=Quoting(), speech=speech, others={"speech.acme": acme})
    app = memory_application(MemoryLibrary(engines=engines))
    job, artifact = await _made(app, [_add(app, ENGLISH, "en"), _add(app, GERMAN, "de")])
    assert (job.status, GERMAN[0] in speech.languages) == (JobStatus.COMPLETED, False)
    assert [text for _, text in acme.spoken] == [GERMAN[0]]
    assert artifact is not None
    assert [notice["code"] for notice in _of_sources(artifact)] == ["voice-of-another-engine"]


async def test_one_text_under_two_ids_is_told_once(app: MemoryApplication, speech: HeardSpeech) -> None:
    sources = [_add(app, ENGLISH, "en") for _ in range(2)]
    _, artifact = await _made(app, [*sources, sources[0]])
    assert [text for _, text in speech.spoken].count(ENGLISH[0]) == 1
    assert artifact is not None
    assert [notice["code"] for notice in _of_sources(artifact)] == ["source-told-once"]
    assert artifact.source_ids == sources
