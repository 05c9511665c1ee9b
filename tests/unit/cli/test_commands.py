from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.console import Console

from tests.unit.cli.conftest import Run
from tests.unit.client import records
from tests.unit.client.fake_api import FakeApi, Reply, problem
from tests.unit.client.scripted_socket import Network, said
from williams_cli.importing import is_named
from williams_cli.trace import genealogy_tree
from williams_client.models import GenealogyAnswer

PDF = b"%PDF-1.7 something"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "paper.pdf"
    file.write_bytes(PDF)
    return file


# --- import ---------------------------------------------------------------------------------------------------------


def test_import_uploads_submits_and_follows_a_file(api: FakeApi, network: Network, run: Run, paper: Path) -> None:
    api.will_be("job_1", records.job(status="queued"), records.job())
    network.connections = [[said(1, "queued", 0), said(2, "embedding", 40), said(3, "completed", 100)]]
    result = run("import", str(paper), "--title", "T", "--author", "A", "--author", "B", "--priority", "9")
    assert result.exit_code == 0, result.output
    assert "paper.pdf is in the library: doc_1" in result.stdout
    assert PDF in api.sent("POST", "/upload")[0].body
    body = api.sent("POST", "/api/content/import")[0].json
    assert body == {
        "url": "upload://up_1/paper.pdf",
        "priority": 9,
        "metadata": {"title": "T", "authors": ["A", "B"]},
    }
    shown = [line.split()[2] for line in result.stderr.splitlines()]
    assert shown == ["uploaded", "queued", "embedding", "completed"]


def test_import_of_a_url_is_direct(api: FakeApi, run: Run) -> None:
    api.will_be("job_1", records.job(status="queued"))
    result = run("import", "https://example.org/a.pdf", "--type", "document", "--budget", "0", "--no-watch")
    assert result.exit_code == 0
    assert "is being imported by job_1" in result.stdout
    assert [request.path for request in api.requests] == ["/api/content/import"]
    assert api.requests[0].json == {"url": "https://example.org/a.pdf", "type": "document", "budget_usd": 0.0}


def test_import_prints_the_final_job_as_json_and_nothing_else(api: FakeApi, run: Run, paper: Path) -> None:
    api.will_be("job_1", records.job())
    result = run("import", str(paper), "--json")
    assert json.loads(result.stdout) == {"source": str(paper), **records.job()}


def test_several_imports_are_followed_together(api: FakeApi, run: Run, paper: Path) -> None:
    other = paper.with_name("other.pdf")
    other.write_bytes(PDF)
    api.will_be("job_1", records.job("job_1"))
    api.will_be("job_2", records.failed_job("job_2"))
    result = run("import", str(paper), str(other))
    assert result.exit_code == 1
    assert "paper.pdf is in the library: doc_1" in result.stdout
    assert (
        f"error: {other} failed in extract: The PDF wants a password. [encrypted-content] (job_2)\n"
        "1 of 2 could not be imported.\n"
    ) in result.stderr


def test_import_falls_back_to_polling_and_says_so(api: FakeApi, run: Run, paper: Path) -> None:
    api.will_be("job_1", *[records.job(status="embedding")] * 4, records.job())
    result = run("import", str(paper))
    assert result.exit_code == 0
    assert "No progress over the WebSocket (nobody is there)" in result.stderr


def test_import_can_insist_on_the_websocket(api: FakeApi, run: Run, paper: Path) -> None:
    api.will_be("job_1", records.job(status="embedding"))
    result = run("import", str(paper), "--require-websocket")
    assert result.exit_code == 5
    assert "error: The progress WebSocket of job_1 cannot be used: nobody is there." in result.stderr


def test_import_times_out(api: FakeApi, run: Run, paper: Path) -> None:
    api.will_be("job_1", records.job(status="embedding"))
    result = run("import", str(paper), "--timeout", "0.2")
    assert result.exit_code == 6
    assert "williams jobs watch job_1" in result.stderr


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("https://example.org/a", True),
        ("doi:10.1000/182", True),
        ("10.1000/182", True),
        ("arXiv:1706.03762v5", True),
        ("Turing A. Computing machinery and intelligence. Mind. 1950.", True),
        ("no.pdf", False),
        ("my paper.pdf", False),
        ("10.pdf", False),
        ("C:", False),
    ],
)
def test_what_names_a_source_is_no_file(source: str, named: bool) -> None:
    assert is_named(source) is named


