"""Engines are found by their entry points; what is wrong with one is told, and disturbs no other."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import Any, ClassVar

import pytest

from tests.unit.engines.samples import Bell
from williams.domain.errors import PluginDefect
from williams.engine import Manifest
from williams.engine import registry as room
from williams.engine.declaration import checked
from williams.ports.engines import Port


class Wordless(Bell):
    description: ClassVar[str] = ""


class Elsewhere(Bell):
    port: ClassVar[Port[Any]] = Port("smell", "SmellPort", str)


class Shouting(Bell):
    name: ClassVar[str] = "BELL"


@pytest.mark.parametrize(
    ("loaded", "engine_id", "reason"),
    [
        (str, "speech.bell", "is not a subclass of williams.engine.Manifest"),
        (Bell, "speech.drum", "'speech.drum' names the engine 'speech.bell'"),
        (Wordless, "speech.bell", "description is '': String should have at least 1 character"),
        (Elsewhere, "smell.bell", "There is no port 'smell'; there are text, speech"),
        (Shouting, "speech.BELL", "name is 'BELL'"),
        (type("Bare", (Manifest,), {"make": Bell.make}), "speech.bare", "does not declare port, name"),
    ],
)
def test_a_mistake_is_told_by_its_name(loaded: object, engine_id: str, reason: str) -> None:
    with pytest.raises(PluginDefect, match=reason):
        checked(loaded, engine_id)


def test_a_broken_engine_disturbs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [
        EntryPoint("speech.bell", "tests.unit.engines.samples:Bell", room.GROUP),
        EntryPoint("speech.lost", "tests.unit.engines.samples:Lost", room.GROUP),
        EntryPoint("speech.needy", "a_library_that_is_nowhere:X", room.GROUP),
    ]
    monkeypatch.setattr(room, "entry_points", lambda **_: points)
    found = room.discover()
    assert list(found.engines) == ["speech.bell"]
    reasons = {each.engine_id: each.reason for each in found.broken}
    assert "has no attribute 'Lost'" in reasons["speech.lost"]
    assert "A manifest imports no library of its engine" in reasons["speech.needy"]


def test_the_built_in_engines_are_sound() -> None:
    found = room.discover()
    assert not found.broken
    assert {each.manifest.port.name for each in found.engines.values()} >= {"text", "speech", "embedding", "media"}
