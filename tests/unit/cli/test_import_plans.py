"""What an import would do and cost is told without sending anything of a file."""

from __future__ import annotations

import json
import wave
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.served import Served
from tests.unit.import_pdf.writer import Page, write_pdf
from williams.bootstrap.wiring import Services
from williams.engine.deployment import Deployment
from williams.engine.registry import engine_registry

PAID = {
    "WILLIAMS_TRANSCRIPTION_PROVIDER": "transcribe",
    "WILLIAMS_TRANSCRIBE_TRANSCRIPTION_API": "start-transcription-job",
    "WILLIAMS_RECOGNITION_PROVIDER": "textract",
    "WILLIAMS_TEXTRACT_RECOGNITION_API": "detect-document-text",
}


@pytest.fixture
def paid(served: Served, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Served:
    """The API of a deployment whose engines are paid; the working folder has a recording and a PDF with two scans."""
    app = served.app
    ports = replace(app.ports, deployment=Deployment(engine_registry(), PAID, providers_secret="keys"))
    services = Services(ports, replace(app.choices, upload_max_bytes=100_000))
    monkeypatch.setitem(app.__dict__, "services", services)
    monkeypatch.chdir(tmp_path)
    with wave.open("talk.wav", "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(1000)
        file.writeframes(bytes(90_000))
    read = Page().text(72, 700, "A page of words.")
    Path("paper.pdf").write_bytes(write_pdf([Page().picture(), read, Page(), Page().picture()]))
    Path("torn.pdf").write_bytes(b"%PDF-1.7\nnothing else")
    return served


def expected(plan: dict[str, Any]) -> dict[str, float | None]:
    return {each["port"]: each["expected_usd"] for each in plan["rates"]}


def test_what_a_file_will_cost_is_told_and_nothing_is_sent(paid: Served) -> None:
    result = paid.run("import", "talk.wav", "paper.pdf", "https://example.org/a.pdf", "--dry-run", "--json")
    assert result.exit_code == 0, result.stderr
    talk, paper, address = map(json.loads, result.stdout.splitlines())
    assert (talk["source"], talk["plugin_id"], paper["plugin_id"]) == ("talk.wav", "import.media", "import.pdf")
    assert expected(talk) == {"transcription": pytest.approx(1.5 * 0.024)}
    assert expected(paper) == {"recognition": pytest.approx(2 * 0.0015)}
    assert expected(address) == {"recognition": None}
    assert paid.http.get("/api/jobs").json()["items"] == []


@pytest.mark.parametrize(("ocr", "pages"), [("always", 4), ("never", 0)])
def test_parameters_say_which_pages_are_paid_for(paid: Served, ocr: str, pages: int) -> None:
    plan = json.loads(paid.run("import", "paper.pdf", "--dry-run", "--json", "--param", f"ocr={ocr}").stdout)
    assert expected(plan) == {"recognition": pytest.approx(pages * 0.0015)}


def test_people_are_told_per_what_where_no_sum_is_known(paid: Served) -> None:
    result = paid.run("import", "talk.wav", "torn.pdf", "--dry-run", "--budget", "2")
    told = " ".join(result.stdout.split())
    assert "transcription: transcribe, about $0.0360, at $0.0240 a minute of sound" in told
    assert "recognition: textract, $0.0015 a page" in told
    assert "budget $2.00" in told
    assert "How long torn.pdf is cannot be told: " in result.stderr


def test_what_could_not_be_imported_is_said_and_keeps_no_other_from_being_planned(paid: Served) -> None:
    result = paid.run("import", "none.pdf", "talk.wav", "--dry-run", "--type", "import.nothing")
    assert result.exit_code == 2
    assert "error: There is no file none.pdf." in result.stderr
    assert "error: talk.wav: No enabled plugin imports the type 'import.nothing'." in result.stderr
