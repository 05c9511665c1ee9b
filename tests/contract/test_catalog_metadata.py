"""Whatever is said of a source, and accepted: the stores keep it, and give it back as it was."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.records import OWNER, make_content, make_paragraphs
from williams.domain.content import ContentMetadata
from williams.domain.fitting import fitting_text
from williams.domain.metadata import StatedMetadata
from williams.ports.catalog import CatalogPort

_LINE = st.text(st.characters(), min_size=1, max_size=40)
_ZONED = st.datetimes(datetime(1, 1, 3), datetime(2999, 12, 30), timezones=st.timezones() | st.just(UTC))
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | _LINE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_LINE, inner, max_size=3),
    max_leaves=6,
)
_SAID = {
    "title": _LINE,
    "authors": st.lists(_LINE, max_size=5),
    "published_date": _ZONED.map(datetime.isoformat) | _LINE,
    "modified_date": _ZONED | st.integers(),
    "license": st.sampled_from(["cc-by-4.0", "MIT OR ISC", "LicenseRef-a", "mine"]) | _LINE,
    "language": st.sampled_from(["EN-us", "x-a", "i-klingon", "english"]) | _LINE,
    "page_count": st.integers(-1, 2**33),
    "extra": st.dictionaries(_LINE, _JSON, max_size=5),
}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.fixed_dictionaries({}, optional=_SAID), text=st.text(st.characters(), min_size=1, max_size=60))
def test_what_was_accepted_comes_back(catalog: CatalogPort, said: dict[str, Any], text: str) -> None:
    metadata = ContentMetadata.model_validate(said)
    content = make_content(metadata=metadata)
    paragraphs = [each.model_copy(update={"text": fitting_text(text)[0]}) for each in make_paragraphs(content, 1)]
    catalog.commit_import(content, paragraphs)
    found = catalog.content(OWNER, content.content_id)
    assert found.metadata.model_dump() == StatedMetadata.model_validate(metadata.model_dump()).model_dump()
    assert catalog.paragraphs(OWNER, content.content_id) == paragraphs
