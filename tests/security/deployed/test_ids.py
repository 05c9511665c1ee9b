"""What stands in an address as an id, a page or a word to look for: the caller is told what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from tests.e2e.problems import problem
from tests.e2e.tenant import Tenant

# As they stand in the address.
NO_IDS = {
    "NUL": "%00",
    "NUL inside": "doc_%00",
    "line end": "doc_0%0A",
    "blank": "doc%200",
    "surrogate": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "broken escape": "%zz",
    "percent": "%25",
    "twice escaped": "doc%252F0",
    "parent": "%2E%2E",
    "quote": "doc_0%27",
    "emoji": "%F0%9F%8E%A7",
    "full width": "%EF%BD%84oc_0",
    "option": "-doc",
    "51 letters": "a" * 51,
    "10 kB": "a" * 10_000,
}
PATHS = [
    "/api/content/{}",
    "/api/content/{}/paragraphs",
    "/api/content/{}/text",
    "/api/jobs/{}",
    "/api/jobs/{}/events",
    "/api/artifacts/{}",
    "/api/provenance/podcast/{}/genealogy",
    "/api/provenance/podcast/{}/attribution",
    "/api/provenance/podcast/{}/licenses",
    "/api/provenance/podcast/{}/impact",
    "/api/provenance/{}/art_0/genealogy",
    "/api/provenance/document/{}/generated-content",
    "/api/content?next_token={}",
    "/api/artifacts?next_token={}",
    "/api/jobs?next_token={}",
    "/api/tokens?next_token={}",
    "/api/consistency?next_token={}",
    "/api/search?q=words&content_id={}",
    "/api/search?q=words&next_token={}",
    "/api/content/doc_0/paragraphs?next_token={}",
]


@pytest.fixture(scope="module")
def asker(make_tenant: Callable[[str], Tenant]) -> Tenant:
    return make_tenant("asker")


def _invalid(answer: httpx.Response, field: str) -> None:
    assert answer.status_code == 422, f"{answer.status_code}: {answer.text[:300]}"
    told = answer.json()
    assert (told["code"], told["title"]) == ("invalid-request", "Invalid request")
    assert field in told["detail"]


@pytest.mark.parametrize("wrong", NO_IDS)
def test_an_id_that_cannot_be_one(asker: Tenant, wrong: str) -> None:
    _invalid(asker.http.get(f"/api/content/{NO_IDS[wrong]}"), "path.content_id")


@pytest.mark.parametrize("wrong", ["NUL inside", "surrogate", "10 kB"])
@pytest.mark.parametrize("path", PATHS)
def test_it_is_checked_wherever_there_is_one(asker: Tenant, path: str, wrong: str) -> None:
    _invalid(asker.http.get(path.format(NO_IDS[wrong])), "query." if "?" in path else "path.")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "/api/content/%00"),
        ("DELETE", "/api/jobs/%00"),
        ("DELETE", "/api/tokens/%00"),
        ("POST", "/api/jobs/%00/retry"),
        ("POST", "/api/artifacts/%00/shares"),
    ],
)
def test_it_is_checked_before_anything_is_done(asker: Tenant, method: str, path: str) -> None:
    _invalid(asker.http.request(method, path), "path.")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("q=%00", "query.q"),
        ("q=words%00", "query.q"),
        ("q=words&author=A%00", "query.author"),
        ("q=words&language=%00", "query.language"),
        ("q=words&license=MIT%00", "query.license"),
        ("q=words&published_from=2024-13-45", "query.published_from"),
        ("q=words&published_to=%00", "query.published_to"),
        ("q=words&mode=%00", "query.mode"),
        ("q=words&limit=" + "9" * 5000, "query.limit"),
        ("q=words&limit=1e9", "query.limit"),
    ],
)
def test_a_search_that_does_not_fit(asker: Tenant, query: str, field: str) -> None:
    _invalid(asker.http.get(f"/api/search?{query}"), field)


@pytest.mark.parametrize("query", ["published_from=0001-01-01", "published_to=2999-12-31", "author=%ED%A0%80"])
def test_what_can_be_looked_for_is(asker: Tenant, query: str) -> None:
    answer = asker.http.get(f"/api/search?q=words&{query}")
    assert (answer.status_code, answer.json()["hits"]) == (200, [])


@pytest.mark.parametrize("path", ["/api/content/..%2F..%2Fetc", "/api/content/doc_0", "/api/jobs/A-Z.a_z-0.9"])
def test_what_is_not_there(asker: Tenant, path: str) -> None:
    answer = asker.http.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_who_is_not_known_is_not_told_more(asker: Tenant) -> None:
    problem(asker.http.get("/api/content/%00", headers={"Authorization": "Bearer wl_x"}), 401, "unauthenticated")


@pytest.mark.parametrize("section", ["%00", "x" * 10_000])
def test_a_heading_that_is_no_line(asker: Tenant, section: str) -> None:
    _invalid(asker.http.get(f"/api/content/doc_0/paragraphs?section={section}"), "query.section")
