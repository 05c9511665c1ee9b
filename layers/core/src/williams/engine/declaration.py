"""Checks what a manifest declares, so that a mistake is told by its name before anything leans on it."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, InstanceOf, ValidationError

from williams.domain.errors import PluginDefect
from williams.domain.layer_recipes import LayerRecipe
from williams.domain.model_files import ModelFile
from williams.engine.manifest import Manifest, Speaking
from williams.ports.engines import PORTS, Port

_NAME = r"^[a-z][a-z0-9]*$"
_Name = Annotated[str, Field(max_length=20, pattern=_NAME)]


class _Declaration(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)

    port: InstanceOf[Port[Any]]
    name: _Name
    version: Annotated[str, Field(max_length=50, pattern=r"^\d+[0-9A-Za-z.+-]*$")]
    description: Annotated[str, Field(min_length=1, max_length=1000)]
    paid: bool
    asks: tuple[InstanceOf[Port[Any]], ...]
    preferred: bool
    aliases: tuple[_Name, ...]
    choices: tuple[Annotated[str, Field(min_length=1, max_length=100)], ...] | None
    settings: type[BaseModel]
    secret_field: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")] | None
    speaking: InstanceOf[Speaking] | None
    layer: LayerRecipe
    model_files: tuple[InstanceOf[ModelFile], ...]
    memory_mb: Annotated[int, Field(ge=128, le=10240)]


def checked(loaded: object, engine_id: str) -> Manifest[Any]:
    """Return an instance of what an entry point names. Raises PluginDefect, or what its own code raises."""
    if not (isinstance(loaded, type) and issubclass(loaded, Manifest)):
        raise PluginDefect(f"{loaded!r} is not a subclass of williams.engine.Manifest.")
    missing = [name for name in _Declaration.model_fields if not hasattr(loaded, name)]
    if missing:
        raise PluginDefect(f"{loaded.__name__} does not declare {', '.join(missing)}.")
    try:
        _Declaration.model_validate({name: getattr(loaded, name) for name in _Declaration.model_fields})
    except ValidationError as error:
        told = (f"{'.'.join(map(str, each['loc']))} is {each['input']!r}: {each['msg']}" for each in error.errors())
        raise PluginDefect("; ".join(told)) from None
    names = [file.name for file in loaded.model_files]
    if len(set(names)) < len(names):
        raise PluginDefect(f"Two model files have one name: {', '.join(sorted(names))}.")
    if PORTS.get(loaded.port.name) is not loaded.port:
        raise PluginDefect(f"There is no port {loaded.port.name!r}; there are {', '.join(PORTS)}.")
    if f"{loaded.port.name}.{loaded.name}" != engine_id:
        raise PluginDefect(f"The entry point {engine_id!r} names the engine '{loaded.port.name}.{loaded.name}'.")
    return loaded()
