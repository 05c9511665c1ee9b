"""Pages that stand before a text, or in its place, and how they are known.

Each rule needs words of the kind where the page is short, since texts about robots, cookies and consent have them too.
What the rules are, and how often they err: ``docs/explanation/web-pages.md``.
"""

from __future__ import annotations

import re
from typing import Final

from lxml.html import HtmlElement
from williams_html.paragraphs import Block
from williams_html.tree import plain, tidy

from williams.domain.errors import Forbidden, NeedsBrowser, NotFound, PermanentError
from williams_import_web.frames import script_root

_SAVE: Final = "Open it in a browser, save the page there (complete, or as PDF) and import that file."
_CHECK_LENGTH: Final = 1500
_MISSING_LENGTH: Final = 800
_CONSENT_LENGTH: Final = 6000
_LITTLE: Final = 200
"""Characters. A page that shows less than this, and runs programs, shows its text by them."""

_CHECKS: Final = re.compile(
    r"just a moment|checking (?:your browser|if the site connection)|verif(?:y|ying) (?:that )?you are (?:a )?human"
    r"|are you (?:a )?(?:robot|human)|you are not a robot|not a bot|unusual traffic|security (?:check|verification)"
    r"|attention required|pardon our interruption|ddos protection|access (?:to this page has been )?denied"
    r"|needs to review the security of your connection|complete the captcha|enter the characters you see"
    r"|request (?:was|has been) blocked|you have been blocked|automated (?:access|requests)"
    r"|kein(?:e)? roboter|sicherheits(?:über)?prüfung|vous n.êtes pas un robot|no (?:eres|soy) un robot"
    r"|non sei un robot|não é um robô|nie jesteś robotem|geen robot|вы не робот|ロボットではありません|验证您是真人",
    re.IGNORECASE,
)
_CHECK_MARKUP: Final = re.compile(
    r"cdn-cgi/challenge|cf[-_]chl|challenge-form|px-captcha|_incapsula_|captcha-delivery|awswafcookie|hcaptcha\.com"
    r"|recaptcha/api|geo\.captcha|datadome|distil_|sec-if-cpt",
    re.IGNORECASE,
)
_NO_COOKIES: Final = re.compile(
    r"cookies? (?:are |is |were )?(?:disabled|not (?:supported|enabled|accepted))|(?:does not|doesn.t"
    r"|must) accept cookies"
    r"|(?:enable|turn on|switch on|allow) (?:your )?cookies|cookies_not_supported|requires? cookies"
    r"|cookies (?:sind )?(?:deaktiviert|aktivieren|zulassen)|activer les cookies|active las cookies"
    r"|habilit\w+ las cookies",
    re.IGNORECASE,
)
_SCRIPTS_ASKED: Final = re.compile(
    r"(?:enable|turn on|activate|requires?|needs?|without) java ?script|java ?script (?:is )?(?:disabled|required|must)"
    r"|javascript (?:aktivieren|ist deaktiviert|erforderlich)|activer javascript|activ\w+ javascript",
    re.IGNORECASE,
)
_MISSING: Final = re.compile(
    r"\b404\b|\b410 gone\b|(?:page|article|story|content) (?:was |is |has been |could |can )?(?:not|no longer"
    r"|n.t) ?(?:be )?"
    r"(?:found|available|exists?)|page (?:doesn.t|does not) exist|(?:not|nothing) found|couldn.t find (?:that"
    r"|the|this) page"
    r"|page (?:has been )?removed|seite (?:wurde )?nicht gefunden|nicht (?:mehr )?verfügbar|existiert nicht"
    r"|page (?:non trouvée|introuvable)|n.existe (?:pas|plus)|página no (?:encontrada|existe)|no encontrad[ao]"
    r"|pagina non trovata|pagina niet gevonden|página não encontrada|не (?:найдена|знайдено)"
    r"|sidan (?:hittades|finns) inte"
    r"|siden (?:blev |ble )?ikke (?:fundet|funnet)|sivua ei löyt|nie znaleziono|nie istnieje|nenalezen|nem található"
    r"|bulunamadı|δεν βρέθηκε|見つかりません|页面不存在|找不到(?:页面|頁面)|찾을 수 없",
    re.IGNORECASE,
)
_LOST: Final = re.compile(
    r"(?:can.t|cannot|can not|could not|couldn.t|unable to) (?:seem to )?find (?:the|that|this) (?:page|article)"
    r"|(?:page|article) (?:that )?you(?:.re| are| were|.ve| have)? (?:looking|requested|request|asked|trying) "
    r".{0,40}(?:n.t|not|no longer|moved|removed|deleted)|error(?: code)?:? ?404",
    re.IGNORECASE,
)
"""What a short page says to who comes for another, whatever it is headed with."""
_LOADING: Final = re.compile(
    r"(?:(?:page |now )?loading(?: the \w+)?|please wait|wird geladen|laden|chargement|cargando|caricamento|a carregar|"
    r"загрузка|読み込み中|加载中)[ .…]*",
    re.IGNORECASE,
)
_CONSENT: Final = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"cookies?\b|ciasteczka",
        r"consent|einwillig|zustimm|consentement|avec votre accord|consentimi?ento|consenso|toestemming|samtyck|samtykk"
        r"|zgod[aęy]\b",
        r"\b\d[\d., ]* ?(?:\w+ )?(?:partners?|partenaires|socios|parceiros|partnerów|partnerzy)\b|our (?:\w+ )?partners"
        r"|(?:unsere|nos|nuestros|nossos|onze|i nostri|våra|vores|nasi)n? (?:\d[\d., ]* ?)?"
        r"(?:partner|partenaires|socios|parceiros)",
        r"personali[sz]ed (?:ads|advertis|content)|personalisierte werbung|publicités? personnalisée|ad measurement"
        r"|(?:publicidad|anuncios|anúncios) personaliza|pubblicità personalizzat|gepersonaliseerde adv"
        r"|spersonalizowan",
        r"(?:store|access|speicher|stock|almacen|armazen|archivi|przechow)\w* "
        r".{0,40}(?:device|information|gerät|appareil|dispositivo|informaci|informaç|informazion)"
        r"|unique identifiers|tracking",
        r"privacy|datenschutz|politique de confidentialité|vie privée|legitimate interest|privaci?dade?\b|prywatności",
        r"withdraw|widerrufen|retirer|revoke|reject all|alle ablehnen|manage (?:options|preferences|settings)"
        r"|sans accepter|tout refuser|rechazar|rifiuta|weigeren|rejeitar|odrzuć",
        r"(?:accept|agree)(?: all| and)?|alle akzeptieren|tout accepter|aceptar|accett|aceitar|akceptuj|godkänn",
    )
)
_CONSENT_TITLE: Final = re.compile(
    r"before you continue|consent|we (?:value|care about|respect) your privacy|your privacy (?:choices|matters)"
    r"|cookies?\b"
    r"|privacy settings|datenschutz|zustimmung|privatsphäre|avant de continuer|votre vie privée"
    r"|(?:tu|su|sua|la tua|uw|je|twoj\w+|din|vår) (?:privacidade?|privacy|prywatność|integritet)",
    re.IGNORECASE,
)
_AGREE: Final = re.compile(
    r"^(?:i )?(?:accept|agree|consent|allow)\b|^(?:alle[sn]? )?(?:akzeptieren|zustimmen|annehmen)|accepter"
    r"|aceptar|accett"
    r"|akkoord|einverstanden|^ok$|got it|continue|aceitar|akceptuj|zgadzam|godkänn",
    re.IGNORECASE,
)
_MOST_CONSENT: Final = 0.5
"""Of a consent page's text: how much of it stands in paragraphs that speak of consent."""
_ENOUGH_CONSENT: Final = 4
_MAIL: Final = re.compile(
    r"(?:enter|provide|give|use|leave) (?:us )?your (?:work |business )?e-?mail|(?:sign up|register|log in"
    r"|subscribe|create an? "
    r"(?:free )?account) (?:to|and) (?:continue|read|keep|unlock|access|view|download|get)|geben sie ihre e-?mail"
    r"|(?:registrieren|anmelden) .{0,20}(?:weiter|lesen)|saisissez votre (?:adresse )?e-?mail|unlock (?:this"
    r"|the) (?:article|story|content)",
    re.IGNORECASE,
)


