"""Dialogues that ask for consent: refused in the place of a text, left out beside one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from williams_import_web.page import read_page

from tests.unit.import_web.kinds import SENTENCES, TITLE, paragraphs, site_page
from williams.domain.errors import Forbidden

DIALOGUES = {
    "traffic": "<div><h2>This website uses cookies</h2><p>We use cookies to personalise content and ads, to provide "
    "features of social media and to analyse our traffic. We also share information about your use of our site with "
    "our social media, advertising and analytics partners.</p><button>Deny</button><button>Allow all</button></div>",
    "short": "<div><p>By clicking “Accept All Cookies”, you agree to the storing of cookies on your device to analyze "
    "site usage and assist in our marketing efforts.</p><button>Reject All</button><button>Accept All Cookies</button>"
    "</div>",
    "apart": "<div><div><p>We value your privacy</p><p>With your permission we and our 137 partners use cookies to "
    "collect information from your device.</p></div><div><button>Options</button><a>Agree and proceed</a></div></div>",
    "either": "<div><h1>Willkommen</h1><p>Mit Werbung lesen, oder ohne Tracking im Abo.</p><p>Wir und bis zu 230 "
    "Partner verarbeiten personenbezogene Daten mithilfe von Cookies und speichern Informationen auf Ihrem Gerät.</p>"
    "<button>Akzeptieren und weiter</button><button>Abonnieren</button></div>",
    "tools": "<div><h2>Privatsphäre-Einstellungen</h2><p>Wir benötigen Ihre Einwilligung, bevor wir Dienste Dritter "
    "und Tracker laden.</p><button>Ablehnen</button><button>Alles akzeptieren</button></div>",
    "fr": "<div><h1>Bienvenue</h1><p>Avec votre accord, nous et nos 912 partenaires utilisons des cookies pour "
    "stocker et traiter des données personnelles.</p><button>Accepter &amp; Fermer</button></div>",
    "it": "<div><h2>Informativa</h2><p>Noi e terze parti selezionate utilizziamo cookie per finalità tecniche e, con "
    "il tuo consenso, anche per altre.</p><button>Rifiuta</button><button>Accetta</button></div>",
    "nl": "<div><p>Om de beste ervaringen te bieden, gebruiken wij cookies om informatie over je apparaat op te slaan. "
    "U geeft toestemming of niet.</p><button>Accepteren</button><button>Weigeren</button></div>",
    "pl": "<div><h2>Szanujemy Twoją prywatność</h2><p>My i nasi 812 partnerzy przechowujemy informacje na urządzeniu, "
    "takie jak pliki cookie.</p><button>Przejdź do serwisu</button></div>",
    "sv": "<div><h1>Innan du fortsätter</h1><p>Vi använder cookies för att visa anpassade annonser, om du samtycker."
    "</p><button>Avvisa alla</button><button>Godkänn alla</button></div>",
    "ru": "<div><h2>Мы используем файлы cookie</h2><p>Мы и наши партнёры используем cookies, чтобы сохранять "
    "информацию на вашем устройстве.</p><button>Принять все</button><button>Отклонить</button></div>",
    "ja": "<div><h2>プライバシーの設定</h2><p>当社のパートナーは、Cookieを使用してデバイスに情報を保存し、パーソナ"
    "ライズされた広告を表示します。続行するには同意してください。</p><button>すべて同意する</button></div>",
}
BANNER = "<div><p>We use cookies.</p><button>Accept all</button></div>"
POLICY = (
    "<main><h1>Privacy policy</h1><p>We use cookies to store information on your device, and you may withdraw your "
    "consent at any time.</p><p>Our partners show personalised advertising only with your consent.</p></main>"
)
BOOK = "".join(
    f"<p>{sentence}</p>"
    for sentence in (
        "Privacy is the matter of a new book by Ada Quill, who counted trackers on four hundred sites of papers.",
        "She found cookies on nearly all of them, and asked each publisher for what it knew about her household.",
        "Most sent a letter, and one a lawyer who wanted her consent to record what they said to each other.",
    )
)


@pytest.fixture
def read(tmp_path: Path) -> Any:
    def run(body: str, title: str = TITLE) -> str:
        source = tmp_path / "page"
        source.write_bytes(site_page(body, f"<title>{title}</title>"))
        answer = read_page(source, lambda _done, _total: None, "https://gazette.example/a", None)
        return "\n".join(paragraph["text"] for paragraph in answer["paragraphs"])

    return run


@pytest.mark.parametrize("dialogue", DIALOGUES.values(), ids=DIALOGUES)
def test_a_dialogue_in_the_place_of_a_text_is_refused(read: Any, dialogue: str) -> None:
    with pytest.raises(Forbidden, match="consent"):
        read(dialogue)


@pytest.mark.parametrize("dialogue", DIALOGUES.values(), ids=DIALOGUES)
def test_a_dialogue_under_a_lead_is_left_out(read: Any, dialogue: str) -> None:
    lead = f"<article><h1>{TITLE}</h1><p>{SENTENCES[0]} {SENTENCES[1]}</p></article>"
    assert read(lead + dialogue).endswith(f"{SENTENCES[0]} {SENTENCES[1]}")


@pytest.mark.parametrize(
    ("title", "body", "says"),
    [
        ("Privacy policy", f"{POLICY}<button>Accept</button>", "Our partners show"),
        ("Privacy policy", f"{POLICY}{DIALOGUES['short']}", "Our partners show"),
        ("A book", f"<div><div><h1>Book</h1>{BOOK}<a href='#more'>Continue reading</a></div>{BANNER}</div>", "lawyer"),
        ("Cookies", f"<div><h1>Cookies</h1>{BOOK}<a href='/more'>Continue</a><button>Share</button></div>", "lawyer"),
        ("Notice", f"<div><div><p>{SENTENCES[0]}</p></div>{DIALOGUES['traffic']}</div>", SENTENCES[0]),
        ("A demo", f"<article><h1>A demo</h1>{paragraphs()}{DIALOGUES['traffic']}</article>", "analyse our traffic"),
    ],
)
def test_texts_about_consent_and_policies_are_texts(read: Any, title: str, body: str, says: str) -> None:
    assert says in read(body, title)
