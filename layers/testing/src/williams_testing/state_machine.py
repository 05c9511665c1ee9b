"""Walks a state machine as Step Functions would, as far as the library's own ones go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jsonata import Jsonata

from williams_testing.library import at_once

Invoke = Callable[[dict[str, Any]], Awaitable[Any]]
Wait = Callable[[float], Awaitable[None]]


@dataclass
class StateMachine:
    """One execution of ``definition``. ``invoke`` maps the ARNs of its Tasks to what they call.

    What a Task raises goes to its Catch, as a failing function's error would. ``transitions`` counts the states that
    were entered, as AWS bills them, those inside a Map included; a batch of a Map after the other.
    """

    definition: Mapping[str, Any]
    invoke: Mapping[str, Invoke]
    wait: Wait = at_once
    transitions: int = 0
    _context: dict[str, Any] = field(default_factory=dict, init=False)
    _variables: dict[str, Any] = field(default_factory=dict, init=False)

    async def run(self, execution_input: dict[str, Any]) -> bool:
        """Return whether the execution succeeded. Raises what a Task without a Catch raised."""
        self._context = {"Execution": {"Input": execution_input}}
        self._variables = {}
        last, _ = await self._states(self.definition, execution_input)
        return last != "Fail"

    async def _states(self, machine: Mapping[str, Any], value: Any) -> tuple[str, Any]:
        """Return the last state's type and its output."""
        name: str | None = machine["StartAt"]
        state: Mapping[str, Any] = {}
        while name is not None:
            state = machine["States"][name]
            self.transitions += 1
            name, value = await self._state(state, value)
        return state["Type"], value

    async def _state(self, state: Mapping[str, Any], value: Any) -> tuple[str | None, Any]:
        following = state.get("Next")
        match state["Type"]:
            case "Choice":
                return self._chosen(state, value), value
            case "Wait":
                await self.wait(float(self._filled(state["Seconds"], value)))
                return following, value
            case "Task" | "Map":
                try:
                    result = await (self._task if state["Type"] == "Task" else self._map)(state, value)
                except Exception:
                    if "Catch" not in state:
                        raise
                    caught = state["Catch"][0]
                    return caught["Next"], self._output(caught, value, None)
                self._assign(state, value, result)
                return following, self._output(state, value, result)
            case _:
                self._assign(state, value, value)
                return following, self._output(state, value, value)

    async def _task(self, state: Mapping[str, Any], value: Any) -> Any:
        return await self.invoke[state["Resource"]](self._filled(state["Arguments"], value))

    async def _map(self, state: Mapping[str, Any], value: Any) -> list[Any]:
        items = self._filled(state["Items"], value)
        return [(await self._states(state["ItemProcessor"], item))[1] for item in items or []]

    def _chosen(self, state: Mapping[str, Any], value: Any) -> str:
        fitting = (choice["Next"] for choice in state["Choices"] if self._filled(choice["Condition"], value))
        return str(next(fitting, state.get("Default")))

    def _assign(self, state: Mapping[str, Any], value: Any, result: Any) -> None:
        self._variables |= {name: self._filled(each, value, result) for name, each in state.get("Assign", {}).items()}

    def _output(self, state: Mapping[str, Any], value: Any, result: Any) -> Any:
        return self._filled(state["Output"], value, result) if "Output" in state else result

    def _filled(self, template: Any, value: Any, result: Any = None) -> Any:
        """Return the template with every JSONata expression in it evaluated."""
        if isinstance(template, dict):
            return {name: self._filled(each, value, result) for name, each in template.items()}
        if isinstance(template, str) and template.startswith("{%"):
            states = {"input": value, "result": result, "context": self._context}
            return _parsed(template[2:-2].strip()).evaluate(None, {"states": states, **self._variables})
        return template


@cache
def _parsed(expression: str) -> Jsonata:
    return Jsonata.jsonata(expression)
