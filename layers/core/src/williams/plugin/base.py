"""What import and export plugins share."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from typing import ClassVar, Generic, TypeVar

from pydantic import BaseModel

from williams.domain.errors import PluginDefect
from williams.domain.jobs import JobKind
from williams.domain.layer_recipes import LayerRecipe
from williams.domain.model_files import ModelFile
from williams.plugin.stage import Stage

RunnerT = TypeVar("RunnerT")


class NoParameters(BaseModel):
    """A plugin that takes none."""

    model_config = {"extra": "forbid"}


class NoSettings(BaseModel):
    """A plugin of which a deployment decides nothing."""

    model_config = {"frozen": True, "extra": "forbid"}


class Plugin(ABC):
    """Declares itself by class attributes; importing the module must be cheap.

    Attributes:
        plugin_id: ``import.<name>`` or ``export.<name>``, or with one more dot ``export.<name>.<name>``: at most 32
            small letters, digits and dashes; also names the function, the state machine and the layer.
        name: what people read.
        version: semantic; a new one invalidates the checkpoints of the old.
        needs: the ports whose engines it uses, such as ``text`` and ``speech``: its function carries every engine that
            the deployment has for them. ``williams.ports.engines`` has them all.
        model_files: files that its stages ask for by ``ctx.model_files``, such as fonts. They are no part of its layer.
        layer: how its layer is made from the libraries that its distribution declares.
        memory_mb: memory of the plugin's function.
        lane: how many of its jobs run at once.
        stages: the pipeline, in order; ``store`` is the last.
        provided: the stages that the framework runs where the plugin has no method for them, each with the models
            that it takes of earlier stages.
        hooks: the parts that its stages may declare as their ``hook``.
        parameters: the model of its parameters; published as JSON Schema.
        settings: the model of what a deployment decides for it, as ``ctx.settings``: each field with a default and a
            description. It is read from ``WILLIAMS_<PLUGIN_ID>_<FIELD>`` with ``_`` for each dot and dash; a field of
            the type ``SecretStr | None`` from ``<plugin_id>_<field>`` of the providers' secret.
    """

    kind: ClassVar[JobKind]
    plugin_id: ClassVar[str]
    name: ClassVar[str]
    version: ClassVar[str]
    description: ClassVar[str] = ""
    needs: ClassVar[frozenset[str]] = frozenset()
    model_files: ClassVar[tuple[ModelFile, ...]] = ()
    layer: ClassVar[LayerRecipe] = LayerRecipe()
    memory_mb: ClassVar[int] = 1024
    lane: ClassVar[int] = 4
    stages: ClassVar[tuple[Stage, ...]]
    provided: ClassVar[Mapping[str, Mapping[str, type[BaseModel]]]] = {}
    hooks: ClassVar[tuple[str, ...]] = ()
    parameters: ClassVar[type[BaseModel]] = NoParameters
    settings: ClassVar[type[BaseModel]] = NoSettings

    def __init__(self) -> None:
        self._loaded = False

    def stage(self, name: str) -> Stage:
        """Raises PluginDefect for a name that the pipeline does not have."""
        for stage in self.stages:
            if stage.name == name:
                return stage
        raise PluginDefect(f"{self.plugin_id} has no stage {name!r}; it has {', '.join(s.name for s in self.stages)}.")

    def stages_after(self, name: str) -> tuple[Stage, ...]:
        """Return what follows a stage. Raises PluginDefect for a name that the pipeline does not have."""
        return self.stages[self.stages.index(self.stage(name)) + 1 :]

    def playing(self, hook: str) -> tuple[Stage, ...]:
        """Return the stages that declare this hook, in order."""
        return tuple(stage for stage in self.stages if stage.hook == hook)

    async def load(self) -> None:
        """Call ``on_load`` if it has not succeeded in this process yet."""
        if self._loaded:
            return
        self._loaded = True
        try:
            await self.on_load()
        except BaseException:
            self._loaded = False
            raise

    async def on_load(self) -> None:  # noqa: B027  # a hook that most plugins do without
        """Called once in each process that runs stages of the plugin, before the first of them."""


class RunInProcess(Generic[RunnerT]):
    """Its template methods run the whole pipeline in this process, by a runner that it is bound to."""

    plugin_id: ClassVar[str]
    _runner: RunnerT | None = None

    def bind(self, runner: RunnerT) -> None:
        """Say who runs the pipeline when a template method is called in this process."""
        self._runner = runner

    @property
    def runner(self) -> RunnerT:
        if self._runner is None:
            raise PluginDefect(f"{self.plugin_id} is not bound to a runner: call bind() before running it in process.")
        return self._runner
