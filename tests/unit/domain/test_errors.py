"""The error tree: each code is unique, and its kind says whether trying again helps."""

from __future__ import annotations

from collections import Counter

import pytest

from williams.domain import errors
from williams.domain.errors import PermanentError, Stop, TransientError, WilliamsError

ALL = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, WilliamsError)]


def test_codes_and_titles_are_unique() -> None:
    for attribute in ("code", "title"):
        assert [name for name, n in Counter(getattr(each, attribute) for each in ALL).items() if n > 1] == []


@pytest.mark.parametrize("error", ALL, ids=lambda each: each.__name__)
def test_an_error_is_told_by_kind(error: type[WilliamsError]) -> None:
    made = error("what happened")
    assert (str(made), made.detail) == ("what happened", "what happened")
    assert 400 <= made.status < 600
    assert made.code == made.code.lower().replace("_", "-")
    kinds = [kind for kind in (PermanentError, TransientError, Stop) if issubclass(error, kind)]
    assert len(kinds) == (0 if error is WilliamsError else 1)
    assert made.retryable is (not kinds or kinds == [TransientError])