@pytest.mark.parametrize(("source", "words"), [("no.pdf", "There is no file no.pdf"), (".", ". is a folder")])
def test_import_of_what_is_not_there_asks_nothing(api: FakeApi, run: Run, source: str, words: str) -> None:
    result = run("import", source)
    assert result.exit_code == 2
    assert words in result.stderr
    assert api.requests == []


# --- export ---------------------------------------------------------------------------------------------------------


def test_export_follows_and_downloads(api: FakeApi, network: Network, run: Run, tmp_path: Path) -> None:
    artifact = records.artifact()
    api.add_file(artifact, "podcast.mp3", b"ID3")
    api.artifacts = [artifact]
    api.will_be("job_1", records.job(kind="export", artifact_id="art_1", url=None))
    network.connections = [[said(1, "scripting"), said(2, "completed", 100)]]
    parameters = ("--param", "minutes=5", "--param", "voice=professional_male", "--param", "add_intro=false")
    result = run("export", "doc_1", "doc_2", "--format", "podcast", *parameters, "--output", "out")
    assert result.exit_code == 0, result.output
    assert api.requests[0].json == {
        "source_ids": ["doc_1", "doc_2"],
        "format": "podcast",
        "parameters": {"minutes": 5, "voice": "professional_male", "add_intro": False},
    }
    assert (tmp_path / "out" / "podcast.mp3").read_bytes() == b"ID3"
    assert "out/podcast.mp3" in result.stdout
    assert "5:03 long" in result.stdout
    assert "http://store.test/cover.jpg" in result.stdout


def test_an_export_says_what_it_is_meant_for_and_who_went_against_the_licenses(api: FakeApi, run: Run) -> None:
    override = {"by": "Ada Smith", "why": "Agreed by letter."}
    said = {"use": "public", "allowed": False, "license": None, "override": override}
    verdict = said | {"attribution_required": True, "share_alike_required": False, "sources": [], "clashes": []}
    api.artifacts = [records.artifact(licensing=verdict)]
    api.will_be("job_1", records.job(kind="export", artifact_id="art_1", url=None))
    options = ["--use", "public", "--override-by", "Ada Smith", "--override-why", "Agreed by letter."]
    told = " ".join(run("export", "doc_1", "--format", "podcast", *options).stdout.split())
    assert api.requests[0].json | {"use": "public", "license_override": override} == api.requests[0].json
    assert "public, not allowed by the licenses of its sources" in told
    assert "by Ada Smith: Agreed by letter." in told


def test_a_dry_run_shows_the_plan_and_follows_no_job(api: FakeApi, run: Run) -> None:
    verdict: dict[str, Any] = {"use": "private", "allowed": True, "license": None, "attribution_required": True}
    verdict |= {"share_alike_required": False, "sources": [], "clashes": [], "override": None}
    costs: dict[str, Any] = {"provider_usd": 0.25, "unknown": [], "budget_usd": 2.0, "within_budget": True}
    costs |= {"aws_usd_at_most": 0.05, "aws_prices_as_of": "November 2026"}
    plan: dict[str, Any] = {
        "format": "podcast",
        "plugin_id": "export.podcast",
        "plugin_version": "1.0.0",
        "parameters": {},
    }
    plan |= {
        "parameters": {},
        "stages": [{"name": "query", "message": ""}],
        "source_ids": ["doc_1"],
        "source_paragraphs": 3,
        "source_bytes": 99,
    }
    plan |= {"engines": [{"port": "speech", "engine": "openai", "paid": True, "priced": True, "problem": None}]}
    plan |= {"expected": {"words": 150, "seconds": 60.0}, "licensing": verdict, "costs": costs}
    api.plan = plan
    told = " ".join(run("export", "doc_1", "--format", "podcast", "--dry-run", "--budget", "2").stdout.split())
    (request,) = api.requests
    assert (request.json["dry_run"], request.json["budget_usd"]) == (True, 2.0)
    for shown in ("speech: openai", "150 words, 1:00", "$0.2500, of a budget of $2.00", "at most $0.0500"):
        assert shown in told


def test_an_artifact_is_rated(api: FakeApi, run: Run) -> None:
    api.said_of = {"rating": 2, "comment": "Too fast.", "part": "art_1.s3", "feedback_id": "1", "at": records.NOW}
    result = run("artifacts", "rate", "art_1", "2", "--comment", "Too fast.", "--part", "art_1.s3")
    assert api.requests[-1].json == {"rating": 2, "comment": "Too fast.", "part": "art_1.s3"}
    assert "art_1 is rated 2 of 5." in result.stdout
    told = " ".join(run("artifacts", "feedback", "art_1").stdout.split())
    assert "2 of 5" in told
    assert "1 rating, 2.0 of 5; 0% are 4 or 5" in told


