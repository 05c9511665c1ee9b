"""What the pages name exists: targets, commands, options, files, settings."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest
import typer

from docs.generate.cli import commands
from docs.generate.settings import variable, variables_of_engines
from tests.unit.docs.pages import ALL, ROOT, WRITTEN, Page
from williams.settings import Settings
from williams_cli.main import app
from williams_localcloud.environment import ROOT_VARIABLE

COMMANDS: dict[str, Any] = dict(commands(typer.main.get_command(app), "williams"))
GROUPS = {name.rsplit(" ", 1)[0] for name in COMMANDS if name.count(" ") == 2}
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
TOP = {path.name for path in ROOT.iterdir() if path.name in ("docs", "functions", "infra", "layers", "localstack")}
TOP |= {"plugins", "step_functions", "tests"}
# The how-to page tells its reader to make these.
TO_BE_MADE = {"plugins/imports/text", "tests/conformance/test_text.py"}
_MAKE = re.compile(r"^make ([a-z-]+)")
_VARIABLE = re.compile(r"WILLIAMS_[A-Z_]+[A-Z]")
_PATH = re.compile(r"[\w./-]+")

every_page = pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)
written_page = pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)


def _command(line: str) -> str | None:
    """Return the whole name of the command that a line calls, None when it names a group alone."""
    words = line.split()
    longest = " ".join(words[:3])
    if longest in COMMANDS:
        return longest
    name = " ".join(words[:2])
    if name in GROUPS:
        following = words[2] if len(words) > 2 else "--"
        assert following.startswith("-"), f"{line!r}: there is no {longest!r}"
        return f"{name} list"
    assert name in COMMANDS, f"{line!r}: there is no {name!r}"
    return name


@every_page
def test_make_targets_exist(page: Page) -> None:
    named = {found[1] for line in page.commands if (found := _MAKE.match(line))}
    assert named <= TARGETS


@every_page
def test_commands_and_their_options_exist(page: Page) -> None:
    for line in page.commands:
        if not line.startswith("williams ") or "[OPTIONS]" in line:
            continue
        command = COMMANDS[_command(line) or ""]
        known = {name for each in command.params for name in (*getattr(each, "opts", ()), *each.secondary_opts)}
        used = {word.split("=")[0] for word in shlex.split(line, comments=True) if word.startswith("-")}
        assert used <= known | {"--help"}, line


@written_page
def test_files_exist(page: Page) -> None:
    named = {span.rstrip("/") for span in page.spans if _PATH.fullmatch(span) and span.split("/")[0] in TOP}
    missing = {path for path in named if not (ROOT / path).exists()}
    assert missing <= TO_BE_MADE


@every_page
def test_settings_exist(page: Page) -> None:
    of_commands = {each.envvar for command in COMMANDS.values() for each in command.params if each.envvar}
    known = {variable(name) for name in Settings.model_fields} | variables_of_engines() | of_commands | {ROOT_VARIABLE}
    assert set(_VARIABLE.findall(page.text)) <= known


def test_the_readme_lists_every_target() -> None:
    readme = Page(ROOT / "README.md")
    assert {found[1] for line in readme.commands if (found := _MAKE.match(line))} == TARGETS
