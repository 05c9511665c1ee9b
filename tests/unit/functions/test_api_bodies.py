"""How bodies are read, where only the function sees them as they were sent, and how long lists may become."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from functions.api.bodies import MOST_BYTES
from functions.api.fitting import fitting_page
from tests.unit.functions.conftest import TEXT_URL
from tests.unit.functions.test_api_problems import IMPORT, check
from williams.domain.content import Content
from williams_testing.application import MemoryApplication
from williams_testing.factories import make_content
from williams_testing.library import OWNER

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b'{"url": "\xc3("}', "not UTF-8: the byte at 9"),
        (b'{"url": "a"', "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"url": "\\ud800"}', "U+D800"),
    ],
)
def test_a_body_that_cannot_be_read(client: TestClient, body: bytes, says: str) -> None:
    problem = check(client.post(IMPORT, content=body, headers=JSON), 422, "invalid-request")
    assert says in problem.detail
    assert problem.errors


def test_a_body_may_begin_with_a_mark_of_its_order(client: TestClient) -> None:
    body = f'\ufeff{{"url": "{TEXT_URL}"}}'.encode()
    assert client.post(IMPORT, content=body, headers=JSON).status_code == 202


def test_a_body_may_be_so_long_and_no_longer(client: TestClient) -> None:
    body = f'{{"url": "{TEXT_URL}"}}'.encode()
    assert client.post(IMPORT, content=body.ljust(MOST_BYTES), headers=JSON).status_code == 202
    check(client.post(IMPORT, content=body.ljust(MOST_BYTES + 1), headers=JSON), 413, "content-too-large")


def test_of_many_misfits_the_first_are_named_and_none_at_length(client: TestClient) -> None:
    metadata = {f"{'k' * 90}{number}": 1 for number in range(200)}
    problem = check(client.post(IMPORT, json={"url": TEXT_URL, "metadata": metadata}), 422, "invalid-request")
    assert len(problem.errors or []) == 20
    assert len(problem.detail) < 10_000


def described(number: int) -> Content:
    about = make_content().metadata.model_copy(update={"extra": {"notes": "é" * 30_000}})
    return make_content(OWNER, [f"Text {number}."], metadata=about)


def test_long_items_come_on_shorter_pages_and_all_of_them(app: MemoryApplication, client: TestClient) -> None:
    for number in range(150):
        content = described(number)
        app.library.catalog.commit_import(content, [])
    seen: list[str] = []
    token = None
    while True:
        answer = client.get("/api/content", params={"limit": 200} | ({"next_token": token} if token else {}))
        assert len(answer.content) < 5_000_000
        page = answer.json()
        seen += [item["content_id"] for item in page["items"]]
        token = page["next_token"]
        if token is None:
            break
    assert len(seen) == len(set(seen)) == 150


def test_an_item_that_is_longer_than_a_page_comes_alone() -> None:
    long = make_content(url="x" * 5_000_000)
    pages = fitting_page([long, long], lambda each: each.content_id, None)
    assert pages == ([long], long.content_id)
