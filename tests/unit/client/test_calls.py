from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.unit.client import records
from tests.unit.client.fake_api import FakeApi, Reply, answer, problem
from williams_client import (
    ApiProblem,
    BadAddress,
    Conflict,
    Forbidden,
    InvalidRequest,
    Library,
    NoAnswer,
    NotFound,
    RateLimited,
    Retries,
    TransferFailed,
    Unauthenticated,
    Unavailable,
    UnexpectedAnswer,
    Unreachable,
)
from williams_client.models import ArtifactAnswer

PAUSES = (0.25, 0.5, 1.0)
GATEWAY_503 = Reply(503, b'{"message":"Service Unavailable"}')


@pytest.fixture
def api() -> FakeApi:
    return FakeApi()


@pytest.fixture
def waits() -> list[float]:
    """How long was waited, in seconds, before each further attempt."""
    return []


@pytest.fixture
def told() -> list[str]:
    """What a person was told meanwhile."""
    return []


@pytest.fixture
def library(api: FakeApi, waits: list[float], told: list[str]) -> Iterator[Library]:
    retries = Retries(pauses=PAUSES, clock=lambda: 0.0, sleep=waits.append, chance=lambda: 0.0)
    address = "http://api.test/base/$default"
    with Library(address, "secret", transport=api.transport(), retries=retries, notice=told.append) as made:
        api.base = "/base/$default"
        yield made


def test_sends_the_token_under_the_apis_own_path(api: FakeApi, library: Library) -> None:
    api.will_be("job_1", records.job())
    assert library.jobs.get("job_1").as_json() == records.job()
    assert api.requests[0].headers["authorization"] == "Bearer secret"


def test_an_id_stays_one_segment_of_the_path(api: FakeApi, library: Library) -> None:
    with pytest.raises(ApiProblem) as caught:
        library.content.get("../jobs?x=1#y")
    assert caught.value.status == 404
    assert api.requests[0].query == {}
    assert api.requests[0].path == "/api/content/../jobs?x=1#y"


def test_a_problem_keeps_its_code_and_words(library: Library) -> None:
    with pytest.raises(ApiProblem) as caught:
        library.jobs.get("job_9")
    assert (caught.value.status, caught.value.code) == (404, "not-found")
    assert str(caught.value) == "There is no 'job_9' in your library."


PASSING = [
    GATEWAY_503,
    Reply(502, b"<html>Bad Gateway</html>", "text/html"),
    Reply(504),
    httpx.ConnectError("refused"),
    httpx.ReadError("cut"),
    httpx.RemoteProtocolError("Server disconnected"),
    httpx.ReadTimeout("timed out"),
    httpx.ConnectTimeout("timed out"),
]


@pytest.mark.parametrize("fault", PASSING, ids=str)
def test_a_get_is_repeated_after_a_passing_fault(
    api: FakeApi, library: Library, waits: list[float], fault: Reply | Exception
) -> None:
    api.will_be("job_1", records.job())
    api.faults = [fault, fault]
    assert library.jobs.get("job_1").status == "completed"
    assert waits == [0.25, 0.5]


def test_pauses_differ_so_that_clients_do_not_come_back_at_once(api: FakeApi) -> None:
    waited: list[float] = []
    retries = Retries(pauses=(1.0, 1.0), clock=lambda: 0.0, sleep=waited.append, chance=iter([0.0, 1.0]).__next__)
    api.faults = [GATEWAY_503] * 2
    with Library("http://api.test", "secret", transport=api.transport(), retries=retries) as library:
        library.jobs.list()
    assert waited == [1.0, 0.5]


