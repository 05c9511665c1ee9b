"""The rendered state machines obey the Amazon States Language, and stand in the repository as they are rendered."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

import pytest
from williams_faulty.polling import PollingExport

from tests.drift import BUILT_IN
from tests.unit.plugin.samples import Export, Note, TextImport
from williams.domain.jobs import JobStatus
from williams.pipeline.asl import RUN_STAGE, SETTLE_JOB, render, rendered_text, write_all
from williams.plugin import FanOut, Stage
from williams.plugin.base import Plugin
from williams.plugin.exporting import QUERY, STORE
from williams.plugin.registry import discover
from williams.plugin.stage import invocation_seconds
from williams_testing.state_machine import StateMachine

COMMITTED = Path(__file__).resolve().parents[3] / "step_functions"
REGISTRY = discover()
TERMINAL = {"Succeed", "Fail"}
# https://states-language.net/spec.html: what each type of state must have, beyond Type.
NEEDED = {
    "Pass": set[str](),
    "Task": {"Resource"},
    "Map": {"ItemProcessor"},
    "Choice": {"Choices"},
    "Wait": {"Seconds"},
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


PLUGINS: list[Plugin] = [
    *(REGISTRY.plugin(name) for name in (*BUILT_IN, "export.faulty", "export.faulty.polling")),
    TextImport(),
    TwoFans(),
]
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
async def test_every_stage_is_entered_where_the_work_stopped(plugin: Plugin) -> None:
    """The first Task's answer says what comes next: whatever stage that is, the machine enters it."""
    names = [stage.name for stage in plugin.stages]
    batches: dict[str, list[int | None]] = {s.name: [0, 1] if s.fan_out else [None] for s in plugin.stages}
    for number in range(1, len(names)):
        entered = await entered_after(plugin, names, number)
        assert entered == [(name, batch) for name in (names[0], *names[number:]) for batch in batches[name]]


async def entered_after(plugin: Plugin, names: list[str], number: int) -> list[tuple[str, int | None]]:
    """Run the machine with a first Task that stops before the stage of that number; return what it enters."""
    entered: list[tuple[str, int | None]] = []
    settled: list[dict[str, Any]] = []

    async def run_stage(arguments: dict[str, Any]) -> dict[str, Any]:
        entered.append((arguments["stage"], arguments.get("batch")))
        place = max(number, names.index(arguments["stage"]) + 1)
        batches = {stage.name: 2 for stage in plugin.stages if stage.fan_out}
        return {"next": names[place] if place < len(names) else "settle", "batches": batches}

    async def settle_job(arguments: dict[str, Any]) -> None:
        settled.append(arguments)

    machine = StateMachine(render(plugin), {RUN_STAGE: run_stage, SETTLE_JOB: settle_job})
    assert await machine.run({"job_id": "job_1", "execution_no": 3})
    assert settled == [{"job_id": "job_1", "execution_no": 3, "succeeded": True}]
    return entered


async def test_an_answer_that_names_no_state_is_a_failure() -> None:
    settled: list[bool] = []

    async def run_stage(_arguments: dict[str, Any]) -> dict[str, Any]:
        return {"next": "nowhere", "batches": {}}

    async def settle_job(arguments: dict[str, Any]) -> None:
        settled.append(arguments["succeeded"])

    machine = StateMachine(render(TextImport()), {RUN_STAGE: run_stage, SETTLE_JOB: settle_job})
    assert not await machine.run({"job_id": "job_1", "execution_no": 1})
    assert settled == [False]


@each_plugin
def test_whatever_fails_is_settled(plugin: Plugin) -> None:
    states = render(plugin)["States"]
    for stage in plugin.stages:
        (catcher,) = states[stage.name]["Catch"]
        assert (catcher["ErrorEquals"], catcher["Next"]) == (["States.ALL"], "settle_failed")
    assert states["settle"]["Arguments"]["succeeded"] is True
    assert states["settle_failed"]["Arguments"]["succeeded"] is False
    assert (states["settle"]["End"], states["failed"]["Type"]) == (True, "Fail")


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
        allowed = stage.seconds if stage.fan_out else invocation_seconds(plugin.stages)
        assert task["TimeoutSeconds"] == allowed + 30
        assert task["Arguments"]["stage"] == stage.name


def test_a_fan_out_is_a_map_over_the_numbers_of_its_batches() -> None:
    states = render(TwoFans())["States"]
    assert [states[name]["MaxConcurrency"] for name in ("first", "second")] == [40, 1]
    assert states["first"]["Items"] == "{% [0..$states.input.batches.first-1] %}"
    assert states["first"]["Output"] == "{% $states.input %}"
    batch = states["first"]["ItemProcessor"]["States"]["first_batch"]
    assert batch["Arguments"]["batch"] == "{% $states.input %}"
    assert batch["End"] is True


async def test_what_polls_waits_and_runs_again() -> None:
    """A whole stage by a state of its own, a batch inside the Map, which keeps its number."""
    asked: Counter[tuple[str, int | None]] = Counter()
    waited: list[float] = []

    async def run_stage(arguments: dict[str, Any]) -> dict[str, Any]:
        stage, batch = arguments["stage"], arguments.get("batch")
        asked[stage, batch] += 1
        waits = stage in ("clips", "film") and asked[stage, batch] < 3
        following = {"query": "plan", "plan": "clips", "film": "reel", "reel": "store"}.get(stage, "settle")
        return {"next": f"{stage}_wait" if waits else following, "batches": {"clips": 2}}

    async def settle_job(_arguments: dict[str, Any]) -> None:
        """Nothing to do."""

    async def wait(seconds: float) -> None:
        waited.append(seconds)

    machine = StateMachine(render(PollingExport()), {RUN_STAGE: run_stage, SETTLE_JOB: settle_job}, wait)
    assert await machine.run({"job_id": "job_1", "execution_no": 1})
    once: list[tuple[str, int | None]] = [("query", None), ("plan", None), ("reel", None), ("store", None)]
    polled: list[tuple[str, int | None]] = [("clips", 0), ("clips", 1), ("film", None)]
    assert asked == dict.fromkeys(once, 1) | dict.fromkeys(polled, 3)
    assert waited == [1] * 6


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
