"""Videos from sites that yt-dlp asks unpatched: what comes of them, and in which words they are refused."""

from __future__ import annotations

import io
import json
import time
import wave
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from pydantic import SecretStr
from williams_import_youtube import YouTubeImport
from williams_import_youtube.settings import YouTubeSettings

from tests.contract.youtube_server import (
    JPEG,
    MEDIA_HOST,
    PEERTUBE,
    YOUTUBE,
    Played,
    Sites,
    Video,
    heard_words,
    played_sites,
    shown_lines,
)
from williams.domain import ids
from williams.domain.content import Content, ContentType, Paragraph, ParagraphKind
from williams.domain.doubts import Doubt
from williams.domain.errors import EmptyContent, JobCancelled, NotFound, ProviderUnavailable
from williams.domain.listings import Listing, Look
from williams.isolation.parent import Limits, Reader, read_isolated
from williams.pipeline.scratch import ObjectScratch
from williams.plugin.context import Deadline, StageContext
from williams.plugin.importing import ImportRequest
from williams_testing.library import OWNER, ChosenEngines, MemoryLibrary

M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00" + b"sound" * 100
LINES = shown_lines((0, 4, "People crossed the bay by ferry."), (4, 8, "[Music]"), (8, 12, "Then a bridge was built."))
HEARD = heard_words(
    "people crossed the bay by ferry\nthen a bridge was built and i saw it", gap_after="ferry", sure=204
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    with played_sites(tmp_path_factory.mktemp("sites")) as served:
        yield served


@pytest.fixture
def sites(played: Played) -> Sites:
    has = played.sites
    for kept in (has.videos, has.pages, has.lists, has.channels, has.asked, has.heard, has.stalled):
        kept.clear()
    return has


def loud_seconds(count: int) -> bytes:
    """A recording that the fakes read: 100 samples a second."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(100)
        file.writeframes(b"\x01\x10" * 100 * count)
    return written.getvalue()


def library(played: Played, **settings: Any) -> MemoryLibrary:
    asked = {"proxy": SecretStr(played.proxy), "proxy_authority": played.authority, **settings}
    return MemoryLibrary(settings={"import.youtube": YouTubeSettings(**asked)})


def ctx(played: Played, folder: Path) -> StageContext:
    """What a listing is read with; it uses no store."""
    box, unused = library(played), cast("Any", None)
    return StageContext(
        job_id="job_1",
        owner=OWNER,
        fetch=unused,
        scratch=ObjectScratch(box.objects, "job_1", folder),
        uploads=unused,
        library=unused,
        engines=box.engines,
        model_files=unused,
        paid=unused,
        progress=lambda *_: None,
        check_cancelled=lambda: None,
        deadline=Deadline(time.monotonic() + 120),
        log=unused,
        settings=box.settings["import.youtube"],
    )


def asked_for(url: str) -> ImportRequest:
    return ImportRequest(
        job_id="job_1",
        owner=OWNER,
        content_id="vid_1",
        url=url,
        content_type=ContentType.VIDEO,
        parameters={"language": "de"},
        requested_at=datetime.now(UTC),
    )


async def imported(box: MemoryLibrary, video_id: str) -> tuple[Content, list[Paragraph]]:
    plugin = YouTubeImport()
    box.bind(plugin)
    content_id = await plugin.import_content(f"https://youtu.be/{video_id}", ids.new_id("job"))
    return box.catalog.content(OWNER, content_id), box.catalog.paragraphs(OWNER, content_id)


def task(played: Played, url: str, **asked: Any) -> dict[str, Any]:
    asking = {"proxy": played.proxy}
    wanted = {"language": None, "audio": False, "video": False, "unwritten": None, "seconds": 15}
    return {"url": url, "asking": asking, **wanted, **asked}


async def answers(played: Played, folder: Path, tasks: list[dict[str, Any]]) -> list[list[Any]]:
    """Ask for all in one process: each costs a second to start."""
    (folder / "tasks.json").write_text(json.dumps({"tasks": tasks}))
    (folder / "authority.pem").write_text(played.authority)
    trusting = {"SSL_CERT_FILE": str(folder / "authority.pem")}
    reader = Reader("tests.contract.youtube_asking:ask_all", "video", "", {}, trusting)
    limits = Limits(seconds=60)
    answer = await read_isolated(
        reader, folder / "tasks.json", folder / "out.json", limits, lambda *_: None, lambda: None
    )
    found: list[list[Any]] = answer["answers"]
    return found


async def test_a_video_is_what_its_captions_say_under_its_chapters(played: Played, sites: Sites) -> None:
    sites.videos["aaaaaaaaaaa"] = Video(
        tracks={".en": LINES, "a.en": HEARD},
        chapters=[("Before the bridge", 0), ("After it", 8)],
        license="Creative Commons Attribution license (reuse allowed)",
    )
    box = library(played)
    content, paragraphs = await imported(box, "aaaaaaaaaaa")
    assert [(p.kind, p.text, p.place.seconds, p.place.until, p.place.section) for p in paragraphs] == [
        (ParagraphKind.HEADING, "Before the bridge", 0, 8, "Before the bridge"),
        (ParagraphKind.BODY, "People crossed the bay by ferry.", 0, 4, "Before the bridge"),
        (ParagraphKind.HEADING, "After it", 8, 120, "After it"),
        (ParagraphKind.BODY, "Then a bridge was built.", 8, 12, "After it"),
    ]
    assert [p.doubt for p in paragraphs] == [None] * 4
    about = content.metadata
    assert (about.title, about.authors, about.language) == ("A ferry over the bay", ["Harbour Films"], "en")
    assert (about.published_date, about.license) == (datetime(2025, 3, 1, 17, tzinfo=UTC), "CC-BY-3.0")
    assert about.extra["canonical_url"] == "https://www.youtube.com/watch?v=aaaaaaaaaaa"
    assert [notice.code for notice in content.notices] == ["sounds-left-out"]
    assert set(content.files) == {"video.json", "thumbnail.jpg", "transcript.txt", "extracted.txt"}
    assert box.objects.read(content.files["thumbnail.jpg"].key) == JPEG
    assert "[0:08] Then a bridge was built." in box.objects.read(content.files["transcript.txt"].key).decode()
    again, _ = await imported(box, "aaaaaaaaaaa")
    assert again.content_id == content.content_id


async def test_what_was_heard_becomes_sentences_and_says_so(played: Played, sites: Sites) -> None:
    sites.videos["bbbbbbbbbbb"] = Video(tracks={"a.en": HEARD})
    content, paragraphs = await imported(library(played), "bbbbbbbbbbb")
    (said,) = paragraphs
    assert said.text == "People crossed the bay by ferry. Then a bridge was built and I saw it."
    assert said.place.seconds == 0
    assert said.doubt
    assert (said.doubt.code, said.doubt.confidence) == ("captions-automatic", 0.8)
    assert {"captions-automatic", "punctuation-guessed"} == {notice.code for notice in content.notices}


async def test_a_video_without_captions_is_written_down(played: Played, sites: Sites) -> None:
    sites.videos["ccccccccccc"] = Video(sound=loud_seconds(2), chapters=[("All of it", 0), ("The end", 60)])
    box = library(played)
    content, paragraphs = await imported(box, "ccccccccccc")
    assert [p.text for p in paragraphs] == [
        "All of it",
        "The ferry crosses at nine. Nobody built a bridge here.",
        "The end",
    ]
    assert paragraphs[1].doubt == Doubt(code="speech-written-down", confidence=0.95)
    assert paragraphs[1].place.seconds == 0
    assert loud_seconds(2) in box.objects.read(content.files["audio.mp3"].key)
    assert "speech-written-down" in {notice.code for notice in content.notices}


async def test_it_is_refused_before_its_sound_is_fetched_where_nothing_writes_it_down(
    played: Played, sites: Sites
) -> None:
    sites.videos["ddddddddddd"] = Video(sound=M4A)
    box = library(played)
    deaf = MemoryLibrary(settings=box.settings, engines=ChosenEngines(transcription=None))
    with pytest.raises(EmptyContent, match="needs an engine of transcription"):
        await imported(deaf, "ddddddddddd")
    assert not [each for each in sites.asked if each.startswith(MEDIA_HOST)]


def playing(status: str, reason: str, subreason: str = "") -> Video:
    screen = {"playerErrorMessageRenderer": {"subreason": {"simpleText": subreason}}} if subreason else {}
    return Video(playability={"status": status, "reason": reason, "errorScreen": screen})


REFUSED = {
    "private____": (playing("LOGIN_REQUIRED", "This is a private video. Please sign in."), "Forbidden", "is private"),
    "removed____": (playing("ERROR", "This video has been removed by the uploader"), "NotFound", "removed"),
    "live_______": (
        Video(live={"isLiveNow": True, "startTimestamp": "2026-01-01T00:00:00+00:00"}),
        "UnsupportedContent",
        "live at this moment",
    ),
    "upcoming___": (
        playing("LIVE_STREAM_OFFLINE", "This live event will begin in 3 hours."),
        "UnsupportedContent",
        "not begun yet",
    ),
    "adults_____": (playing("LOGIN_REQUIRED", "Sign in to confirm your age"), "Forbidden", "adults"),
    "members____": (
        playing("UNPLAYABLE", "Join this channel to get access to members-only content like this video"),
        "Forbidden",
        "members of its channel",
    ),
    "elsewhere__": (
        playing(
            "UNPLAYABLE",
            "Video unavailable",
            "The uploader has not made this video available in your country",
        ),
        "Forbidden",
        "country",
    ),
    "machine____": (
        playing("LOGIN_REQUIRED", "Sign in to confirm you\u2019re not a bot"),
        "Forbidden",
        "proxy, cookies or a slower pace",
    ),
    "paid_______": (playing("UNPLAYABLE", "This video requires payment to watch"), "Forbidden", "paid for"),
    "throttled__": (Video(refused=429), "ProviderThrottled", "slower pace"),
    "faulty_____": (Video(refused=503), "ProviderUnavailable", "tried again"),
    "garbled____": (Video(garbled=True), "ProviderRejected", "may have changed"),
    "silent_____": (Video(sound=None), "EmptyContent", "neither captions nor sound"),
    "english____": (Video(tracks={".en": LINES}), "InvalidRequest", "only in en"),
    "inside_____": (
        Video(
            formats=[
                {
                    "itag": 140,
                    "url": "http://169.254.169.254/latest/meta-data/",
                    "mimeType": 'audio/mp4; codecs="mp4a.40.2"',
                    "bitrate": 1,
                }
            ]
        ),
        "Forbidden",
        "not on the public internet",
    ),
    "redirected_": (Video(sound=M4A), "Forbidden", "not on the public internet"),
    "large______": (Video(sound=b"x" * (2 << 20)), "ContentTooLarge", "1 MB"),
    "gone_______": (None, "NotFound", "Check it in a browser"),
}


async def test_each_refusal_has_its_own_words(played: Played, sites: Sites, tmp_path: Path) -> None:
    sites.videos |= {name: video for name, (video, _, _) in REFUSED.items() if video}
    target = f"{MEDIA_HOST}/videoplayback?id=redirected_&itag=140"
    sites.pages[target] = (302, "text/plain", b"http://10.0.0.1/admin")
    tasks = [task(played, f"https://www.youtube.com/watch?v={name}") for name in REFUSED]
    tasks[list(REFUSED).index("english____")]["language"] = "de"
    tasks.append(task(played, "https://example.org/an-article.html"))
    found = await answers(played, tmp_path, tasks)
    expected = {name: (kind, words) for name, (_, kind, words) in REFUSED.items()}
    expected["elsewhere"] = ("UnsupportedContent", "no site of videos")
    told = zip(expected.items(), found, strict=True)
    wrong = [(name, got) for (name, (kind, words)), got in told if got[0] != kind or words not in got[1]]
    assert wrong == []


async def test_what_was_asked_for_is_kept_and_known(played: Played, sites: Sites, tmp_path: Path) -> None:
    """Shorts, other languages, the video itself: one process, as each start of yt-dlp costs a second."""
    german = shown_lines((0, 3, "Die Fähre fährt um neun."))
    sites.videos["shorts_____"] = Video(tracks={".en": LINES, ".de": german, "a.en": HEARD}, seconds=30)
    sites.videos["music______"] = Video(tracks={".en": shown_lines((0, 9, "[Music]"), (9, 12, "♪♪"))})
    sites.videos["moving_____"] = Video(tracks={".en": LINES}, sound=M4A)
    sites.videos["translated_"] = Video(tracks={"a.fr": HEARD}, sound=M4A)
    watch = "https://www.youtube.com/watch?v="
    shorts, german_too, moving, translated = await answers(
        played,
        tmp_path,
        [
            task(played, "https://www.youtube.com/shorts/shorts_____"),
            task(played, f"{watch}shorts_____", language="de-AT"),
            task(played, f"{watch}moving_____", video=True, audio=True),
            task(played, f"{watch}translated_", language="en"),
        ],
    )
    assert shorts[1]["captions"] == {
        "file": "captions.json3",
        "language": "en",
        "format": "json3",
        "automatic": False,
    }
    assert german_too[1]["captions"]["language"] == "de"
    assert moving[1]["moving"] == ["part0.mp4", "part1.m4a"]
    assert moving[1]["sound"] == "sound0.m4a"
    assert translated == ["InvalidRequest", "There are no captions in 'en', only in fr. Ask for one of them."]
    with pytest.raises(EmptyContent, match="sounds and music only"):
        await imported(library(played), "music______")


COOKIES = "# Netscape HTTP Cookie File\n" + "".join(
    f"{host}\tTRUE\t/\tTRUE\t4102444800\t{name}\t{value}\n"
    for host, name, value in ((".youtube.com", "VISITOR", "of-the-bay"), (".example.org", "OTHER", "not-for-it"))
)


async def test_the_cookies_of_the_settings_are_sent_to_their_site_alone(played: Played, sites: Sites) -> None:
    sites.videos["cookies____"] = Video(tracks={".en": LINES})
    await imported(library(played), "cookies____")
    assert not any("of-the-bay" in each.headers.get("cookie", "") for each in sites.heard)
    sites.heard.clear()
    await imported(library(played, cookies=SecretStr(COOKIES)), "cookies____")
    shown = {each.address.partition("/")[0]: each.headers.get("cookie", "") for each in sites.heard}
    assert "VISITOR=of-the-bay" in shown[YOUTUBE]
    assert not any("not-for-it" in each for each in shown.values())
    assert "of-the-bay" not in shown["i.ytimg.com"]


async def test_between_two_requests_it_waits_as_the_pace_says(played: Played, sites: Sites) -> None:
    sites.videos["paced______"] = Video(tracks={".en": LINES})
    await imported(library(played, pace_seconds=0.7), "paced______")
    asked = [each.address.partition("?")[0] for each in sites.heard]
    assert {f"{YOUTUBE}/watch", f"{YOUTUBE}/youtubei/v1/player", f"{YOUTUBE}/api/timedtext"} <= set(asked)
    waits = [after.at - before.at for before, after in pairwise(sites.heard)]
    assert min(waits) >= 0.7, asked


def players_asked(sites: Sites) -> list[str]:
    """The players that the site was asked as, as they call themselves."""
    asked = [each.body for each in sites.heard if each.address.startswith(f"{YOUTUBE}/youtubei/v1/player")]
    return [json.loads(body)["context"]["client"]["clientName"] for body in asked]


async def test_the_players_of_the_settings_are_asked(played: Played, sites: Sites) -> None:
    sites.videos["players____"] = Video(tracks={".en": LINES})
    await imported(library(played), "players____")
    assert "ANDROID_VR" not in players_asked(sites)
    sites.heard.clear()
    await imported(library(played, player_client="visionos, android_vr"), "players____")
    assert sorted(players_asked(sites)) == ["ANDROID_VR", "VISIONOS"]


async def test_chapters_that_stand_in_the_description_are_its_chapters(played: Played, sites: Sites) -> None:
    told = "How people crossed.\n\n0:00 Before the bridge\n0:08 – After it\n\nMusic: none"
    sites.videos["described__"] = Video(tracks={".en": LINES}, description=told)
    _, paragraphs = await imported(library(played), "described__")
    assert [(p.kind, p.text, p.place.seconds, p.place.until) for p in paragraphs] == [
        (ParagraphKind.HEADING, "Before the bridge", 0, 8),
        (ParagraphKind.BODY, "People crossed the bay by ferry.", 0, 4),
        (ParagraphKind.HEADING, "After it", 8, 120),
        (ParagraphKind.BODY, "Then a bridge was built.", 8, 12),
    ]


async def test_a_site_that_stalls_is_given_up(played: Played, sites: Sites) -> None:
    sites.videos["stalled____"] = Video(tracks={".en": LINES})
    sites.stalled.add(f"{YOUTUBE}/api/timedtext")
    with pytest.raises(ProviderUnavailable, match="within 3 s"):
        await imported(library(played, answer_seconds=3), "stalled____")


async def test_a_cancelled_job_stops_asking(played: Played, sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    sites.videos["cancelled__"] = Video(tracks={".en": LINES})
    sites.stalled.add(f"{YOUTUBE}/watch")
    box = library(played)

    def cancelled(*_: object) -> None:
        if sites.asked:
            raise JobCancelled("The job was cancelled.")

    monkeypatch.setattr(box.jobs, "still_wanted", cancelled)
    with pytest.raises(JobCancelled):
        await imported(box, "cancelled__")
    assert sites.asked == [f"{YOUTUBE}/watch?v=cancelled__&bpctr=9999999999&has_verified=1"]


async def test_a_list_becomes_its_videos(played: Played, sites: Sites, tmp_path: Path) -> None:
    names = [f"{number:011d}" for number in range(120)]
    sites.lists["PLferries"] = [(name, f"Ferry {name}") for name in names]
    sites.lists["PLferries"][5:7] = [("p" * 11, "[Private video]"), ("d" * 11, "[Deleted video]")]
    request = asked_for(f"https://{YOUTUBE}/playlist?list=PLferries")
    surroundings = ctx(played, tmp_path)
    download = await YouTubeImport().download(request, surroundings)
    assert download.lists
    listing = Listing.model_validate_json(surroundings.scratch.open(download.object).read_bytes())
    assert listing.title == "The list PLferries"
    assert [entry.source for entry in listing.entries][:6] == [
        f"https://www.youtube.com/watch?v={name}" for name in (*names[:5], names[7])
    ]
    first = listing.entries[0]
    assert (first.title, first.parameters) == ("Ferry 00000000000", {"language": "de"})
    assert {each.cause: each.count for each in listing.left_out} == {"is private": 1, "was deleted": 1}
    assert (len(listing.entries), listing.next_token) == (118, None)


async def test_a_channel_becomes_all_of_its_videos(played: Played, sites: Sites, tmp_path: Path) -> None:
    videos, streams = [("v1_________", "A ferry"), ("v2_________", "A bridge")], [("l1_________", "The opening")]
    sites.channels["@harbour"] = {"videos": videos, "shorts": [("s1_________", "A gull")], "streams": streams}
    sites.channels["@gulls"] = {"shorts": [("s2_________", "Two gulls")]}
    plugin, watch = YouTubeImport(), f"https://{YOUTUBE}/watch?v="
    tabs = {
        "@harbour": ["v1_________", "v2_________", "l1_________", "s1_________"],
        "@gulls": ["s2_________"],
    }
    for address, expected in tabs.items():
        url = f"https://{YOUTUBE}/{address}"
        assert await plugin.lists(url)
        listing = await plugin.entries(Look(source=url), ctx(played, tmp_path / address))
        assert [entry.source for entry in listing.entries] == [f"{watch}{name}" for name in expected]
        assert listing.left_out == []
        assert (listing.title or "").startswith("Harbour Films")


PEERTUBE_ID = "9c9de5e8-0a1e-484a-b099-e80766180a6d"


async def test_another_site_that_yt_dlp_reads_is_imported_as_well(played: Played, sites: Sites) -> None:
    video = {
        "name": "The ferry of Framatube",
        "account": {"displayName": "Harbour Films"},
        "publishedAt": "2025-03-01T09:00:00.000Z",
        "duration": 120,
        "licence": {"id": 1, "label": "Attribution"},
        "language": {"id": "en", "label": "English"},
        "files": [{"fileUrl": f"https://{PEERTUBE}/static/ferry.mp4", "resolution": {"label": "720p"}, "size": 900}],
        "thumbnailPath": "/ferry.jpg",
    }
    captions = {"data": [{"language": {"id": "en"}, "captionPath": "/ferry.vtt"}]}
    vtt = (
        "WEBVTT\n\n00:00.000 --> 00:04.000\nPeople crossed the bay by ferry.\n\n"
        "00:08.000 --> 00:12.000\nThen a bridge was built.\n"
    )
    api = f"{PEERTUBE}/api/v1/videos/{PEERTUBE_ID}"
    sites.pages |= {
        f"{api}/": (200, "application/json", json.dumps(video).encode()),
        f"{api}/captions": (200, "application/json", json.dumps(captions).encode()),
        f"{PEERTUBE}/ferry.vtt": (200, "text/vtt", vtt.encode()),
        f"{PEERTUBE}/ferry.jpg": (200, "image/jpeg", JPEG),
    }
    box, plugin = library(played), YouTubeImport()
    box.bind(plugin)
    content_id = await plugin.import_content(f"https://{PEERTUBE}/videos/watch/{PEERTUBE_ID}", ids.new_id("job"))
    content, paragraphs = box.catalog.content(OWNER, content_id), box.catalog.paragraphs(OWNER, content_id)
    assert [(each.text, each.place.seconds) for each in paragraphs] == [
        ("People crossed the bay by ferry. Then a bridge was built.", 0.0)
    ]
    metadata = content.metadata
    assert (metadata.title, metadata.authors) == ("The ferry of Framatube", ["Harbour Films"])
    assert metadata.extra["canonical_url"] == f"https://{PEERTUBE}/videos/watch/{PEERTUBE_ID}"
    assert "thumbnail.jpg" in content.files


async def test_an_endless_channel_of_another_site_becomes_its_first_videos(
    played: Played, sites: Sites, tmp_path: Path
) -> None:
    """Its address does not show that it is one, nor do those of its videos; each page is the same."""
    api = f"{PEERTUBE}/api/v1/video-channels/harbour"
    named = [{"shortUUID": f"{number:022d}", "name": f"Ferry {number}"} for number in range(30)]
    sites.pages |= {
        api: (200, "application/json", json.dumps({"displayName": "Harbour Films"}).encode()),
        f"{api}/videos": (200, "application/json", json.dumps({"data": named}).encode()),
    }
    surroundings, plugin = replace(ctx(played, tmp_path), most_entries=70), YouTubeImport()
    request = asked_for(f"https://{PEERTUBE}/c/harbour/videos")
    assert not await plugin.lists(request.url)
    download = await plugin.download(request, surroundings)
    listing = Listing.model_validate_json(surroundings.scratch.open(download.object).read_bytes())
    assert (download.lists, listing.title, len(listing.entries)) == (True, "Harbour Films", 30)
    first = listing.entries[0]
    assert first.source == f"https://{PEERTUBE}/w/{0:022d}"
    assert (first.title, first.type, first.parameters) == ("Ferry 0", "import.youtube", {"language": "de"})
    assert [each.cause for each in listing.left_out] == [
        "or more stand beyond the first 70, which are as many as are taken of one listing"
    ]
    assert not [each for each in sites.asked if "/videos/0" in each]


async def test_of_an_endless_list_a_part_is_taken(played: Played, sites: Sites, tmp_path: Path) -> None:
    sites.lists["PLendless"] = [(f"{number:011d}", "Ferry") for number in range(1000)]
    look = Look(source=f"https://{YOUTUBE}/playlist?list=PLendless")
    listing = await YouTubeImport().entries(look, replace(ctx(played, tmp_path), most_entries=150))
    assert len(listing.entries) == 150
    assert [each.cause for each in listing.left_out] == [
        "or more stand beyond the first 150, which are as many as are taken of one listing"
    ]
    assert len([each for each in sites.asked if "browse" in each]) < 5


@pytest.mark.usefixtures("sites")
async def test_a_list_that_is_not_there_is_told(played: Played, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        await YouTubeImport().entries(Look(source=f"https://{YOUTUBE}/playlist?list=PLgone"), ctx(played, tmp_path))
