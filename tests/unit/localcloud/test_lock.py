from pathlib import Path

import pytest

from williams_localcloud.errors import LocalCloudError
from williams_localcloud.lock import exclusive


def test_a_second_holder_is_told_who_holds_it(tmp_path: Path) -> None:
    with (
        exclusive(tmp_path / "lock", wait_s=0),
        pytest.raises(LocalCloudError, match=r"Another command \(pid \d+\)"),
        exclusive(tmp_path / "lock", wait_s=0),
    ):
        pytest.fail("both hold the lock")


def test_it_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="oops"), exclusive(tmp_path / "lock", wait_s=0):
        raise ValueError("oops")

    with exclusive(tmp_path / "lock", wait_s=0):
        pass
