"""CatalogPort: the fake and Postgres under the same tests."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from tests.contract.records import NOW, OWNER, PAST, make_artifact, make_content, make_paragraphs
from williams.domain.artifacts import ArtifactFilter
from williams.domain.bm25 import TermStatistics
from williams.domain.content import ParagraphFilter
from williams.domain.errors import NotFound, Unstorable
from williams.domain.ids import new_id
from williams.domain.licenses import Use
from williams.domain.notices import NotedContent
from williams.domain.places import Place
from williams.domain.search import ContentFilter
from williams.domain.terms import term_ids
from williams.ports.catalog import ALL_PARAGRAPHS, CatalogPort


def test_content_comes_back_as_it_went_in(catalog: CatalogPort) -> None:
    content = make_content()
    paragraphs = make_paragraphs(content, 40)
    catalog.commit_import(content, paragraphs)
    assert catalog.content(OWNER, content.content_id) == content
    assert catalog.paragraphs(OWNER, content.content_id) == paragraphs


def test_repeating_an_import_changes_nothing(catalog: CatalogPort) -> None:
    content = make_content()
    paragraphs = make_paragraphs(content)
    catalog.commit_import(content, paragraphs)
    later = content.model_copy(update={"updated_at": NOW, "url": "upload://other.pdf"})
    catalog.commit_import(later, [paragraphs[0].model_copy(update={"text": "Other."}), paragraphs[1]])
    assert catalog.content(OWNER, content.content_id) == content
    assert catalog.paragraphs(OWNER, content.content_id) == paragraphs


def test_a_new_version_replaces_the_old_one_whose_paragraphs_stay_citable(catalog: CatalogPort) -> None:
    first = make_content()
    old = make_paragraphs(first, 3)
    catalog.commit_import(first, old)
    second = first.model_copy(update={"version": 2, "sha256": "b" * 64, "created_at": NOW, "updated_at": NOW})
    new = make_paragraphs(second, 1)
    catalog.commit_import(second, new)
    current = catalog.content(OWNER, first.content_id)
    assert (current.version, current.created_at, current.updated_at) == (2, PAST, NOW)
    assert catalog.paragraphs(OWNER, first.content_id) == new
    assert catalog.paragraphs_by_id(OWNER, [old[2].paragraph_id])[old[2].paragraph_id] == (current, old[2])


def test_a_late_commit_of_an_old_version_does_not_take_the_new_one_back(catalog: CatalogPort) -> None:
    first = make_content()
    second = first.model_copy(update={"version": 2})
    catalog.commit_import(second, make_paragraphs(second, 1))
    catalog.commit_import(first, make_paragraphs(first, 3))
    assert catalog.content(OWNER, first.content_id).version == 2
    assert len(catalog.paragraphs(OWNER, first.content_id)) == 1


def test_another_owners_content_is_not_there(catalog: CatalogPort) -> None:
    content = make_content()
    paragraphs = make_paragraphs(content)
    catalog.commit_import(content, paragraphs)
    with pytest.raises(NotFound):
        catalog.content("eve", content.content_id)
    with pytest.raises(NotFound):
        catalog.paragraphs("eve", content.content_id)
    assert catalog.paragraphs_by_id("eve", [paragraphs[0].paragraph_id]) == {}
    assert catalog.contents("eve", 10).items == []
    assert catalog.same_bytes("eve", content.sha256, content.plugin_id, {}) is None


def test_of_the_same_bytes_at_the_same_moment_one_content_is_written(catalog: CatalogPort) -> None:
    contents = [make_content() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        standing = set(
            pool.map(lambda content: catalog.commit_import(content, make_paragraphs(content), once=True), contents)
        )
    assert standing == {content.content_id for content in catalog.contents(OWNER, 10).items}
    (content_id,) = standing
    mine = next(content for content in contents if content.content_id == content_id)
    assert catalog.paragraphs(OWNER, content_id) == make_paragraphs(mine)


def test_at_the_same_moment_one_content_is_written_for_each_way_of_asking(catalog: CatalogPort) -> None:
    ways: list[dict[str, Any]] = [{}, {"ocr": "always"}, {"ocr": "never"}]
    contents = [make_content(parameters=ways[number % 3]) for number in range(9)]
    with ThreadPoolExecutor(9) as pool:
        standing = list(pool.map(lambda content: catalog.commit_import(content, [], once=True), contents))
    assert [len({*standing[number::3]}) for number in range(3)] == [1, 1, 1]
    assert {*standing} == {content.content_id for content in catalog.contents(OWNER, 10).items}
    assert [catalog.content(OWNER, each).parameters for each in standing] == [each.parameters for each in contents]


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "b" * 64},
        {"plugin_id": "import.web"},
        {"plugin_version": "2.0.0"},
        {"owner": "eve"},
        {"parameters": {"ocr": "always"}},
    ],
    ids=str,
)
def test_what_was_made_of_others_is_no_reason_not_to_write(catalog: CatalogPort, change: dict[str, Any]) -> None:
    first, second = make_content(), make_content().model_copy(update=change)
    for content in (first, second):
        assert catalog.commit_import(content, make_paragraphs(content), once=True) == content.content_id
    assert catalog.content(second.owner, second.content_id) == second


def test_what_stands_itself_or_is_hidden_counts_as_no_other(catalog: CatalogPort) -> None:
    first, second, third = (make_content() for _ in range(3))
    catalog.commit_import(first, make_paragraphs(first))
    catalog.commit_import(second, make_paragraphs(second))
    assert catalog.commit_import(first, make_paragraphs(first), once=True) == first.content_id
    for each in (first, second):
        catalog.hide(OWNER, each.content_id)
    assert catalog.commit_import(third, make_paragraphs(third), once=True) == third.content_id


def test_those_with_notices_are_found_among_many(catalog: CatalogPort) -> None:
    noted, sound, hidden, stranger = (make_content(), make_content(notices=[]), make_content(), make_content("eve"))
    for content in (noted, sound, hidden, stranger):
        catalog.commit_import(content, make_paragraphs(content, 1))
    catalog.hide(OWNER, hidden.content_id)
    asked = [each.content_id for each in (noted, sound, hidden, stranger)]
    found = NotedContent(content_id=noted.content_id, title=noted.metadata.title, notices=noted.notices)
    assert catalog.noted(OWNER, [*asked, "doc_none"]) == {noted.content_id: found}
    assert catalog.noted(OWNER, [sound.content_id]) == catalog.noted(OWNER, []) == {}


def test_another_owner_cannot_write_into_content(catalog: CatalogPort) -> None:
    content = make_content()
    catalog.commit_import(content, make_paragraphs(content, 1))
    stolen = content.model_copy(update={"owner": "eve", "version": 2})
    with pytest.raises(NotFound):
        catalog.commit_import(stolen, make_paragraphs(stolen, 2))
    assert catalog.content(OWNER, content.content_id) == content
    assert len(catalog.paragraphs(OWNER, content.content_id)) == 1


def test_contents_are_listed_newest_first_in_pages(catalog: CatalogPort) -> None:
    made = [make_content(created_at=PAST + timedelta(minutes=minute // 2)) for minute in range(5)]
    for content in made:
        catalog.commit_import(content, [])
    newest = [c.content_id for c in sorted(made, key=lambda c: (c.created_at, c.content_id), reverse=True)]
    first = catalog.contents(OWNER, 2)
    second = catalog.contents(OWNER, 2, first.next_after)
    third = catalog.contents(OWNER, 2, second.next_after)
    assert [c.content_id for page in (first, second, third) for c in page.items] == newest
    assert (first.next_after, second.next_after, third.next_after) == (newest[1], newest[3], None)


def test_a_full_last_page_has_no_next(catalog: CatalogPort) -> None:
    content = make_content()
    catalog.commit_import(content, [])
    assert catalog.contents(OWNER, 1).next_after is None
    assert catalog.contents(OWNER, 1, content.content_id).items == []


def test_an_unknown_last_id_gives_an_empty_page(catalog: CatalogPort) -> None:
    catalog.commit_import(make_content(), [])
    assert catalog.contents(OWNER, 5, "doc_unknown").items == []


def test_same_bytes_finds_the_newest_by_the_same_plugin(catalog: CatalogPort) -> None:
    old = make_content()
    new = make_content(created_at=NOW)
    other = make_content(plugin_id="import.web", created_at=NOW + timedelta(days=1))
    for content in (new, old, other):
        catalog.commit_import(content, [])
    found = catalog.same_bytes(OWNER, old.sha256, "import.pdf", {})
    assert found is not None
    assert found.content_id == new.content_id
    assert catalog.same_bytes(OWNER, "c" * 64, "import.pdf", {}) is None


@pytest.mark.parametrize(
    "parameters", [{"ocr": "always"}, {"languages": ["de", "“en”"], "pages": {"to": 3, "from": 1}}]
)
def test_same_bytes_are_those_with_the_same_parameters(catalog: CatalogPort, parameters: dict[str, Any]) -> None:
    plain, asked = make_content(), make_content(parameters=parameters, created_at=NOW)
    for content in (plain, asked):
        catalog.commit_import(content, [])
    assert catalog.same_bytes(OWNER, plain.sha256, plain.plugin_id, {}) == plain
    turned = {name: parameters[name] for name in reversed(parameters)}
    assert catalog.same_bytes(OWNER, plain.sha256, plain.plugin_id, turned) == asked
    assert catalog.same_bytes(OWNER, plain.sha256, plain.plugin_id, {**parameters, "more": None}) is None
    assert catalog.content(OWNER, asked.content_id).parameters == parameters


def test_paragraphs_by_id_leaves_out_what_does_not_exist(catalog: CatalogPort) -> None:
    content = make_content()
    paragraphs = make_paragraphs(content)
    catalog.commit_import(content, paragraphs)
    found = catalog.paragraphs_by_id(OWNER, [paragraphs[1].paragraph_id, "doc_x.v1.p0"])
    assert found == {paragraphs[1].paragraph_id: (content, paragraphs[1])}
    assert catalog.paragraphs_by_id(OWNER, []) == {}


def test_paragraphs_come_page_by_page_where_they_are_wanted(catalog: CatalogPort) -> None:
    content = make_content()
    places = [Place(page=1 + n // 3, section="Abc" if n % 2 else 'Übung "1"', paragraph=n + 1) for n in range(7)]
    placed = [
        p.model_copy(update={"place": place}) for p, place in zip(make_paragraphs(content, 7), places, strict=True)
    ]
    catalog.commit_import(content, placed)

    def page(limit: int, after: int | None = None, **within: Any) -> tuple[list[int], str | None]:
        asked = (OWNER, content.content_id, 1, limit, after, ParagraphFilter(**within))
        found = catalog.paragraph_page(*asked)
        assert found.items == [placed[each.ordinal] for each in found.items]
        return [each.ordinal for each in found.items], found.next_after

    assert page(3) == ([0, 1, 2], placed[2].paragraph_id)
    assert page(3, 2) == ([3, 4, 5], placed[5].paragraph_id)
    assert page(3, 5) == ([6], None)
    assert page(7) == (list(range(7)), None)
    assert page(9, 6) == ([], None)
    assert page(2, page=2) == ([3, 4], placed[4].paragraph_id)
    assert page(2, 4, page=2) == ([5], None)
    assert page(9, section='Übung "1"') == ([0, 2, 4, 6], None)
    assert page(9, page=2, section="Abc") == ([3, 5], None)
    assert page(9, page=4) == page(9, section="abc") == ([], None)


def test_a_page_of_paragraphs_is_of_its_owners_version(catalog: CatalogPort) -> None:
    first, nowhere = make_content(), Place(paragraph=1)
    second = first.model_copy(update={"version": 2})
    for content, number in ((first, 3), (second, 1)):
        each = [p.model_copy(update={"place": nowhere}) for p in make_paragraphs(content, number)[:1]]
        catalog.commit_import(content, [*each, *make_paragraphs(content, number)[1:]])

    def count(owner: str, version: int, within: ParagraphFilter = ALL_PARAGRAPHS) -> int:
        return len(catalog.paragraph_page(owner, first.content_id, version, 9, within=within).items)

    assert [count(OWNER, version) for version in (1, 2, 3)] == [3, 1, 0]
    assert count(OWNER, 2, ParagraphFilter(page=1)) == 0
    assert count("eve", 2) == 0
    catalog.hide(OWNER, first.content_id)
    assert count(OWNER, 2) == 0


def test_hidden_content_is_not_there_but_its_paragraphs_can_be_had(catalog: CatalogPort) -> None:
    content = make_content()
    paragraphs = make_paragraphs(content)
    catalog.commit_import(content, paragraphs)
    assert catalog.hide(OWNER, content.content_id) == catalog.hide(OWNER, content.content_id) == content
    with pytest.raises(NotFound):
        catalog.content(OWNER, content.content_id)
    with pytest.raises(NotFound):
        catalog.paragraphs(OWNER, content.content_id)
    assert catalog.contents(OWNER, 5).items == []
    assert catalog.same_bytes(OWNER, content.sha256, content.plugin_id, {}) is None
    (word,) = term_ids("paragraph", ["en"])
    assert catalog.filtered(OWNER, ContentFilter()) == catalog.languages(OWNER) == []
    assert catalog.term_statistics(OWNER, [word]) == TermStatistics(paragraphs=0, holding={})
    wanted = paragraphs[0].paragraph_id
    assert catalog.paragraphs_by_id(OWNER, [wanted]) == {}
    assert catalog.paragraphs_by_id(OWNER, [wanted], hidden_too=True) == {wanted: (content, paragraphs[0])}
    assert catalog.paragraphs_by_id("eve", [wanted], hidden_too=True) == {}


def test_a_repeated_import_does_not_bring_hidden_content_back(catalog: CatalogPort) -> None:
    content = make_content()
    catalog.commit_import(content, make_paragraphs(content))
    catalog.hide(OWNER, content.content_id)
    catalog.commit_import(content, make_paragraphs(content))
    assert catalog.contents(OWNER, 5).items == []


def test_erased_content_is_gone_for_good(catalog: CatalogPort) -> None:
    content, other = make_content(), make_content()
    for each in (content, other):
        catalog.commit_import(each, make_paragraphs(each))
    wanted = f"{content.content_id}.v1.p0"
    catalog.hide(OWNER, content.content_id)
    catalog.erase("eve", content.content_id)
    assert wanted in catalog.paragraphs_by_id(OWNER, [wanted], hidden_too=True)
    for _ in range(2):
        catalog.erase(OWNER, content.content_id)
    assert catalog.paragraphs_by_id(OWNER, [wanted], hidden_too=True) == {}
    with pytest.raises(NotFound):
        catalog.hide(OWNER, content.content_id)
    assert catalog.contents(OWNER, 5).items == [other]


def test_another_owner_cannot_hide(catalog: CatalogPort) -> None:
    content = make_content()
    catalog.commit_import(content, [])
    with pytest.raises(NotFound):
        catalog.hide("eve", content.content_id)
    assert catalog.content(OWNER, content.content_id) == content


def test_a_failed_commit_leaves_nothing(catalog: CatalogPort) -> None:
    content = make_content()
    paragraph = make_paragraphs(content, 1)[0].model_copy(update={"text": "a\0b"})
    with pytest.raises(Unstorable):
        catalog.commit_import(content, [paragraph])
    with pytest.raises(NotFound):
        catalog.content(OWNER, content.content_id)


def test_a_license_that_is_stated_takes_the_place_of_the_known_one(catalog: CatalogPort) -> None:
    content = make_content()
    catalog.commit_import(content, [])
    stated = catalog.state_license(OWNER, content.content_id, "CC0-1.0", NOW)
    assert stated == catalog.content(OWNER, content.content_id)
    statement = {"at": NOW.isoformat(), "instead_of": content.metadata.license}
    assert (stated.metadata.license, stated.updated_at) == ("CC0-1.0", NOW)
    assert stated.metadata.extra == {**content.metadata.extra, "license_statement": statement}
    assert catalog.state_license(OWNER, content.content_id, None, NOW).metadata.license is None
    for owner, content_id in (("eve", content.content_id), (OWNER, "doc_nowhere")):
        with pytest.raises(NotFound):
            catalog.state_license(owner, content_id, "MIT", NOW)


def test_artifacts_come_back_as_they_went_in_and_belong_to_their_owner(catalog: CatalogPort) -> None:
    artifact = make_artifact()
    silent = make_artifact(duration=None, created_at=NOW)
    for each in (artifact, silent):
        catalog.commit_artifact(each)
    catalog.commit_artifact(artifact.model_copy(update={"title": "Another"}))
    assert catalog.artifact(OWNER, artifact.artifact_id) == artifact
    assert catalog.artifact(OWNER, silent.artifact_id) == silent
    page = catalog.artifacts(OWNER, 1)
    assert page.items == [silent]
    assert catalog.artifacts(OWNER, 1, page.next_after).items == [artifact]
    assert catalog.artifacts("eve", 5).items == []
    with pytest.raises(NotFound):
        catalog.artifact("eve", artifact.artifact_id)
    with pytest.raises(NotFound):
        catalog.artifact(OWNER, "art_unknown")


LONG_AGO = NOW - timedelta(days=30)


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({}, "ab"),
        ({"artifact_type": "ebook"}, "b"),
        ({"format": "mp3"}, "a"),
        ({"source_id": "doc_2"}, "ab"),
        ({"source_id": "doc_3"}, "b"),
        ({"created_from": LONG_AGO.date()}, "ab"),
        ({"created_from": NOW.date()}, "b"),
        ({"created_to": LONG_AGO.date()}, "a"),
        ({"license": "CC-BY-4.0"}, "a"),
        ({"use": Use.PUBLIC}, "a"),
        ({"use": Use.PRIVATE}, ""),
        ({"title": "EPISODE"}, "a"),
        ({"title": "e\u0301tude 100%"}, "b"),
        ({"artifact_type": "ebook", "format": "mp3"}, ""),
    ],
)
def test_artifacts_are_those_that_fit(catalog: CatalogPort, wanted: dict[str, Any], fits: str) -> None:
    owner = new_id("own")
    book = {"artifact_type": "ebook", "format": "epub", "source_ids": ["doc_2", "doc_3"], "licensing": None}
    made = {
        "a": make_artifact(owner, created_at=LONG_AGO),
        "b": make_artifact(owner, created_at=NOW, title="\u00c9tude 100% of them", **book),
    }
    for each in made.values():
        catalog.commit_artifact(each)
    found = catalog.artifacts(owner, 10, wanted=ArtifactFilter(**wanted)).items
    assert found == [made[name] for name in reversed(fits)]
