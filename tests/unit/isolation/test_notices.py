"""What a reader writes fits what is kept, however much a document says."""

from __future__ import annotations

from williams.domain.notices import Notice
from williams.isolation.notices import notice


def test_a_long_notice_is_cut_to_what_is_kept() -> None:
    kept = Notice.model_validate(notice("part-left-out", "m" * 5000, "p" * 5000, "r" * 5000))
    assert (len(kept.message), len(kept.place or ""), len(kept.remedy or "")) == (1000, 200, 500)
    assert kept.message.endswith("…")


def test_a_short_notice_stays_as_it_is() -> None:
    said = notice("part-left-out", "A part is missing.", "p. 3")
    assert Notice.model_validate(said) == Notice(code="part-left-out", message="A part is missing.", place="p. 3")
