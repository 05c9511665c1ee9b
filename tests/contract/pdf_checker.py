"""veraPDF, the checker of the PDF Association: whether a PDF is the PDF/A and PDF/UA that it says it is."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.contract.maven import classpath, need_java_and_maven

POM = Path(__file__).parent / "verapdf" / "pom.xml"
JAVA = ("java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
CHECKER = "org.verapdf.apps.GreenfieldCliWrapper"


@pytest.fixture(scope="session")
def verapdf() -> str:
    """The class path that it runs with."""
    need_java_and_maven("veraPDF")
    return classpath(POM)


def faults(verapdf: str, pdfs: list[Path]) -> dict[str, list[str]]:
    """Return by ``<file> <profile>`` what is wrong, for each profile that the files claim."""
    command = [*JAVA, "-cp", verapdf, CHECKER, "--format", "json", *map(str, pdfs)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert done.stdout, done.stderr
    found: dict[str, list[str]] = {}
    for job in json.loads(done.stdout)["report"]["jobs"]:
        name = Path(job["itemDetails"]["name"]).name
        for result in job["validationResult"]:
            rules = result["details"]["ruleSummaries"]
            broken = [rule["description"] for rule in rules if rule["ruleStatus"] == "FAILED"]
            profile = result["profileName"].removesuffix(" validation profile")
            found[f"{name} {profile}"] = broken if not result["compliant"] else []
    return found
