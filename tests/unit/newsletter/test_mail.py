"""The newsletter as a mail: what clients show, in any script, and the same bytes each time."""

from __future__ import annotations

import re
import tomllib
from email.utils import parsedate_to_datetime
from importlib.resources import files

import pytest
from williams_export_newsletter.issue.clients import CLIPPED, troubles
from williams_export_newsletter.issue.sayings import sayings_for

from tests.unit.ebook.shelf import ARABIC, BODY, CHINESE, Piece
from tests.unit.newsletter.reading import faults_of_html, faults_of_message
from tests.unit.newsletter.stand import LAMPS, SHIPS, MadeNewsletter, Stand
from williams_testing.factories import WHEN

HINDI: tuple[Piece, ...] = ((BODY, "पुस्तकालय पुस्तकों को सँभालकर रखता है ताकि पाठक उन्हें वर्षों बाद भी पा सकें।"),)
EMOJI: tuple[Piece, ...] = (
    (BODY, "The lamp 💡 of “Cordouan” & its keeper 👨‍👩‍👧 were painted by seven artists in 1823."),
)
SHELVES = {
    "plain": (LAMPS, {"title": "On Lighthouses", "url": "https://example.org/lamps?a=1&b=2"}),
    "arabic": (ARABIC, {"title": "عن المكتبات", "language": "ar"}),
    "chinese": (CHINESE, {"title": "图书馆", "language": "zh-Hant-TW"}),
    "hindi": (HINDI, {"title": "पुस्तकालय", "language": "hi"}),
    "runes": (EMOJI, {"title": "ᛚᚨᛗᛈᛊ"}),
    "emoji": (EMOJI, {"title": 'Lamps 💡 " onload="alert(1) & <3'}),
    "long-title": (LAMPS, {"title": "A Very Long Title 📚 " * 15}),
}


async def _made(name: str, **parameters: object) -> MadeNewsletter:
    pieces, said = SHELVES[name]
    stand = Stand()
    stand.add(pieces, **said)
    return await stand.newsletter(**parameters)


@pytest.mark.parametrize("name", SHELVES)
async def test_it_is_a_sound_message_in_any_script(name: str) -> None:
    made = await _made(name)
    message = made.message
    assert faults_of_message(made.files["newsletter.eml"]) == []
    assert message["Subject"] == " ".join(str(SHELVES[name][1]["title"]).split())
    assert parsedate_to_datetime(message["Date"]) == WHEN
    assert [part.get_content_type() for part in message.walk()] == [
        *("multipart/alternative", "text/plain"),
        *("multipart/related", "text/html", "image/png"),
    ]
    plain = message.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == made.text
    for part in made.parts:
        assert part.text in made.text


@pytest.mark.parametrize("name", SHELVES)
async def test_its_html_is_sound_and_has_nothing_that_clients_do_not_show(name: str) -> None:
    made = await _made(name)
    assert troubles(made.html) == []
    assert faults_of_html(made.html) == []
    assert faults_of_html(made.page) == []
    assert "<script" not in made.html + made.page
    assert re.search(r'<[^>"]*(?:"[^"]*"[^>"]*)*\sonload=', made.html + made.page) is None
    assert "prefers-color-scheme: dark" in made.html
    assert "prefers-color-scheme: dark" in made.page


@pytest.mark.parametrize("title", ['<script>alert("1")</script>', "</mj-title><mj-raw><b>", "A\u00a0B ]]> &amp; {{x}}"])
async def test_a_title_is_words_and_never_markup(title: str) -> None:
    made = await _made("plain", title=title)
    assert made.message["Subject"] == " ".join(title.split())
    assert troubles(made.html) == []
    assert faults_of_html(made.html) == faults_of_html(made.page) == []
    assert "<script" not in made.html + made.page


async def test_right_to_left_is_set_so() -> None:
    made = await _made("arabic")
    assert '<html lang="ar" dir="rtl"' in made.html
    assert "text-align:right" in made.html
    assert '<html lang="ar" dir="rtl">' in made.page


