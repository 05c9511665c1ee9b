"""Collections and tags on the command line, against the API itself."""

from __future__ import annotations

import json

import pytest

from tests.unit.cli.served import Served
from tests.unit.pipeline.conftest import add_source
from williams.domain.content import ContentMetadata


@pytest.fixture
def source_id(served: Served) -> str:
    return add_source(served.app.library)


def test_a_collection_is_made_filled_and_asked_for(served: Served, source_id: str) -> None:
    made = json.loads(served.run("collections", "create", "Läden", "--json").stdout)
    collection_id = made["collection_id"]
    assert "1" in served.run("collections", "add", collection_id, source_id).stdout
    assert "Läden" in served.run("collections").stdout
    shown = served.run("content", "tag", source_id, "Ships", "Locks")
    assert ("ships, locks" in shown.stdout, f"Läden ({collection_id})" in shown.stdout) == (True, True)
    assert "locks" in served.run("collections", "tags").stdout
    for asked, there in ((("--collection", "läden", "--tag", "ships"), True), (("--tag", "weirs"), False)):
        listed = served.run("content", "list", *asked)
        assert (source_id in listed.stdout, "no such sources" in listed.stderr) == (there, not there)
        found = served.run("search", "books", *asked)
        assert ("no source fits the filters" in found.stdout + found.stderr) is not there
    planned = served.run("export", "--format", "podcast", "--collection", "Läden", "--dry-run", "--json")
    assert json.loads(planned.stdout)["source_ids"] == [source_id]
    fed = json.loads(served.run("feeds", "create", "--collection", "Läden", "--json").stdout)
    assert (fed["collection_id"], fed["tag"]) == (collection_id, None)
    assert served.run("artifacts", "list", "--collection", "Läden").exit_code == 0
    renamed = served.run("collections", "change", collection_id, "--name", "Shops", "--description", "Old ones.")
    assert ("Shops" in renamed.stdout, "Old ones." in renamed.stdout) == (True, True)
    assert "0" in served.run("collections", "remove", collection_id, source_id).stdout
    assert "still there" in served.run("collections", "delete", collection_id).stdout
    assert served.run("collections", "show", collection_id).exit_code == 3


@pytest.mark.parametrize("name", ["A Café", "a CAFÉ", "cafe\u0301.pdf", "up/CAFÉ.pdf", "https://e.test/caf%C3%A9.pdf"])
def test_sources_and_collections_are_called_by_their_names(served: Served, name: str) -> None:
    url, metadata = "https://e.test/caf%C3%A9.pdf", ContentMetadata(title="A Café")
    source_id = add_source(served.app.library, url=url, metadata=metadata)
    served.run("collections", "create", "Läden")
    assert "1" in served.run("collections", "add", "LÄDEN", name).stdout
    assert source_id in served.run("content", "list", "--collection", "Läden").stdout
    planned = served.run("export", name, "--format", "podcast", "--dry-run", "--json")
    assert json.loads(planned.stdout)["source_ids"] == [source_id]
    assert "0" in served.run("collections", "remove", "läden", name).stdout
    assert "still there" in served.run("collections", "delete", "läden").stdout


def test_a_name_that_several_have_is_refused_with_their_ids(served: Served) -> None:
    ids = [add_source(served.app.library, metadata=ContentMetadata(title="Weirs")) for _ in range(2)]
    served.run("collections", "create", "Shelf")
    refused = served.run("collections", "add", "Shelf", "weirs")
    assert (refused.exit_code, all(each in refused.stderr for each in ids)) == (2, True)
    assert served.run("collections", "add", "Shelf", "Nothing").exit_code == 3
    assert served.run("collections", "show", "Nothing").exit_code == 3


def test_a_whole_address_counts_for_more_than_the_name_of_its_file(served: Served) -> None:
    one, _ = (add_source(served.app.library, url=f"https://{host}.test/index.html") for host in ("a", "b"))
    planned = served.run("export", "https://a.test/index.html", "--format", "podcast", "--dry-run", "--json")
    assert json.loads(planned.stdout)["source_ids"] == [one]


def test_collections_are_called_by_whole_names_like_ids_or_not(served: Served) -> None:
    served.run("collections", "create", "my_books")
    assert "my_books" in served.run("collections", "show", "my_books").stdout
    assert served.run("collections", "delete", "shelves/my_books").exit_code == 3
    assert "my_books" in served.run("collections").stdout


def test_an_import_is_filed(served: Served) -> None:
    served.run("collections", "create", "Shelf")
    wanted = ("--no-watch", "--collection", "shelf", "--tag", "new")
    assert served.run("import", "https://example.org/a.pdf", *wanted).exit_code == 0
    refused = served.run("import", "https://example.org/a.pdf", "--no-watch", "--collection", "Nowhere")
    assert ("'Nowhere'" in refused.stderr, refused.exit_code) == (True, 3)


def test_an_export_of_nothing_is_refused(served: Served) -> None:
    refused = served.run("export", "--format", "podcast")
    assert (refused.exit_code, "--collection" in refused.stderr) == (2, True)