def test_artifacts_are_listed_by_what_they_are(api: FakeApi, run: Run) -> None:
    run("artifacts", "list", "--type", "podcast", "--source", "doc_1", "--from", "2026-11-01", "--title", "shelves")
    query = api.requests[-1].query
    assert query["artifact_type"] + query["source_id"] == ["podcast", "doc_1"]
    assert query["created_from"] + query["title"] == ["2026-11-01", "shelves"]


def test_an_override_says_both_who_and_why(api: FakeApi, run: Run) -> None:
    result = run("export", "doc_1", "--format", "podcast", "--override-by", "Ada")
    assert result.exit_code == 2
    assert "--override-why" in result.stderr
    assert api.requests == []


def test_a_license_is_stated(api: FakeApi, run: Run) -> None:
    api.contents = [records.content("doc_1")]
    told = run("content", "license", "doc_1", "CC0-1.0").stdout
    assert (api.requests[-1].method, api.requests[-1].json) == ("PATCH", {"license": "CC0-1.0"})
    assert "CC0-1.0" in told


def test_export_names_the_sources_that_have_notices(api: FakeApi, run: Run) -> None:
    noted = {"content_id": "doc_1", "title": "On Provenance", "count": 3, "codes": ["hidden-text", "guessed-encoding"]}
    api.artifacts = [records.artifact(sources_with_notices=[noted])]
    api.will_be("job_1", records.job(kind="export", artifact_id="art_1", url=None))
    told = run("export", "doc_1", "--format", "podcast").stdout
    assert "On Provenance (doc_1): 3 (hidden-text, guessed-encoding)" in " ".join(told.split())


def test_export_prints_the_artifact_as_json(api: FakeApi, run: Run) -> None:
    api.artifacts = [records.artifact()]
    api.will_be("job_1", records.job(artifact_id="art_1"))
    assert json.loads(run("export", "doc_1", "--format", "podcast", "--json").stdout) == records.artifact()


@pytest.mark.parametrize("arguments", [["--param", "x"], ["--param", "=1"], ["--param", "a=1", "--param", "a=2"]])
def test_export_parameters_that_do_not_fit(api: FakeApi, run: Run, arguments: list[str]) -> None:
    assert run("export", "doc_1", "--format", "podcast", *arguments).exit_code == 2
    assert api.requests == []


def test_export_of_unknown_sources_says_so(api: FakeApi, run: Run) -> None:
    api.faults = [problem(404, "not-found", "Not in your library: doc_9.")]
    result = run("export", "doc_9", "--format", "podcast")
    assert (result.exit_code, result.stderr) == (3, "error: Not in your library: doc_9.\n")


# --- jobs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (["content", "show", "doc_9"], "not-found", 3),
        (["export", "--format", "podcast"], "usage", 2),
        (["export", "doc_1", "--format", "podcast"], "failed", 1),
    ],
)
def test_an_error_is_json_too(api: FakeApi, run: Run, arguments: list[str], code: str, exit_code: int) -> None:
    api.will_be("job_1", records.failed_job())
    result = run(*arguments, "--json")
    assert (result.exit_code, result.stderr.count("error: ")) == (exit_code, 1)
    assert json.loads(result.stdout)["error"]["code"] == code


def test_jobs_lists(api: FakeApi, run: Run) -> None:
    api.will_be("job_1", records.job())
    api.will_be("job_2", records.job("job_2", "embedding"))
    for arguments in (["jobs"], ["jobs", "list"], ["jobs", "--limit", "5"]):
        result = run(*arguments)
        assert result.exit_code == 0
        assert "job_1" in result.stdout
        assert "paper.pdf" in result.stdout
    assert "job_1" not in run("jobs", "--status", "embedding").stdout
    assert "--next 1" in run("jobs", "--limit", "1").stderr


def test_jobs_lists_as_json(api: FakeApi, run: Run) -> None:
    api.will_be("job_1", records.job())
    listing = {"items": [records.job()], "next_token": None, "progress_url": "ws://api.test/prod?ticket=all-1"}
    assert json.loads(run("jobs", "--json").stdout) == listing


def test_jobs_show_tells_the_error(api: FakeApi, run: Run) -> None:
    api.will_be("job_1", records.failed_job())
    assert "The PDF wants a password. [encrypted-content]" in run("jobs", "show", "job_1").stdout


def test_jobs_watch_prints_each_event_as_a_line(api: FakeApi, network: Network, run: Run) -> None:
    api.will_be("job_1", records.job())
    script = [said(1, "queued", 0), said(2, "embedding", 40.5), said(3, "completed", 100)]
    network.connections = [script]
    result = run("jobs", "watch", "job_1", "--json")
    assert [json.loads(line) for line in result.stdout.splitlines()] == [json.loads(line) for line in script]


