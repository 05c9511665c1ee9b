"""The installed plugins and engines, as far as a deployment is made from them: others' are in none of its folders."""

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

GROUPS = ("williams.engines", "williams.plugins")
CACHES = frozenset({"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".venv", "build", "dist", "cdk.out"})
_NAME = re.compile(r"[\w.-]+")
# A file's name and hash stand in the one, where it came from in the other.
_INSTALLATION = ("METADATA", "entry_points.txt", "direct_url.json", "RECORD")


def plugin_inputs() -> Iterator[str]:
    """Texts that change when a plugin or an engine, or what one needs, is installed, removed or replaced."""
    installed = {_normalised(each.name): each for each in distributions() if each.name}
    plugins = [name for name, each in installed.items() if _is_of_ours(each)]
    for name in sorted(_needed(plugins, installed)):
        yield "\0".join([name, *(installed[name].read_text(part) or "" for part in _INSTALLATION)])


def plugin_files() -> Iterator[Path]:
    """The files of plugins and engines that were installed as editable: they count as they stand."""
    for each in distributions():
        folder = _edited_folder(each)
        if folder is not None and _is_of_ours(each):
            yield from files_below(folder)


def files_below(top: Path) -> Iterator[Path]:
    """Every file below a folder, in a fixed order, without what tools make; a file is itself."""
    if top.is_file():
        yield top
    elif top.is_dir():
        for path in sorted(top.iterdir()):
            if path.name not in CACHES and not path.name.endswith((".egg-info", ".pyc", ".pyo")):
                yield from files_below(path)


def _is_of_ours(installed: Distribution) -> bool:
    return any(point.group in GROUPS for point in installed.entry_points)


def _edited_folder(installed: Distribution) -> Path | None:
    origin = json.loads(installed.read_text("direct_url.json") or "{}")
    if not origin.get("dir_info", {}).get("editable"):
        return None
    return Path(url2pathname(urlsplit(origin["url"]).path))


def _needed(names: list[str], installed: dict[str, Distribution]) -> set[str]:
    """The names and what they need of what is installed, extras included: too much does no harm here."""
    found, waiting = set[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name in installed and name not in found:
            found.add(name)
            required = (_NAME.match(requirement) for requirement in installed[name].requires or ())
            waiting += [_normalised(each[0]) for each in required if each]
    return found


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
