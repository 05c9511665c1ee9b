"""Versions of a source in the CatalogPort: the fake and Postgres under one test."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.contract.records import OWNER, make_content, make_paragraphs
from williams.domain.collections import CollectionRef
from williams.domain.content import Content
from williams.domain.search import ContentFilter
from williams.domain.versions import VersionLinks, source_key
from williams.ports.catalog import CatalogPort
from williams.ports.collections import CollectionStorePort

KEY = source_key("https://example.org/page")


def add(catalog: CatalogPort, number: int, once: bool = False, **changes: Any) -> Content:
    """Commit what the address led to at the time of that number."""
    fields: dict[str, Any] = {"source_key": KEY, "sha256": f"{number:064x}"} | changes
    content = make_content(**fields)
    catalog.commit_import(content, make_paragraphs(content), once=once)
    return content


def listed(catalog: CatalogPort, **wanted: Any) -> list[str]:
    fitting = ContentFilter(**wanted)
    ids = sorted(catalog.filtered(OWNER, fitting))
    assert sorted(each.content_id for each in catalog.contents(OWNER, 50, wanted=fitting).items) == ids
    return ids


def version(catalog: CatalogPort, content: Content) -> int:
    return catalog.content(OWNER, content.content_id).source_version


def links(catalog: CatalogPort, *contents: Content) -> list[VersionLinks | None]:
    found = catalog.versions(OWNER, [each.content_id for each in contents])
    return [found.get(each.content_id) for each in contents]


def test_other_bytes_are_the_next_version_and_the_newest_is_shown(catalog: CatalogPort) -> None:
    first, second, third = (add(catalog, number) for number in (1, 2, 3))
    assert [version(catalog, each) for each in (first, second, third)] == [1, 2, 3]
    newest = third.content_id
    assert links(catalog, first, second, third) == [
        VersionLinks(None, newest),
        VersionLinks(first.content_id, newest),
        VersionLinks(second.content_id, None),
    ]
    assert listed(catalog) == [newest]
    assert listed(catalog, all_versions=True) == sorted(each.content_id for each in (first, second, third))
    assert listed(catalog, content_ids=(first.content_id,)) == [first.content_id]
    assert len(catalog.paragraphs(OWNER, first.content_id)) == 2


def test_paragraphs_of_older_versions_are_left_out_where_the_newest_are_asked_for(catalog: CatalogPort) -> None:
    contents = [add(catalog, number) for number in (1, 2)]
    ids = [make_paragraphs(each)[0].paragraph_id for each in contents]
    assert set(catalog.paragraphs_by_id(OWNER, ids)) == set(ids)
    assert set(catalog.paragraphs_by_id(OWNER, ids, newest_only=True)) == {ids[1]}


@pytest.mark.parametrize(
    "changes",
    [
        {"source_key": None},
        {"source_key": source_key("https://example.org/other")},
        {"owner": "eve"},
        {"plugin_id": "import.web"},
        {"sha256": f"{1:064x}"},
    ],
    ids=str,
)
def test_what_is_no_other_version_of_the_source_supersedes_nothing(
    catalog: CatalogPort, changes: dict[str, Any]
) -> None:
    first = add(catalog, 1)
    other = add(catalog, 2, **changes)
    assert catalog.content(other.owner, other.content_id).source_version == 1
    assert links(catalog, first) == [None]
    assert first.content_id in listed(catalog)


def test_what_was_asked_for_in_another_way_goes_with_its_version(catalog: CatalogPort) -> None:
    first, beside = add(catalog, 1), add(catalog, 1)
    assert listed(catalog) == sorted([first.content_id, beside.content_id])
    newest = add(catalog, 2)
    assert listed(catalog) == [newest.content_id]


def test_a_newer_plugin_makes_a_new_version_of_the_same_bytes(catalog: CatalogPort) -> None:
    add(catalog, 1)
    newest = add(catalog, 1, plugin_version="2.0.0")
    assert listed(catalog) == [newest.content_id]


def test_without_the_newest_the_one_before_is_it(catalog: CatalogPort) -> None:
    first, second, third = (add(catalog, number) for number in (1, 2, 3))
    catalog.hide(OWNER, second.content_id)
    assert links(catalog, third) == [VersionLinks(first.content_id, None)]
    catalog.hide(OWNER, third.content_id)
    assert (listed(catalog), links(catalog, first)) == ([first.content_id], [None])


def test_what_comes_back_is_the_newest_again(catalog: CatalogPort) -> None:
    first, second = add(catalog, 1), add(catalog, 2)
    catalog.make_newest("eve", first.content_id)
    assert listed(catalog) == [second.content_id]
    for _ in range(2):
        catalog.make_newest(OWNER, first.content_id)
        assert (listed(catalog), version(catalog, first)) == ([first.content_id], 3)
    assert links(catalog, second) == [VersionLinks(None, first.content_id)]


def test_what_comes_back_in_two_ways_stands_side_by_side_again(catalog: CatalogPort) -> None:
    plain, asked = add(catalog, 1, once=True), add(catalog, 1, once=True, parameters={"ocr": "always"})
    assert version(catalog, plain) == version(catalog, asked) == 1
    add(catalog, 2, once=True)
    for each in (plain, asked, plain):
        catalog.make_newest(OWNER, each.content_id)
    assert listed(catalog) == sorted([plain.content_id, asked.content_id])
    assert version(catalog, plain) == version(catalog, asked) == 3


def test_the_bytes_of_an_older_version_do_not_stand_for_an_import(catalog: CatalogPort) -> None:
    first, _ = add(catalog, 1), add(catalog, 2)
    elsewhere = make_content(source_key=None, sha256=first.sha256)
    assert catalog.commit_import(elsewhere, [], once=True) == elsewhere.content_id


def test_what_was_made_last_of_a_source(catalog: CatalogPort) -> None:
    assert catalog.newest_version(OWNER, KEY) is None
    first, second = add(catalog, 1), add(catalog, 2)
    for newest in (second, first):
        found = catalog.newest_version(OWNER, KEY)
        assert found is not None
        assert found.content_id == newest.content_id
        catalog.hide(OWNER, second.content_id)
    assert catalog.newest_version("eve", KEY) is None


def test_a_repeated_commit_keeps_its_number(catalog: CatalogPort) -> None:
    first, second = add(catalog, 1), add(catalog, 2)
    for each in (first, second):
        catalog.commit_import(each, make_paragraphs(each), once=True)
    assert [version(catalog, each) for each in (first, second)] == [1, 2]


def test_versions_at_one_moment_come_one_after_the_other(catalog: CatalogPort) -> None:
    with ThreadPoolExecutor(4) as pool:
        contents = list(pool.map(lambda number: add(catalog, number), range(4)))
    assert sorted(version(catalog, each) for each in contents) == [1, 2, 3, 4]
    assert len(listed(catalog)) == 1


def test_a_new_version_stands_where_the_one_before_was_filed(
    catalog: CatalogPort, collections: CollectionStorePort
) -> None:
    first = add(catalog, 1)
    made = collections.add(OWNER, "Reading", None)
    catalog.set_tags(OWNER, first.content_id, ["exam"], datetime.now(UTC))
    collections.change_members(OWNER, made.collection_id, [first.content_id], [])
    second = add(catalog, 2)
    assert listed(catalog, tags=("exam",), collection_ids=(made.collection_id,)) == [second.content_id]
    filed = collections.of_contents(OWNER, [second.content_id])
    assert filed == {second.content_id: [CollectionRef(collection_id=made.collection_id, name="Reading")]}
