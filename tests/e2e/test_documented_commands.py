"""The commands of the documentation do what the pages say, in the order of the pages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from threading import Timer

import pytest

from tests.e2e.cloud import ROOT
from tests.e2e.tenant import Tenant
from tests.unit.docs.pages import ALL, Page

SECONDS = 170
RUN = [page for page in ALL if any(block.mark == "run" for block in page.shell_blocks)]
# What a page calls DOC_ID stands in the output of a command before.
_NAMED = {"DOC_ID": "doc", "ARTIFACT_ID": "art", "JOB_ID": "job", "TOKEN_ID": "tok"}
_END = "the block has ended"


class Shell:
    """A bash that stops at the first command that fails, as a reader would."""

    def __init__(self, folder: Path) -> None:
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        self.said = ""
        self._process = subprocess.Popen(
            ["bash"],
            cwd=folder,
            env={**os.environ, "PATH": path, "COLUMNS": "160"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._deadline = Timer(SECONDS, self._process.kill)
        self._deadline.start()
        self._send("set -euo pipefail")

    def run(self, code: str) -> None:
        """Run a block with the latest id of each kind in place of its name."""
        for name, prefix in _NAMED.items():
            if found := re.findall(rf"\b{prefix}_[0-9a-f]{{28}}\b", self.said):
                code = code.replace(name, found[-1])
        self._send(f"{code}\necho {_END}")
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.strip() == _END:
                return
            self.said += line
        pytest.fail(f"The shell ended in:\n{code}\nafter saying:\n{self.said}")

    def close(self) -> None:
        self._deadline.cancel()
        self._process.kill()
        self._process.communicate()

    def _send(self, code: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{code}\n")
        self._process.stdin.flush()


@pytest.fixture
def clone(tmp_path: Path, reader: Tenant) -> Path:
    """A folder like a clone whose cloud runs; what the commands write lies in it alone."""
    for name in (".venv", "docs", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".local").mkdir()
    token = str(reader.http.headers["authorization"]).removeprefix("Bearer ")
    cloud = asdict(reader.cloud.info) | {"token": token}
    (tmp_path / ".local" / "cloud.json").write_text(json.dumps(cloud))
    return tmp_path


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.name)
def test_the_page_works_as_written(page: Page, clone: Path) -> None:
    shell = Shell(clone)
    try:
        for block in page.shell_blocks:
            if block.mark == "run":
                shell.run(block.code)
    finally:
        shell.close()
