"""Figures of the sources in a newsletter: in the mail, on the page and in words."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import html
from PIL import Image
from williams_export_newsletter import illustrating
from williams_export_newsletter.issue.clients import troubles
from williams_export_newsletter.issue.mail import shown_width
from williams_export_newsletter.issue.shrinking import shrunk
from williams_publishing.labels import labels_for
from williams_writing.quoting import Quoting

from tests.unit.ebook import shelf
from tests.unit.ebook.shelf import ARABIC, FIGURE, PICTURE, Piece, under
from tests.unit.newsletter.reading import faults_of_html, faults_of_message
from tests.unit.newsletter.stand import LAMPS, MadeNewsletter, Stand, body_of, read_message
from tests.unit.publishing.figures import figure
from williams.domain.licenses.parts import PARTS
from williams_testing.library import ChosenEngines
from williams_testing.memory.mail import InMemoryMail

LENS, CAN = 'Figure 1: The "first" lens & its <clockwork>', "An oil can"
PIECES: tuple[Piece, ...] = (
    *LAMPS,
    (FIGURE, LENS, under("How Lamps Are Lit", page=2)),
    (FIGURE, "Figure 2: Its lamp", under("How Lamps Are Lit", page=2)),
    (FIGURE, "Nothing is said of this", under("Elsewhere", page=9)),
    (FIGURE, CAN, under("Oil & Gas", page=3)),
)
LENS_NAME, CAN_NAME = "figure-1-6.png", "figure-1-9.png"
LINKED = {
    "pictures": "linked",
    "picture_url": "https://example.org/h.png",
    "figures_url": "https://example.org/{figure}?a=1&b=2",
}


def _stand(pieces: tuple[Piece, ...] = PIECES, **said: Any) -> Stand:
    stand = Stand()
    stand.add(pieces, **{"title": "On Lighthouses", "url": "https://example.org/lamps", **said})
    return stand


async def _made(**parameters: Any) -> MadeNewsletter:
    return await _stand().newsletter(**parameters)


def _codes(made: MadeNewsletter) -> list[str]:
    return [notice["code"] for notice in made.metadata["notices"]]


async def test_a_story_shows_the_figure_that_is_nearest_to_it_with_caption_words_and_whose_it_is() -> None:
    made = await _made(figures=2)
    figures = [part for part in made.parts if part.role == "figure"]
    assert [part.text for part in figures] == [LENS, CAN]
    page = html.document_fromstring(made.page)
    for part in figures:
        (source,) = part.sources
        assert (source.start, source.end) == (0, len(made.texts[source.paragraph_id])) == (0, len(part.text))
        (caption,) = page.xpath("//figcaption/*[@id=$anchor]", anchor=(part.place.anchor or "").partition("#")[2])
        assert caption.text == part.text
        (picture,) = caption.xpath("../../img")
        assert picture.get("alt") == "Two boards"
        assert base64.b64decode(picture.get("src").partition(",")[2]) == PICTURE
        assert part.heading == caption.xpath("ancestor::article/h2")[0].text
    assert "“On Lighthouses”, p. 2 · CC-BY-4.0 <https://example.org/lamps#page=2>" in made.text
    assert f"\n\n{LENS}\n" in made.text
    assert f"\n\nFigure: {CAN}\n" in made.text
    (notice,) = made.metadata["notices"]
    assert notice["message"] == "The sources have 4 figures, of which 2 are in the newsletter."


async def test_figures_travel_in_the_mail() -> None:
    made = await _made()
    shown = [part for part in made.message.walk() if part.get_content_maintype() == "image"]
    assert [part.get_filename() for part in shown] == ["header.png", LENS_NAME, CAN_NAME]
    assert (
        [part.get_content() for part in shown[1:]]
        == [PICTURE, PICTURE]
        == [made.files[LENS_NAME], made.files[CAN_NAME]]
    )
    pictures = {each.get("src"): each for each in html.document_fromstring(made.html).iter("img")}
    assert list(pictures) == [f"cid:{part['Content-ID'][1:-1]}" for part in shown]
    for picture in list(pictures.values())[1:]:
        assert (picture.get("alt"), picture.get("width")) == ("Two boards", "120")
    assert LENS in "".join(html.document_fromstring(made.html).itertext())
    assert troubles(made.html) == []
    assert faults_of_html(made.html) == faults_of_html(made.page) == []
    assert faults_of_message(made.files["newsletter.eml"]) == []


@pytest.mark.parametrize(
    ("parameters", "addresses", "codes"),
    [
        (LINKED, [f"https://example.org/{name}?a=1&b=2" for name in (LENS_NAME, CAN_NAME)], ["figures-left-out"]),
        ({**LINKED, "figures_url": None}, [], ["figures-without-address"]),
        ({"figures": 1}, ["cid:figure-1-6@newsletter"], ["figures-left-out"]),
        ({"pictures": "none"}, [], []),
    ],
)
async def test_they_are_where_pictures_are(parameters: dict[str, Any], addresses: list[str], codes: list[str]) -> None:
    made = await _made(**parameters)
    found = [each.get("src") for each in html.document_fromstring(made.html).iter("img")]
    assert [each for each in found if "figure" in each] == addresses
    assert made.page.count("<figure>") == len(addresses) == len([p for p in made.parts if p.role == "figure"])
    assert _codes(made) == codes
    assert troubles(made.html) == []


def _noise(form: str, mode: str) -> bytes:
    written = io.BytesIO()
    Image.effect_noise((1400, 420), 90).convert(mode).save(written, form)
    return written.getvalue()


@pytest.mark.parametrize(("form", "mode"), [("PNG", "RGB"), ("PNG", "LA"), ("JPEG", "L")])
async def test_large_figures_are_made_as_small_as_they_are_shown(
    monkeypatch: pytest.MonkeyPatch, form: str, mode: str
) -> None:
    large = _noise(form, mode)
    monkeypatch.setattr(shelf, "PICTURE", large)
    media_type = f"image/{form.lower()}"
    shown = shelf._SHOWN.model_copy(update={"media_type": media_type, "width": 1400, "height": 420})
    monkeypatch.setattr(shelf, "_SHOWN", shown)
    monkeypatch.setattr(illustrating, "HEAVIEST", 2 * len(large) - 1)
    made = await _made()
    parts = [part for part in made.message.walk() if (part.get_filename() or "").startswith("figure")]
    travelling = [part.get_content() for part in parts]
    for picture in travelling:
        with Image.open(io.BytesIO(picture)) as opened:
            assert (opened.format, opened.size) == (form, (1200, 360))
        assert len(picture) < len(large)
    assert _codes(made) == ["figures-left-out"]
    assert travelling == [made.files[part.get_filename() or ""] for part in parts]
    assert f"base64,{base64.b64encode(travelling[0]).decode()}" in made.page


def test_what_would_not_take_less_stays_as_it_is() -> None:
    drawn = io.BytesIO()
    Image.new("1", (1400, 420)).save(drawn, "PNG")
    assert shrunk(drawn.getvalue()) == drawn.getvalue()
    assert shrunk(PICTURE) == PICTURE


def test_fine_greys_stay_grey() -> None:
    drawn, half = io.BytesIO(), 0x8000
    noise = Image.effect_noise((1400, 420), 64).convert("I").point(lambda value: value + half)
    noise.convert("I;16").save(drawn, "PNG")
    with Image.open(io.BytesIO(shrunk(drawn.getvalue()))) as smaller:
        assert (smaller.mode, smaller.size) == ("I;16", (1200, 360))
        greys = memoryview(smaller.tobytes()).cast("H")
    assert half // 2 < min(greys) <= max(greys) < half + half // 2


async def test_what_a_mail_has_no_room_for_is_left_out_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(illustrating, "HEAVIEST", len(PICTURE) + 1)
    made = await _made()
    assert [part.text for part in made.parts if part.role == "figure"] == [LENS]
    assert CAN_NAME not in made.files
    assert _codes(made) == ["figures-left-out", "figures-too-large"]
    assert made.metadata["notices"][1]["message"].startswith("Figures left out: 1.")


async def test_who_is_sent_it_gets_the_figures_and_the_same_inputs_make_the_same_bytes() -> None:
    mail, drafts = InMemoryMail(), []
    for _ in range(2):
        stand = _stand()
        stand.library = replace(stand.library, engines=ChosenEngines(text=Quoting(), mail=mail))
        stand.sources.clear()
        stand.add(PIECES, title="On Lighthouses")
        made = await stand.newsletter(send_to=["ada@example.org"], unsubscribe_url="https://example.org/out")
        drafts.append(made.files)
    (_, one), (_, other) = mail.sent
    assert one == other
    assert drafts[0]["newsletter.eml"] == drafts[1]["newsletter.eml"]
    assert [part.get_filename() for part in read_message(one).walk()][-2:] == [LENS_NAME, CAN_NAME]
    assert "cid:figure-1-6@newsletter" in body_of(read_message(one), "html")


async def test_a_license_of_a_figure_counts_where_it_is_shown() -> None:
    stand = _stand(extra={PARTS: {"CC-BY-NC-2.0": [6]}})
    asked = labels_for("en").no_commercial
    for most, counts in ((10, True), (0, False)):
        made = await stand.newsletter(figures=most)
        assert [asked in form for form in (made.text, made.html, made.page)] == [counts] * 3
        assert ("p. 2 · CC-BY-NC-2.0" in made.text) == counts == ("<figure>" in made.page)


async def test_a_caption_in_another_language_says_so_and_is_said_where_the_source_has_no_words_for_a_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shelf, "_SHOWN", shelf._SHOWN.model_copy(update={"alt": None, "media_type": "image/jpeg"}))
    stand = _stand()
    stand.add((*ARABIC, (FIGURE, "مكتبة", under("عن المكتبات"))), title="عن المكتبات", language="ar")
    made = await stand.newsletter()
    for form in (made.html, made.page):
        said = [each.get("alt") for each in html.document_fromstring(form).iter("img")]
        assert said == ["", LENS, CAN, "مكتبة"]
    assert faults_of_html(made.html) == []
    travelling = [part.get_content_type() for part in made.message.walk() if part.get_content_maintype() == "image"]
    assert travelling == ["image/png", *["image/jpeg"] * 3]
    assert made.page.count('src="data:image/jpeg;base64,') == 3
    assert f"{labels_for('ar').figure}: مكتبة" in made.text
    assert re.search(r'<p class="faint" lang="ar" dir="rtl">مكتبة</p>', made.html)
    assert re.search(r'<div id="story-\d-figure" lang="ar" dir="rtl">مكتبة</div>', made.page)


@pytest.mark.parametrize(
    ("size", "width"), [((120, 120), 120), ((2400, 1200), 544), ((800, 2400), 200), ((1, 2400), 1)]
)
def test_a_figure_is_no_wider_than_the_mail_and_no_higher_than_a_screen(size: tuple[int, int], width: int) -> None:
    assert shown_width(figure("A lens", width=size[0], height=size[1])) == width
