"""Code on the pages can be read by what runs it."""

from __future__ import annotations

import json
import subprocess
import tomllib

import pytest

from tests.unit.docs.pages import ALL, Page

every_page = pytest.mark.parametrize("page", ALL, ids=lambda page: page.name)


@every_page
def test_blocks_are_well_formed(page: Page) -> None:
    for language, code in page.blocks:
        match language:
            case "python":
                compile(code, page.name, "exec")
            case "toml":
                tomllib.loads(code)
            case "json":
                json.loads(f"{{{code}}}" if code.startswith('"') else code)
            case "bash":
                subprocess.run(["bash", "-n"], input=code, text=True, check=True, timeout=10)
            case _:
                assert language == "", f"{page.name} has a block in {language}, which nothing checks"