def test_jobs_watch_of_a_failed_one_fails(api: FakeApi, run: Run) -> None:
    api.will_be("job_1", records.failed_job())
    assert run("jobs", "watch", "job_1").exit_code == 1


# --- the library ----------------------------------------------------------------------------------------------------


def test_search_shows_where_and_what(api: FakeApi, run: Run) -> None:
    api.hits = [records.hit(0.71, "Provenance records where each statement comes from.")]
    result = run("search", "where from?", "--limit", "2", "--content", "doc_1")
    assert "0.71  On Provenance  p. 2, ¶ 5" in result.stdout
    assert "Provenance records where" in result.stdout
    sent = {"q": ["where from?"], "limit": ["2"], "mode": ["hybrid"], "content_id": ["doc_1"]}
    assert api.requests[0].query == sent


def test_search_passes_its_filters_on(api: FakeApi, run: Run) -> None:
    api.said = "Nothing was found: no source fits the filters."
    options = "--mode dense --type document --language en --language de --license CC0-1.0 --author smith"
    result = run("search", "x", *options.split(), "--from", "2024-01-01", "--to", "2024-12-31", "--tier", "top")
    assert api.said in result.stderr
    assert api.requests[0].query == {
        "q": ["x"],
        "limit": ["5"],
        "mode": ["dense"],
        "content_type": ["document"],
        "language": ["en", "de"],
        "license": ["CC0-1.0"],
        "author": ["smith"],
        "published_from": ["2024-01-01"],
        "published_to": ["2024-12-31"],
        "tier": ["top"],
    }


def test_nothing_of_a_document_reaches_the_terminals_controls(api: FakeApi, run: Run) -> None:
    api.hits = [records.hit(0.5, "evil \x1b]0;title\x07 \x1b[2J [bold]not markup[/bold]")]
    result = run("search", "x")
    assert "\x1b" not in result.stdout
    assert "\x07" not in result.stdout
    assert "[bold]not markup[/bold]" in result.stdout


def test_content_and_artifacts(api: FakeApi, run: Run) -> None:
    api.contents, api.artifacts = [records.content()], [records.artifact()]
    assert "On Provenance" in run("content").stdout
    assert "documents/doc_1/document.pdf" in run("content", "show", "doc_1").stdout
    assert json.loads(run("content", "show", "doc_1", "--json").stdout) == records.content()
    api.contents = [records.content(parameters={"ocr": "always"})]
    assert "ocr=always" in run("content", "show", "doc_1").stdout
    assert "5:03" in run("artifacts").stdout
    assert "voice=professional_male" in run("artifacts", "show", "art_1").stdout


def test_artifacts_download(api: FakeApi, run: Run, tmp_path: Path) -> None:
    artifact = records.artifact()
    api.add_file(artifact, "script.txt", b"Hello")
    api.artifacts = [artifact]
    result = run("artifacts", "download", "art_1", "--json")
    assert json.loads(result.stdout) == {"script.txt": "script.txt"}
    assert (tmp_path / "script.txt").read_bytes() == b"Hello"


def test_plugins_names_the_broken_one(api: FakeApi, run: Run) -> None:
    api.plugins["import"] = [records.plugin("import.pdf")]
    api.plugins["export"] = [records.plugin("export.podcast", error="No module named 'pydub'", enabled=False)]
    result = run("plugins")
    assert "enabled" in result.stdout
    assert "broken" in result.stdout
    assert "No module named 'pydub'" in result.stdout


# --- provenance -----------------------------------------------------------------------------------------------------


def test_provenance_of_an_artifact(api: FakeApi, run: Run) -> None:
    api.artifacts = [records.artifact()]
    api.parts = [records.part(n, f"Line {n}.", f"Quote {n}.") for n in range(5)]
    tree = run("provenance", "art_1").stdout
    assert "from On Provenance, Ada Smith, Ben Jones  [CC-BY-4.0]" in tree
    assert "0:08  Sam: Line 1." in tree
    assert "p. 1, ¶ 2  “Quote 1.”" in tree
    assert "more" not in tree
    assert "… 3 more lines" in run("provenance", "art_1", "--lines", "2").stdout
    assert json.loads(run("provenance", "art_1", "--json").stdout) == records.genealogy(api.parts)


def test_provenance_says_when_a_source_is_gone(api: FakeApi, run: Run) -> None:
    api.artifacts = [records.artifact()]
    api.parts = [records.part(0, "Line.", "")]
    assert "the source is no longer in the library" in run("provenance", "art_1").stdout


