"""Instructions are files with a version, and are known by what stands in them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from williams.domain.prompts import Prompt, prompts_of


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package ``acme_prompts`` with one prompt."""
    folder = tmp_path / "acme_prompts"
    (folder / "prompts").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "prompts" / "summary.v3.md").write_text("Write {words} words. Keep {{braces}}.")
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    sys.modules.pop("acme_prompts", None)


@pytest.mark.usefixtures("package")
def test_a_prompt_is_filled_in_and_known_by_its_file() -> None:
    short, long = (
        Prompt.read("acme_prompts", "summary.v3.md", given={"title": "T"}, words=words) for words in (10, 99)
    )
    assert short.text == "Write 10 words. Keep {braces}."
    assert (short.name, short.version, short.given) == ("summary", 3, {"title": "T"})
    assert short.sha256 == long.sha256
    assert short.label == f"summary v3 sha256:{short.sha256[:16]}"


@pytest.mark.usefixtures("package")
@pytest.mark.parametrize("name", ["summary.md", "summary.v0.md", "Summary.v1.md", "../summary.v1.md"])
def test_a_prompt_without_a_version_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=r"such as summary\.v1\.md"):
        Prompt.read("acme_prompts", name)


@pytest.mark.usefixtures("package")
def test_what_is_to_be_filled_in_has_to_be_given() -> None:
    with pytest.raises(KeyError, match="words"):
        Prompt.read("acme_prompts", "summary.v3.md")


def test_one_hash_stands_for_all_prompts_of_a_package(package: Path) -> None:
    before = prompts_of("acme_prompts.plugin")
    (package / "prompts" / "notes.txt").write_text("no prompt")
    assert prompts_of("acme_prompts") == before
    (package / "prompts" / "summary.v3.md").write_text("Write {words} words!")
    changed = prompts_of("acme_prompts")
    (package / "prompts" / "second.v1.md").write_text("Another.")
    assert len({before, changed, prompts_of("acme_prompts")}) == 3


def test_a_package_without_prompts_has_no_hash() -> None:
    assert prompts_of("json") == ""
