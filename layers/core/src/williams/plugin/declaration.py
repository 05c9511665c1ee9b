"""Checks what a plugin declares, so that a mistake is told by its name before anything leans on it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, InstanceOf, ValidationError
from pydantic.errors import PydanticUserError

from williams.domain import bucket
from williams.domain.artifacts import ExportFormat
from williams.domain.content import ContentType
from williams.domain.errors import PluginDefect
from williams.domain.jobs import JobKind
from williams.domain.layer_recipes import LayerRecipe
from williams.domain.model_files import ModelFile
from williams.plugin.base import Plugin
from williams.plugin.exporting import ExportPlugin
from williams.plugin.importing import LONGEST_STORED_NAME, STORED_NAME, ImportPlugin
from williams.plugin.listing import ListingPlugin
from williams.plugin.signature import check_stages
from williams.plugin.stage import Stage
from williams.ports.engines import PORTS

# A function's name takes 64 characters, of which a stage's prefix and `-run-stage-` use up to 32.
LONGEST_ID = 32
# An answer's genealogy stands under the artifact's type, beside this.
RESERVED_TYPES = frozenset({"provenance", "document"})

_NAME = r"[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*"
_TEMPLATES = ("import_content", "generate_content")


def _known_port(name: str) -> str:
    if name not in PORTS:
        raise ValueError(f"there is no port {name!r}; there are {', '.join(PORTS)}")
    return name


Words = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
Folder = Annotated[str, Field(max_length=40, pattern=rf"^{_NAME}$")]
PortName = Annotated[str, AfterValidator(_known_port)]


class _Declaration(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)

    plugin_id: Annotated[str, Field(max_length=LONGEST_ID, pattern=rf"^(import|export)\.{_NAME}(\.{_NAME})?$")]
    name: Words
    version: Annotated[str, Field(max_length=50, pattern=r"^\d+[0-9A-Za-z.+-]*$")]
    description: Annotated[str, Field(max_length=1000)]
    needs: frozenset[PortName]
    model_files: tuple[InstanceOf[ModelFile], ...]
    layer: InstanceOf[LayerRecipe]
    memory_mb: Annotated[int, Field(ge=128, le=10240)]
    lane: Annotated[int, Field(ge=1, le=1000)]
    stages: Annotated[tuple[InstanceOf[Stage], ...], Field(min_length=1, max_length=40)]
    parameters: type[BaseModel]
    settings: type[BaseModel]
    folder: Folder


class _ImportDeclaration(_Declaration):
    content_type: ContentType
    stored_name: Annotated[str, Field(max_length=LONGEST_STORED_NAME, pattern=STORED_NAME)]
    max_bytes: Annotated[int, Field(ge=1)]


class _ExportDeclaration(_Declaration):
    """An artifact's ``provenance_id`` is its type and its job's id, in 50 characters."""

    artifact_type: Annotated[str, Field(max_length=17, pattern=r"^[a-z][a-z0-9_-]*$")]
    export_format: ExportFormat
    label: Annotated[str, Field(max_length=40, pattern=r"^[A-Z][A-Za-z0-9]*$")]


_DECLARATIONS: dict[JobKind, type[_Declaration]] = {
    JobKind.IMPORT: _ImportDeclaration,
    JobKind.EXPORT: _ExportDeclaration,
}
_BASES: dict[JobKind, type[Plugin]] = {JobKind.IMPORT: ImportPlugin, JobKind.EXPORT: ExportPlugin}


def checked(loaded: object, plugin_id: str) -> Plugin:
    """Return an instance of what an entry point names. Raises PluginDefect, or what its own code raises."""
    kind, plugin_class = _classified(loaded)
    _check_attributes(plugin_class, kind)
    if plugin_class.plugin_id != plugin_id:
        raise PluginDefect(f"The entry point {plugin_id!r} names the plugin {plugin_class.plugin_id!r}.")
    _check_methods(plugin_class, _BASES[kind])
    if issubclass(plugin_class, ListingPlugin):
        _check_methods(plugin_class, ListingPlugin)
    plugin = plugin_class()
    check_stages(plugin)
    _check_schema(plugin)
    return plugin


def _classified(loaded: object) -> tuple[JobKind, type[Plugin]]:
    kinds = [kind for kind, base in _BASES.items() if isinstance(loaded, type) and issubclass(loaded, base)]
    if len(kinds) != 1:
        raise PluginDefect(f"{loaded!r} is not a subclass of ImportPlugin or ExportPlugin.")
    return kinds[0], cast(type[Plugin], loaded)


def _check_attributes(plugin_class: type[Plugin], kind: JobKind) -> None:
    declaration = _DECLARATIONS[kind]
    missing = [name for name in declaration.model_fields if not hasattr(plugin_class, name)]
    if missing:
        raise PluginDefect(f"{plugin_class.__name__} does not declare {', '.join(missing)}.")
    declared: dict[str, Any] = {name: getattr(plugin_class, name) for name in declaration.model_fields}
    try:
        declaration.model_validate(declared)
    except ValidationError as error:
        raise PluginDefect("; ".join(_told(each["loc"], each["msg"], declared) for each in error.errors())) from None
    _check_meaning(plugin_class, kind)


def _told(place: tuple[int | str, ...], message: str, declared: dict[str, Any]) -> str:
    name, *within = place
    where = "".join(f"[{part}]" for part in within)
    shown = repr(declared[str(name)])
    return f"{name}{where} is {shown if len(shown) <= 100 else f'{shown[:100]}…'}: {message}"


def _check_meaning(plugin_class: type[Plugin], kind: JobKind) -> None:
    """What each attribute cannot say alone."""
    if plugin_class.kind is not kind or not plugin_class.plugin_id.startswith(f"{kind.value}."):
        raise PluginDefect(f"The id of an {kind.value} plugin begins with '{kind.value}.', and its kind is {kind!r}.")
    names = [file.name for file in plugin_class.model_files]
    if len(set(names)) < len(names):
        raise PluginDefect(f"Two model files have one name: {', '.join(sorted(names))}.")
    folder, artifact_type = getattr(plugin_class, "folder", ""), getattr(plugin_class, "artifact_type", "")
    for name, taken in ((folder, bucket.RESERVED), (artifact_type, RESERVED_TYPES)):
        if name in taken:
            raise PluginDefect(f"{name!r} is the library's own: choose another folder or artifact_type.")


def _check_methods(plugin_class: type[Plugin], base: type[Plugin]) -> None:
    """What the framework calls has to be ``async`` and to take what it is called with."""
    for name, wanted in _called(base).items():
        method = getattr(plugin_class, name)
        if not inspect.iscoroutinefunction(method):
            raise PluginDefect(f"{name} must be 'async def'.")
        parameters = [parameter for parameter in inspect.signature(wanted).parameters if parameter != "self"]
        try:
            inspect.signature(method).bind(None, *parameters)
        except TypeError as error:
            raise PluginDefect(f"{name} must take ({', '.join(parameters)}): {error}.") from None


def _called(base: type[Plugin]) -> dict[str, Callable[..., Any]]:
    """The hooks and the required methods of a kind of plugin; its stages are checked by what they ask for."""
    found = {**vars(Plugin), **vars(base)}
    return {
        name: method
        for name, method in found.items()
        if inspect.iscoroutinefunction(method) and name not in (*_TEMPLATES, "load", "download", "extract")
    }


def _check_schema(plugin: Plugin) -> None:
    try:
        plugin.parameters.model_json_schema()
    except PydanticUserError as error:
        raise PluginDefect(f"parameters: {plugin.parameters.__name__} has no JSON Schema: {error}") from None