def test_provenance_attribution(api: FakeApi, run: Run) -> None:
    api.artifacts = [records.artifact()]
    result = run("provenance", "art_1", "--attribution")
    assert result.stdout.splitlines()[1] == "1. Smith (2024). On Provenance. License: CC-BY-4.0."


def test_provenance_of_a_source(api: FakeApi, run: Run) -> None:
    api.contents, api.artifacts = [records.content()], [records.artifact()]
    assert "art_1" in run("provenance", "doc_1").stdout
    assert run("provenance", "doc_1", "--attribution").exit_code == 2


def test_provenance_of_nothing(run: Run) -> None:
    result = run("provenance", "x_1")
    assert result.exit_code == 3
    assert "Neither an artifact nor a source has the id x_1" in result.stderr


# --- exit codes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (problem(401, "unauthenticated", "Who?"), 4),
        (problem(403, "forbidden", "May not."), 4),
        (problem(404, "not-found", "Not there."), 3),
        (problem(409, "conflict", "Now not."), 1),
        (problem(422, "invalid-request", "Does not fit."), 2),
        (problem(500, "internal-error", "Oops."), 1),
        (problem(503, "store-unavailable", "Away."), 5),
        (Reply(200, b"<html>"), 5),
        (httpx.ConnectError("refused"), 5),
        (httpx.ReadTimeout("slow"), 5),
    ],
)
def test_each_error_is_one_line_and_a_code(api: FakeApi, run: Run, fault: Reply | Exception, code: int) -> None:
    api.faults = [fault] * 5
    result = run("jobs")
    assert result.exit_code == code
    assert result.stderr.startswith("error: ")
    assert len(result.stderr.splitlines()) == 1
    assert result.stdout == ""


def test_a_wrong_option_is_usage(run: Run) -> None:
    assert run("jobs", "--no-such").exit_code == 2
    assert run("import").exit_code == 2
    assert run("jobs", "watchh").exit_code == 2


def test_an_interrupt_says_that_the_work_goes_on(
    api: FakeApi, network: Network, run: Run, monkeypatch: pytest.MonkeyPatch, paper: Path
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    api.will_be("job_1", records.job(status="queued"))
    monkeypatch.setattr("williams_client.following.Follower._received", interrupted)
    network.connections = [[]]
    result = run("import", str(paper))
    assert result.exit_code == 130
    assert "The work goes on. See it with: williams jobs watch job_1" in result.stderr
    assert "is being imported by job_1" in result.stdout


def test_no_connection_says_what_to_do(run: Run) -> None:
    result = run("jobs", "--api-url", "", "--token", "")
    assert result.exit_code == 5
    assert "williams up" in result.stderr


def test_version(run: Run) -> None:
    assert run("--version").stdout == "0.1.0\n"


def test_an_export_that_fails_downloads_nothing(api: FakeApi, run: Run, tmp_path: Path) -> None:
    api.will_be("job_1", records.failed_job())
    result = run("export", "doc_1", "--format", "podcast", "--output", "out")
    assert result.exit_code == 1
    assert not (tmp_path / "out").exists()


def test_an_export_without_an_artifact_is_a_defect(api: FakeApi, run: Run) -> None:
    api.will_be("job_1", records.job(artifact_id=None))
    assert "completed without an artifact" in run("export", "doc_1", "--format", "podcast").stderr


def test_export_without_waiting(api: FakeApi, run: Run) -> None:
    assert "is being made by job_1" in run("export", "doc_1", "--format", "podcast", "--no-watch").stdout
    assert run("export", "doc_1", "--format", "podcast", "--no-watch", "--output", "out").exit_code == 2
    assert [request.path for request in api.requests] == ["/api/content/export"]


def test_a_tree_of_several_sources_names_each_quotes_document() -> None:
    genealogy = records.genealogy([records.part(0, "Line.", "Quote.", starts_at=None, where="")])
    genealogy["provenance"]["source_documents"] *= 2
    genealogy["provenance"]["version_of"] = "art_0"
    genealogy["provenance"]["parts"][0]["sources"][0]["doubt"] = {"code": "characters-guessed", "confidence": 0.9}
    printed = Console(width=200)
    with printed.capture() as capture:
        printed.print(genealogy_tree("podcast", GenealogyAnswer.model_validate(genealogy)))
    text = capture.get()
    assert "“Quote.”  90 % sure (characters-guessed)  On Provenance [CC-BY-4.0]" in text
    assert "1  Alex: Line." in text
    assert "new version of art_0" in text
