"""Which layers there are, and which pinned distributions each one carries."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from layers import ROOT
from layers.uv import uv
from williams.domain.layer_recipes import LayerRecipe
from williams.engine.registry import engine_registry
from williams.plugin.registry import candidates, discover

CORE = "williams-core"
ALL_PLUGINS = "plugins"
SHARED = ("core", "migrations", "jwt", "qdrant")
_EXTRAS = re.compile(rf"{CORE}\s*\[([^\]]+)\]")


class Recipe(LayerRecipe):
    """``layers/<name>/recipe.toml``.

    ``extras`` of williams-core are what the layer carries, and ``members`` of the workspace with what they need.
    """

    extras: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    @classmethod
    def read(cls, directory: Path) -> Recipe:
        """Raises pydantic.ValidationError for a key that is none of the above."""
        return cls.model_validate(tomllib.loads((directory / "recipe.toml").read_text()))


@dataclass(frozen=True)
class Layer:
    """``pins`` identifies what ``requirements()`` returns: pinned lines, for the target's markers to choose from."""

    name: str
    recipe: Recipe
    pins: str
    requirements: Callable[[], list[str]]
    own: tuple[Distribution, ...] = ()

    @property
    def recipe_directory(self) -> Path:
        return ROOT / "layers" / self.name


