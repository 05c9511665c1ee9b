"""The contracts of imports name folders of plugins, so that none of them is in a list."""

from __future__ import annotations

import pytest

from tests.imports import CONTRACTS, ROOT, contracts, packages


def test_every_package_under_plugins_is_held_to_them() -> None:
    folders = {path.parent.name for path in ROOT.glob("plugins/*/*/pyproject.toml")}
    found = packages("plugins/*/*")
    assert {name.rsplit("_", 1)[-1] for name in found} == folders
    expanded = contracts(CONTRACTS.read_text(encoding="utf-8"))
    assert "plugins/" not in expanded
    assert all(f"    {name}\n" in expanded for name in found)


def test_a_folder_without_packages_is_a_mistake() -> None:
    with pytest.raises(LookupError, match="plugins/exprots"):
        contracts("source_modules =\n    plugins/exprots/*\n")
