"""The rendered state machines obey the Amazon States Language, and stand in the repository as they are rendered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

import pytest

from tests.drift import BUILT_IN
from tests.unit.plugin.samples import Export, Note, TextImport
from williams.domain.jobs import JobStatus
from williams.pipeline.asl import RUN_STAGE, SETTLE_JOB, render, rendered_text, write_all
from williams.plugin import FanOut, Stage
from williams.plugin.base import Plugin
from williams.plugin.exporting import QUERY, STORE
from williams.plugin.registry import discover

COMMITTED = Path(__file__).resolve().parents[3] / "step_functions"
REGISTRY = discover()
TERMINAL = {"Succeed", "Fail"}
# https://states-language.net/spec.html: what each type of state must have, beyond Type.
NEEDED = {
    "Pass": set[str](),
    "Task": {"Resource"},
    "Map": {"ItemProcessor"},
    "Choice": {"Choices"},
    "Succeed": set[str](),
    "Fail": set[str](),
}
# These belong to JSONPath and are refused in a state machine whose query language is JSONata.
JSONPATH_ONLY = {"InputPath", "OutputPath", "ResultPath", "ResultSelector", "Parameters", "ItemsPath", "ItemSelector"}


class TwoFans(Export):
    """A stage stands between the script and what fans out over it; another fan-out follows at once."""

    plugin_id: ClassVar[str] = "export.fans"
    stages: ClassVar[tuple[Stage, ...]] = (
        QUERY,
        Stage("script", JobStatus.SCRIPTING, 1, "Writing"),
        Stage("route", JobStatus.ROUTING, 1, "Routing"),
        Stage("first", JobStatus.GENERATING, 1, "First", fan_out=FanOut("script.scenes", 40, 2)),
        Stage("second", JobStatus.GENERATING, 1, "Second", fan_out=FanOut("script.scenes", 1)),
        STORE,
    )

    async def route(self, script: Note) -> Note:
        return script


PLUGINS: list[Plugin] = [*(REGISTRY.plugin(name) for name in (*BUILT_IN, "export.faulty")), TextImport(), TwoFans()]
each_plugin = pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.plugin_id)


def targets(state: dict[str, Any]) -> list[str]:
    """Return every state that may follow."""
    choices = [choice["Next"] for choice in state.get("Choices", [])]
    caught = [catcher["Next"] for catcher in state.get("Catch", [])]
    return [*choices, *caught, *(state[name] for name in ("Next", "Default") if name in state)]


def check_machine(machine: dict[str, Any]) -> None:
    """Check one level of states and, for each Map, the level inside."""
    states = machine["States"]
    reached, open_ends = set[str](), [machine["StartAt"]]
    while open_ends:
        name = open_ends.pop()
        assert name in states, f"{name} does not exist"
        if name not in reached:
            reached.add(name)
            open_ends += targets(states[name])
    assert reached == set(states), "states that nothing leads to"
    for name, state in states.items():
        check_state(name, state)


def check_state(name: str, state: dict[str, Any]) -> None:
    assert len(name) <= 80
    assert set(state) >= NEEDED[state["Type"]], name
    assert not JSONPATH_ONLY & set(state), name
    if state["Type"] in TERMINAL:
        assert "Next" not in state
    elif state["Type"] == "Choice":
        assert "Default" in state
        assert "Next" not in state
        assert all({"Condition", "Next"} <= set(choice) for choice in state["Choices"])
    else:
        assert ("Next" in state) != state.get("End", False), name
    if state["Type"] == "Map":
        assert 1 <= state["MaxConcurrency"] <= 40
        assert state["ItemProcessor"]["ProcessorConfig"] == {"Mode": "INLINE"}
        check_machine(state["ItemProcessor"])
    for expression in strings(state):
        assert expression.count("{%") == expression.count("%}")


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [value] if isinstance(value, str) else []


@each_plugin
def test_it_is_a_state_machine(plugin: Plugin) -> None:
    machine = render(plugin)
    assert machine["QueryLanguage"] == "JSONata"
    check_machine(machine)
    assert len(rendered_text(plugin).encode()) < 1024 * 1024


@each_plugin
def test_the_stages_come_in_order(plugin: Plugin) -> None:
    machine = render(plugin)
    states, name, order = machine["States"], machine["States"][machine["StartAt"]]["Next"], []
    while name != "settle":
        order.append(name)
        state = states[name]
        name = state["Default"] if state["Type"] == "Choice" else state["Next"]
    wanted = [s for stage in plugin.stages for s in (stage.name, *([f"{stage.name}_finished"] * stage.may_finish))]
    assert order == wanted


@each_plugin
def test_whatever_fails_is_settled(plugin: Plugin) -> None:
    states = render(plugin)["States"]
    for stage in plugin.stages:
        (catcher,) = states[stage.name]["Catch"]
        assert (catcher["ErrorEquals"], catcher["Next"]) == (["States.ALL"], "settle_failed")
    assert states["settle"]["Arguments"]["succeeded"] is True
    assert states["settle_failed"]["Arguments"]["succeeded"] is False
    assert (states["completed"]["Type"], states["failed"]["Type"]) == ("Succeed", "Fail")


@each_plugin
def test_every_function_is_filled_in_at_deployment(plugin: Plugin) -> None:
    def resources(machine: dict[str, Any]) -> list[str]:
        inner = [
            r
            for state in machine["States"].values()
            if "ItemProcessor" in state
            for r in resources(state["ItemProcessor"])
        ]
        return inner + [state["Resource"] for state in machine["States"].values() if "Resource" in state]

    assert set(resources(render(plugin))) == {RUN_STAGE, SETTLE_JOB}


@each_plugin
def test_a_stage_has_its_time_and_a_little_more(plugin: Plugin) -> None:
    states = render(plugin)["States"]
    for stage in plugin.stages:
        state = states[stage.name]
        task = state["ItemProcessor"]["States"][f"{stage.name}_batch"] if stage.fan_out else state
        assert task["TimeoutSeconds"] == stage.seconds + 30
        assert task["Arguments"]["stage"] == stage.name


def test_a_fan_out_is_a_map_over_the_numbers_of_its_batches() -> None:
    states = render(TwoFans())["States"]
    assert [states[name]["MaxConcurrency"] for name in ("first", "second")] == [40, 1]
    assert states["first"]["Items"] == "{% [0..$states.input.items.first-1] %}"
    assert states["first"]["Output"] == "{% $states.input %}"
    batch = states["first"]["ItemProcessor"]["States"]["first_batch"]
    assert batch["Arguments"]["batch"] == "{% $states.input %}"
    assert batch["End"] is True


def test_a_stage_that_may_finish_is_followed_by_the_question() -> None:
    states = render(TextImport())["States"]
    question = states["download_finished"]
    assert question["Choices"] == [{"Condition": "{% $states.input.finished %}", "Next": "settle"}]
    assert (states["download"]["Next"], question["Default"]) == ("download_finished", "extract")


def test_only_built_in_plugins_are_committed() -> None:
    assert {path.name for path in COMMITTED.glob("*.asl.json")} == {f"{name}.asl.json" for name in BUILT_IN}


@pytest.mark.parametrize("plugin_id", BUILT_IN)
def test_what_is_committed_is_what_is_rendered(plugin_id: str) -> None:
    committed = json.loads((COMMITTED / f"{plugin_id}.asl.json").read_text())
    assert committed == render(REGISTRY.plugin(plugin_id)), "run `make docs`"


def test_every_installed_plugin_is_written(tmp_path: Path) -> None:
    written = write_all(tmp_path)
    assert {path.name for path in written} == {f"{name}.asl.json" for name in REGISTRY.plugins}
    for path in written:
        assert path.read_text() == rendered_text(REGISTRY.plugin(path.name.removesuffix(".asl.json")))