def test_patience_ends_before_the_attempts_do(api: FakeApi) -> None:
    """Each attempt of a slow API takes a while of its own."""
    seconds = [0.0]

    def slow() -> float:
        seconds[0] += 20.0
        return seconds[0]

    retries = Retries(pauses=(1.0,) * 50, patience=100.0, clock=slow, sleep=lambda _: None)
    api.faults = [httpx.ReadTimeout("timed out")] * 50
    library = Library("http://api.test", "secret", transport=api.transport(), retries=retries)
    with library, pytest.raises(NoAnswer):
        library.jobs.list()
    assert 1 < len(api.requests) < 6


def test_a_gateway_that_stays_down_is_named(api: FakeApi, library: Library) -> None:
    api.faults = [GATEWAY_503] * 9
    with pytest.raises(ApiProblem, match=r"api\.test answered 503: Service Unavailable") as caught:
        library.jobs.get("job_1")
    assert caught.value.code == "http-503"
    assert len(api.requests) == 4


def test_a_refused_connection_is_unreachable_after_bounded_attempts(api: FakeApi, library: Library) -> None:
    api.faults = [httpx.ConnectError("refused")] * 9
    with pytest.raises(Unreachable, match=r"Cannot reach the API at http://api\.test/base/\$default: refused"):
        library.jobs.list()
    assert len(api.requests) == 4


def test_a_client_error_is_not_repeated(api: FakeApi, library: Library) -> None:
    api.faults = [problem(422, "invalid-request", "No.")] * 9
    with pytest.raises(ApiProblem):
        library.jobs.list()
    assert len(api.requests) == 1


def test_a_submission_is_repeated_under_one_key(api: FakeApi, library: Library) -> None:
    api.faults = [httpx.ReadError("cut"), GATEWAY_503]
    assert library.imports.url("https://example.org/a.pdf", priority=7).job_id == "job_1"
    sent = api.sent("POST", "/api/content/import")
    assert len(sent) == 3
    assert len({request.headers["idempotency-key"] for request in sent}) == 1
    assert sent[-1].json == {"url": "https://example.org/a.pdf", "priority": 7}


def test_two_submissions_have_two_keys(api: FakeApi, library: Library) -> None:
    library.exports.start(["doc_1"], "podcast")
    library.exports.start(["doc_1"], "podcast")
    assert len({request.headers["idempotency-key"] for request in api.requests}) == 2


@pytest.mark.parametrize("fault", [httpx.ReadError("cut"), httpx.ReadTimeout("slow"), GATEWAY_503], ids=str)
def test_what_might_be_done_twice_is_not_repeated(api: FakeApi, library: Library, fault: Reply | Exception) -> None:
    api.faults = [fault]
    with pytest.raises((NoAnswer, Unavailable)):
        library.tokens.create("mine")
    assert len(api.requests) == 1


def test_an_upload_goes_on_where_it_broke_off(api: FakeApi, library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    api.faults = [httpx.ReadTimeout("slow")]
    api.upload_replies = [Reply(503, b"<Error><Message>Reduce your rate</Message></Error>"), Reply(204)]
    assert library.uploads.send(tmp_path / "a.pdf").url == "upload://up_1/paper.pdf"
    assert all(b"%PDF" in request.body for request in api.sent("POST", "/upload"))
    assert len(api.sent("POST", "/upload")) == 2


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, Unauthenticated),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (410, NotFound),
        (413, InvalidRequest),
        (422, InvalidRequest),
        (429, RateLimited),
        (500, ApiProblem),
        (503, Unavailable),
    ],
)
def test_each_problem_has_its_class(api: FakeApi, library: Library, status: int, kind: type[ApiProblem]) -> None:
    api.faults = [problem(status, "some-code", "Some detail.")] * 9
    with pytest.raises(kind, match=r"Some detail\.") as caught:
        library.jobs.list()
    assert (type(caught.value), caught.value.status, caught.value.code) == (kind, status, "some-code")


