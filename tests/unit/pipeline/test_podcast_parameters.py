"""Who speaks in a podcast, how, and how long."""

from __future__ import annotations

from typing import Any

import pytest
from williams_export_podcast.conversation.phrases import phrase_book
from williams_export_podcast.parameters import PodcastParameters
from williams_writing.quoting import Quoting

from tests.unit.pipeline.conftest import add_source
from williams.domain.artifacts import Artifact
from williams.domain.content import ContentMetadata
from williams.domain.errors import InvalidRequest
from williams.domain.provenance import TracedPart
from williams.services.exports import NewExport
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary
from williams_testing.memory.speech import InMemorySpeech

_WHO = ("Keepers", "Farmers", "Old sailors", "Millers", "Children", "Two painters", "Ferrymen", "Bishops")
_DID = ("described", "measured", "painted", "repaired", "praised", "abandoned", "counted", "visited")
_WHAT = ("the lock", "a weir", "the towpath", "nine barges", "the granary", "a chapel", "the orchard", "low bridges")
_WHEN = ("before the flood", "with great care", "for forty years", "in spring", "at night", "without pay")
TEXTS = [
    " ".join(
        f"{_WHO[(part + fact) % 8]} {_DID[fact]} {_WHAT[(part + 3 * fact) % 8]} {_WHEN[(part * 5 + fact) % 6]} "
        f"because {_WHO[(2 * fact + part) % 8].lower()} had {_DID[(fact + part) % 8]} {_WHAT[(part + fact + 1) % 8]}."
        for fact in range(8)
    )
    for part in range(6)
]


@pytest.fixture
def app() -> MemoryApplication:
    return memory_application(MemoryLibrary(engines=ChosenEngines(text=Quoting())))


async def _made(app: MemoryApplication, parameters: dict[str, Any], texts: list[str] = TEXTS) -> Artifact:
    source = add_source(app.library, texts=texts, metadata=ContentMetadata(title="The Lock", language="en"))
    job = (
        await app.services.exports.submit(
            OWNER, NewExport(source_ids=[source], format="podcast", parameters=parameters)
        )
    ).job
    app.services.dispatcher.dispatch()
    await app.run_executions()
    return app.library.catalog.artifact(OWNER, app.library.jobs.job(OWNER, job.job_id).artifact_id or "")


def _lines(app: MemoryApplication, artifact: Artifact) -> list[TracedPart]:
    return app.library.graph.genealogy(OWNER, artifact.artifact_id).parts


@pytest.mark.parametrize("style", ["conversational", "interview", "lecture", "debate", "news_brief"])
async def test_the_length_is_met_by_how_fast_the_voices_are(app: MemoryApplication, style: str) -> None:
    artifact = await _made(app, {"style": style, "minutes": 1, "add_intro": False})
    assert artifact.duration == pytest.approx(60, rel=0.1)
    assert artifact.metadata["notices"] == []
    speech = app.library.engines.speech
    assert isinstance(speech, InMemorySpeech)
    assert len(speech.spoken) == len(set(speech.spoken))


async def test_what_the_sources_cannot_fill_is_said(app: MemoryApplication) -> None:
    artifact = await _made(app, {"minutes": 30})
    (notice,) = artifact.metadata["notices"]
    assert notice["code"] == "shorter-than-asked"
    assert f"{(artifact.duration or 0) / 60:.1f} of the 30 minutes" in notice["message"]


@pytest.mark.parametrize(
    ("style", "names"),
    [
        ("conversational", ["Ada", "Grace", "Mary", "Joan"]),
        ("interview", ["Ada", "Grace", "Mary"]),
        ("lecture", ["Ada"]),
        ("lecture", ["Ada", "Grace", "Mary"]),
        ("debate", ["Ada", "Grace"]),
        ("debate", ["Ada", "Grace", "Mary"]),
        ("news_brief", ["Ada"]),
        ("news_brief", ["Ada", "Grace", "Mary", "Joan"]),
    ],
)
async def test_all_who_are_named_speak_each_in_one_voice(app: MemoryApplication, style: str, names: list[str]) -> None:
    artifact = await _made(app, {"style": style, "speakers": names, "minutes": 2})
    lines = _lines(app, artifact)
    assert {line.speaker for line in lines} == set(names)
    assert {line.role for line in lines if line.speaker == "Ada"} == {"host"}
    assert {line.role for line in lines if line.speaker != "Ada"} <= {"guest"}
    speech = app.library.engines.speech
    assert isinstance(speech, InMemorySpeech)
    assert len({voice for voice, _ in speech.spoken}) == len(names)


async def test_who_has_nothing_to_say_is_named(app: MemoryApplication) -> None:
    artifact = await _made(app, {"speakers": ["Ada", "Grace", "Mary", "Joan"], "minutes": 1}, [TEXTS[0].split(". ")[0]])
    (notice,) = (each for each in artifact.metadata["notices"] if each["code"] == "speakers-without-lines")
    silent = {"Ada", "Grace", "Mary", "Joan"} - {line.speaker for line in _lines(app, artifact)}
    assert silent
    assert all(name in notice["message"] for name in silent)


async def test_a_debate_has_objections_and_a_brief_no_question(app: MemoryApplication) -> None:
    book = phrase_book("en")
    assert book is not None
    said = {}
    for style in ("debate", "news_brief"):
        artifact = await _made(app, {"style": style, "minutes": 2})
        said[style] = [line.text for line in _lines(app, artifact)]
    assert set(said["debate"]) & set(book.challenges)
    assert not any("?" in text for text in said["news_brief"])
    assert said["news_brief"][-1] == book.brief_closing


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"speakers": []}, "speakers"),
        ({"speakers": list("abcde")}, "speakers"),
        ({"speakers": ["Ada", "ada"]}, "speakers"),
        ({"speakers": ["Ada"]}, "speakers"),
        ({"speakers": ["Ada"], "style": "debate"}, "speakers"),
        ({"speakers": ["Ada", "\x1b[31m"]}, "speakers.1"),
        ({"third_voice": "narrator"}, "third_voice"),
        ({"speakers": ["Ada", "Grace", "Mary"], "fourth_voice": "narrator"}, "fourth_voice"),
        ({"minutes": 61}, "minutes"),
        ({"minutes": "long"}, "minutes"),
        ({"style": "opera"}, "style"),
    ],
)
async def test_what_is_impossible_is_named(app: MemoryApplication, parameters: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRequest) as error:
        await _made(app, parameters)
    assert f"body.parameters.{field}" in [each.field for each in error.value.errors]


def test_the_schema_tells_people_what_there_is() -> None:
    schema = PodcastParameters.model_json_schema()
    for field in schema["properties"].values():
        assert field["title"]
        assert len(field["description"]) > 20
        assert "default" in field
    assert schema["properties"]["style"]["enum"] == ["conversational", "interview", "lecture", "debate", "news_brief"]