def check_gate(root: HtmlElement, blocks: list[Block], title: str | None, url: str, rendered: bool = False) -> None:
    """Refuse a page that stands in the place of a text. ``rendered`` is one whose programs have run.

    Raises:
        Forbidden: it asks for consent, cookies, an address, or a sign that its reader is no program.
        NotFound: it says that there is nothing.
        NeedsBrowser: it builds itself in the browser.
    """
    refusal = _refusal(root, blocks, title, url, rendered)
    if refusal is not None:
        raise refusal


def needs_browser(url: str, rendered: bool) -> NeedsBrowser:
    """Return what is said of a page that shows its text by programs only."""
    if rendered:
        return NeedsBrowser(f"{url} shows no text in the browser either that this library runs such pages in. {_SAVE}")
    return NeedsBrowser(
        f"{url} shows its text only in a browser that runs JavaScript. Save the page from your browser (as a complete "
        "web page or PDF) and import that file, or have this library run such pages: WILLIAMS_RENDER_PROVIDER names "
        "the engine that does."
    )


def needs_programs(root: HtmlElement) -> bool:
    """True for a page that says that it runs programs, or has an element for them to fill."""
    told = any("javascript" in (note.text_content() or "").lower() for note in root.iter("noscript"))
    return told or (script_root(root) is not None and root.find(".//script") is not None)


