"""Which files are recordings: by their bytes, and by their names where those do not tell."""

from __future__ import annotations

import pytest
from williams_import_media import MediaImport
from williams_import_media.kinds import stored_name

from williams.domain.content import ObjectRef
from williams.domain.errors import UnsupportedContent
from williams.plugin.importing import Download

UNKNOWN = "application/octet-stream"


def download(filename: str, shown: str) -> Download:
    ref = ObjectRef(key=f"uploads/{filename}", size=9, sha256="0" * 64, media_type=shown)
    return Download(object=ref, url=f"upload://up_1/{filename}", filename=filename)


@pytest.mark.parametrize(
    ("filename", "shown", "stored"),
    [
        ("a.ac3", "audio/ac3", "audio.ac3"),
        ("a.eac3", "audio/ac3", "audio.eac3"),
        ("a.M2TS", "video/mp2t", "video.m2ts"),
        ("a.mpga", "audio/mpeg", "audio.mpga"),
        ("a.3gp", "video/mp4", "video.3gp"),
        ("a.vob", "video/mpeg", "video.vob"),
        ("a.spx", "audio/ogg", "audio.spx"),
        ("a.wma", "video/x-ms-asf", "audio.wma"),
        ("a.wav", "audio/x-w64", "audio.w64"),
        ("named-as-nothing", "audio/x-caf", "audio.caf"),
        ("a.mp3", "video/mp2t", "video.ts"),
        ("a.gsm", UNKNOWN, "audio.gsm"),
        ("a.dv", UNKNOWN, "video.dv"),
        ("junk-before-its-first-frame.mp3", UNKNOWN, "audio.mp3"),
    ],
)
def test_a_recording_is_kept_as_what_it_is(filename: str, shown: str, stored: str) -> None:
    assert stored_name(download(filename, shown)) == stored


@pytest.mark.parametrize(("filename", "shown"), [("a.ts", "text/plain"), ("a.docx", UNKNOWN), ("a.mp3", "text/html")])
def test_what_is_no_recording_is_refused_by_what_it_shows(filename: str, shown: str) -> None:
    with pytest.raises(UnsupportedContent, match=f"{filename} is {shown}, and no recording"):
        stored_name(download(filename, shown))


@pytest.mark.parametrize(
    ("url", "handled"),
    [
        ("upload://up_1/camera.ts", True),
        ("upload://up_1/call.GSM", True),
        ("upload://up_1/mp3", False),
        ("https://example.org/talks/one.mxf", True),
        ("https://example.org/tree/main/src/index.ts", False),
        ("https://archive.example.org/2020/www.example.net.au", False),
        ("https://example.org/formats/mp3", False),
    ],
)
async def test_addresses_of_recordings_are_told_from_those_of_pages(url: str, handled: bool) -> None:
    assert await MediaImport().can_handle(url) is handled
