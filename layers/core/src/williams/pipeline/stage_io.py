"""Finds a stage's method, gathers what it takes, and decodes what it gave."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from williams.domain.errors import CorruptContent, PluginDefect
from williams.domain.jobs import Job
from williams.pipeline.checkpoints import Checkpoints, decoded
from williams.pipeline.export_stages import ExportStages
from williams.pipeline.import_stages import ImportStages
from williams.pipeline.requests import request_of
from williams.pipeline.toolbox import Toolbox
from williams.plugin.base import Plugin
from williams.plugin.context import StageContext
from williams.plugin.exporting import ExportPlugin
from williams.plugin.importing import ImportPlugin
from williams.plugin.signature import StageMethod, StageSignature, check_stages, maker, signature
from williams.plugin.stage import FanOut, Stage

_PARALLEL_READS = 8


def framework_stages(plugin: Plugin, toolbox: Toolbox) -> ImportStages | ExportStages:
    """Return the framework's own stages for this kind of plugin."""
    if isinstance(plugin, ImportPlugin):
        return ImportStages(plugin, toolbox)
    if isinstance(plugin, ExportPlugin):
        return ExportStages(plugin, toolbox)
    raise PluginDefect(f"{plugin.plugin_id} is neither an import nor an export plugin.")


@dataclass(frozen=True)
class BoundStage:
    """A stage of a plugin with the method that runs it. ``taken`` maps what it takes to the stages that make it."""

    stage: Stage
    method: StageMethod
    signature: StageSignature
    taken: dict[str, str]


def bound_stages(plugin: Plugin, toolbox: Toolbox) -> dict[str, BoundStage]:
    """Return every stage's method by the stage's name. Raises PluginDefect when one is missing or does not fit."""
    framework = framework_stages(plugin, toolbox)
    check_stages(plugin)
    bound: dict[str, BoundStage] = {}
    signed: dict[str, StageSignature] = {}
    for stage in plugin.stages:
        own = getattr(plugin, stage.name, None)
        provided = {} if own else plugin.provided[stage.name]
        taken = {name: maker(name, model, signed) or name for name, model in provided.items()}
        method = own or getattr(framework, stage.name)
        signed[stage.name] = signature(method, stage, (*bound, *taken))
        bound[stage.name] = BoundStage(stage, method, signed[stage.name], taken)
    return bound


def item_count(output: Any, fan_out: FanOut) -> int:
    """Return how many items a fan-out has; ``output`` is the decoded output of the stage it goes over."""
    items = output.get(fan_out.field) if isinstance(output, dict) else None
    if not isinstance(items, list):
        raise PluginDefect(f"The stage {fan_out.stage!r} gave no list {fan_out.field!r} to fan out over.")
    return len(items)


class StageInputs:
    """Reads the outputs of earlier stages, each at most once."""

    def __init__(self, plugin: Plugin, job: Job, bound: dict[str, BoundStage], checkpoints: Checkpoints) -> None:
        self._plugin = plugin
        self._job = job
        self._bound = bound
        self._checkpoints = checkpoints
        self._outputs: dict[str, Any] = {}

    def gather(self, stage: BoundStage, ctx: StageContext) -> dict[str, Any]:
        """Return the arguments of the stage's method but ``item``. Only what it takes is read."""
        request = request_of(self._job)
        arguments: dict[str, Any] = {name: self.taken(stage, name) for name in stage.signature.inputs}
        given = {"request": request, "ctx": ctx}
        arguments.update({name: value for name, value in given.items() if name in stage.signature.takes})
        if "parameters" in stage.signature.takes:
            arguments["parameters"] = self._plugin.parameters.model_validate(self._job.request.get("parameters", {}))
        return arguments

    def taken(self, stage: BoundStage, name: str) -> Any:
        """Return what the stage takes under a name."""
        return self.output(stage.taken.get(name, name))

    def output(self, name: str) -> Any:
        """Return an earlier stage's output, a list for a fanned-out one."""
        if name not in self._outputs:
            bound = self._bound[name]
            fan_out = bound.stage.fan_out
            if fan_out is None:
                self._outputs[name] = bound.signature.output.validate_json(self._standing(name, None))
            else:
                count = item_count(decoded(self._standing(fan_out.stage, None)), fan_out)
                with ThreadPoolExecutor(_PARALLEL_READS) as pool:
                    raw = list(pool.map(lambda item: self._standing(name, item), range(count)))
                self._outputs[name] = [bound.signature.output.validate_json(each) for each in raw]
        return self._outputs[name]

    def items(self, fan_out: FanOut) -> list[Any]:
        """Return what a fan-out goes over, as models."""
        found = getattr(self.output(fan_out.stage), fan_out.field, None)
        if not isinstance(found, list):
            raise PluginDefect(f"The stage {fan_out.stage!r} gave no list {fan_out.field!r} to fan out over.")
        return found

    def _standing(self, stage: str, item: int | None) -> bytes:
        raw = self._checkpoints.read(stage, item)
        if raw is None:
            place = stage if item is None else f"{stage}[{item}]"
            raise CorruptContent(f"The output of {place} is gone from the object store. Submit the job again.")
        return raw
