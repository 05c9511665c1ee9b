"""How Chromium is driven, on a program that speaks its protocol: each way in which a page can end has its own error.

Chromium itself is asked in ``tests/browser``.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from williams_engine_chromium.browser import profiles_folder
from williams_engine_chromium.render import ChromiumRender
from williams_engine_chromium.settings import ChromiumSettings

from tests.contract import browser_program
from williams.domain.errors import (
    ContentTooLarge,
    CorruptContent,
    EngineMissing,
    InvalidRequest,
    ProviderUnavailable,
    WilliamsError,
)

URL = "http://site.example.org/page"


@pytest.fixture(autouse=True)
def nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert list(tmp_path.glob("williams-browser-*")) == []


def render(mode: str, folder: Path, monkeypatch: pytest.MonkeyPatch, seconds: float = 5.0) -> ChromiumRender:
    # Root would run it as nobody, who may not be able to read this Python.
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    program = folder / "browser"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{browser_program.__file__}" {mode} "$@"\n')
    program.chmod(0o755)
    return ChromiumRender(ChromiumSettings(program=str(program), seconds=seconds, memory_mb=512), "1.0.0")


@pytest.mark.parametrize(
    "mode",
    ["well-behaved", "asking", "deep"],
    ids=["well-behaved", "asking-and-opening-windows", "nested-too-deeply-for-its-tree"],
)
async def test_a_page_is_taken_once_it_rests(mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = await render(mode, tmp_path, monkeypatch).render(URL)
    assert (page.html, page.url, page.rested) == (browser_program.HTML, URL, True)
    assert (page.engine.provider, page.engine.version) == ("chromium", "156.0.1.2")


async def test_closed_shadow_roots_outside_frames_are_handed_to_what_takes_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await render("closed", tmp_path, monkeypatch).render(URL)
    assert (page.html, page.url) == (f"{browser_program.HTML} With root 8.", URL)


@pytest.mark.parametrize(
    ("mode", "error", "says"),
    [
        ("gone", EngineMissing, "No usable sandbox"),
        ("refusing", ProviderUnavailable, "No target"),
        ("failing", ProviderUnavailable, "ERR_FAILED"),
        ("redirecting", InvalidRequest, "in circles"),
        ("circling", InvalidRequest, "more than 10 times"),
        ("crashing", CorruptContent, "crashes the browser"),
        ("own-page", ProviderUnavailable, "browser's own"),
        ("long", ContentTooLarge, "characters"),
    ],
)
async def test_each_ending_has_its_error(
    mode: str, error: type[WilliamsError], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(error, match=says):
        await render(mode, tmp_path, monkeypatch).render(URL)


async def test_a_page_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CorruptContent, match="never let the browser answer"):
        await render("silent", tmp_path, monkeypatch, seconds=0.2).render(URL)


@pytest.mark.parametrize("mode", ["mute", "stuck"])
async def test_a_browser_that_never_answers_is_given_up(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("williams_engine_chromium.render._START_SECONDS", 1.0)
    with pytest.raises(ProviderUnavailable, match="no answer"):
        await render(mode, tmp_path, monkeypatch).render(URL)


async def test_a_browser_that_outgrows_its_memory_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ContentTooLarge, match="512 MB"):
        await render("hungry", tmp_path, monkeypatch, seconds=30).render(URL)


@pytest.mark.parametrize(("user", "within"), [(0, False), (1000, True)])
def test_a_browser_of_nobodys_has_its_profile_where_it_can_get(
    user: int, within: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user)
    tmp_path.chmod(0o700)
    assert (profiles_folder() == tmp_path) == within
