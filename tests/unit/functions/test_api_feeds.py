"""Feeds through the API: private, revocable, and read by three programs that are not ours."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from io import BytesIO
from urllib.parse import urlsplit
from xml.etree import ElementTree

import atoma
import feedparser
import podcastparser
import pytest
from fastapi.testclient import TestClient

from tests.unit.functions.conftest import client_of
from williams.domain.artifacts import Artifact
from williams.domain.content import ObjectRef
from williams.ports.usage import UsageKind
from williams_testing.application import PUBLIC_URL, MemoryApplication
from williams_testing.library import OWNER

PODCAST = "{https://podcastindex.org/namespace/1.0}"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


def made_feed(client: TestClient, **body: str) -> str:
    answer = client.post("/api/feeds", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["url"]).removeprefix(PUBLIC_URL)


def make_podcast(app: MemoryApplication, client: TestClient, source_id: str, **parameters: object) -> Artifact:
    body = {"source_ids": [source_id], "format": "podcast", "parameters": {"minutes": 1} | parameters}
    job_id = client.post("/api/content/export", json=body).json()["job_id"]
    app.services.dispatcher.dispatch()
    asyncio.run(app.run_executions())
    artifact_id = client.get(f"/api/jobs/{job_id}").json()["artifact_id"]
    return app.library.catalog.artifact(OWNER, artifact_id)


@pytest.fixture
def episode(app: MemoryApplication, client: TestClient, source_id: str) -> Artifact:
    return make_podcast(app, client, source_id, title="Shelves & <Stories>", speakers=["Ada", "Grace"])


def test_three_parsers_read_it(client: TestClient, nobody: TestClient, episode: Artifact) -> None:
    path = made_feed(client, title="Locks & Weirs", description="Heard on the way.", language="en-GB")
    answer = nobody.get(path)
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    sound = episode.files["podcast.mp3"]
    url = f"{PUBLIC_URL}{path.removesuffix('.xml')}/{episode.artifact_id}/podcast.mp3"

    lenient = feedparser.parse(answer.content)
    assert not lenient.bozo
    assert (lenient.feed.title, lenient.feed.language) == ("Locks & Weirs", "en-GB")
    (entry,) = lenient.entries
    assert (entry.title, entry.id) == ("Shelves & <Stories>", episode.artifact_id)
    assert [(each.href, each.length, each.type) for each in entry.enclosures] == [(url, str(sound.size), "audio/mpeg")]

    strict = atoma.parse_rss_bytes(answer.content)
    assert (strict.title, strict.description) == ("Locks & Weirs", "Heard on the way.")
    assert [(each.url, each.length, each.type) for each in strict.items[0].enclosures] == [
        (url, sound.size, "audio/mpeg")
    ]
    assert strict.items[0].pub_date == episode.created_at.replace(microsecond=0)

    app_like = podcastparser.parse(f"{PUBLIC_URL}{path}", BytesIO(answer.content))
    assert (app_like["title"], app_like["type"]) == ("Locks & Weirs", "episodic")
    (heard,) = app_like["episodes"]
    assert (heard["guid"], heard["total_time"]) == (episode.artifact_id, round(episode.duration or 0))
    assert heard["enclosures"] == [{"url": url, "file_size": sound.size, "mime_type": "audio/mpeg"}]


def test_what_only_podcasting_2_reads(client: TestClient, nobody: TestClient, episode: Artifact) -> None:
    path = made_feed(client)
    channel = ElementTree.fromstring(nobody.get(path).content).find("channel")
    assert channel is not None
    item = channel.find("item")
    assert item is not None
    assert {each.get("type") for each in item.findall(f"{PODCAST}transcript")} == {
        "text/vtt", "application/x-subrip", "application/json", "text/plain"
    }  # fmt: skip
    persons = [(each.text, each.get("role")) for each in item.findall(f"{PODCAST}person")]
    assert persons == [("Ada", "host"), ("Grace", "guest")]
    chapters = item.find(f"{PODCAST}chapters")
    assert chapters is not None
    assert (chapters.get("type"), str(chapters.get("url"))[-14:]) == ("application/json+chapters", "/chapters.json")
    assert item.findtext(f"{PODCAST}license") == episode.metadata["license"]
    assert item.findtext("description") == episode.metadata["description"]
    said = item.find(f"{PODCAST}txt")
    assert said is not None
    assert said.get("purpose") == "sources"
    assert episode.metadata["sources"][0]["title"] in (said.text or "")
    assert (channel.findtext(f"{ITUNES}block"), channel.findtext(f"{PODCAST}locked")) == ("Yes", "yes")
    again = ElementTree.fromstring(nobody.get(path).content).find("channel")
    assert again is not None
    assert again.findtext(f"{PODCAST}guid") == channel.findtext(f"{PODCAST}guid")
    assert channel.findtext(f"{PODCAST}guid") not in (None, path)


def _links(feed: bytes) -> Iterator[str]:
    for element in ElementTree.fromstring(feed).iter():
        if element.tag in ("enclosure", f"{PODCAST}transcript", f"{PODCAST}chapters"):
            yield str(element.get("url"))
        if element.tag == f"{ITUNES}image":
            yield str(element.get("href"))


def test_its_links_lead_to_the_files_as_long_as_it_lives(
    app: MemoryApplication, client: TestClient, nobody: TestClient, episode: Artifact
) -> None:
    path = made_feed(client)
    links = [link.removeprefix(PUBLIC_URL) for link in _links(nobody.get(path).content)]
    names = {link.rpartition("/")[2] for link in links}
    assert names == set(episode.files) - {"attributions.json"}
    for link in links:
        answer = nobody.get(link, follow_redirects=False)
        file = episode.files[link.rpartition("/")[2]]
        assert (answer.status_code, file.key in answer.headers["location"]) == (307, True)
        head = nobody.head(link, follow_redirects=False)
        assert (head.status_code, head.headers["content-length"]) == (200, str(file.size))
        assert head.headers["content-type"].partition(";")[0] == file.media_type.partition(";")[0]
    assert app.usage.count(OWNER, episode.artifact_id)[UsageKind.VIEW] == 1

    feed_id = client.get("/api/feeds").json()["items"][0]["feed_id"]
    revoked = client.delete(f"/api/feeds/{feed_id}")
    assert (revoked.status_code, revoked.json()["revoked_at"] is None) == (200, False)
    for gone in (path, *links):
        for method in ("GET", "HEAD"):
            assert nobody.request(method, gone, follow_redirects=False).status_code == 404


def test_it_is_sent_again_only_when_it_has_changed(
    app: MemoryApplication, client: TestClient, nobody: TestClient, source_id: str, episode: Artifact
) -> None:
    path = made_feed(client)
    first = nobody.get(path)
    tag, modified = first.headers["etag"], first.headers["last-modified"]
    for headers, status in (
        ({"If-None-Match": tag}, 304),
        ({"If-None-Match": f'"x", W/{tag}'}, 304),
        ({"If-None-Match": '"x"'}, 200),
        ({"If-None-Match": '"x"', "If-Modified-Since": modified}, 200),
        ({"If-Modified-Since": modified}, 304),
        ({"If-Modified-Since": format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True)}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
    ):
        answer = nobody.get(path, headers=headers)
        assert (answer.status_code, len(answer.content) == 0) == (status, status == 304), headers
        assert answer.headers["etag"] == tag
    head = nobody.head(path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
    assert head.headers["content-length"] == str(len(first.content))
    make_podcast(app, client, source_id, title="Another")
    changed = nobody.get(path, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["etag"] == tag) == (200, False)
    assert [each.title for each in feedparser.parse(changed.content).entries] == ["Another", episode.title]


def test_it_has_pages(app: MemoryApplication, client: TestClient, nobody: TestClient) -> None:
    keep_artifacts(app, 5, "podcast.mp3", "audio/mpeg")
    keep_artifacts(app, 3, "deck.apkg", "application/octet-stream")
    path, titles = made_feed(client), []
    following: str | None = f"{path}?limit=2"
    while following:
        feed = feedparser.parse(nobody.get(following).content)
        titles += [entry.title for entry in feed.entries]
        following = next((each.href for each in feed.feed.links if each.rel == "next"), "").removeprefix(PUBLIC_URL)
    assert titles == [f"podcast.mp3 {number}" for number in range(4, -1, -1)]
    assert nobody.get(path, params={"limit": 0}).status_code == 422
    assert nobody.get(path, params={"limit": 301}).status_code == 422


def keep_artifacts(app: MemoryApplication, count: int, name: str, media_type: str) -> None:
    for number in range(count):
        artifact_id = f"art_{media_type[:3]}{number}"
        ref = ObjectRef(key=f"podcasts/{artifact_id}/{name}", size=7, media_type=media_type, sha256="0" * 64)
        artifact = Artifact(
            artifact_id=artifact_id,
            owner=OWNER,
            artifact_type="podcast",
            format=name.rpartition(".")[2],
            plugin_id="export.podcast",
            plugin_version="1.0.0",
            job_id="job_1",
            title=f"{name} {number}",
            source_ids=[],
            files={name: ref},
            storage_path=ref.key,
            file_size=ref.size,
            provenance_id="podcast_1",
            created_at=datetime.fromtimestamp(time.time() + number, UTC),
        )
        app.library.catalog.commit_artifact(artifact)


def test_its_address_is_shown_once_and_is_for_no_index(app: MemoryApplication, client: TestClient) -> None:
    path = made_feed(client)
    token = path.removeprefix("/feeds/").removesuffix(".xml")
    assert len(token) >= 43
    assert token not in client.get("/api/feeds").text
    assert token not in repr(app.feeds.__dict__)
    answer = client_of(app, None).get(path)
    assert "noindex" in answer.headers["x-robots-tag"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert urlsplit(path).query == ""


def test_a_feed_is_its_owners_and_has_only_what_is_heard(
    client: TestClient, stranger: TestClient, nobody: TestClient, episode: Artifact
) -> None:
    path = made_feed(stranger)
    assert feedparser.parse(nobody.get(path).content).entries == []
    link = f"{path.removesuffix('.xml')}/{episode.artifact_id}/podcast.mp3"
    assert nobody.get(link, follow_redirects=False).status_code == 404
    own = made_feed(client).removesuffix(".xml")
    for wrong in (f"{own}/{episode.artifact_id}/other.mp3", f"{own}/art_0/podcast.mp3", "/feeds/x.xml"):
        assert nobody.get(wrong, follow_redirects=False).status_code == 404


@pytest.mark.parametrize(
    "body", [{"title": ""}, {"title": "x" * 201}, {"language": "x y"}, {"description": "\x1b[31m"}]
)
def test_what_does_not_fit_is_named(client: TestClient, body: dict[str, str]) -> None:
    refused = client.post("/api/feeds", json=body)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, f"body.{next(iter(body))}")
