"""Plugins are found by entry points; a broken one is reported and disturbs no other."""

from __future__ import annotations

import sys
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


class Leaving(TextImport):
    plugin_id: ClassVar[str] = "import.leaving"

    def __init__(self) -> None:
        sys.exit(3)


class Podcast(Export):
    plugin_id: ClassVar[str] = "export.podcast"


class Dotted(TextImport):
    plugin_id: ClassVar[str] = "import.text.smart"


class Dashed(TextImport):
    plugin_id: ClassVar[str] = "import.text-smart"


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
        ("import.undeclared", f"{HERE}:Undeclared", "does not declare version, folder, content_type, stored_name"),
        (
            "export.stageless",
            f"{HERE}:StagelessExport",
            "does not declare stages, folder, artifact_type, export_format, label",
        ),
        ("import.other", f"{samples.__name__}:TextImport", "'import.other' names the plugin 'import.text'"),
        ("import.unfinished", f"{HERE}:Unfinished", "abstract.* can_handle"),
        ("import.explosive", f"{HERE}:Explosive", "RuntimeError: no licence key"),
        ("import.leaving", f"{HERE}:Leaving", "SystemExit: 3"),
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


def test_two_ids_that_would_be_deployed_under_one_name_are_told_apart(installed: list[Brought]) -> None:
    installed.append(brought("import.text.smart", f"{HERE}:Dotted"))
    installed.append(brought("import.text-smart", f"{HERE}:Dashed"))
    found = discover()
    assert sorted(found.plugins) == ["import.text", "import.text-smart"]
    with pytest.raises(PluginDefect, match=r"import\.text-smart is deployed under the same name"):
        found.plugin("import.text.smart")


def test_a_distribution_without_a_name_is_unknown(installed: list[Brought]) -> None:
    installed.append(brought("import.gone", "no_such_distribution:Gone", None))
    assert discover().broken[0].distribution == "unknown"


@pytest.mark.parametrize(("own", "other"), [("williams-text", "imitations"), ("an-import", "imitations")])
@pytest.mark.parametrize("first", [True, False])
def test_an_id_that_is_taken_stays_with_the_library_or_the_first_by_name(
    installed: list[Brought], own: str, other: str, first: bool
) -> None:
    points = [
        brought("import.text", f"{samples.__name__}:TextImport", own),
        brought("import.text", f"{samples.__name__}:Export", other),
    ]
    installed[:] = points if first else reversed(points)
    found = discover()
    assert isinstance(found.plugin("import.text"), TextImport)
    (broken,) = found.broken
    assert (broken.distribution, broken.reason) == (
        "imitations",
        f"PluginDefect: {own} brings a plugin 'import.text' too, and it comes first.",
    )


def test_an_id_stays_with_the_first_also_when_that_one_is_broken(installed: list[Brought]) -> None:
    installed[:] = [
        brought("import.text", "no_such_distribution:Text", "williams-text"),
        brought("import.text", f"{samples.__name__}:TextImport", "imitations"),
    ]
    found = discover()
    assert found.plugins == {}
    assert [broken.distribution for broken in found.broken] == ["williams-text", "imitations"]


def test_a_missing_library_comes_with_advice(installed: list[Brought]) -> None:
    installed[:] = [brought("import.gone", "no_such_distribution:Gone")]
    assert "Libraries are imported inside the stages" in discover().broken[0].reason


def test_two_plugins_cannot_make_one_type_of_artifact(installed: list[Brought]) -> None:
    installed[:] = [
        brought("export.podcast", f"{HERE}:Podcast"),
        brought("export.sample", f"{samples.__name__}:Export"),
    ]
    found = discover()
    assert list(found.plugins) == ["export.podcast"]
    assert found.broken[0].reason == "PluginDefect: export.podcast makes the artifact_type 'sample' already."


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
