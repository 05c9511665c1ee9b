"""Plugins are found by entry points; a broken one is reported and disturbs no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from typing import Any, ClassVar

import pytest

from tests.unit.plugin import samples
from tests.unit.plugin.samples import Export, TextImport
from williams.domain.errors import PluginDefect, UnknownType
from williams.plugin import registry as registry_module
from williams.plugin.exporting import ExportPlugin
from williams.plugin.importing import ImportPlugin
from williams.plugin.registry import GROUP, Registry, discover, registry

HERE = "tests.unit.plugin.test_registry"


class NoPlugin:
    plugin_id = "import.no"


class Undeclared(ImportPlugin):
    plugin_id: ClassVar[str] = "import.undeclared"
    name: ClassVar[str] = "Undeclared"

    async def can_handle(self, url: str) -> bool:
        return bool(url)

    async def validate_url(self, url: str) -> bool:
        return bool(url)


class StagelessExport(ExportPlugin):
    plugin_id: ClassVar[str] = "export.stageless"
    name: ClassVar[str] = "Stageless"
    version: ClassVar[str] = "1"


class Unfinished(TextImport):
    plugin_id: ClassVar[str] = "import.unfinished"
    can_handle = ImportPlugin.can_handle


class Explosive(TextImport):
    plugin_id: ClassVar[str] = "import.explosive"

    def __init__(self) -> None:
        raise RuntimeError("no licence key")


@dataclass(frozen=True)
class Brought:
    """An entry point that a distribution brings."""

    point: EntryPoint
    dist: Any = None

    @property
    def name(self) -> str:
        return self.point.name

    @property
    def value(self) -> str:
        return self.point.value

    def load(self) -> Any:
        return self.point.load()


@dataclass(frozen=True)
class Distribution:
    name: str


def brought(name: str, value: str, distribution: str | None = "some-plugins") -> Brought:
    dist = Distribution(distribution) if distribution else None
    return Brought(EntryPoint(name, value, GROUP), dist)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Brought]]:
    points = [brought("import.text", f"{samples.__name__}:TextImport")]

    def entry_points(group: str) -> list[Brought]:
        assert group == "williams.plugins"
        return points

    monkeypatch.setattr(registry_module, "entry_points", entry_points)
    registry.cache_clear()
    yield points
    registry.cache_clear()


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("import.gone", "no_such_distribution.plugin:Gone", "ModuleNotFoundError"),
        ("import.absent", f"{HERE}:Absent", "AttributeError"),
        ("import.no", f"{HERE}:NoPlugin", "not a subclass of ImportPlugin or ExportPlugin"),
        ("import.object", f"{HERE}:HERE", "not a subclass of ImportPlugin or ExportPlugin"),
        ("import.undeclared", f"{HERE}:Undeclared", "does not declare version, content_type, folder, stored_name"),
        (
            "export.stageless",
            f"{HERE}:StagelessExport",
            "does not declare stages, artifact_type, export_format, folder, label",
        ),
        ("import.other", f"{samples.__name__}:TextImport", "'import.other' names the plugin 'import.text'"),
        ("import.unfinished", f"{HERE}:Unfinished", "abstract.* can_handle"),
        ("import.explosive", f"{HERE}:Explosive", "RuntimeError: no licence key"),
    ],
)
def test_a_broken_plugin_is_reported(installed: list[Brought], name: str, value: str, reason: str) -> None:
    installed.insert(0, brought(name, value))
    found = discover()
    assert list(found.plugins) == ["import.text"]
    (broken,) = found.broken
    assert (broken.plugin_id, broken.distribution) == (name, "some-plugins")
    with pytest.raises(PluginDefect, match=reason):
        found.plugin(name)


def test_a_distribution_without_a_name_is_unknown(installed: list[Brought]) -> None:
    installed.append(brought("import.gone", "no_such_distribution:Gone", None))
    assert discover().broken[0].distribution == "unknown"


def test_an_id_that_is_taken_stays_with_the_first(installed: list[Brought]) -> None:
    installed.append(brought("import.text", f"{samples.__name__}:Export", "imitations"))
    found = discover()
    assert isinstance(found.plugin("import.text"), TextImport)
    assert (found.broken[0].distribution, "import.text" in found.broken[0].reason) == ("imitations", True)


def test_a_plugin_that_is_not_installed(installed: list[Brought]) -> None:
    assert installed
    with pytest.raises(UnknownType, match=r"No plugin 'import\.epub' is installed; installed are import\.text"):
        discover().plugin("import.epub")


def test_each_kind_is_asked_for_by_itself() -> None:
    both = Registry({"import.text": TextImport(), "export.sample": Export()})
    assert [plugin.plugin_id for plugin in both.imports()] == ["import.text"]
    assert [plugin.plugin_id for plugin in both.exports()] == ["export.sample"]
    assert both.import_plugin("import.text").stored_name == "document.txt"
    assert both.export_plugin("export.sample").label == "Report"
    with pytest.raises(UnknownType, match="not an export plugin"):
        both.export_plugin("import.text")
    with pytest.raises(UnknownType, match="not an import plugin"):
        both.import_plugin("export.sample")


def test_a_process_looks_once(installed: list[Brought]) -> None:
    first = registry()
    installed.clear()
    assert registry() is first