def test_what_a_provider_rejected_is_rejected_again(api: FakeApi, library: Library) -> None:
    """Its status is a gateway's, its reason is not."""
    api.faults = [problem(502, "provider-rejected", "No such voice.")] * 9
    with pytest.raises(Unavailable):
        library.jobs.list()
    assert len(api.requests) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html>", "Invalid JSON"),
        (b"", "Invalid JSON"),
        (b"[]", "should be an object"),
        (b'{"items": [{"job_id": 7}]}', r"items\.0\.job_id: Input should be a valid string"),
        (b"{}", "items: Field required"),
    ],
)
def test_what_is_no_answer_is_not_the_api(api: FakeApi, library: Library, body: bytes, words: str) -> None:
    api.faults = [Reply(200, body)]
    with pytest.raises(UnexpectedAnswer, match=words):
        library.jobs.list()


def limited(seconds: str | None) -> Reply:
    refusal = problem(429, "rate-limited", "At most 5 requests.")
    return replace(refusal, headers={"Retry-After": seconds} if seconds else {})


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        # The server's clock is years behind ours, and counts.
        ({"Retry-After": "Tue, 02 Jan 2024 10:00:37 GMT", "Date": "Tue, 02 Jan 2024 10:00:00 GMT"}, 37.0),
        ({"Retry-After": "Tue, 02 Jan 2024 10:00:00 GMT"}, 0.0),
        # No calendar has it: the pause is our own.
        ({"Retry-After": "Tue, 02 Jan 99999999999999999999 10:00:00 GMT"}, 0.0),
    ],
)
def test_a_date_to_ask_again_at_is_waited_for(
    api: FakeApi, library: Library, waits: list[float], headers: dict[str, str], waited: float
) -> None:
    api.will_be("job_1", records.job())
    api.faults = [replace(problem(503, "store-unavailable", "Postgres is away."), headers=headers)]
    assert library.jobs.get("job_1").status == "completed"
    assert len(waits) == 1
    assert waits[0] == pytest.approx(waited, abs=1)


def test_a_limited_request_waits_as_long_as_the_api_asks(
    api: FakeApi, library: Library, waits: list[float], told: list[str]
) -> None:
    api.will_be("job_1", records.job())
    api.faults = [limited("37"), limited("1")]
    assert library.jobs.get("job_1").status == "completed"
    assert waits == [37.0, 1.0]
    assert told == ["At most 5 requests. Asking again in 37 s."]


