"""What a caller says is checked at the door: each misfit is refused with its field, and nothing comes of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.problems import problem
from tests.e2e.tenant import Tenant

IMPORT, EXPORT, REGENERATION = "/api/content/import", "/api/content/export", "/api/plugins/export"
UPLOAD, SHARE, SEARCH = "/api/uploads", "/api/artifacts/art_0/shares", "/api/search"
PDF = "upload://up_0/source.pdf"
DIGITS = "9" * 5000
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def attacker(make_tenant: Callable[[str], Tenant]) -> Tenant:
    return make_tenant("attacker")


@pytest.fixture(scope="module", autouse=True)
def nothing_came_of_it(cloud: Cloud, attacker: Tenant) -> Iterator[None]:
    yield
    assert cloud.left_behind(attacker.owner) == {}
    assert cloud.jobs.jobs(attacker.owner, 10).items == []
    assert cloud.keys(f"uploads/{attacker.owner}/") == []


def refused(attacker: Tenant, path: str, body: str | bytes, field: str) -> None:
    answer = attacker.http.post(path, content=body, headers=JSON)
    told = problem(answer, 422, "invalid-request", says=field)
    assert field in {error["field"] for error in told["errors"]}, told["errors"]


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


METADATA: list[tuple[str, str, str]] = [
    ("title", '""', "title"),
    ("title", '" \\t\\n"', "title"),
    ("title", "7", "title"),
    ("title", f'"{"x" * 501}"', "title"),
    ("title", '"a\\u0000b"', "title"),
    ("title", '"\\ud800"', "title"),
    ("title", '"\\u001b[2J"', "title"),
    ("title", '"\\u202egnp.exe"', "title"),
    ("authors", '"Ada Smith"', "authors"),
    ("authors", '[""]', "authors.0"),
    ("authors", '["Ada", 5]', "authors.1"),
    ("authors", f'["{"x" * 201}"]', "authors.0"),
    ("authors", json.dumps(["Ada"] * 1001), "authors"),
    ("authors", '["Ada\\u0000"]', "authors.0"),
    ("published_date", '"2024-13-45"', "published_date"),
    ("published_date", '"0000-01-01"', "published_date"),
    ("published_date", '"0001-01-01T00:00:00+23:59"', "published_date"),
    ("published_date", '"9999-12-31T23:59:59-23:59"', "published_date"),
    ("published_date", '"9999-12-31"', "published_date"),
    ("published_date", '"2024"', "published_date"),
    ("published_date", "1700000000", "published_date"),
    ("published_date", DIGITS, "published_date"),
    ("published_date", '"yesterday"', "published_date"),
    ("modified_date", '"2023-02-29"', "modified_date"),
    ("modified_date", "true", "modified_date"),
    ("license", '"All rights reserved"', "license"),
    ("license", '"CC-BY-9.9"', "license"),
    ("license", '"MIT OR"', "license"),
    ("license", '"((((("', "license"),
    ("license", f'"{"(" * 300}"', "license"),
    ("language", '"english"', "language"),
    ("language", '"en_US"', "language"),
    ("language", '"e"', "language"),
    ("language", '"en-"', "language"),
    ("language", f'"en-{"x-" * 40}a"', "language"),
    ("language", '"\\u0435n"', "language"),
    ("page_count", "0", "page_count"),
    ("page_count", "-1", "page_count"),
    ("page_count", "true", "page_count"),
    ("page_count", '"5"', "page_count"),
    ("page_count", "1.5", "page_count"),
    ("page_count", str(2**31), "page_count"),
    ("page_count", str(2**63), "page_count"),
    ("page_count", DIGITS, "page_count"),
    ("page_count", "NaN", "page_count"),
    ("extra", "[]", "extra"),
    ("extra", '{"a": NaN}', "extra.a"),
    ("extra", '{"a": -Infinity}', "extra.a"),
    ("extra", '{"a": 1e999}', "extra.a"),
    ("extra", f'{{"a": [{DIGITS}]}}', "extra.a.0"),
    ("extra", '{"a": {"b": "\\u0000"}}', "extra.a.b"),
    ("extra", '{"a": "\\udfff"}', "extra.a"),
    ("extra", '{"\\ud800": 1}', "extra"),
    ("extra", '{"\\u0000": 1}', "extra"),
    ("extra", f'{{"{"k" * 101}": 1}}', "extra"),
    ("extra", json.dumps({str(number): 1 for number in range(201)}), "extra"),
    ("extra", f'{{"a": {nested(8)}}}', f"extra.a{'.0' * 7}"),
    ("extra", f'{{"a": {nested(900)}}}', f"extra.a{'.0' * 7}"),
    ("extra", json.dumps({"a": "x" * 70_000}), "extra"),
    ("extra", '{"a": 1, "a": 2}', "extra.a"),
    ("titel", '"A typo"', "titel"),
]


@pytest.mark.parametrize(("name", "value", "field"), METADATA, ids=lambda value: str(value)[:30])
def test_metadata_of_an_import(attacker: Tenant, name: str, value: str, field: str) -> None:
    refused(attacker, IMPORT, f'{{"url": "{PDF}", "metadata": {{"{name}": {value}}}}}', f"body.metadata.{field}")


EXPORTED = {"source_ids": ["doc_0"], "format": "podcast"}
BODIES: list[tuple[str, dict[str, Any], str]] = [
    (IMPORT, {"url": "x" * 4097}, "url"),
    (IMPORT, {"url": "https://example.org/\0"}, "url"),
    (IMPORT, {"url": "https://example.org/\u202efdp"}, "url"),
    (IMPORT, {"url": "upload://up_0/\x1b.pdf"}, "url"),
    (IMPORT, {"url": PDF, "type": "x" * 101}, "type"),
    (IMPORT, {"url": PDF, "type": "\0"}, "type"),
    (IMPORT, {"url": PDF, "priority": True}, "priority"),
    (IMPORT, {"url": PDF, "priority": 5.5}, "priority"),
    (IMPORT, {"url": PDF, "priority": 2**63}, "priority"),
    (IMPORT, {"url": PDF, "metadata": []}, "metadata"),
    (IMPORT, {"url": PDF, "metadata": None}, "metadata"),
    (EXPORT, {**EXPORTED, "source_ids": "doc_0"}, "source_ids"),
    (EXPORT, {**EXPORTED, "source_ids": ["doc_0"] * 101}, "source_ids"),
    (EXPORT, {**EXPORTED, "source_ids": ["../doc_0"]}, "source_ids.0"),
    (EXPORT, {**EXPORTED, "source_ids": ["x" * 51]}, "source_ids.0"),
    (EXPORT, {**EXPORTED, "source_ids": ["doc_0", "\0"]}, "source_ids.1"),
    (EXPORT, {**EXPORTED, "source_ids": [None]}, "source_ids.0"),
    (EXPORT, {**EXPORTED, "format": ""}, "format"),
    (EXPORT, {**EXPORTED, "format": "x" * 101}, "format"),
    (EXPORT, {**EXPORTED, "parameters": {"voice": "x" * 101}}, "parameters.voice"),
    (EXPORT, {**EXPORTED, "parameters": {"voice": "a\0"}}, "parameters.voice"),
    (EXPORT, {**EXPORTED, "parameters": {"title": "\ud800"}}, "parameters.title"),
    (EXPORT, {**EXPORTED, "parameters": {"title": "x" * 201}}, "parameters.title"),
    (EXPORT, {**EXPORTED, "parameters": {"language": "german"}}, "parameters.language"),
    (EXPORT, {**EXPORTED, "parameters": {"minutes": True}}, "parameters.minutes"),
    (EXPORT, {**EXPORTED, "parameters": {"minutes": 2**70}}, "parameters.minutes"),
    (EXPORT, {**EXPORTED, "parameters": {"minutes": float("inf")}}, "parameters.minutes"),
    (EXPORT, {**EXPORTED, "parameters": {"x" * 101: 1}}, "parameters"),
    (EXPORT, {**EXPORTED, "parameters": {"a": "x" * 17_000}}, "parameters"),
    (EXPORT, {**EXPORTED, "parameters": "loud"}, "parameters"),
    (REGENERATION, {**EXPORTED, "provenance": {"version_of": "\0"}}, "provenance.version_of"),
    (REGENERATION, {**EXPORTED, "provenance": {"version_of": "x" * 51}}, "provenance.version_of"),
    (REGENERATION, {**EXPORTED, "provenance": {"version_of": "art_0", "reason": "x" * 1001}}, "provenance.reason"),
    (REGENERATION, {**EXPORTED, "provenance": {"version_of": "art_0", "reason": "\x07"}}, "provenance.reason"),
    (UPLOAD, {"filename": "x" * 10_000}, "filename"),
    (UPLOAD, {"filename": "a\0.pdf"}, "filename"),
    (UPLOAD, {"filename": "a\x7f.pdf"}, "filename"),
    (UPLOAD, {"filename": "\u202efdp.exe"}, "filename"),
    (UPLOAD, {"filename": "\udc80.pdf"}, "filename"),
    (UPLOAD, {"filename": "  "}, "filename"),
    (UPLOAD, {"filename": "a.pdf", "size": True}, "size"),
    (UPLOAD, {"filename": "a.pdf", "size": "5"}, "size"),
    (UPLOAD, {"filename": "a.pdf", "size": 10**30}, "size"),
    (SHARE, {"channel": ""}, "channel"),
    (SHARE, {"channel": "x" * 101}, "channel"),
    (SHARE, {"channel": "a\0"}, "channel"),
    (SHARE, {"channel": "\ud800"}, "channel"),
    (SHARE, {"channel": ["mail"]}, "channel"),
]


@pytest.mark.parametrize(("path", "body", "field"), BODIES, ids=lambda value: str(value)[:40])
def test_a_field_that_does_not_fit(attacker: Tenant, path: str, body: dict[str, Any], field: str) -> None:
    refused(attacker, path, json.dumps(body), f"body.{field}")


@pytest.mark.parametrize("path", [IMPORT, EXPORT, UPLOAD, SHARE])
@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (b"7", "body"),
        (b'"url"', "body"),
        (b'{"a"', "body"),
        (b"\xff\xfe{\x00}\x00", "body"),
        (b"[" * 100_000, "body"),
        (b'{"a":' * 200 + b"1" + b"}" * 200, "body" + ".a" * 10),
        (b'{"url": "a", "url": "b"}', "body.url"),
        (f'{{"url": {DIGITS}}}'.encode(), "body.url"),
        (json.dumps({str(number): 1 for number in range(201)}).encode(), "body"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_body_that_is_no_object_of_ours(attacker: Tenant, path: str, raw: bytes, field: str) -> None:
    refused(attacker, path, raw, field)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "?"])
def test_a_body_of_another_type(attacker: Tenant, kind: str) -> None:
    answer = attacker.http.post(IMPORT, content=f'{{"url": "{PDF}"}}', headers={"Content-Type": kind})
    problem(answer, 422, "invalid-request", says="body")


@pytest.mark.parametrize("path", [IMPORT, EXPORT, UPLOAD, SHARE])
def test_a_body_that_is_too_long(attacker: Tenant, path: str) -> None:
    answer = attacker.http.post(path, content=json.dumps({"url": "x" * 3_000_000}), headers=JSON)
    problem(answer, 413, "content-too-large", says="at most 1048576")


@pytest.mark.parametrize("key", ["", "x" * 256, "é"])
def test_an_idempotency_key(attacker: Tenant, key: str) -> None:
    headers = {"Idempotency-Key": key.encode("latin-1")}
    answer = attacker.http.post(IMPORT, json={"url": PDF}, headers=headers)  # type: ignore[arg-type]
    problem(answer, 422, "invalid-request", says="header.idempotency-key")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("q=", "q"),
        ("q=%20", "q"),
        ("q=%3F%21", "q"),
        ("q=a%00b", "q"),
        ("q=" + "x" * 1001, "q"),
        ("q=a&limit=0", "limit"),
        ("q=a&limit=101", "limit"),
        ("q=a&limit=1e2", "limit"),
        ("q=a&limit=" + DIGITS[:4500], "limit"),
        ("q=a&mode=all", "mode"),
        ("q=a&content_id=%00", "content_id.0"),
        ("q=a&content_id=doc_0&content_id=" + "x" * 51, "content_id.1"),
        ("q=a&content_type=hologram", "content_type.0"),
        ("q=a&language=%00", "language.0"),
        ("q=a&language=" + "x" * 101, "language.0"),
        ("q=a&license=%00", "license.0"),
        ("q=a&author=", "author"),
        ("q=a&author=a%00", "author"),
        ("q=a&author=" + "x" * 201, "author"),
        ("q=a&published_from=2024-13-45", "published_from"),
        ("q=a&published_from=1700000000", "published_from"),
        ("q=a&published_from=0000-01-01", "published_from"),
        ("q=a&published_to=2024-01-01T00:00:00Z", "published_to"),
        ("q=a&published_to=9999-12-31", "published_to"),
        ("q=a&tier=best", "tier.0"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_search(attacker: Tenant, query: str, field: str) -> None:
    told = problem(attacker.http.get(f"{SEARCH}?{query}"), 422, "invalid-request")
    assert [error["field"] for error in told["errors"]] == [f"query.{field}"]