def _refusal(
    root: HtmlElement, blocks: list[Block], title: str | None, url: str, rendered: bool
) -> PermanentError | None:
    body = root.find(".//body")
    text = "\n".join(block.text for block in blocks) or (plain(body) if body is not None else "")
    heading = next((plain(each) for each in root.iter("h1", "h2")), "")
    head = f"{title or ''}\n{heading}"
    if len(text) < _CHECK_LENGTH and _is_check(root, head, text):
        return Forbidden(f"{url} shows a check for robots in the place of the page. {_SAVE}")
    if len(text) < _MISSING_LENGTH and _NO_COOKIES.search(f"{head}\n{text}"):
        return Forbidden(f"{url} asks for cookies to be switched on in the place of the page. {_SAVE}")
    if _is_consent(root, head, blocks, text):
        return Forbidden(f"{url} asks for consent to cookies in the place of the page. {_SAVE}")
    if len(text) < _MISSING_LENGTH and (_MISSING.search(head) or _LOST.search(text)):
        return NotFound(f"{url} says that there is no such page, though the site sends one. Check the address.")
    if _is_shell(root, blocks, text):
        return needs_browser(url, rendered)
    if len(text) < _MISSING_LENGTH and _asks_for_mail(root) and _MAIL.search(f"{head}\n{text}"):
        return Forbidden(f"{url} asks for an e-mail address or an account before it shows the text. {_SAVE}")
    return None


def _is_check(root: HtmlElement, head: str, text: str) -> bool:
    if _CHECKS.search(head):
        return True
    marked = any(_CHECK_MARKUP.search(_told(each)) for each in root.iter("script", "form", "iframe", "div"))
    return len(text) < _MISSING_LENGTH and (marked and _CHECKS.search(text) is not None)


def _told(element: HtmlElement) -> str:
    names = ("src", "action", "id", "class")
    return " ".join([*((element.get(name) or "") for name in names), (element.text or "")[:_LITTLE]])


def _is_consent(root: HtmlElement, head: str, blocks: list[Block], text: str) -> bool:
    if len(text) > _CONSENT_LENGTH or not _CONSENT_TITLE.search(head):
        return False
    buttons = (tidy(each.text_content() or each.get("value") or "") for each in root.iter("button", "a", "input"))
    labels = [label for label in buttons if len(label) <= _LITTLE]
    said = "\n".join([text, *labels])
    if sum(words.search(said) is not None for words in _CONSENT) < _ENOUGH_CONSENT:
        return False
    lines = [block.text for block in blocks] or [text]
    about = sum(len(line) for line in lines if any(words.search(line) for words in _CONSENT))
    agreed = any(map(_AGREE.search, labels))
    return about > _MOST_CONSENT * len(text) and agreed


def _is_shell(root: HtmlElement, blocks: list[Block], text: str) -> bool:
    """An empty place for programs to fill, and nothing else but what stands at the foot of every page."""
    asked = len(text) < _MISSING_LENGTH and _SCRIPTS_ASKED.search(text) is not None
    if asked and (needs_programs(root) or len(text) < _LITTLE * 2):
        return True
    if _LOADING.fullmatch(text.strip()) and root.find(".//script") is not None:
        return True
    mounted = script_root(root)
    if (
        mounted is None
        or root.find(".//script") is None
        or len(plain(mounted)) >= _LITTLE
        or root.find(".//article") is not None
    ):
        return False
    footers = " ".join(plain(each) for each in root.iter("footer"))
    return all(block.text in footers for block in blocks)


def _asks_for_mail(root: HtmlElement) -> bool:
    fields = (
        f"{each.get('type') or ''} {each.get('name') or ''} {each.get('placeholder') or ''}"
        for each in root.iter("input")
    )
    return any(re.search(r"e-?mail|password", field, re.IGNORECASE) for field in fields)
