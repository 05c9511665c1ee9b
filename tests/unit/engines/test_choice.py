"""A request chooses an engine by a marked parameter, and is refused what the deployment has not."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import BaseModel

from tests.unit.engines.samples import Bell, Voice, registry
from williams.domain.bounds import Word
from williams.domain.errors import InvalidRequest
from williams.engine.choice import EngineChoice, check_choices, choices_of
from williams.engine.deployment import Deployment
from williams.ports.engines import SPEECH, TEXT

HERE = Deployment(registry(Bell, Voice), {"WILLIAMS_VOICE_SPEECH_MODEL": "m1"}, "keys")


class Wishes(BaseModel):
    voice: Annotated[Word, EngineChoice(SPEECH)] = "high"
    writer: Annotated[Word | None, EngineChoice(TEXT)] = None
    title: str = "bell/none"


def test_only_marked_parameters_choose() -> None:
    found = list(choices_of(Wishes, {"voice": "bell/low", "title": "bell/none", "writer": None}))
    assert found == [(SPEECH, "bell/low")]


@pytest.mark.parametrize("voice", ["high", "bell/low", "voice/anything that its service knows"])
def test_what_the_deployment_has_may_be_chosen(voice: str) -> None:
    check_choices(HERE, Wishes, {"voice": voice})


@pytest.mark.parametrize(
    ("voice", "message"),
    [
        ("drum/low", r"no speech engine 'drum'\. It has: bell, voice"),
        ("bell/middle", r"no 'bell/middle' for speech here\. This deployment has: bell/high, bell/low, voice"),
        ("middle", "bell/high, bell/low"),
        ("bell/", "bell/high, bell/low"),
    ],
)
def test_what_it_has_not_is_refused_with_what_it_has(voice: str, message: str) -> None:
    with pytest.raises(InvalidRequest, match=message) as refused:
        check_choices(HERE, Wishes, {"voice": voice})
    assert [each.field for each in refused.value.errors] == ["body.parameters.voice"]


def test_the_published_schema_says_which_engines_are_meant() -> None:
    properties = Wishes.model_json_schema()["properties"]
    assert (properties["voice"]["x-engine-port"], properties["writer"]["x-engine-port"]) == ("speech", "text")
