"""The environment is read in one place, and what the documents say of it is true."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from docs.generate.settings import variables_of_engines
from williams.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ("layers/core/src", "functions", "plugins")
READER = ROOT / "layers/core/src/williams/settings.py"
READING = {"environ", "environb", "getenv", "getenvb", "BaseSettings"}
NAME = re.compile(r"\bWILLIAMS_[A-Z][A-Z_]*[A-Z]\b")


def shipped() -> list[Path]:
    return [path for folder in SHIPPED for path in sorted((ROOT / folder).rglob("*.py"))]


def readers(tree: ast.AST) -> set[str]:
    """Return the names by which a module reads the environment."""
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    return (attributes | names | imported) & READING


def test_only_the_settings_read_the_environment() -> None:
    found = {path: readers(ast.parse(path.read_text())) for path in shipped()}
    assert len(found) > 100
    assert {path.relative_to(ROOT).as_posix(): names for path, names in found.items() if names} == {
        READER.relative_to(ROOT).as_posix(): {"BaseSettings", "environ"}
    }


WAYS = ("import os\nos.environ['A']", "from os import getenv", "import os as o\no.getenv('A')", "environ = 1\nenviron")


@pytest.mark.parametrize("code", WAYS)
def test_the_scan_sees_every_way_of_reading(code: str) -> None:
    assert readers(ast.parse(code))


def settings_names() -> set[str]:
    fields = Settings.model_fields.items()
    return {f"WILLIAMS_{name.upper()}" for name, field in fields if field.validation_alias is None}


def source_names() -> set[str]:
    """Return every such name in the tools beside the library (command line, local cloud, deployment)."""
    folders = ("layers/cli/src", "localstack/src", "infra")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return {name for path in files for name in NAME.findall(path.read_text())}


def test_every_name_in_the_documents_is_real() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    documents += [path for folder in ("plugins", "infra", "localstack") for path in (ROOT / folder).rglob("*.md")]
    known = settings_names() | source_names() | variables_of_engines()
    unknown = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in documents
        for name in NAME.findall(path.read_text())
        if name not in known
    }
    assert unknown == set()


def test_lists_and_maps_are_written_as_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WILLIAMS_QUEUE_URLS", "https://a,https://b,")
    monkeypatch.setenv("WILLIAMS_FETCH_ALLOWED", "")
    monkeypatch.setenv("WILLIAMS_LANES", '{"import.pdf": 2}')
    read = Settings()
    assert (read.queue_urls, read.fetch_allowed, read.lanes) == (("https://a", "https://b"), (), {"import.pdf": 2})
    assert Settings(queue_urls=("x",)).queue_urls == ("x",)


@pytest.mark.parametrize(
    ("name", "value"),
    [("WILLIAMS_DEFAULT_LANE", "0"), ("WILLIAMS_JOB_BUDGET_USD", "much")],
)
def test_a_setting_that_does_not_fit_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError):
        Settings()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().bucket = "another"  # type: ignore[misc]
