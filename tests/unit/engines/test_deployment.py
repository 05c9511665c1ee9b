"""Which engines a deployment has, and by which settings."""

from __future__ import annotations

import pytest

from tests.unit.engines.samples import Bell, Browser, OtherVectors, Vectors, Voice, VoiceSettings, registry
from williams.domain.errors import EngineMissing, InvalidRequest
from williams.engine.deployment import Deployment
from williams.ports.engines import EMBEDDING, RENDER, SPEECH, TEXT

BOTH = registry(Bell, Voice)
SET_UP = {"WILLIAMS_VOICE_SPEECH_MODEL": "m1"}


def names(deployment: Deployment) -> list[str]:
    return [each.name for each in deployment.engines(SPEECH)]


def test_an_engine_that_is_set_up_and_has_its_key_can_be_named() -> None:
    assert names(Deployment(BOTH, SET_UP, "keys")) == ["bell", "voice"]
    assert names(Deployment(BOTH, SET_UP)) == ["bell"]
    assert names(Deployment(BOTH, {}, "keys")) == ["bell"]
    assert names(Deployment(BOTH, {**SET_UP, "WILLIAMS_ENGINES": "text.other"}, "keys")) == ["bell"]
    assert names(Deployment(BOTH, {**SET_UP, "WILLIAMS_ENGINES": "text.other, speech.voice"}, "keys")) == [
        "bell",
        "voice",
    ]


def test_a_setting_names_the_default_and_others_stay() -> None:
    environment = {**SET_UP, "WILLIAMS_SPEECH_PROVIDER": "voice"}
    assert names(Deployment(BOTH, environment, "keys")) == ["voice", "bell"]
    assert Deployment(BOTH, {"WILLIAMS_SPEECH_PROVIDER": "gong"}).default(SPEECH).name == "bell"


def test_the_short_names_of_settings_are_the_default_engines() -> None:
    short = {"WILLIAMS_SPEECH_MODEL": "m2", "WILLIAMS_SPEECH_LOUDNESS": "7"}
    chosen = Deployment(BOTH, {**short, "WILLIAMS_SPEECH_PROVIDER": "voice"}, "keys")
    assert chosen.settings(chosen.default(SPEECH)) == VoiceSettings(model="m2", loudness=7)
    own = Deployment(BOTH, {**short, **SET_UP, "WILLIAMS_SPEECH_PROVIDER": "voice"}, "keys")
    assert own.settings(own.default(SPEECH)) == VoiceSettings(model="m1", loudness=7)
    # Where another engine is the default, they are that engine's.
    other = Deployment(BOTH, {**short, **SET_UP}, "keys")
    assert other.settings(other.named(SPEECH, "voice")) == VoiceSettings(model="m1", loudness=3)


def test_what_is_missing_or_wrong_is_told_by_its_variable() -> None:
    chosen = Deployment(BOTH, {"WILLIAMS_SPEECH_PROVIDER": "voice", "WILLIAMS_SPEECH_LOUDNESS": "very"})
    with pytest.raises(InvalidRequest, match=r"WILLIAMS_SPEECH_MODEL: Field required; WILLIAMS_SPEECH_LOUDNESS"):
        chosen.settings(chosen.default(SPEECH))
    with pytest.raises(InvalidRequest, match=r'WILLIAMS_PROVIDERS_SECRET .* \{"voice": "<key>"\}'):
        chosen.secret(chosen.default(SPEECH))


def test_a_name_that_nobody_has_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InvalidRequest, match=r"no speech engine 'drum'\. It has: bell\."):
        Deployment(BOTH, {}).named(SPEECH, "drum")
    with pytest.raises(InvalidRequest, match=r"'drum', which is no speech engine here\. Installed are: bell, voice\."):
        Deployment(BOTH, {"WILLIAMS_SPEECH_PROVIDER": "drum"}).default(SPEECH)
    with pytest.raises(InvalidRequest, match=r"No text engine is installed in this deployment\."):
        Deployment(BOTH, {}).default(TEXT)


def test_only_the_librarys_own_engines_put_themselves_first() -> None:
    stranger = registry(Bell, Voice, distribution="acme-bells")
    with pytest.raises(InvalidRequest, match="No speech engine is the default"):
        Deployment(stranger, {}).default(SPEECH)
    assert Deployment(registry(Bell, distribution="acme-bells"), {}).default(SPEECH).name == "bell"


def test_a_library_has_one_engine_for_its_vectors() -> None:
    both = registry(Vectors, OtherVectors)
    assert [each.name for each in Deployment(both, {}).engines(EMBEDDING)] == ["vectors"]
    chosen = Deployment(both, {"WILLIAMS_EMBEDDING_PROVIDER": "others"})
    assert [each.name for each in chosen.engines(EMBEDDING)] == ["others"]
    with pytest.raises(InvalidRequest, match="It has: others"):
        chosen.named(EMBEDDING, "vectors")


def test_a_port_whose_engines_have_to_be_named_has_none_by_itself() -> None:
    assert Deployment(registry(Browser), {}).engines(RENDER) == []
    assert Deployment(registry(Browser), {}).carried([RENDER]) == []
    with pytest.raises(EngineMissing, match=r"name one in WILLIAMS_RENDER_PROVIDER\. Installed are: browser"):
        Deployment(registry(Browser), {}).default(RENDER)
    named = Deployment(registry(Browser), {"WILLIAMS_RENDER_PROVIDER": "browser"})
    assert [each.name for each in named.engines(RENDER)] == ["browser"]
    with pytest.raises(InvalidRequest, match="names 'lynx', which is no render engine"):
        Deployment(registry(Browser), {"WILLIAMS_RENDER_PROVIDER": "lynx"}).engines(RENDER)
