"""Files made to harm a reader, or to lose text in it unseen: what must survive, what must be told, or the error."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.security import bad_documents, bad_office, bad_pages, bad_papers, bad_pdfs, bad_pictures, bad_scans
from tests.security.readings import SMALL, Attack, read, text_of

ATTACKS = [
    *(*bad_pages.ATTACKS, *bad_documents.ATTACKS, *bad_office.ATTACKS, *bad_pdfs.ATTACKS),
    *(*bad_pictures.ATTACKS, *bad_scans.ATTACKS, *bad_papers.ATTACKS),
]
MOST_SECONDS = 30.0
"""Of the processor. Each takes a few on its own, and took minutes before it was bounded."""
MOST_MEGABYTES = 900


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: f"{attack.file}-{attack.name}")
async def test_text_survives_or_the_error_is_clear(tmp_path: Path, attack: Attack) -> None:
    source = attack.written(tmp_path)
    if attack.fails:
        with pytest.raises(attack.fails, match=attack.says):
            await read(source)
        return
    reading = await read(source)
    text = text_of(reading)
    assert [kept for kept in attack.keeps if kept not in text] == []
    assert {notice["code"] for notice in reading["notices"]} == attack.told
    assert attack.says in " ".join(notice["message"] for notice in reading["notices"])
    assert {name: reading["metadata"].get(name) for name in attack.about} == attack.about
    if source.stat().st_size >= SMALL:
        assert reading["seconds"] < MOST_SECONDS
        assert reading["peak"] < MOST_MEGABYTES
