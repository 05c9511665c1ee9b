"""The generators of the reference pages leave nothing out."""

from __future__ import annotations

import json

import pytest

from docs.generate import api, cli, errors, schema, settings
from tests.unit.docs.pages import ROOT
from williams.domain.errors import WilliamsError

OPENAPI = json.loads((ROOT / "openapi.json").read_text(encoding="utf-8"))


def test_every_operation_has_its_section() -> None:
    page = api.page(OPENAPI)
    operations = [(method, path) for path, methods in OPENAPI["paths"].items() for method in methods]
    assert operations
    assert [f"## {method.upper()} {path}\n" in page for method, path in operations] == [True] * len(operations)


def test_every_command_has_its_section() -> None:
    page = cli.page()
    for name in ("williams up", "williams import", "williams jobs watch", "williams artifacts download"):
        assert f"\n## {name}\n" in page


def test_every_error_has_its_row() -> None:
    page = errors.page()
    for error in errors.family(WilliamsError):
        assert f"`{error.code}`" in page


def test_every_column_has_its_row() -> None:
    page = schema.page()
    for table in schema.TABLES.values():
        assert f"\n## {table.name}\n" in page
        assert all(f"| `{column.name}` |" in page for column in table.columns)


def test_a_setting_without_words_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "GROUPS", {"Engines": {"voice_of_old": "The voice."}})
    with pytest.raises(KeyError, match="bucket"):
        settings.page()


def test_words_about_a_table_that_is_gone_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "PURPOSES", {**schema.PURPOSES, "gone": "Nothing."})
    with pytest.raises(KeyError, match="gone"):
        schema.page()
