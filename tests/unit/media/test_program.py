"""ffmpeg is run where it is, or unpacked where a layer has it packed."""

from __future__ import annotations

import lzma
import subprocess
import tempfile
from pathlib import Path

import imageio_ffmpeg
import pytest
from williams_recording.program import ffmpeg_path


def test_the_program_is_the_one_that_its_package_carries() -> None:
    assert ffmpeg_path() == imageio_ffmpeg.get_ffmpeg_exe()


def test_a_packed_program_is_unpacked_once_and_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package, scratch = tmp_path / "imageio_ffmpeg", tmp_path / "scratch"
    (package / "binaries").mkdir(parents=True)
    scratch.mkdir()
    packed = package / "binaries" / "ffmpeg-linux-v9.xz"
    packed.write_bytes(lzma.compress(b"#!/bin/sh\necho unpacked\n"))
    monkeypatch.setattr(imageio_ffmpeg, "__file__", str(package / "__init__.py"))
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    program = ffmpeg_path()
    assert subprocess.run([program], capture_output=True, text=True, check=True).stdout == "unpacked\n"
    packed.write_bytes(b"not looked at again")
    assert ffmpeg_path() == program == str(scratch / "ffmpeg-linux-v9")
    assert [path.name for path in scratch.iterdir()] == ["ffmpeg-linux-v9"]
