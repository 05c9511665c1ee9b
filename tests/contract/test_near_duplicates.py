"""Near-duplicates in the CatalogPort: the fake and Postgres under one test."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.contract.records import OWNER, PAST, make_content, make_paragraphs
from tests.contract.test_jobs_concurrency import wait_until_somebody_waits
from williams.adapters.postgres.catalog import PostgresCatalog
from williams.adapters.postgres.engine import transaction
from williams.adapters.postgres.prepared import run_on
from williams.adapters.postgres.sketches import note_standing
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


def test_near_duplicates_are_noted_first_and_once(catalog: CatalogPort) -> None:
    add(catalog)
    content = add(catalog)
    alike = catalog.near_duplicates(OWNER, content.content_id)
    for _ in range(2):
        catalog.note_near_duplicates(OWNER, content.content_id, alike)
    catalog.note_near_duplicates(OWNER, "doc_none", alike)
    foreign = add(catalog, owner="eve")
    for owner in ("eve", OWNER):
        catalog.note_near_duplicates(owner, foreign.content_id, alike)
    assert catalog.content(OWNER, content.content_id).notices == [*near_duplicate_notices(alike), NOTICE]
    assert codes(catalog, foreign) == [NOTICE.code]


@pytest.mark.parametrize("hard", [False, True])
def test_what_is_deleted_after_it_was_found_is_not_named(catalog: CatalogPort, hard: bool) -> None:
    gone, kept = add(catalog), add(catalog)
    content = add(catalog)
    alike = catalog.near_duplicates(OWNER, content.content_id)
    assert {each.content_id for each in alike} == {gone.content_id, kept.content_id}
    catalog.hide(OWNER, gone.content_id)
    if hard:
        catalog.erase(OWNER, gone.content_id)
    catalog.note_near_duplicates(OWNER, content.content_id, alike)
    (notice, _) = catalog.content(OWNER, content.content_id).notices
    assert kept.content_id in notice.message


def test_what_is_deleted_while_it_is_named_is_named_no_more(engine: Engine) -> None:
    catalog = PostgresCatalog(engine)
    gone, content = add(catalog), add(catalog)
    alike = catalog.near_duplicates(OWNER, content.content_id)
    with ThreadPoolExecutor(1) as pool:
        with transaction(engine) as naming:
            note_standing(naming, OWNER, content.content_id, alike)
            hiding = pool.submit(catalog.hide, OWNER, gone.content_id)
            wait_until_somebody_waits(engine)
        hiding.result(timeout=10)
    assert codes(catalog, content) == [NOTICE.code]


def test_two_that_name_each_other_at_a_time_do_not_wait(engine: Engine) -> None:
    catalog = PostgresCatalog(engine)
    one, other = add(catalog), add(catalog)
    with transaction(engine) as naming:
        note_standing(naming, OWNER, one.content_id, catalog.near_duplicates(OWNER, one.content_id))
        catalog.note_near_duplicates(OWNER, other.content_id, catalog.near_duplicates(OWNER, other.content_id))
    assert codes(catalog, one) == codes(catalog, other) == ["near-duplicate", NOTICE.code]


@pytest.mark.parametrize("hard", [False, True])
def test_what_is_deleted_is_found_no_more_and_no_notice_names_it(catalog: CatalogPort, hard: bool) -> None:
    gone, kept = add(catalog), add(catalog)
    content = add(catalog)
    others = catalog.near_duplicates(OWNER, content.content_id)
    catalog.note_near_duplicates(OWNER, content.content_id, others)
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
    catalog.note_near_duplicates(OWNER, content.content_id, told)
    with transaction(engine) as other:
        run_on(other, "SELECT content_id FROM content WHERE content_id = :id FOR UPDATE", id=content.content_id)
        catalog.hide(OWNER, hidden.content_id)
    assert found(catalog, content) == [named.content_id]
