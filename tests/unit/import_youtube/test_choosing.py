"""Which captions are read, which addresses are videos, and how a site is asked."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from williams_import_youtube import YouTubeImport
from williams_import_youtube.addresses import is_list, is_video, youtube_id
from williams_import_youtube.fetching.about import about
from williams_import_youtube.fetching.choosing import chosen_captions
from williams_import_youtube.fetching.session import Asking
from williams_import_youtube.settings import YouTubeParameters

from williams.domain.errors import InvalidRequest
from williams.isolation.network import Gateway
from williams.plugin.registry import discover

ID = "dQw4w9WgXcQ"


def tracks(*names: str, ext: str = "json3") -> dict[str, list[dict[str, str]]]:
    return {name: [{"ext": "ttml", "url": "t"}, {"ext": ext, "url": name}] for name in names}


@pytest.mark.parametrize(
    ("manual", "automatic", "spoken", "wanted", "chosen"),
    [
        (("en",), ("en-orig", "en", "de"), "en", None, ("en", False)),
        (("de",), ("en-orig", "en", "de"), "en", None, ("en", True)),
        (("de",), ("en-orig", "en", "de"), "en", "de", ("de", False)),
        (("pt-BR", "en"), (), "en", "pt", ("pt-BR", False)),
        (("en", "en-GB"), (), "en", "en-GB", ("en-GB", False)),
        ((), ("en-orig", "en", "fr"), "en", "fr", None),
        (("live_chat", "en"), (), None, None, ("en", False)),
        (("iw",), (), None, "he", ("iw", False)),
        (("de",), (), "en", None, None),
        ((), (), "en", None, None),
        ((), ("en", "de"), "en", None, ("en", True)),
    ],
)
def test_peoples_captions_come_before_heard_ones_in_the_language_of_the_speech(
    manual: tuple[str, ...],
    automatic: tuple[str, ...],
    spoken: str | None,
    wanted: str | None,
    chosen: tuple[str, bool] | None,
) -> None:
    info = {
        "extractor_key": "Youtube",
        "language": spoken,
        "subtitles": tracks(*manual),
        "automatic_captions": tracks(*automatic),
    }
    found = chosen_captions(info, wanted).captions
    assert (found and (found.language, found.automatic)) == chosen


def test_captions_of_a_format_that_is_not_read_are_none() -> None:
    assert chosen_captions({"subtitles": tracks("en", ext="srv3")}, None).captions is None


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.youtube.com/watch?v={ID}",
        f"https://youtube.com/watch?list=PLx&v={ID}&t=3",
        f"http://m.youtube.com/watch?v={ID}",
        f"https://music.youtube.com/watch?v={ID}",
        f"https://youtu.be/{ID}?si=x",
        f"https://www.youtube.com/shorts/{ID}",
        f"https://www.youtube.com/live/{ID}?feature=share",
        f"https://www.youtube-nocookie.com/embed/{ID}",
        f"https://www.youtube.com/watch/{ID}",
        f"https://www.youtube.com/?feature=player_embedded&v={ID}",
        f"https://www.youtube.com/watch?v={ID}.",
        f"https://www.youtube.com/watch?v={ID}%26t=3",
        f"https://www.youtubekids.com/watch?v={ID}",
        f"https://gaming.youtube.com/watch?v={ID}",
    ],
)
def test_every_address_of_a_video_is_the_same_video(url: str) -> None:
    assert youtube_id(url) == ID
    assert is_video(url)
    assert not is_list(url)


@pytest.mark.parametrize(
    ("url", "listed"),
    [
        ("https://www.youtube.com/playlist?list=PLx", True),
        ("https://www.youtube.com/embed/videoseries?list=PLx", True),
        ("https://www.youtube.com/embed/live_stream?channel=UCx", False),
        ("https://www.youtube.com/@harbour", True),
        ("https://www.youtube.com/@harbour/videos", True),
        ("https://www.youtube.com/channel/UCx/shorts", True),
        ("https://www.youtube.com/c/harbour", True),
        ("https://vimeo.com/channels/harbour", True),
        ("https://vimeo.com/showcase/123", True),
        ("https://www.dailymotion.com/playlist/x5nmbq", True),
        ("https://www.ted.com/playlists/171/ferries", True),
        ("https://media.ccc.de/c/38c3", True),
        ("https://odysee.com/@harbour:1", True),
        ("https://www.twitch.tv/harbour/videos", True),
        ("https://vimeo.com/about", False),
        ("https://www.ted.com/playlists", False),
        ("https://www.youtube.com/playlist", False),
        ("https://www.youtube.com/about/", False),
        ("https://www.youtube.com.example.org/@harbour", False),
        ("https://example.org/watch?v=dQw4w9WgXcQ", False),
        ("ftp://www.youtube.com/@harbour", False),
    ],
)
def test_a_list_is_told_by_its_address(url: str, listed: bool) -> None:
    assert is_list(url) == listed
    assert not is_video(url)


@pytest.mark.parametrize(
    ("url", "plugin_id"),
    [
        (f"https://youtu.be/{ID}", "import.youtube"),
        ("https://vimeo.com/76979871", "import.youtube"),
        ("https://media.ccc.de/v/39c3-bridges", "import.youtube"),
        ("https://vimeo.com/about", "import.web"),
        ("https://www.bbc.com/news/articles/c1", "import.web"),
        ("https://en.wikipedia.org/wiki/YouTube", "import.web"),
        ("https://www.youtube.com/t/terms", "import.web"),
    ],
)
async def test_pages_are_left_to_the_importer_of_pages(url: str, plugin_id: str) -> None:
    asked = [plugin for plugin in discover().imports() if await plugin.can_handle(url)]
    assert asked[0].plugin_id == plugin_id
    assert await YouTubeImport().validate_url(url)


@pytest.mark.parametrize(
    ("proxy", "gateway"),
    [
        ("http://user:secret@10.0.0.5:3128", Gateway("10.0.0.5", 3128)),
        ("socks5h://proxy.example.org", Gateway("proxy.example.org", 1080)),
    ],
)
def test_a_proxy_may_stand_inside(proxy: str, gateway: Gateway) -> None:
    assert Asking(proxy=proxy).gateways == [gateway]


@pytest.mark.parametrize("proxy", ["secret", "http://:3128", "http://secret:port", "gopher://user:secret@host"])
def test_what_is_no_proxy_is_told_without_its_words(proxy: str) -> None:
    with pytest.raises(InvalidRequest, match="no address") as refused:
        _ = Asking(proxy=proxy).gateways
    assert "secret" not in refused.value.detail


def test_parameters_are_checked_before_anything_is_asked() -> None:
    assert YouTubeParameters(language="pt-br").language == "pt-BR"
    with pytest.raises(ValidationError):
        YouTubeParameters(language="Portuguese!")


@pytest.mark.parametrize(
    ("info", "metadata"),
    [
        ({"channel": "A", "uploader": "B"}, {"authors": ["A"]}),
        ({"artists": ["C", "D"], "channel": "A"}, {"authors": ["C", "D"]}),
        ({"upload_date": "20250301"}, {"published_date": "2025-03-01"}),
        ({"timestamp": 0, "upload_date": "20250301"}, {"published_date": "1970-01-01T00:00:00+00:00"}),
        ({"upload_date": "soon"}, {"published_date": None}),
        ({"license": "CC-BY-SA-4.0"}, {"license": "CC-BY-SA-4.0"}),
        ({"license": "Creative Commons Attribution license (reuse allowed)"}, {"license": "CC-BY-3.0"}),
        ({"title": "  two\nlines "}, {"title": "two lines"}),
    ],
)
def test_what_a_site_says_becomes_metadata(info: dict[str, Any], metadata: dict[str, Any]) -> None:
    told = about({"id": "x", **info})["metadata"]
    assert {name: told[name] for name in metadata} == metadata