@cache
def locked(package: str, extras: tuple[str, ...] = (), leave_out: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What ``uv.lock`` pins for a workspace member, as requirement lines, without the workspace's own."""
    options = [
        "--package",
        package,
        *(f"--extra={extra}" for extra in extras),
        *(f"--prune={out}" for out in leave_out),
    ]
    output = uv(
        "export", "--frozen", "--no-hashes", "--no-header", "--no-annotate", "--no-emit-workspace", "--quiet", *options
    )
    return tuple(line for line in output.splitlines() if "sys_platform == 'never'" not in line)


def shared_layer(name: str) -> Layer:
    """The core layer, or the layer of one of its extras: what the core layer has not yet."""
    if name == "core":
        recipe = _core_recipe()
        lines = list(_in_core())
        own = tuple(map(distribution, (CORE, *recipe.members)))
    else:
        recipe = Recipe.read(ROOT / "layers" / name)
        lines = _without(locked(CORE, recipe.extras, recipe.leave_out), _in_core())
        own = ()
    return Layer(name, recipe, "\n".join(lines), lambda: lines, own)


def plugin_layer(plugin_id: str, plugin: Distribution, recipe: LayerRecipe) -> Layer:
    """A plugin's own libraries, without those of the shared layers that it asks for (``williams-core[qdrant]``)."""
    return _own_layer(plugin_id, plugin, _joined([recipe]))


def engine_layer(engines: Distribution, recipes: Iterable[LayerRecipe]) -> Layer:
    """The libraries of one distribution's engines, by their manifests' recipes. It is called like the distribution."""
    return _own_layer(engines.name, engines, _joined(recipes))


def _own_layer(name: str, installed: Distribution, recipe: Recipe) -> Layer:
    source = source_directory(installed)
    own = (*((installed,) if source else ()), *_workspace_libraries(installed))
    if installed.name in members():
        lines = _without(locked(installed.name, (), recipe.leave_out), _carried(installed))
        return Layer(name, recipe, "\n".join(lines), lambda: lines, own)
    pins = sorted(_pin(found) for found in distributions() if found.name not in members())
    made_of = "\n".join([_pin(installed), installed.read_text("RECORD") or "", *pins])
    return Layer(name, recipe, made_of, lambda: _without(_resolved(installed, pins), recipe.leave_out), own)


def _joined(recipes: Iterable[LayerRecipe]) -> Recipe:
    each = list(recipes)
    return Recipe(
        leave_out=tuple(sorted({name for recipe in each for name in recipe.leave_out})),
        prune=tuple(sorted({path for recipe in each for path in recipe.prune})),
        keep=tuple(sorted({path for recipe in each for path in recipe.keep})),
        packed=tuple(sorted({path for recipe in each for path in recipe.packed})),
    )


def all_plugins_layer(found: Iterable[Distribution]) -> Layer:
    """Every plugin and engine without its libraries: enough to list them and their parameters, as the API does."""
    by_name = {plugin.name: plugin for plugin in found}
    plugins = [by_name[name] for name in sorted(by_name)]
    lines = [_pin(plugin) for plugin in plugins if not source_directory(plugin)]
    own = tuple(plugin for plugin in plugins if source_directory(plugin))
    return Layer(ALL_PLUGINS, Recipe(), "\n".join(lines), lambda: lines, own)


def plugins(*, with_tests: bool) -> dict[str, Distribution]:
    """The installed plugins' distributions by plugin id; no plugin is imported. Those of the tests are on request."""
    # Read from the end, the first of several with one id is the last to be written, and stays.
    found = {point.name: point.dist for point in reversed(candidates()) if point.dist is not None}
    return {name: found[name] for name in sorted(found) if with_tests or not _of_tests(found[name])}


def layers(*, with_tests: bool) -> list[Layer]:
    """All layers: the shared ones, one with all plugins and engines, and one for each that is sound.

    What is broken is in the layer with all of them, so that the API can say what is wrong with it.
    """
    found = plugins(with_tests=with_tests)
    sound = discover().plugins
    own = [
        plugin_layer(plugin_id, plugin, sound[plugin_id].layer)
        for plugin_id, plugin in found.items()
        if plugin_id in sound
    ]
    installed, broken = engines()
    makers = [engine_layer(made, recipes) for made, recipes in installed]
    listed = [*found.values(), *(made for made, _ in installed), *broken]
    return [*map(shared_layer, SHARED), all_plugins_layer(listed), *makers, *own]


def engines() -> tuple[list[tuple[Distribution, list[LayerRecipe]]], list[Distribution]]:
    """The distributions of the engines with their recipes, and those of broken ones."""
    registry = engine_registry()
    recipes: dict[str, list[LayerRecipe]] = {}
    for each in registry.engines.values():
        recipes.setdefault(each.distribution, []).append(each.manifest.layer)
    broken = sorted({each.distribution for each in registry.broken} - recipes.keys())
    return [(distribution(name), recipes[name]) for name in sorted(recipes)], list(map(distribution, broken))


def source_directory(installed: Distribution) -> Path | None:
    """Where a distribution lives that was installed from a local directory, else None."""
    origin = _origin(installed)
    return Path(url2pathname(urlsplit(origin["url"]).path)) if "dir_info" in origin else None


def is_editable(installed: Distribution) -> bool:
    """Whether the directory's files themselves are what is imported, not a copy made when it was installed."""
    return bool(_origin(installed).get("dir_info", {}).get("editable"))


@cache
def members() -> frozenset[str]:
    """The workspace's own distributions: ``uv.lock`` has what they need."""
    return frozenset(tomllib.loads((ROOT / "uv.lock").read_text())["manifest"]["members"])


def _origin(installed: Distribution) -> dict[str, Any]:
    """PEP 610's record of a distribution that no index served; empty for the others."""
    origin: dict[str, Any] = json.loads(installed.read_text("direct_url.json") or "{}")
    return origin


def _of_tests(plugin: Distribution) -> bool:
    source = source_directory(plugin)
    return source is not None and source.is_relative_to(ROOT / "tests")


def _without(lines: Iterable[str], carried: Iterable[str]) -> list[str]:
    have = {_name(line) for line in carried}
    return [line for line in lines if _name(line) not in have]


def _name(requirement: str) -> str:
    """The distribution's name, normalised."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


def _in_core(*extras: str) -> tuple[str, ...]:
    """What the core layer carries or leaves out for good, and what the layers of ``extras`` do."""
    recipe = _core_recipe()
    core = locked(CORE, (*recipe.extras, *extras), recipe.leave_out)
    return tuple(dict.fromkeys([*core, *(line for member in recipe.members for line in locked(member))]))


def _core_recipe() -> Recipe:
    return Recipe.read(ROOT / "layers" / "core")


def _carried(plugin: Distribution) -> tuple[str, ...]:
    asked = (_EXTRAS.match(requirement) for requirement in plugin.requires or ())
    return _in_core(*sorted({extra.strip() for found in asked if found for extra in found[1].split(",")}))


def _workspace_libraries(plugin: Distribution) -> list[Distribution]:
    """The packages of this workspace that a plugin shares with others and the core layer lacks, as williams-html."""
    in_core = {CORE, *_core_recipe().members}
    installed = {_name(found.name): found for found in distributions() if found.name in members()}
    found: dict[str, Distribution] = {}
    waiting = [plugin]
    while waiting:
        for requirement in waiting.pop().requires or ():
            name = _name(requirement)
            if name in installed and name not in in_core and name not in found:
                found[name] = installed[name]
                waiting.append(installed[name])
    return [found[name] for name in sorted(found)]


def _pin(installed: Distribution) -> str:
    """The requirement that gives this very distribution again."""
    origin = _origin(installed)
    if not origin:
        return f"{installed.name}=={installed.version}"
    if found := origin.get("vcs_info"):
        folder = f"#subdirectory={origin['subdirectory']}" if origin.get("subdirectory") else ""
        return f"{installed.name} @ {found['vcs']}+{origin['url']}@{found['commit_id']}{folder}"
    return f"{installed.name} @ {origin['url']}"


def _resolved(plugin: Distribution, pins: list[str]) -> list[str]:
    """What a plugin from outside the workspace needs, in the versions that are installed here."""
    shared = [CORE, *_core_recipe().members, *(library.name for library in _workspace_libraries(plugin))]
    # Layers are planned side by side, several of one package, too: each has files of its own.
    with TemporaryDirectory() as folder:
        constraints, overrides = Path(folder, "constraints.txt"), Path(folder, "overrides.txt")
        # A constraint cannot name a place, an override can.
        constraints.write_text("\n".join(pin for pin in pins if " @ " not in pin))
        places = [*(_pin(distribution(name)) for name in shared), *(pin for pin in pins if " @ " in pin)]
        overrides.write_text("\n".join(places))
        output = uv(
            *("pip", "compile", "-", "--universal", "--no-header", "--no-annotate", "--quiet"),
            *("--python-version", "3.11", "--constraints", constraints, "--overrides", overrides),
            stdin=_pin(plugin),
        )
    # What lives in a directory is taken from there, not installed with the libraries.
    local = [*shared, plugin.name] if source_directory(plugin) else shared
    return _without(output.splitlines(), [*_carried(plugin), *local])
