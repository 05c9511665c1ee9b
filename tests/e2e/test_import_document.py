"""Files of other kinds than PDF, through the deployed API."""

from __future__ import annotations

import pytest

from tests.e2e.tenant import Tenant
from tests.unit.import_document.files import FERRIES, MARKDOWN


@pytest.mark.parametrize(
    ("name", "data", "title", "license", "question", "answer"),
    [
        ("ferries.docx", FERRIES, "On Ferries", "CC-BY-SA-4.0", "What does a sheep cost?", "Sheep | 3"),
        ("ink.md", MARKDOWN.encode(), "Notes on ink", "CC-BY-4.0", "Where do galls come from?", "galls | Europe"),
    ],
)
def test_a_document_is_imported_and_found(
    newcomer: Tenant, name: str, data: bytes, title: str, license: str, question: str, answer: str
) -> None:
    content_id = newcomer.imported(data, name)
    content = newcomer.client.content.get(content_id)
    assert (content.title, content.license, content.plugin_id) == (title, license, "import.document")
    ending = name.rpartition(".")[2]
    assert newcomer.cloud.object(f"documents/{content_id}/document.{ending}") == data
    assert answer in {hit.paragraph.text for hit in newcomer.client.search(question).hits}


@pytest.mark.parametrize(
    ("name", "data", "code", "says"),
    [
        (
            "locked.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "encrypted-content",
            "password",
        ),
        ("really.txt", b"%PDF-1.7\n", "unsupported-content", "type: import.pdf"),
        ("cut.docx", FERRIES[:700], "corrupt-content", "cannot be unpacked"),
        ("blank.md", b"\n\n", "empty-content", "no text"),
    ],
)
def test_what_cannot_be_read_says_why_and_leaves_nothing(
    newcomer: Tenant, name: str, data: bytes, code: str, says: str
) -> None:
    job = newcomer.ended(newcomer.submit_import(newcomer.upload(data, name)))
    assert job.status == "failed"
    assert job.error
    assert (job.error.code, job.retry_count) == (code, 0)
    assert says in job.error.message
    assert newcomer.cloud.left_behind(newcomer.owner) == {}


@pytest.mark.parametrize("name", ["Отчёт о мельнице.txt", "日本語の報告 (2024) #1?.txt", "Müller & Söhne v1.2.txt"])
def test_a_name_in_any_script_stays_and_old_encodings_are_told(newcomer: Tenant, name: str) -> None:
    text = "Мельница стояла на правом берегу реки и молола зерно для трёх деревень."
    content = newcomer.client.content.get(newcomer.imported(text.encode("koi8-r"), name))
    assert content.title == name.removesuffix(".txt")
    assert [said.code for said in content.notices] == ["encoding-guessed"]
    assert text in {hit.paragraph.text for hit in newcomer.client.search("Где стояла мельница?").hits}
