"""Files made to harm, through the public door: an import ends with its text and its notices, or fails at once."""

from __future__ import annotations

import pytest

from tests.e2e.tenant import Tenant
from tests.security import bad_documents, bad_pages, bad_pdfs
from tests.security.readings import Attack

ATTACKS = {
    f"{attack.file}-{attack.name}": attack for attack in [*bad_pages.ATTACKS, *bad_documents.ATTACKS, *bad_pdfs.ATTACKS]
}

# What keeps a paragraph longer than the library keeps one, of which a reader alone knows nothing.
CUT = {"a.html-charset-punycode"}


@pytest.mark.parametrize(
    "name",
    [
        *("a.html-400-unclosed", "a.html-comment-not-closed", "a.html-behind-the-root", "a.html-charset-punycode"),
        *("a.html-attributes", "a.md-list-2000-deep", "a.md-aliases", "a.docx-an-equation", "a.pdf-xmp-entities"),
    ],
)
def test_text_survives(newcomer: Tenant, name: str) -> None:
    attack = ATTACKS[name]
    content_id = newcomer.imported(_data(attack), attack.file)
    kept = newcomer.cloud.object(f"documents/{content_id}/extracted.txt").decode()
    assert [text for text in attack.keeps if text not in kept] == []
    told = attack.told | ({"paragraphs-cut"} if name in CUT else set())
    assert {notice.code for notice in newcomer.client.content.get(content_id).notices} == told


@pytest.mark.parametrize(
    "name",
    [
        *(f"a.docx-{each}" for each in ("entities", "swelling", "elements", "fields", "claims-less")),
        "a.md-a-comment-only",
    ],
)
def test_an_attack_fails_in_one_run_and_leaves_nothing(newcomer: Tenant, name: str) -> None:
    attack = ATTACKS[name]
    job = newcomer.ended(newcomer.submit_import(newcomer.upload(_data(attack), attack.file)))
    assert attack.fails
    assert job.error
    assert (job.status, job.error.code, job.retry_count) == ("failed", attack.fails.code, 0)
    assert attack.says in job.error.message
    assert newcomer.cloud.left_behind(newcomer.owner) == {}


def _data(attack: Attack) -> bytes:
    data = attack.data()
    return data.encode() if isinstance(data, str) else data
