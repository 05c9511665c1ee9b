"""How an engine declares itself. Importing a manifest is cheap: the engine's libraries are imported in ``make``."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from williams.domain.errors import PluginDefect
from williams.domain.layer_recipes import LayerRecipe
from williams.domain.model_files import ModelFile
from williams.engine.prices import Rate
from williams.ports.engines import Port
from williams.ports.model_files import ModelFilesPort
from williams.ports.objects import ObjectPort


class NoSettings(BaseModel):
    """An engine that has none."""

    model_config = ConfigDict(frozen=True, extra="forbid")


SettingsT = TypeVar("SettingsT", bound=BaseModel)


def _asks_nobody(port: Port[Any]) -> Any:
    raise PluginDefect(f"The engine asks for {port.name}, which its manifest does not name in `asks`.")


@dataclass(frozen=True)
class Right:
    """What an engine's function may do on AWS: actions on resources.

    A resource is an ARN in which ``{partition}``, ``{region}``, ``{account}`` and ``{bucket}`` stand for the
    deployment's own. Where it holds a ``*``, ``wildcard_reason`` says why it has to.
    """

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    wildcard_reason: str = ""


@dataclass(frozen=True)
class Speaking:
    """How an engine of speech sounds and what it takes, so that a voice can be chosen where none is named.

    ``naturalness`` is what listeners would give it, from 1 to 5, where 5 is a person. ``effort`` is how many seconds
    one core works for a second of speech.
    """

    naturalness: float
    effort: float

    def __post_init__(self) -> None:
        """Raises ValueError for what no engine can be."""
        if not 1 <= self.naturalness <= 5 or self.effort <= 0:
            raise ValueError(f"Naturalness is from 1 to 5 and effort above 0: {self}.")


@dataclass(frozen=True)
class Bench(Generic[SettingsT]):
    """What an engine is made of.

    ``model`` is what a request named after the slash, where the port's engines are told it once and not with every
    call. ``key`` is the field of the providers' secret that the manifest names. ``timeout_seconds`` bounds one whole
    call to a service. ``model_files`` are those that the manifest declares, to be asked for when they are needed.
    ``engine`` returns the default engine of a port that the manifest ``asks``. ``bucket`` names the library's bucket
    and ``objects`` is what stands in it, for a service that fetches and leaves files there: its manifest's ``rights``
    say where. ``allowed`` names the ``host:port`` pairs that this deployment fetches wherever they are.
    """

    settings: SettingsT
    region: str
    timeout_seconds: float
    model_files: ModelFilesPort
    key: str = ""
    model: str | None = None
    engine: Callable[[Port[Any]], Any] = _asks_nobody
    bucket: str = ""
    objects: ObjectPort | None = None
    allowed: tuple[str, ...] = ()


class Manifest(ABC, Generic[SettingsT]):
    """Declares one engine by class attributes.

    The entry point of the group ``williams.engines`` is called ``<port>.<name>`` and names this class.

    Attributes:
        port: what it does.
        name: what requests, settings and provenance call it.
        version: of the engine; a new one gives other results.
        description: one sentence for people.
        paid: whether its calls cost money.
        asks: the ports whose default engine it asks itself: a function that carries it carries theirs.
        preferred: whether it is its port's default where no setting names one. For the library's own engines.
        aliases: names that settings may still use for it.
        choices: the voices or models that a request may name after the slash; None where only the service knows.
        settings: the model of its settings: fields of text or numbers, each with a description. A field is read from
            ``WILLIAMS_<NAME>_<PORT>_<FIELD>``, for the port's default engine from ``WILLIAMS_<PORT>_<FIELD>`` too.
        secret_field: the field of the providers' secret that holds its key.
        speaking: of an engine of speech that may speak where no engine is named; None where only a request or a setting
            chooses it, as each one that is paid.
        layer: how its layer is made from the libraries that its distribution declares.
        model_files: the files of weights that it works with. They are no part of its layer.
        memory_mb: what a function needs that runs it.
    """

    port: ClassVar[Port[Any]]
    name: ClassVar[str]
    version: ClassVar[str]
    description: ClassVar[str]
    paid: ClassVar[bool] = False
    asks: ClassVar[tuple[Port[Any], ...]] = ()
    preferred: ClassVar[bool] = False
    aliases: ClassVar[tuple[str, ...]] = ()
    choices: ClassVar[tuple[str, ...] | None] = None
    settings: ClassVar[type[BaseModel]] = NoSettings
    secret_field: ClassVar[str | None] = None
    speaking: ClassVar[Speaking | None] = None
    layer: ClassVar[LayerRecipe] = LayerRecipe()
    model_files: ClassVar[tuple[ModelFile, ...]] = ()
    memory_mb: ClassVar[int] = 128

    @property
    def engine_id(self) -> str:
        return f"{self.port.name}.{self.name}"

    def rights(self, settings: SettingsT) -> tuple[Right, ...]:  # noqa: ARG002  # for those that override it
        """Return what its function may do on AWS, beside what every plugin's may."""
        return ()

    def rate(self, settings: SettingsT, model: str | None) -> Rate | None:  # noqa: ARG002  # for those that override it
        """Return what its calls cost, so that a job's cost can be told beforehand; None where that is not known.

        ``model`` is what a request names after the slash.
        """
        return None

    def why_unspoken(self, language: str) -> str | None:  # noqa: ARG002  # for those that override it
        """Return why an engine of speech does not speak a language, and what can be done.

        None where it does, or only the service knows. ``language`` is a BCP 47 tag.
        """
        return None

    def accent(self, language: str) -> str | None:  # noqa: ARG002  # for those that override it
        """Return whose accent is heard where an engine speaks a language otherwise than its tag says: ``American``."""
        return None

    @abstractmethod
    def make(self, bench: Bench[SettingsT]) -> object:
        """Return the engine: an implementation of the port's protocol. Called once in a process, or once a model.

        It asks for no model file yet: many make an engine to ask what it is called.
        Raises InvalidRequest for a model that it does not have.
        """
