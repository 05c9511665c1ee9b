"""The Nu Html Checker, which is the W3C's and the WHATWG's: whether a file is valid HTML."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.contract.maven import classpath, need_java_and_maven

POM = Path(__file__).parent / "vnu" / "pom.xml"
JAVA = ("java", "-Xmx256m", "-Xss2m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
CHECKER = "nu.validator.client.SimpleCommandLineValidator"


@pytest.fixture(scope="session")
def html_checker() -> str:
    """The class path that it runs with."""
    need_java_and_maven("The Nu Html Checker")
    return classpath(POM)


def messages(html_checker: str, files: list[Path]) -> list[str]:
    """Return its errors and warnings."""
    command = [*JAVA, "-cp", html_checker, CHECKER, "--format", "json", "--exit-zero-always", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    found = json.loads(done.stderr or done.stdout)["messages"]
    return [f"{Path(each['url']).name}: {each['message']}" for each in found]
