"""No import goes in a circle, and the lint sees every arrow."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from configparser import ConfigParser
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[3]
# `tests` has no package of its own in a test's process.
HOUSES = ("functions", "infra", "layers")
# The settings' reader and the settings stand beside the rooms, as modules.
ROOMS_OF = ("williams", "infra", "functions")


def _packages() -> list[str]:
    """Every package that is ours, found in the tree."""
    sources = [*(ROOT / "layers").glob("*/src/*"), *(ROOT / "localstack/src").glob("*")]
    sources += (ROOT / "plugins").glob("*/*/src/*")
    found = {path.name for path in sources if (path / "__init__.py").is_file()}
    return sorted(found | set(HOUSES))


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph(*_packages(), cache_dir=None)


def _arrows(room_of: Mapping[str, str]) -> dict[str, set[str]]:
    """Return what each room imports of others."""
    arrows: dict[str, set[str]] = {room: set() for room in room_of.values()}
    for module in _graph().modules:
        imported = {room_of[other] for other in _graph().find_modules_directly_imported_by(module)}
        arrows[room_of[module]] |= imported - {room_of[module]}
    return arrows


def _circle(arrows: Mapping[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []


def _room(module: str) -> str:
    house, *below = module.split(".")
    return ".".join([house, *below[:1]]) if house in ROOMS_OF else house


def test_no_modules_import_each_other() -> None:
    assert _circle(_arrows({module: module for module in _graph().modules})) == []


def test_no_rooms_import_each_other() -> None:
    # A house's own `__init__` is no room in it.
    rooms = {module: _room(module) for module in _graph().modules}
    assert len(set(rooms.values())) > 40
    assert _circle(_arrows(rooms)) == []


def test_a_circle_would_be_found() -> None:
    assert set(_circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == {"a", "b", "c"}


def test_every_package_is_under_the_contracts() -> None:
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")
    listed = contracts["importlinter"]["root_packages"].split()
    assert "plugins/*/*" in listed
    plugins = {path.name for path in (ROOT / "plugins").glob("*/*/src/*")}
    assert {*listed} - {"plugins/*/*"} == {*_packages()} - plugins


def test_nothing_is_hidden_from_the_contracts() -> None:
    """Imports for type checkers count, and one exception stands: the command line starts the local cloud."""
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")
    assert "exclude_type_checking_imports" not in contracts["importlinter"]
    ignored = {
        name: section["ignore_imports"].strip() for name, section in contracts.items() if "ignore_imports" in section
    }
    assert ignored == {"importlinter:contract:cli": "williams_cli.commands.cloud -> williams_localcloud.cloud"}


def test_imports_for_type_checkers_and_inside_functions_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = tmp_path / "planted_house"
    house.mkdir()
    (house / "__init__.py").write_text("")
    for room in ("typed", "lazy", "plain", "goal"):
        (house / f"{room}.py").write_text("")
    (house / "typed.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from planted_house.goal import x\n"
    )
    (house / "lazy.py").write_text("def late():\n    from planted_house import goal\n    return goal\n")
    (house / "plain.py").write_text("import planted_house.goal\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    graph = grimp.build_graph("planted_house", cache_dir=None)
    sys.modules.pop("planted_house", None)
    importers = graph.find_modules_that_directly_import("planted_house.goal")
    assert importers == {f"planted_house.{room}" for room in ("typed", "lazy", "plain")}
