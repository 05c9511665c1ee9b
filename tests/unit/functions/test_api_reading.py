"""What a source says, through the API: its paragraphs page by page, and its text as JSON or as it is."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from functions.api.fitting import MOST_BYTES
from tests.unit.functions.conftest import TEXT_URL, client_of
from tests.unit.functions.test_api_deletion import finished
from tests.unit.functions.test_api_problems import check
from tests.unit.pipeline.conftest import TEXTS
from williams.domain.bucket import EXTRACTED
from williams.domain.content import Paragraph, ParagraphKind
from williams.domain.doubts import Doubt
from williams.domain.figures import Figure
from williams.domain.places import Place
from williams_testing.application import MemoryApplication, memory_application
from williams_testing.factories import make_content, make_paragraphs
from williams_testing.library import OWNER

SECTIONS = ("Shelves", "Ships")


def stored(app: MemoryApplication, texts: list[str], text: str | None = None, doubt: Doubt | None = None) -> str:
    """Add a source of these paragraphs, two on a page, its second half under a heading of its own; return its id.

    The last paragraph is in doubt, if there is one.
    """
    content = make_content(OWNER, texts)
    if text is not None:
        key = f"documents/{content.content_id}/{EXTRACTED}"
        file = app.library.objects.write(key, text.encode(), "text/plain; charset=utf-8")
        content = content.model_copy(update={"files": content.files | {EXTRACTED: file}})
    half = len(texts) / 2
    paragraphs = [_under(SECTIONS[each.ordinal >= half], each) for each in make_paragraphs(content.content_id, texts)]
    paragraphs[-1] = paragraphs[-1].model_copy(update={"doubt": doubt})
    app.library.catalog.commit_import(content, paragraphs)
    return content.content_id


def _under(section: str, paragraph: Paragraph) -> Paragraph:
    return paragraph.model_copy(update={"place": Place(**dict(paragraph.place) | {"section": section})})


def pages(client: TestClient, content_id: str, **params: Any) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = []
    token = None
    while not found or token:
        asked = params | ({"next_token": token} if token else {})
        answer = client.get(f"/api/content/{content_id}/paragraphs", params=asked)
        assert answer.status_code == 200, answer.text
        assert len(answer.content) < MOST_BYTES * 1.01
        found.append(answer.json()["items"])
        token = answer.json()["next_token"]
    return found


async def test_what_was_imported_can_be_read_again(app: MemoryApplication, client: TestClient) -> None:
    content_id = (await finished(app, client, "/api/content/import", {"url": TEXT_URL}))["content_id"]
    ((first, *others),) = pages(client, content_id)
    text = client.get(f"/api/content/{content_id}/text").json()["text"]
    assert [each["text"] for each in (first, *others)] == [*TEXTS]
    assert [text[each["start"] : each["end"]] for each in (first, *others)] == [*TEXTS]
    assert (first["paragraph_id"], first["ordinal"], first["where"]) == (f"{content_id}.v1.p0", 0, "¶ 1")
    assert {"place", "page", "section", "kind", "language"} <= first.keys()


def test_paragraphs_come_in_pages_of_any_length(app: MemoryApplication, client: TestClient) -> None:
    texts = [f"Paragraph {number}." for number in range(7)]
    content_id = stored(app, texts)
    for limit, lengths in ((1, [1] * 7), (3, [3, 3, 1]), (7, [7]), (200, [7])):
        found = pages(client, content_id, limit=limit)
        assert [len(page) for page in found] == lengths
        assert [each["text"] for page in found for each in page] == texts
    assert {each["language"] for each in found[0]} == {"en"}


def test_a_paragraph_says_how_surely_it_was_read(app: MemoryApplication, client: TestClient) -> None:
    ((sure, doubtful),) = pages(client, stored(app, ["a", "b"], doubt=Doubt(code="characters-guessed", confidence=0.8)))
    assert (sure["doubt"], doubtful["doubt"]) == (None, {"code": "characters-guessed", "confidence": 0.8})


def test_a_figure_leads_to_its_picture(app: MemoryApplication, client: TestClient) -> None:
    content = make_content(OWNER, ["The old ferry"])
    file = app.library.objects.write(f"documents/{content.content_id}/figure-1.png", b"picture", "image/png")
    figure = Figure(file="figure-1.png", media_type="image/png", width=120, height=90, sha256=file.sha256, alt="A boat")
    shown = make_paragraphs(content.content_id, ["The old ferry"])[0].model_copy(
        update={"kind": ParagraphKind.FIGURE, "figure": figure}
    )
    content = content.model_copy(update={"files": content.files | {figure.file: file}})
    app.library.catalog.commit_import(content, [shown])
    ((answer,),) = pages(client, content.content_id)
    link = answer["figure"].pop("download_url")
    assert answer["kind"] == "figure"
    assert answer["figure"] == {**figure.model_dump(), "size": 7}
    assert file.key in link
    client.delete(f"/api/content/{content.content_id}", params={"hard_delete": True})
    assert not list(app.library.objects.keys(f"documents/{content.content_id}/"))


def test_paragraphs_of_a_page_or_a_section(app: MemoryApplication, client: TestClient) -> None:
    content_id = stored(app, [str(number) for number in range(8)])
    for params, texts in (
        ({"page": 2}, "23"),
        ({"section": "Ships"}, "4567"),
        ({"section": "Ships", "limit": 3}, "4567"),
        ({"section": "Ships", "page": 3}, "45"),
        ({"section": "Ships", "page": 1}, ""),
        ({"page": 9}, ""),
        ({"section": "ships"}, ""),
    ):
        assert "".join(each["text"] for page in pages(client, content_id, **params) for each in page) == texts


def test_long_paragraphs_come_on_shorter_pages(app: MemoryApplication, client: TestClient) -> None:
    """Quotes are two bytes more on their way out than they are in JSON."""
    texts = [f"{number}{'“é' * 100_000}{chr(34) * 300_000}" for number in range(9)]
    found = pages(client, stored(app, texts), limit=200)
    assert [each["text"] for page in found for each in page] == texts
    assert max(len(page) for page in found) == 2


@pytest.mark.parametrize(
    "params",
    [
        {"next_token": "doc_1.v1.p0"},
        {"next_token": "{id}.v2.p0"},
        {"next_token": "{id}.v1.p3"},
        {"next_token": "{id}.v1.p99999999"},
        {"next_token": "{id}.v1.p-1"},
        {"next_token": "{id}.v1.p"},
        {"next_token": "{id}"},
        {"next_token": "' OR 1"},
        {"page": 0},
        {"page": 2**31},
        {"page": "xii"},
        {"section": ""},
        {"section": " "},
        {"section": "a\0b"},
        {"section": "x" * 501},
        {"limit": 0},
        {"limit": 201},
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused(app: MemoryApplication, client: TestClient, params: dict[str, Any]) -> None:
    content_id = stored(app, ["a", "b", "c"])
    asked = {
        name: value.replace("{id}", content_id) if name == "next_token" else value for name, value in params.items()
    }
    problem = check(client.get(f"/api/content/{content_id}/paragraphs", params=asked), 422, "invalid-request")
    assert (problem.errors or [])[0]["field"] == f"query.{next(iter(params))}"


TEXT = 'He said:\n"Größe" 𝔸\t\\\n\n' + "End."


@pytest.mark.parametrize(
    ("accept", "plain"),
    [
        (None, False),
        ("application/json", False),
        ("*/*", False),
        ("text/html,application/xhtml+xml,*/*;q=0.8", False),
        ("image/png", False),
        ("text/plain", True),
        ("TEXT/Plain; charset=utf-8", True),
        ("text/*", True),
        ("text/plain;q=0.9, application/json;q=0.8", True),
        ("text/plain;q=0.5, application/json", False),
        ("text/plain;q=often, */*;q=0.1", False),
    ],
)
def test_the_whole_text_as_json_or_as_it_is(
    app: MemoryApplication, client: TestClient, accept: str | None, plain: bool
) -> None:
    content_id = stored(app, ["a"], TEXT)
    answer = client.get(f"/api/content/{content_id}/text", headers={"Accept": accept} if accept else {})
    assert (answer.status_code, answer.headers["vary"].split(", ")[0]) == (200, "Accept")
    if plain:
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.content.decode() == TEXT
    else:
        assert answer.headers["content-type"] == "application/json"
        said = answer.json()
        assert said.pop("download_url").startswith("memory://")
        assert len(said.pop("sha256")) == 64
        assert said == {
            "content_id": content_id,
            "text": TEXT,
            "media_type": "text/plain; charset=utf-8",
            "size": len(TEXT.encode()),
        }


@pytest.mark.parametrize(
    ("text", "as_json", "as_text"),
    [
        ("é" * (MOST_BYTES // 2 - 2000), True, True),
        ("é" * (MOST_BYTES // 2 - 1), False, True),
        ("é" * (MOST_BYTES // 2 + 1), False, False),
        # As JSON a quote is two bytes, and four on its way out.
        ('"' * (MOST_BYTES // 4), False, True),
        ('"' * (MOST_BYTES // 2), False, False),
        ("\n" * (MOST_BYTES // 4), True, True),
    ],
    ids=["fits", "nearly", "long", "quotes", "many quotes", "lines"],
)
def test_a_text_that_is_too_long_for_an_answer_is_led_to(text: str, as_json: bool, as_text: bool) -> None:
    app = memory_application()
    client = client_of(app, app.token)
    path = f"/api/content/{stored(app, ['a'], text)}/text"
    said = client.get(path).json()
    assert (said["text"] == text) is as_json
    assert (said["text"] is None) is not as_json
    plain = client.get(path, headers={"Accept": "text/plain"}, follow_redirects=False)
    if as_text:
        assert plain.text == text
    else:
        assert (plain.status_code, plain.headers["location"]) == (307, said["download_url"])


def test_a_source_without_a_text_says_so(app: MemoryApplication, client: TestClient) -> None:
    check(client.get(f"/api/content/{stored(app, ['a'])}/text"), 404, "not-found")