def test_a_submission_that_was_refused_is_sent_again(
    api: FakeApi, library: Library, waits: list[float], tmp_path: Path
) -> None:
    """A refused request did nothing, so it needs no key to be repeated."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    api.faults = [limited("2")]
    assert library.uploads.send(tmp_path / "a.pdf").url
    assert waits == [2.0]


@pytest.mark.parametrize(("seconds", "attempts"), [("3600", 1), (None, 4), ("1", 4)])
def test_a_limit_that_stays_is_the_callers_to_know(
    api: FakeApi, library: Library, waits: list[float], seconds: str | None, attempts: int
) -> None:
    api.faults = [limited(seconds)] * 9
    with pytest.raises(ApiProblem, match="At most 5") as caught:
        library.jobs.list()
    assert (caught.value.status, caught.value.code) == (429, "rate-limited")
    assert caught.value.retry_after == (float(seconds) if seconds else None)
    assert len(api.requests) == attempts
    assert len(waits) == attempts - 1


@pytest.mark.parametrize("url", ["ftp://x", "localhost:80", "", "http://", "http://host:port"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(BadAddress, match="Check the API's address"):
        Library(url, "secret")


def test_health_is_an_answer_also_when_it_is_bad(api: FakeApi, library: Library) -> None:
    api.checks["graph"] = "does not answer"
    health = library.health()
    assert (health.status, health.checks) == ("unavailable", {"postgres": "ok", "graph": "does not answer"})
    assert len(api.requests) == 1


def test_search_repeats_a_filter_for_each_value(api: FakeApi, library: Library) -> None:
    library.search("what & why?", 3, "sparse", content_id=["doc_1", "doc_2"], language=(), author=None, tier=["top"])
    sent = {"q": ["what & why?"], "limit": ["3"], "mode": ["sparse"], "content_id": ["doc_1", "doc_2"], "tier": ["top"]}
    assert api.requests[0].query == sent


def test_an_answer_of_a_newer_api_is_an_answer(api: FakeApi, library: Library) -> None:
    newer = {**records.job(status="pondering"), "mood": [{"code": "guessed"}]}
    api.faults = [answer({"items": [newer], "next_token": None, "progress_url": "ws://api.test", "more": 1})]
    listing = library.jobs.list()
    assert listing.items[0].status == "pondering"
    assert listing.items[0].as_json() == newer
    assert listing.as_json()["more"] == 1


def test_all_pages_of_a_listing(api: FakeApi, library: Library) -> None:
    pages = [{"items": [records.content(f"doc_{n}")], "next_token": token} for n, token in enumerate(["a", "b", None])]
    api.faults = [answer(page) for page in pages]
    assert [each.content_id for each in library.content.each()] == ["doc_0", "doc_1", "doc_2"]
    assert [request.query.get("next_token") for request in api.requests] == [None, ["a"], ["b"]]


def test_a_search_goes_on_page_by_page(api: FakeApi, library: Library) -> None:
    hits = [records.hit(0.9 - n / 10, f"Text {n}.") for n in range(3)]
    api.faults = [
        answer({"query": "q", "mode": "sparse", "hits": [each], "said": None, "next_token": token})
        for each, token in zip(hits, ["a", "b", None], strict=True)
    ]
    found = library.each_hit("q", "sparse", language=["de"])
    assert [hit.paragraph.text for hit in found] == ["Text 0.", "Text 1.", "Text 2."]
    shared = {"q": ["q"], "mode": ["sparse"], "language": ["de"], "limit": ["100"]}
    assert [request.query for request in api.requests] == [
        shared,
        shared | {"next_token": ["a"]},
        shared | {"next_token": ["b"]},
    ]


def test_paragraphs_are_asked_for_page_by_page(api: FakeApi, library: Library) -> None:
    paragraphs = [{**records.hit(1.0, f"Text {n}.")["paragraph"], "language": "de", "figure": None} for n in range(3)]
    api.faults = [
        answer({"items": [each], "next_token": token}) for each, token in zip(paragraphs, ["a", "b", None], strict=True)
    ]
    assert [each.text for each in library.content.each_paragraph("doc/1", page=2)] == ["Text 0.", "Text 1.", "Text 2."]
    assert {request.path for request in api.requests} == {"/api/content/doc/1/paragraphs"}
    assert [request.query.get("next_token") for request in api.requests] == [None, ["a"], ["b"]]
    assert api.requests[2].query == {"limit": ["200"], "next_token": ["b"], "page": ["2"]}


def test_a_text_comes_with_the_answer_or_from_the_store(api: FakeApi, library: Library) -> None:
    text = "Größe\r\n" * 3
    files: dict[str, dict[str, dict[str, object]]] = {"files": {}}
    api.add_file(files, "doc_1.txt", text.encode())
    said = {"content_id": "doc_1", "text": text, **files["files"]["doc_1.txt"]}
    api.faults = [answer(said)]
    assert library.content.text("doc_1") == text
    assert len(api.requests) == 1
    api.faults = [answer({**said, "text": None})]
    assert library.content.text("doc_1") == text
    assert "authorization" not in api.requests[-1].headers
    api.faults = [answer({**said, "text": None, "sha256": "0" * 64})]
    with pytest.raises(TransferFailed, match=r"doc_1\.txt is not what the library holds"):
        library.content.text("doc_1")


def test_a_request_says_nothing_that_was_not_given(api: FakeApi, library: Library) -> None:
    library.exports.start(["doc_1"], "podcast", parameters={"title": None}, version_of="art_1", reason="Shorter")
    assert api.requests[0].json == {
        "source_ids": ["doc_1"],
        "format": "podcast",
        "parameters": {"title": None},
        "provenance": {"version_of": "art_1", "reason": "Shorter"},
    }


# --- files --------------------------------------------------------------------------------------------------------


def test_upload_posts_the_fields_then_the_file_and_no_token(api: FakeApi, library: Library, tmp_path: Path) -> None:
    data = bytes(range(256)) * 2000
    (tmp_path / "my paper.pdf").write_bytes(data)
    seen: list[tuple[int, int]] = []
    upload = library.uploads.send(tmp_path / "my paper.pdf", lambda done, total: seen.append((done, total)))
    assert upload.url == "upload://up_1/paper.pdf"
    assert api.requests[0].json == {"filename": "my paper.pdf", "size": len(data)}
    posted = api.sent("POST", "/upload")[0]
    assert "authorization" not in posted.headers
    assert posted.body.index(b'name="policy"') < posted.body.index(b'name="file"; filename="my paper.pdf"')
    assert data in posted.body
    assert posted.headers["content-length"] == str(len(posted.body))
    assert seen[-1] == (len(data), len(data))
    assert len(seen) > 5


def test_an_upload_that_the_store_refuses_says_why(api: FakeApi, library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    xml = b"<Error><Code>EntityTooLarge</Code><Message>Your proposed upload exceeds the limit</Message></Error>"
    api.upload_replies = [Reply(400, xml, "application/xml")]
    with pytest.raises(TransferFailed, match=r"refused .*/a\.pdf \(400\): Your proposed upload exceeds the limit"):
        library.uploads.send(tmp_path / "a.pdf")


def test_download_writes_every_file_without_the_token(api: FakeApi, library: Library, tmp_path: Path) -> None:
    artifact = records.artifact()
    api.add_file(artifact, "podcast.mp3", b"ID3" * 90_000)
    api.add_file(artifact, "parts/1.txt", b"one")
    api.artifacts = [artifact]
    places = library.artifacts.download(library.artifacts.get("art_1"), tmp_path / "new")
    assert places["podcast.mp3"].read_bytes() == b"ID3" * 90_000
    assert places["parts/1.txt"] == tmp_path / "new" / "parts" / "1.txt"
    assert "authorization" not in api.sent("GET", "/files/podcast.mp3")[0].headers


def test_a_damaged_download_leaves_what_was_there(api: FakeApi, library: Library, tmp_path: Path) -> None:
    artifact = records.artifact()
    api.add_file(artifact, "podcast.mp3", b"new", sha256="0" * 64)
    api.artifacts = [artifact]
    (tmp_path / "podcast.mp3").write_bytes(b"old")
    with pytest.raises(TransferFailed, match=r"podcast\.mp3 is not what the library holds"):
        library.artifacts.download(library.artifacts.get("art_1"), tmp_path)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("podcast.mp3", b"old")]


def test_a_missing_download_says_which(api: FakeApi, library: Library, tmp_path: Path) -> None:
    artifact = records.artifact()
    api.add_file(artifact, "podcast.mp3", b"new")
    api.artifacts, api.stored = [artifact], {}
    with pytest.raises(TransferFailed, match=r"404 to the download of podcast\.mp3"):
        library.artifacts.download(library.artifacts.get("art_1"), tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../../b", "..\\evil", "", "a\0b"])
def test_a_file_name_cannot_lead_out_of_the_folder(library: Library, tmp_path: Path, name: str) -> None:
    file = {"download_url": "http://store.test/x", "media_type": "text/plain", "size": 1, "sha256": ""}
    artifact = ArtifactAnswer.model_validate(records.artifact(files={name: file}))
    with pytest.raises(TransferFailed, match="not a safe file name"):
        library.artifacts.download(artifact, tmp_path)
    assert not list(tmp_path.iterdir())
