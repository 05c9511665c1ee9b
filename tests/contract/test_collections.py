"""CollectionStorePort, and what the catalog does with collections and tags: the fakes and Postgres under one test."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from tests.contract.records import OWNER, make_artifact, make_content
from williams.domain.artifacts import ArtifactFilter
from williams.domain.collections import MOST_COLLECTIONS, CollectionRef, TagUse
from williams.domain.content import Content
from williams.domain.errors import Conflict, InvalidRequest, NotFound
from williams.domain.feeds import AboutFeed
from williams.domain.labels import MOST_TAGS
from williams.domain.search import ContentFilter
from williams.ports.catalog import CatalogPort
from williams.ports.collections import CollectionStorePort
from williams.ports.feeds import FeedStorePort


def add(catalog: CatalogPort, owner: str = OWNER, tags: Iterable[str] = ()) -> str:
    content = make_content(owner)
    catalog.commit_import(content.model_copy(update={"tags": list(tags)}), [])
    return content.content_id


def found(catalog: CatalogPort, **wanted: tuple[str, ...] | None) -> set[str]:
    """The ids that a filter finds, by both ways of asking."""
    fitting = ContentFilter.model_validate(wanted)
    ids = set(catalog.filtered(OWNER, fitting))
    assert {each.content_id for each in catalog.contents(OWNER, 50, wanted=fitting).items} == ids
    return ids


def test_a_name_is_its_owners_only_one(collections: CollectionStorePort) -> None:
    made = collections.add(OWNER, "Cafe\u0301 Straße", None)
    assert (made.name, made.description, made.content_count) == ("Cafe\u0301 Straße", None, 0)
    for same in ("Café Straße", "CAFÉ STRASSE".replace("SS", "ß"), "ｃａｆé straße"):
        with pytest.raises(Conflict, match=made.collection_id):
            collections.add(OWNER, same, None)
    assert collections.add("eve", "Café Straße", None).collection_id != made.collection_id
    other = collections.add(OWNER, "目録", "本")
    with pytest.raises(Conflict):
        collections.change(OWNER, other.collection_id, "CAFÉ straße", None)
    changed = collections.change(OWNER, made.collection_id, "café straße", "Of coffee.")
    assert (changed.name, changed.description) == ("café straße", "Of coffee.")
    assert collections.change(OWNER, other.collection_id, None, "Of books.").name == "目録"


def test_they_are_named_by_id_or_name(collections: CollectionStorePort) -> None:
    made, other = collections.add(OWNER, "Läuse", None), collections.add("eve", "Flöhe", None)
    asked = [made.collection_id, "LA\u0308USE", "Flöhe", other.collection_id, "nothing"]
    assert collections.named(OWNER, asked) == dict.fromkeys(asked[:2], made.collection_id)


def test_they_are_listed_newest_first_in_pages_and_are_their_owners(collections: CollectionStorePort) -> None:
    made = [collections.add(OWNER, str(n), None) for n in range(3)]
    collections.add("eve", "eve's", None)
    first = collections.collections(OWNER, 2)
    assert [*first.items, *collections.collections(OWNER, 2, first.next_after).items] == made[::-1]
    for ask in (
        lambda: collections.collection("eve", made[0].collection_id),
        lambda: collections.change("eve", made[0].collection_id, "mine", None),
        lambda: collections.change_members("eve", made[0].collection_id, [], []),
        lambda: collections.remove("eve", made[0].collection_id),
        lambda: collections.remove(OWNER, "col_unknown"),
    ):
        with pytest.raises(NotFound):
            ask()


def test_members_come_and_go_all_or_none(catalog: CatalogPort, collections: CollectionStorePort) -> None:
    one, two, theirs = add(catalog), add(catalog), add(catalog, "eve")
    shelf, other = (collections.add(OWNER, name, None).collection_id for name in ("B", "a"))
    assert collections.change_members(OWNER, shelf, [one, two, one], []).content_count == 2
    assert collections.change_members(OWNER, shelf, [one], []).content_count == 2
    with pytest.raises(NotFound, match=theirs):
        collections.change_members(OWNER, shelf, [theirs, "doc_unknown"], [one])
    collections.change_members(OWNER, other, [one], [])
    assert found(catalog, collection_ids=(shelf,)) == {one, two}
    assert found(catalog, collection_ids=(other, "col_unknown")) == {one}
    assert found(catalog, collection_ids=("col_unknown",)) == set()
    told = [CollectionRef(collection_id=other, name="a"), CollectionRef(collection_id=shelf, name="B")]
    assert collections.of_contents(OWNER, [one, theirs]) == {one: told}
    assert collections.change_members(OWNER, shelf, [one], [one, "doc_unknown"]).content_count == 1


def test_deleting_leaves_no_member_and_no_feed_but_the_contents(
    catalog: CatalogPort, collections: CollectionStorePort, feeds: FeedStorePort
) -> None:
    kept, hidden, erased = add(catalog), add(catalog), add(catalog)
    shelf = collections.add(OWNER, "Shelf", None).collection_id
    about = AboutFeed(title="t", description="d", collection_id=shelf)
    feeds.add(OWNER, "a" * 64, about)
    feeds.add(OWNER, "b" * 64, about.model_copy(update={"collection_id": None}))
    collections.change_members(OWNER, shelf, [kept, hidden, erased], [])
    catalog.hide(OWNER, hidden)
    catalog.erase(OWNER, erased)
    assert collections.collection(OWNER, shelf).content_count == 1
    assert found(catalog, collection_ids=(shelf,)) == {kept}
    collections.remove(OWNER, shelf)
    assert found(catalog) == {kept}
    assert feeds.kept("a" * 64) is None
    assert feeds.kept("b" * 64) is not None


def test_there_are_not_any_number(collections: CollectionStorePort, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("williams.adapters.postgres.collections", "williams_testing.memory.collections"):
        monkeypatch.setattr(f"{module}.MOST_COLLECTIONS", 2)
    for name in "ab":
        collections.add(OWNER, name, None)
    with pytest.raises(Conflict, match="delete one"):
        collections.add(OWNER, "c", None)
    assert MOST_COLLECTIONS > 2


def test_tags_are_set_and_found(catalog: CatalogPort, collections: CollectionStorePort) -> None:
    one, two = add(catalog, tags=["ships"]), add(catalog)
    add(catalog, "eve", ["ships"])
    tagged = catalog.set_tags(OWNER, two, ["ships", "größe"], datetime(2027, 1, 1, tzinfo=UTC))
    assert (tagged.tags, tagged.updated_at.year) == (["ships", "größe"], 2027)
    assert found(catalog, tags=("ships", "x")) == {one, two}
    assert found(catalog, tags=("größe",)) == {two}
    assert found(catalog, tags=("GRÖSSE",)) == set()
    assert collections.tags(OWNER, 9) == [TagUse(tag="ships", content_count=2), TagUse(tag="größe", content_count=1)]
    assert len(collections.tags(OWNER, 1)) == 1
    catalog.hide(OWNER, two)
    assert collections.tags(OWNER, 9) == [TagUse(tag="ships", content_count=1)]
    with pytest.raises(NotFound):
        catalog.set_tags("eve", one, [], datetime.now(UTC))


def test_what_is_imported_again_is_filed_where_it_was_and_is_wanted(
    catalog: CatalogPort, collections: CollectionStorePort
) -> None:
    one, theirs = add(catalog, tags=["b"]), add(catalog, "eve")
    shelf = collections.add(OWNER, "Shelf", None).collection_id
    foreign = collections.add("eve", "Hers", None).collection_id
    for _ in range(2):
        catalog.file_under(OWNER, one, ["c", "b", "a"], [shelf, foreign, "col_gone"])
        catalog.file_under(OWNER, theirs, ["mine"], [shelf])
    assert catalog.content(OWNER, one).tags == ["b", "c", "a"]
    assert found(catalog, collection_ids=(shelf,)) == {one}
    assert collections.collection("eve", foreign).content_count == 0
    assert catalog.content("eve", theirs).tags == []
    with pytest.raises(InvalidRequest, match="more than 50"):
        catalog.file_under(OWNER, one, [str(n) for n in range(MOST_TAGS)], [])


def test_a_new_version_keeps_the_tags(catalog: CatalogPort) -> None:
    first: Content = make_content(OWNER)
    catalog.commit_import(first, [])
    catalog.file_under(OWNER, first.content_id, ["kept"], [])
    catalog.commit_import(first.model_copy(update={"version": 2, "sha256": "b" * 64}), [])
    assert catalog.content(OWNER, first.content_id).tags == ["kept"]


def test_artifacts_are_those_of_a_source(catalog: CatalogPort, collections: CollectionStorePort) -> None:
    one, two, tagged = add(catalog), add(catalog), add(catalog, tags=["ships"])
    shelf = collections.add(OWNER, "Shelf", None).collection_id
    collections.change_members(OWNER, shelf, [one], [])
    artifacts = {}
    for sources in ([one, two], [two], [two, tagged]):
        made = make_artifact(OWNER).model_copy(update={"source_ids": sources})
        catalog.commit_artifact(made)
        artifacts[made.artifact_id] = sources
    names = list(artifacts)
    for wanted, expected in (
        (ArtifactFilter(collection_ids=(shelf,)), {names[0]}),
        (ArtifactFilter(collection_ids=("col_gone",)), set()),
        (ArtifactFilter(tags=("ships",)), {names[2]}),
        (ArtifactFilter(tags=("ships",), collection_ids=(shelf,)), set()),
        (ArtifactFilter(artifact_id=names[1]), {names[1]}),
        (ArtifactFilter(artifact_id=names[1], tags=("ships",)), set()),
    ):
        assert {each.artifact_id for each in catalog.artifacts(OWNER, 9, wanted=wanted).items} == expected, wanted
