from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.unit.cli import records
from tests.unit.cli.fake_api import FakeApi, Reply, answer, problem
from williams_cli.client import ApiProblem, Client, NotTheApi, TransferFailed, Unreachable
from williams_cli.client import http as http_module

GATEWAY_503 = Reply(503, b'{"message":"Service Unavailable"}')


@pytest.fixture
def api() -> FakeApi:
    return FakeApi()


@pytest.fixture
def client(api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setattr(http_module, "RETRY_DELAYS_S", (0.0, 0.0, 0.0))
    with Client("http://api.test/base/$default", "secret", transport=api.transport()) as made:
        api.base = "/base/$default"
        yield made


def test_sends_the_token_under_the_apis_own_path(api: FakeApi, client: Client) -> None:
    api.will_be("job_1", records.job())
    assert client.job("job_1") == records.job()
    assert api.requests[0].headers["authorization"] == "Bearer secret"


def test_an_id_stays_one_segment_of_the_path(api: FakeApi, client: Client) -> None:
    with pytest.raises(ApiProblem) as caught:
        client.content("../jobs?x=1#y")
    assert caught.value.status == 404
    assert api.requests[0].query == {}
    assert api.requests[0].path == "/api/content/../jobs?x=1#y"


def test_a_problem_keeps_its_code_and_words(client: Client) -> None:
    with pytest.raises(ApiProblem) as caught:
        client.job("job_9")
    assert (caught.value.status, caught.value.code) == (404, "not-found")
    assert str(caught.value) == "There is no 'job_9' in your library."


@pytest.mark.parametrize("fault", [GATEWAY_503, httpx.ConnectError("refused"), httpx.ReadError("cut"), Reply(502)])
def test_a_get_is_repeated_after_a_passing_fault(api: FakeApi, client: Client, fault: Reply | Exception) -> None:
    api.will_be("job_1", records.job())
    api.faults = [fault, fault]
    assert client.job("job_1")["status"] == "completed"
    assert len(api.requests) == 3


def test_a_gateway_that_stays_down_is_named(api: FakeApi, client: Client) -> None:
    api.faults = [GATEWAY_503] * 9
    with pytest.raises(ApiProblem, match=r"api\.test answered 503: Service Unavailable") as caught:
        client.job("job_1")
    assert caught.value.code == "http-503"
    assert len(api.requests) == 4


def test_a_refused_connection_is_unreachable_after_bounded_attempts(api: FakeApi, client: Client) -> None:
    api.faults = [httpx.ConnectError("refused")] * 9
    with pytest.raises(Unreachable, match=r"Cannot reach the API at http://api\.test/base/\$default: refused"):
        client.jobs()
    assert len(api.requests) == 4


def test_a_timeout_is_not_repeated(api: FakeApi, client: Client) -> None:
    api.faults = [httpx.ReadTimeout("timed out")] * 9
    with pytest.raises(Unreachable, match="in time"):
        client.jobs()
    assert len(api.requests) == 1


def test_a_client_error_is_not_repeated(api: FakeApi, client: Client) -> None:
    api.faults = [problem(422, "invalid-request", "No.")] * 9
    with pytest.raises(ApiProblem):
        client.jobs()
    assert len(api.requests) == 1


def test_a_submission_is_repeated_under_one_key(api: FakeApi, client: Client) -> None:
    api.faults = [httpx.ReadError("cut"), GATEWAY_503]
    assert client.import_url("https://example.org/a.pdf", priority=7)["job_id"] == "job_1"
    sent = api.sent("POST", "/api/content/import")
    assert len(sent) == 3
    assert len({request.headers["idempotency-key"] for request in sent}) == 1
    assert sent[-1].json == {"url": "https://example.org/a.pdf", "priority": 7}


def test_two_submissions_have_two_keys(api: FakeApi, client: Client) -> None:
    client.export(["doc_1"], "podcast")
    client.export(["doc_1"], "podcast")
    assert len({request.headers["idempotency-key"] for request in api.requests}) == 2


def test_asking_for_an_upload_is_not_repeated(api: FakeApi, client: Client, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    api.faults = [httpx.ReadError("cut")]
    with pytest.raises(Unreachable):
        client.upload(tmp_path / "a.pdf")
    assert len(api.requests) == 1


def test_what_is_no_json_is_not_the_api(api: FakeApi, client: Client) -> None:
    api.faults = [Reply(200, b"<html>", "text/html")]
    with pytest.raises(NotTheApi, match="--api-url"):
        client.jobs()


def limited(seconds: str | None) -> Reply:
    refusal = problem(429, "rate-limited", "At most 5 requests.")
    return replace(refusal, headers={"Retry-After": seconds} if seconds else {})


@pytest.fixture
def waits(client: Client, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr(client.http, "_sleep", waited.append)
    return waited


def test_a_limited_request_waits_as_long_as_the_api_asks(
    api: FakeApi, client: Client, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(client.http, "_notice", told.append)
    api.will_be("job_1", records.job())
    api.faults = [limited("37"), limited("1")]
    assert client.job("job_1")["status"] == "completed"
    assert waits == [37.0, 1.0]
    assert told == ["At most 5 requests. Waiting 37 s."]


def test_a_submission_that_was_refused_is_sent_again(
    api: FakeApi, client: Client, waits: list[float], tmp_path: Path
) -> None:
    """A refused request did nothing, so it needs no key to be repeated."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    api.faults = [limited("2")]
    assert client.upload(tmp_path / "a.pdf")["url"]
    assert waits == [2.0]


@pytest.mark.parametrize(("seconds", "attempts"), [("3600", 1), (None, 4), ("1", 4)])
def test_a_limit_that_stays_is_the_callers_to_know(
    api: FakeApi, client: Client, waits: list[float], seconds: str | None, attempts: int
) -> None:
    api.faults = [limited(seconds)] * 9
    with pytest.raises(ApiProblem, match="At most 5") as caught:
        client.jobs()
    assert (caught.value.status, caught.value.code) == (429, "rate-limited")
    assert caught.value.retry_after == (float(seconds) if seconds else None)
    assert len(api.requests) == attempts
    assert len(waits) == attempts - 1


@pytest.mark.parametrize("url", ["ftp://x", "localhost:80", "", "http://", "http://host:port"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(NotTheApi, match="--api-url"):
        Client(url, "secret")


def test_health_is_an_answer_also_when_it_is_bad(api: FakeApi, client: Client) -> None:
    api.checks["graph"] = "does not answer"
    assert client.health() == {"status": "unavailable", "checks": {"postgres": "ok", "graph": "does not answer"}}
    assert len(api.requests) == 1


def test_search_repeats_a_filter_for_each_value(api: FakeApi, client: Client) -> None:
    client.search("what & why?", 3, "sparse", content_id=["doc_1", "doc_2"], language=(), author=None, tier=["top"])
    sent = {"q": ["what & why?"], "limit": ["3"], "mode": ["sparse"], "content_id": ["doc_1", "doc_2"], "tier": ["top"]}
    assert api.requests[0].query == sent


def test_answers_pass_through_untouched(api: FakeApi, client: Client) -> None:
    api.faults = [answer({"items": [{"job_id": "job_1", "new": 1}], "next_token": None})]
    assert client.jobs()["items"] == [{"job_id": "job_1", "new": 1}]


# --- files --------------------------------------------------------------------------------------------------------


def test_upload_posts_the_fields_then_the_file_without_the_token(api: FakeApi, client: Client, tmp_path: Path) -> None:
    data = bytes(range(256)) * 2000
    (tmp_path / "my paper.pdf").write_bytes(data)
    seen: list[tuple[int, int]] = []
    upload = client.upload(tmp_path / "my paper.pdf", lambda done, total: seen.append((done, total)))
    assert upload["url"] == "upload://up_1/paper.pdf"
    assert api.requests[0].json == {"filename": "my paper.pdf", "size": len(data)}
    posted = api.sent("POST", "/upload")[0]
    assert "authorization" not in posted.headers
    assert posted.body.index(b'name="policy"') < posted.body.index(b'name="file"; filename="my paper.pdf"')
    assert data in posted.body
    assert posted.headers["content-length"] == str(len(posted.body))
    assert seen[-1] == (len(data), len(data))
    assert len(seen) > 5


def test_an_upload_that_the_store_refuses_says_why(api: FakeApi, client: Client, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    xml = b"<Error><Code>EntityTooLarge</Code><Message>Your proposed upload exceeds the limit</Message></Error>"
    api.upload_reply = Reply(400, xml, "application/xml")
    with pytest.raises(TransferFailed, match=r"refused a\.pdf \(400\): Your proposed upload exceeds the limit"):
        client.upload(tmp_path / "a.pdf")


def test_download_writes_every_file_without_the_token(api: FakeApi, client: Client, tmp_path: Path) -> None:
    artifact = records.artifact()
    api.add_file(artifact, "podcast.mp3", b"ID3" * 90_000)
    api.add_file(artifact, "parts/1.txt", b"one")
    api.artifacts = [artifact]
    places = client.download(client.artifact("art_1"), tmp_path / "new")
    assert places["podcast.mp3"].read_bytes() == b"ID3" * 90_000
    assert places["parts/1.txt"] == tmp_path / "new" / "parts" / "1.txt"
    assert "authorization" not in api.sent("GET", "/files/podcast.mp3")[0].headers


def test_a_damaged_download_leaves_what_was_there(api: FakeApi, client: Client, tmp_path: Path) -> None:
    artifact = records.artifact()
    api.add_file(artifact, "podcast.mp3", b"new", sha256="0" * 64)
    api.artifacts = [artifact]
    (tmp_path / "podcast.mp3").write_bytes(b"old")
    with pytest.raises(TransferFailed, match=r"podcast\.mp3 is not what the library holds"):
        client.download(client.artifact("art_1"), tmp_path)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("podcast.mp3", b"old")]


def test_a_missing_download_says_which(api: FakeApi, client: Client, tmp_path: Path) -> None:
    artifact = records.artifact()
    api.add_file(artifact, "podcast.mp3", b"new")
    api.artifacts, api.stored = [artifact], {}
    with pytest.raises(TransferFailed, match=r"404 to the download of podcast\.mp3"):
        client.download(client.artifact("art_1"), tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../../b", "..\\evil", "", "a\0b"])
def test_a_file_name_cannot_lead_out_of_the_folder(client: Client, tmp_path: Path, name: str) -> None:
    artifact = records.artifact(files={name: {"download_url": "http://store.test/x", "size": 1, "sha256": ""}})
    with pytest.raises(TransferFailed, match="not a safe file name"):
        client.download(artifact, tmp_path)  # type: ignore[arg-type]  # a record as it comes over the wire
    assert not list(tmp_path.iterdir())