async def test_a_quotation_in_another_language_says_so() -> None:
    stand = Stand()
    stand.add(LAMPS, title="On Lighthouses")
    stand.add(ARABIC, title="عن المكتبات", language="ar")
    made = await stand.newsletter()
    assert 'lang="ar" dir="rtl"' in made.html
    assert re.search(r'<h2 [^>]*lang="ar" dir="rtl">', made.page)


async def test_the_same_inputs_make_the_same_bytes() -> None:
    one, other = [await _made("emoji") for _ in range(2)]
    names = {name for name in one.files if "." in name} - {"attributions.json"}
    assert {name for name in names if one.files[name] != other.files[name]} == set()
    assert len(names) == 6


@pytest.mark.parametrize(
    ("pictures", "shown"),
    [("embedded", "cid:header@newsletter"), ("linked", "https://example.org/h.png?X-Sig=a&amp;b=1"), ("none", None)],
)
async def test_pictures_travel_or_are_linked_or_left_out(pictures: str, shown: str | None) -> None:
    made = await _made("plain", pictures=pictures, picture_url="https://example.org/h.png?X-Sig=a&b=1")
    assert (f'src="{shown}"' in made.html) == (shown is not None)
    assert ("<img" in made.html) == ("<img" in made.page) == (shown is not None)
    travelling = [part.get_content_type() for part in made.message.walk()].count("image/png")
    assert travelling == (pictures == "embedded")
    assert troubles(made.html) == []


async def test_it_leads_to_its_sources_and_to_its_web_version() -> None:
    made = await _made("plain", web_url="https://example.org/news/1")
    for form in (made.html, made.page):
        assert re.search(r'href="https://example\.org/lamps\?a=1&amp;b=2#page=[123]"', form)
    assert 'href="https://example.org/news/1"' in made.html
    assert "Read it in a browser: https://example.org/news/1" in made.text
    assert "Name the authors when you pass it on." in made.text


async def test_what_gmail_would_hide_is_left_out_with_a_notice() -> None:
    stand = Stand()
    for number in range(20):
        word = f"{number}日本語の長い長い物語の中で灯台守は毎晩ランプの芯を切りそろえた"
        stand.add([(BODY, word * 70 + "。")], title=f"物語 {number}", language="ja")
    made = await stand.newsletter(stories=20)
    assert len(made.html.encode()) < CLIPPED
    assert 0 < made.metadata["stories"] < 20
    assert [notice["code"] for notice in made.metadata["notices"]] == ["stories-left-out"]
    assert len(made.parts) == made.metadata["stories"]


@pytest.mark.parametrize(
    ("name", "missing"), [("arabic", False), ("chinese", False), ("emoji", False), ("runes", True)]
)
async def test_what_the_preview_cannot_write_is_told(name: str, missing: bool) -> None:
    codes = [notice["code"] for notice in (await _made(name)).metadata["notices"]]
    assert codes == (["preview-letters-missing"] if missing else [])


async def test_words_of_ones_own_stand_before_the_stories() -> None:
    made = await _made("plain", title="Week 12", intro="What we read <this> month.")
    assert made.text.startswith("Week 12\n\nWhat we read <this> month.\n")
    assert "What we read &lt;this&gt; month." in made.html
    assert all(part.text != "What we read <this> month." for part in made.parts)


def test_the_labels_are_there_in_thirteen_languages_and_none_is_left_in_english() -> None:
    raw = (files("williams_export_newsletter.issue") / "sayings.toml").read_text("utf-8")
    languages = tomllib.loads(raw)
    assert set(languages) == {"en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja", "ar", "hi"}
    for language in set(languages) - {"en"}:
        same = [name for name, words in languages[language].items() if words == languages["en"][name]]
        assert same == []
        assert sayings_for(f"{language}-XX").language == language
    assert sayings_for("sw").language == "en"


async def test_two_sources_in_one_note_are_both_credited() -> None:
    stand = Stand()
    stand.add(LAMPS, title="On Lighthouses", authors=["Ada Smith"])
    stand.add(SHIPS, title="Ships", authors=["Bo Jones"])
    made = await stand.newsletter()
    assert any("Smith" in line and "Jones" in line for line in _lines_with_sources(made.page))


def _lines_with_sources(page: str) -> list[str]:
    return page.split('<p class="source">')[1:]
