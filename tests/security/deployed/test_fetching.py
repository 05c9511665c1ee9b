"""URLs and answers that aim at the inside: refused at the door where that can be known, else in one run of the job."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.problems import problem
from tests.e2e.tenant import Tenant
from tests.security.hostile_answers import ANSWERS, FORBIDDEN, INVALID
from tests.security.packed import packed
from tests.security.raw_server import Answer, RawServer, ok, raw_server
from tests.unit.import_web.pages import ARTICLE
from williams_client.models import JobAnswer

IMPORT = "/api/content/import"
AT_THE_DOOR = [
    ("http://[::1", INVALID, "host name is malformed"),
    ("http://[v1.x]/", INVALID, "no valid IPv6 address"),
    ("http://", INVALID, "no valid host name"),
    ("http://a..example/", INVALID, "no valid host name"),
    ("http://xn--a/", INVALID, "IDNA"),
    ("http://☃.example/", INVALID, "IDNA"),
    ("http://１２７.0.0.1/", INVALID, "IDNA"),
    ("http://0x7f.1/", INVALID, "nor four numbers"),
    ("http://2130706433/", INVALID, "nor four numbers"),
    ("http://0177.0.0.1/", INVALID, "nor four numbers"),
    ("http://127.0.0.1./", INVALID, "nor four numbers"),
    ("http://a.example:99999/", INVALID, "no valid port"),
    ("http://a.example:x/", INVALID, "no valid port"),
    ("http://user:secret@a.example/", INVALID, "user name or password"),
    ("http://a.example/a b", INVALID, "a blank"),
    ("http://a.example/\0", INVALID, "U+0000"),
    ("http://a.example/\na", INVALID, "a blank"),
    ("http://a.example/\x1b", INVALID, "U+001B"),
    ("http://a.example/" + "a" * 100_000, INVALID, "4096 characters"),
    ("upload://up_1/a%00.pdf", INVALID, "upload://<upload_id>/<filename>"),
    ("upload://up_1/..%2Fa.pdf", INVALID, "upload://<upload_id>/<filename>"),
    ("javascript:alert(1)", "unknown-type", "javascript:alert(1)"),
    ("data:text/html,<p>x</p>", "unknown-type", "import.web"),
    ("file:///etc/passwd", "unknown-type", "import.web"),
    ("gopher://127.0.0.1:6379/_FLUSHALL", "unknown-type", "import.web"),
]
PLACES = [
    "http://127.0.0.1:1/",
    "http://[::1]/",
    "http://169.254.169.254/latest/meta-data",
    "http://168.63.129.16/machine?comp=goalstate",
    "http://100.100.100.200/latest/meta-data",
    "http://[fec0::1]/",
    "http://[3fff::1]/",
    "http://127。0。0。1:1/",
]
SENT = [
    "bomb-gzip-gzip",
    "bomb-br",
    "bomb-zstd",
    "coding-0",
    "short-gzip",
    "not-br",
    "large-header",
    "ssh",
    "redirect-0",
    "redirect-1",
    "redirect-13",
    "redirect-27",
]
NAMED = {
    "/named-twice": "Content-Disposition: attachment; filename*=a; filename*0=b",
    "/named-escape": "Content-Disposition: attachment; filename*=unicode_escape''%5Cud800",
}
PACKED = {f"/as-{coding}": coding for coding in ("gzip", "br")}


def page(number: int) -> bytes:
    return ARTICLE.replace(b"</p>", f" Variant {number}.</p>".encode(), 1)


@pytest.fixture(scope="module")
def site(cloud: Cloud) -> Iterator[RawServer]:
    answers: dict[str, Answer] = {f"/{name}": ANSWERS[name].answer for name in SENT}
    for number, (path, header) in enumerate(NAMED.items()):
        answers[path] = ok(page(number), header)
    for number, (path, coding) in enumerate(PACKED.items(), len(NAMED)):
        answers[path] = ok(packed(page(number), coding), f"Content-Encoding: {coding}")
    with raw_server(answers, int(cloud.info.sample_site.rpartition(":")[2])) as server:
        yield server


@pytest.fixture(scope="module")
def attacker(make_tenant: Callable[[str], Tenant]) -> Tenant:
    return make_tenant("attacker")


@pytest.mark.parametrize(("url", "code", "says"), AT_THE_DOOR)
def test_it_is_refused_at_the_door(attacker: Tenant, url: str, code: str, says: str) -> None:
    told = problem(attacker.http.post(IMPORT, json={"url": url}), 422, code, says=says)
    assert "secret" not in told["detail"]
    assert len(told["detail"]) < 1000
    if code == INVALID:
        assert [each["field"] for each in told["errors"]] == ["body.url"]


def test_half_a_character_is_refused_at_the_door(attacker: Tenant) -> None:
    body = rb'{"url": "http://a.example/\ud800"}'
    answer = attacker.http.post(IMPORT, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, INVALID)


@pytest.fixture(scope="module")
def ended(site: RawServer, attacker: Tenant) -> dict[str, JobAnswer]:
    urls = [*PLACES, *(f"{site.url}/{name}" for name in SENT), *(f"{site.url}{path}" for path in (*NAMED, *PACKED))]
    jobs = {url: attacker.submit_import(url) for url in urls}
    return {url.removeprefix(site.url): attacker.ended(job_id) for url, job_id in jobs.items()}


def refused(job: JobAnswer, code: str, says: str) -> None:
    assert job.error, job
    assert (job.status, job.error.code, job.retry_count) == ("failed", code, 0), job
    message = job.error_message or ""
    assert says in message
    assert "Traceback" not in message
    assert len(message) < 1000


@pytest.mark.parametrize("url", PLACES)
def test_an_address_inside_is_refused_in_one_run(ended: dict[str, JobAnswer], url: str) -> None:
    refused(ended[url], FORBIDDEN, "not on the public internet")


@pytest.mark.parametrize("name", SENT)
def test_a_hostile_answer_is_refused_in_one_run(ended: dict[str, JobAnswer], site: RawServer, name: str) -> None:
    refused(ended[f"/{name}"], ANSWERS[name].code, ANSWERS[name].says)
    assert sum(request.startswith(f"GET /{name} ") for request in site.requests) == 1


@pytest.mark.parametrize("path", [*NAMED, *PACKED])
def test_a_strange_name_and_a_packed_page_do_no_harm(ended: dict[str, JobAnswer], attacker: Tenant, path: str) -> None:
    job = ended[path]
    assert (job.status, job.error_message) == ("completed", None)
    assert job.content_id
    assert attacker.client.content.get(job.content_id).paragraph_count > 2
