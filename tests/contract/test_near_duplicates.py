"""Near-duplicates in the CatalogPort: the fake and Postgres under one test."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.contract.records import OWNER, PAST, make_content, make_paragraphs
from williams.adapters.postgres.catalog import PostgresCatalog
from williams.adapters.postgres.engine import transaction
from williams.adapters.postgres.prepared import run_on
from williams.domain.content import Content
from williams.domain.near_duplicates import near_duplicate_notices
from williams.domain.notices import Notice
from williams.domain.versions import source_key
from williams.ports.catalog import CatalogPort

KEY = source_key("https://example.org/page")
# Sixty words, of which one is another each time.
TEXT = " ".join(f"word{number} of the harbour" for number in range(15))
OTHER_TEXT = " ".join(f"thing{number} in a library" for number in range(15))
NOTICE = Notice(code="guessed-encoding", message="Guessed.")


def add(catalog: CatalogPort, text: str = TEXT, **changes: Any) -> Content:
    fields: dict[str, Any] = {"notices": [NOTICE]} | changes
    content = make_content(**fields)
    (paragraph,) = make_paragraphs(content, 1)
    catalog.commit_import(content, [paragraph.model_copy(update={"text": text})])
    return content


def found(catalog: CatalogPort, content: Content) -> list[str]:
    return [each.content_id for each in catalog.near_duplicates(content.owner, content.content_id)]


def codes(catalog: CatalogPort, content: Content) -> list[str]:
    return [notice.code for notice in catalog.content(content.owner, content.content_id).notices]


def test_nearly_the_same_text_is_found_the_most_alike_first(catalog: CatalogPort) -> None:
    same = add(catalog, created_at=PAST - timedelta(days=2))
    changed = add(catalog, f"{TEXT} and {'more ' * 4}", created_at=PAST - timedelta(days=1))
    add(catalog, OTHER_TEXT)
    add(catalog, owner="eve")
    content = add(catalog)
    first, second = catalog.near_duplicates(OWNER, content.content_id)
    assert (first.content_id, second.content_id) == (same.content_id, changed.content_id)
    assert (first.title, first.url, first.content_type) == (same.metadata.title, same.url, same.content_type)
    assert (first.created_at, first.resemblance) == (same.created_at, 1.0)
    assert 0.6 <= second.resemblance < 1
    assert found(catalog, same) == [content.content_id, changed.content_id]


def test_it_is_neither_itself_nor_of_the_same_source_nor_what_is_superseded(catalog: CatalogPort) -> None:
    old = add(catalog, source_key=KEY, sha256="1" * 64)
    catalog.commit_import(old, [])
    new = add(catalog, source_key=KEY, sha256="2" * 64)
    add(catalog, source_key=KEY, plugin_id="import.web")
    for content in (old, new):
        assert found(catalog, content) == []
    elsewhere = add(catalog, sha256="3" * 64)
    assert old.content_id not in found(catalog, elsewhere)
    assert new.content_id in found(catalog, elsewhere)


@pytest.mark.parametrize("text", ["Too short to tell.", "日本語の短い文。"])
def test_of_a_short_text_nothing_is_told(catalog: CatalogPort, text: str) -> None:
    add(catalog, text)
    assert found(catalog, add(catalog, text)) == []
    assert catalog.near_duplicates(OWNER, "doc_none") == []


def test_a_new_version_has_a_sketch_of_its_own_text(catalog: CatalogPort) -> None:
    first, other = add(catalog), add(catalog)
    second = first.model_copy(update={"version": 2})
    (paragraph,) = make_paragraphs(second, 1)
    catalog.commit_import(second, [paragraph.model_copy(update={"text": OTHER_TEXT})])
    catalog.commit_import(first, make_paragraphs(first, 1))
    assert found(catalog, other) == found(catalog, first) == []
    assert found(catalog, add(catalog, OTHER_TEXT)) == [first.content_id]


def test_notices_that_are_added_stand_first_and_once(catalog: CatalogPort) -> None:
    content = add(catalog)
    said = [Notice(code="near-duplicate", message="“It”."), NOTICE]
    for _ in range(2):
        catalog.add_notices(OWNER, content.content_id, said)
    catalog.add_notices("eve", content.content_id, [Notice(code="stolen", message="No.")])
    catalog.add_notices(OWNER, "doc_none", said)
    assert catalog.content(OWNER, content.content_id).notices == said


@pytest.mark.parametrize("hard", [False, True])
def test_what_is_deleted_is_found_no_more_and_no_notice_names_it(catalog: CatalogPort, hard: bool) -> None:
    gone, kept = add(catalog), add(catalog)
    content = add(catalog)
    others = catalog.near_duplicates(OWNER, content.content_id)
    catalog.add_notices(OWNER, content.content_id, near_duplicate_notices(others))
    assert codes(catalog, content) == ["near-duplicate", "near-duplicate", NOTICE.code]
    for _ in range(2):
        catalog.hide(OWNER, gone.content_id)
    if hard:
        catalog.erase(OWNER, gone.content_id)
    assert found(catalog, content) == [kept.content_id]
    assert codes(catalog, content) == ["near-duplicate", NOTICE.code]
    assert kept.content_id in catalog.content(OWNER, content.content_id).notices[0].message
    assert catalog.near_duplicates(OWNER, gone.content_id) == []


def test_hiding_leaves_alone_what_does_not_name_it(engine: Engine) -> None:
    """Else two that are hidden at a time could wait for each other."""
    catalog = PostgresCatalog(engine)
    named, hidden, content = add(catalog), add(catalog), add(catalog)
    alike = catalog.near_duplicates(OWNER, content.content_id)
    told = [each for each in alike if each.content_id == named.content_id]
    catalog.add_notices(OWNER, content.content_id, near_duplicate_notices(told))
    with transaction(engine) as other:
        run_on(other, "SELECT content_id FROM content WHERE content_id = :id FOR UPDATE", id=content.content_id)
        catalog.hide(OWNER, hidden.content_id)
    assert found(catalog, content) == [named.content_id]
