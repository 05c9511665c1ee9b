"""Pages that stand before a text, or in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from williams_import_web.page import read_page

from tests.unit.import_web.kinds import SENTENCES, TITLE, paragraphs, site_page
from williams.domain.errors import EmptyContent, Forbidden, NotFound, PermanentError, UnsupportedContent

ROOT = '<div id="root"></div><script src="/main.js"></script>'
FOOT = f"<footer><p>The Gazette is printed by the Company in the old mill. {SENTENCES[0]} {SENTENCES[1]}</p></footer>"
CONSENT = (
    "<p>We and our 843 partners use cookies and other technologies to store and access information on your device, "
    "such as unique identifiers, in order to show personalised advertising.</p><p>You may withdraw your consent at "
    "any time in the privacy centre.</p><button>Agree and continue</button>"
)
EINWILLIGUNG = (
    "<p>Wir und unsere 210 Partner verwenden Cookies, um Informationen auf einem Gerät zu speichern, für "
    "personalisierte Werbung.</p><p>Sie können Ihre Einwilligung jederzeit widerrufen. Mehr im Datenschutz.</p>"
    "<button>Alle akzeptieren</button>"
)
CONSENTEMENT = (
    "<p>Avec votre accord, nos 812 partenaires et nous utilisons des cookies pour stocker des informations "
    "personnelles ou y accéder.</p><p>Vous pouvez continuer sans accepter.</p><button>Accepter et continuer</button>"
)
CONSENTIMIENTO = (
    "<p>Nosotros y nuestros 1.500 socios almacenamos información en un dispositivo, tales como cookies.</p><p>Puede "
    "otorgarnos su consentimiento o rechazarlo.</p><button>Aceptar</button>"
)
ON_BUTTONS = (
    "<p>We use cookies and data to maintain our services and to show personalised ads.</p>"
    "<button>Accept all</button><button>Reject all</button>"
)


def titled(title: str, body: str) -> bytes:
    return site_page(body, f"<title>{title}</title>")


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def run(data: bytes) -> dict[str, Any]:
        source = tmp_path / "page"
        source.write_bytes(data)
        return read_page(source, lambda _done, _total: None, "https://gazette.example/a", None)

    return run


@pytest.mark.parametrize(
    ("page", "error", "says"),
    [
        (titled("Gazette - Consent", f"<h1>Before you continue</h1>{CONSENT}"), Forbidden, "consent"),
        (titled("Gazette", f"<h1>We value your privacy</h1><div>{CONSENT}</div>"), Forbidden, "consent"),
        (titled("Datenschutz", f"<h1>Zustimmung</h1>{EINWILLIGUNG}"), Forbidden, "consent"),
        (titled("Le Journal", f"<h1>Votre vie privée nous importe</h1>{CONSENTEMENT}"), Forbidden, "consent"),
        (titled("El Diario", f"<h2>Valoramos tu privacidad</h2>{CONSENTIMIENTO}"), Forbidden, "consent"),
        (titled("Before you continue", ON_BUTTONS), Forbidden, "consent"),
        (titled("Just a moment...", "<h2>Checking if the site connection is secure</h2><p>gazette.example needs to "
                "review the security of your connection before proceeding.</p>"), Forbidden, "robots"),
        (titled("Access Denied", "<p>Please verify you are a human. Reference 18.2f</p>"), Forbidden, "robots"),
        (titled("gazette.example", "<p>Please complete the captcha to go on.</p><script src='https://geo."
                "captcha-delivery.com/c.js'></script>"), Forbidden, "robots"),
        (titled("Nur einen Moment…", "<h2>Bestätigen Sie, dass Sie ein Mensch sind.</h2><p>gazette.example muss die "
                "Sicherheit Ihrer Verbindung überprüfen, bevor Sie fortfahren können.</p>"), Forbidden, "robots"),
        (titled("Robot or human?", "<p>Activate and hold the button to go on. Thank you!</p>"), Forbidden, "robots"),
        (titled("gazette.example", "<p>Please enable JS and disable any ad blocker</p><script src='https://ct."
                "captcha-delivery.com/c.js'></script>"), Forbidden, "robots"),
        (titled("", "<iframe src='/_Incapsula_Resource?SWUDNSAI=31'>Request unsuccessful.</iframe>"), Forbidden,
         "robots"),
        (titled("", "<div id='challenge-container'></div><script src='https://a.edge.sdk.awswaf.com/b/challenge.js'>"
                "</script><noscript>JavaScript is disabled</noscript>"), Forbidden, "robots"),
        (titled("Making sure you're not a bot!", f"<h1>Making sure you're not a bot!</h1>{paragraphs()}"), Forbidden,
         "robots"),
        (titled("https://search.example/?q=lamp", "<p><b>About this page</b></p><p>Our systems have detected unusual "
                "traffic from your network.</p><form id='captcha-form'></form>"), Forbidden, "robots"),
        (titled("Gazette is part of the Gazette family", f"<form><h1>We are part of the family</h1><p>In the privacy "
                f"centre:</p>{CONSENT}</form>"), Forbidden, "consent"),
        (titled("Error", "<main><h1>Cookies disabled</h1><p>Your browser does not accept cookies. Please switch them "
                "on to read the articles of this publisher.</p></main>"), Forbidden, "cookies"),
        (titled("Page not found", "<main><h1>Oops!</h1><p>The page that you asked for is not there any more. Perhaps "
                "our search can help you to find what you look for.</p></main>"), NotFound, "no such page"),
        (titled("Gazette", "<main><h1>Seite nicht gefunden</h1><p>Leider gibt es diese Seite nicht.</p></main>"),
         NotFound, "no such page"),
        (titled("Gazette", "<main><h1>Oops!</h1><p>We can’t seem to find the page you’re looking for. Here are some "
                "helpful links instead of it.</p></main>"), NotFound, "no such page"),
        (titled("Gazette", "<main><h1>Sorry, this page isn't available.</h1><p>The link that you followed may be "
                "broken.</p></main>"), NotFound, "no such page"),
        (titled("Fehler", "<main><h1>Hoppla</h1><p>Leider konnten wir die gewünschte Seite nicht finden.</p></main>"),
         NotFound, "no such page"),
        (titled("Gazeta", "<main><h1>Strony nie znaleziono</h1><p>Nie ma jej tutaj ani nigdzie.</p></main>"),
         NotFound, "no such page"),
        (titled(TITLE, "<app-root>Loading…</app-root><script src='/main.js'></script>"), UnsupportedContent,
         "JavaScript"),
        (titled(TITLE, f"{ROOT}{FOOT}"), UnsupportedContent, "JavaScript"),
        (titled(TITLE, "<gazette-app></gazette-app><script src='/a.js'></script>"), UnsupportedContent, "JavaScript"),
        (titled(TITLE, f"<div>You need to enable JavaScript to run this app.</div>{ROOT}"), UnsupportedContent,
         "JavaScript"),
        (titled(TITLE, "<main><p>Enter your e-mail to read this story. It is free.</p><form><input type='email'>"
                "<button>Read</button></form></main>"), Forbidden, "e-mail"),
        (titled(TITLE, "<main><p>Inscrivez-vous gratuitement pour lire la suite.</p><form><input type='email'></form>"
                "</main>"), Forbidden, "e-mail"),
    ],
)  # fmt: skip
def test_what_stands_in_the_place_of_a_text_is_refused(
    read: Any, page: bytes, error: type[PermanentError], says: str
) -> None:
    with pytest.raises(error, match=says):
        read(page)


@pytest.mark.parametrize(
    "page",
    [
        titled("How cookie consent works", f"<article><h1>Cookies and consent</h1>{CONSENT}{paragraphs(4)}</article>"),
        titled("Are you a robot? A history", f"<article><h1>Are you a robot?</h1>{paragraphs(3)}</article>"),
        titled("Loading…", f"<article><h1>{TITLE}</h1>{paragraphs()}</article><script src='/main.js'></script>"),
        titled(
            "A page that nobody finds",
            f"<article><p>We cannot find the page that was torn.</p>{paragraphs(2)}</article>",
        ),
        *(
            titled(f"{headline} | Gazette", f"<article><h1>{headline}</h1>{paragraphs()}</article>")
            for headline in (
                *("The 404 bus turns sixty", "Missing hiker not found after a week", "Just a moment: how it was lit"),
                *("Airport security check takes longer", "Reporters write of access denied to the trial"),
                *("Cookies with oats: how to store and enable cookies", "Die letzte Lampe: nicht mehr verfügbar"),
            )
        ),
        titled(
            TITLE, f"<article><p>A moment of access denied.</p>{paragraphs()}</article><div class='g-recaptcha'></div>"
        ),
        titled(
            TITLE,
            f"<article><p>{SENTENCES[0]}</p><p>{' '.join(SENTENCES[1:4])} The lamp was not found.</p></article>",
        ),
        titled(TITLE, f"<article>{paragraphs(2)}</article>{ROOT}{FOOT}"),
        titled(TITLE, f"<div class='cookie-banner'>{CONSENT}</div><article>{paragraphs()}</article>"),
        titled(
            TITLE,
            f"<article>{paragraphs()}</article><form><p>Sign up to get our letter.</p><input type='email'></form>",
        ),
    ],
)
def test_texts_about_such_pages_are_texts(read: Any, page: bytes) -> None:
    answer = read(page)
    assert SENTENCES[0] in [paragraph["text"] for paragraph in answer["paragraphs"]]
    assert answer["notices"] == []


CHOICE = "<button>Yes</button><button>No</button>"


@pytest.mark.parametrize(
    ("heading", "said", "error", "says"),
    [
        ("Are you of legal drinking age?", f"You must be of legal drinking age in your country.{CHOICE}", Forbidden,
         "how old"),
        ("Welcome", f"You must be at least 18 years of age to enter this site.{CHOICE}", Forbidden, "how old"),
        ("Sind Sie über 18 Jahre alt?", f"Diese Seite ist nur für Erwachsene bestimmt.{CHOICE}", Forbidden, "how old"),
        ("Bodega", f"Debes ser mayor de 18 años para acceder a esta web.{CHOICE}", Forbidden, "how old"),
        ("503 Service Temporarily Unavailable", "The server cannot serve your request.", EmptyContent, "at fault"),
        ("Marrow Post", "Briefly unavailable for scheduled maintenance. Check back in a minute.", EmptyContent,
         "at fault"),
        ("Bad gateway Error code 502", "The web server reported a bad gateway error.", EmptyContent, "at fault"),
        ("Wartungsarbeiten", "Unsere Seite ist vorübergehend nicht erreichbar.", EmptyContent, "at fault"),
        ("На сайте ведутся технические работы", "Сайт временно недоступен.", EmptyContent, "at fault"),
        ("Gazette", "Unfortunately, our website is currently unavailable in most European countries.", Forbidden,
         "country"),
        ("451: Unavailable due to legal reasons", "We cannot grant you access at this time.", Forbidden, "country"),
        ("Gazette", "Este contenido no está disponible en tu país por motivos de derechos.", Forbidden, "country"),
        ("Ad blocker detected", "Please disable your ad blocker to read on.", Forbidden, "browser"),
        ("Your browser is not supported", "Please upgrade to a modern browser to view it.", Forbidden, "browser"),
        ("429 Too Many Requests", "Please slow down, and try it once more in an hour.", Forbidden, "robots"),
        ("Gazette", "Проверка браузера. Это займёт несколько секунд.", Forbidden, "robots"),
        ("Chwileczkę…", "Zweryfikuj, że jesteś człowiekiem.", Forbidden, "robots"),
        ("Cookie disabilitati", "Per visualizzare questa pagina occorre abilitare i cookie.", Forbidden, "cookies"),
        ("¡Vaya!", "No hemos podido encontrar la página que buscas.", NotFound, "no such page"),
        ("Ops!", "A página que você procura não foi encontrada.", NotFound, "no such page"),
        ("Helaas", "De pagina die u zoekt bestaat niet of is verplaatst.", NotFound, "no such page"),
        ("Упс!", "Запрашиваемая страница не существует или была удалена.", NotFound, "no such page"),
        ("عذراً، الصفحة غير موجودة", "ربما تم نقل الصفحة أو حذفها.", NotFound, "no such page"),
        ("पृष्ठ नहीं मिला", "वह मौजूद नहीं है या हटा दिया गया है।", NotFound, "no such page"),
        ("הדף לא נמצא", "ייתכן שהדף הוסר או הועבר לכתובת אחרת.", NotFound, "no such page"),
    ],
)  # fmt: skip
def test_short_notices_in_the_place_of_a_text_are_refused(
    read: Any, heading: str, said: str, error: type[PermanentError], says: str
) -> None:
    with pytest.raises(error, match=says):
        read(titled("Gazette", f"<main><h1>{heading}</h1><p>{said}</p></main>"))


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Bridge closed for maintenance", "The bridge over the river is closed until Friday, the county says."),
        ("We will be back soon, says the circus", "It promised that it will be back soon. A new tent is being sewn."),
        ("Something went wrong at the mint", "Something went wrong on Tuesday: coins left the mint without a date."),
        (
            "Not available in your country: the map of missing films",
            "Films that are not available in your country are a third of all.",
        ),
        ("At least 18 years: who may vote", f"In most countries voters must be at least 18 years of age.{CHOICE}"),
        ("Wartungsarbeiten an der Brücke", "Die Brücke ist wegen Wartungsarbeiten bis Freitag gesperrt."),
        ("Notice", "The office is closed on Friday. Please come back on Monday."),
    ],
)
def test_short_notes_about_such_matters_are_texts(read: Any, heading: str, said: str) -> None:
    answer = read(titled(f"{heading} | Gazette", f"<div><h1>{heading}</h1><p>{said}</p></div>"))
    assert said.partition("<")[0] in [paragraph["text"] for paragraph in answer["paragraphs"]]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Page not found: lost pages", "A third of the pages that papers cited in 2013 are gone, a library says."),
        ("JavaScript where you need it", "Sites that require JavaScript are slower, the writer of this note argues."),
    ],
)
def test_short_articles_about_such_matters_are_texts(read: Any, heading: str, said: str) -> None:
    answer = read(titled(f"{heading} | Gazette", f"<article><h1>{heading}</h1><p>{said}</p></article>"))
    assert said in [paragraph["text"] for paragraph in answer["paragraphs"]]


PAID = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": %s}</script>'
CUT = f"<p>{SENTENCES[0]}</p><p>They carried the stones from a quarry, and nobody expected …</p>"
CALL = (
    '<div class="paywall"><h2>This article is for subscribers</h2><p>Read the whole story with the Gazette for only '
    "one crown in the first month. Already a subscriber? Log in here.</p></div>"
)


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f"{CUT}{CALL}", PAID % "false"),
        (f"{CUT}{CALL}", ""),
        (CUT, PAID % '"False"'),
        (f"{CUT}<p>Jetzt weiterlesen mit Gazette plus.</p>", ""),
        (f"{CUT}<p>Sie haben noch kein Abo? Vier Wochen kosten einen Euro.</p>", ""),
        (f"{CUT}<div class='paywall'><h2>This post is for paying subscribers</h2><a href='/s'>Subscribe</a></div>", ""),
        (CUT, '<meta property="article:content_tier" content="locked">'),
    ],
)
def test_a_beginning_is_marked_as_one(read: Any, body: str, head: str) -> None:
    page = site_page(f"<main><article><h1>{TITLE}</h1>{body}</article></main>", f"<title>{TITLE}</title>{head}")
    answer = read(page)
    assert [notice["code"] for notice in answer["notices"]] == ["teaser"]
    assert answer["paragraphs"][-1]["text"].endswith("nobody expected …")


@pytest.mark.parametrize(
    "call",
    [
        "<h2>Subscribe to unlock this article</h2><p>Only one crown for four weeks, then nine a month.</p>",
        "<p>Subscribe from £2 a month, and cancel whenever you like.</p>",
        "<h2>Dalsza część artykułu dostępna dla prenumeratorów</h2><p>Wykup prenumeratę i czytaj bez ograniczeń.</p>",
        "<h2>Conteúdo exclusivo para assinantes</h2><p>Assine para ler até o fim.</p>",
        "<h2>Материал доступен только подписчикам</h2><p>Оформите подписку, чтобы читать дальше.</p>",
        "<p>この記事は有料会員限定です。会員登録すると続きをお読みいただけます。</p>",
    ],
)
def test_a_call_to_subscribe_marks_a_lead_and_is_no_text(read: Any, call: str) -> None:
    lead = f"<h1>{TITLE}</h1><p>{SENTENCES[0]} {SENTENCES[1]}</p>"
    answer = read(site_page(f"<article>{lead}<div>{call}</div></article>"))
    assert [notice["code"] for notice in answer["notices"]] == ["teaser"]
    assert f"{SENTENCES[0]} {SENTENCES[1]}" in [paragraph["text"] for paragraph in answer["paragraphs"]]
    with pytest.raises(Forbidden, match="subscribe"):
        read(site_page(f"<main>{call}</main>"))


@pytest.mark.parametrize("head", [PAID % "false", PAID % "true"])
def test_a_text_that_is_given_in_full_is_no_beginning(read: Any, head: str) -> None:
    page = site_page(f"<article>{paragraphs(5)}</article>", f"<title>{TITLE}</title>{head}")
    assert read(page)["notices"] == []
