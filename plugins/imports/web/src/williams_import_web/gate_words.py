"""What pages that stand before a text, or in its place, say in their languages."""

from __future__ import annotations

import re
from typing import Final

CHECKS: Final = re.compile(
    r"just a moment|nur einen moment|un instant\b|un momento…|one moment, please|robot or human"
    r"|human verification|checking (?:your browser(?: before accessing)?|if the site connection)"
    r"|(?:verif(?:y|ying)|confirm) (?:that )?you(?:.re| are) (?:a )?human"
    r"|are you (?:a )?(?:robot|human)|you are not a robot"
    r"|(?:making sure (?:that )?you.re )?not a (?:bot|robot)|unusual traffic"
    r"|security (?:checkpoint|check|verification)"
    r"|attention required|pardon our interruption|ddos protection|access (?:to this page has been )?denied"
    r"|needs to review the security of your connection|complete the captcha|enter the characters you see"
    r"|request (?:was|has been) blocked|you have been blocked|automated (?:access|requests)"
    r"|made us think you were a bot"
    r"|access to (?:this|our) (?:site|website|service) (?:has been|is) (?:limited|denied|blocked)"
    r"|verifying your browser"
    r"|request unsuccessful|bestätigen sie, dass sie ein mensch|que vous êtes (?:un )?humain"
    r"|(?:que )?eres (?:un )?humano|sei umano|você é humano|u een mens bent|sicherheit ihrer verbindung"
    r"|la sécurité de votre connexion|la seguridad de tu conexión"
    r"|kein(?:e)? roboter|sicherheits(?:über)?prüfung|vous n.êtes pas un robot|no (?:eres|soy) un robot"
    r"|non sei un robot|não é um robô|nie jesteś robotem|geen robot|вы не робот|ロボットではありません|验证您是真人"
    r"|проверка браузера|あなたが人間であること|接続のセキュリティを確認|że jesteś człowiekiem|too many requests"
    r"|(?:do not|don.t) have permission to access|^403 forbidden",
    re.IGNORECASE,
)
CHALLENGE: Final = re.compile(
    r"cdn-cgi/challenge-platform/h/|_cf_chl_opt|cf-chl-|challenge-form|px-captcha|_incapsula_|captcha-delivery"
    r"|awswafcookie"
    r"|awswaf\.com/.{0,80}challenge\.js|sec-if-cpt|_sec/cp_challenge|distil_r_|kpsdk|anubis_challenge",
    re.IGNORECASE,
)
"""What the programs of a check are called, which stand on no page but it."""
CHECK_MARKUP: Final = re.compile(
    rf"{CHALLENGE.pattern}|cdn-cgi/challenge|cf[-_]chl|captcha|turnstile|datadome|distil_|awswaf", re.IGNORECASE
)
NO_COOKIES: Final = re.compile(
    r"cookies? (?:are |is |were )?(?:disabled|not (?:supported|enabled|accepted))|(?:does not|doesn.t"
    r"|must) accept cookies"
    r"|(?:enable|turn on|switch on|allow) (?:your )?cookies|cookies_not_supported|requires? cookies"
    r"|cookies (?:sind )?(?:deaktiviert|aktivieren|zulassen)|activer les cookies|active las cookies"
    r"|habilit\w+ las cookies|abilitare i cookie|cookie disabilitati",
    re.IGNORECASE,
)
SCRIPTS_ASKED: Final = re.compile(
    r"(?:enable|turn on|activate|requires?|needs?|without) java ?script"
    r"|java ?script (?:is )?(?:disabled|required|must)"
    r"|javascript (?:aktivieren|ist deaktiviert|erforderlich)|activer javascript|activ\w+ javascript"
    r"|java ?script is turned off|allow java ?script|включить javascript|javascriptを有効|启用 ?javascript",
    re.IGNORECASE,
)
MISSING: Final = re.compile(
    r"\b404\b|\b410 gone\b|(?:page|article|story|content) (?:was |is |has been |could |can )?(?:not|no longer"
    r"|n.t) ?(?:be )?"
    r"(?:found|available|exists?)|page (?:doesn.t|does not) exist|(?:not|nothing) found|couldn.t find (?:that"
    r"|the|this) page"
    r"|page (?:has been )?removed|page (?:isn|can|wasn).t (?:be )?(?:available|found|exist)"
    r"|seite (?:wurde )?nicht gefunden|nicht (?:mehr )?verfügbar|existiert nicht|seite gibt es nicht"
    r"|seite .{0,20}nicht finden"
    r"|page (?:non trouvée|introuvable)|n.existe (?:pas|plus)|página no (?:encontrada|existe)|no encontrad[ao]"
    r"|pagina (?:\w+ )?non (?:trovata|esiste)|pagina .{0,30}(?:rimossa|spostata)|pagina niet gevonden"
    r"|página não encontrada|не (?:найдена|знайдено)"
    r"|sidan (?:hittades|finns) inte"
    r"|siden (?:blev |ble )?ikke (?:fundet|funnet)|sivua ei löyt|nie znaleziono|nie istnieje|nenalezen"
    r"|nem található"
    r"|bulunamadı|δεν βρέθηκε|見つかりません|(?:页面|頁面)不存在|找不到(?:页面|頁面)|찾을 수 없"
    r"|podido encontrar la página|pagina .{0,30}non è disponibile|página .{0,30}não (?:foi encontrada|existe)"
    r"|pagina .{0,30}bestaat niet|hitta sidan|страница .{0,10}не существует|الصفحة .{0,30}غير موجودة|neexistuje"
    r"|nebyla nalezena|नहीं मिला|(?:הדף|העמוד) .{0,20}לא נמצא",
    re.IGNORECASE,
)
LOST: Final = re.compile(
    r"(?:can.t|cannot|can not|could not|couldn.t|unable to) (?:seem to )?find (?:the|that|this) (?:page|article)"
    r"|(?:page|article) (?:that )?you(?:.re| are| were|.ve| have)? (?:looking|requested|request|asked|trying) "
    r".{0,40}(?:n.t|not|no longer|moved|removed|deleted)|error(?: code)?:? ?404",
    re.IGNORECASE,
)
"""What a short page says to who comes for another, whatever it is headed with."""
LOADING: Final = re.compile(
    r"(?:(?:page |now )?loading(?: (?:the )?\w+(?:, this may take .{0,40})?)?"
    r"|please wait(?: while .{0,40})?|wird geladen|laden|chargement|cargando|caricamento|a carregar|"
    r"загрузка|読み込み中|加载中)[ .…]*",
    re.IGNORECASE,
)
CONSENT: Final = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"cookies?\b|cookie(?=[をの])|ciasteczka|\btrackers?\b|クッキー",
        r"consent|permission|einwillig|zustimm|consentement|avec votre accord|con tu acuerdo|consentimi?ento|consenso"
        r"|toestemming|samtyck|samtykk|zgod[aęy]\b|соглас|同意|동의",
        r"\b\d[\d., ]* ?(?:\w+ )?(?:partners?|partenaires|socios|parceiros|partnerów|partnerzy|partnere)\b"
        r"|our (?:\w+,? ){0,6}partners|terze parti"
        r"|(?:unsere|nos|nuestros|nossos|onze|i nostri|våra|vores|nasi)n? (?:\d[\d., ]* ?)?"
        r"(?:partner|partenaires|socios|parceiros)|наши партн|パートナー",
        r"personali[sz]ed? (?:ads|advertis|content)|personalisierte werbung|publicités? personnalisée|ad measurement"
        r"|(?:publicidad|anuncios|anúncios) personaliza|pubblicità personalizzat|gepersonaliseerde adv"
        r"|spersonalizowan|personalise content|personalisieren|anpassade annonser|personlige annoncer|персонализир"
        r"|パーソナライズ|targeted advertis|marketing efforts|analy[sz]e (?:our|site) (?:traffic|usage)"
        r"|zugriffe .{0,40}analysieren|mesurer la fréquentation",
        r"(?:stor(?:e|ing)|access|speicher|stock|almacen|armazen|archivi|przechow|gemmer|opslaan|op te slaan"
        r"|сохран)\w*"
        r" .{0,40}(?:device|information|gerät|appareil|dispositivo|informaci|informaç|informazion|informacj|enhed"
        r"|apparaat|устройств)"
        r"|unique identifiers|tracking|デバイスに|données personnelles|datos personales|personenbezogene daten"
        r"|über je apparaat|over je apparaat",
        r"privacy|datenschutz|politique de confidentialité|vie privée|legitimate interest|privaci?dade?\b"
        r"|prywatno|privatsphäre|privatliv|プライバシー|cookie policy|intérêt .{0,20}légitime",
        r"withdraw|widerrufen|retir(?:er|ar|é)\b|revoke|reject all|manage (?:options|preferences|settings)"
        r"|sans accepter|tout refuser|rechazar|rifiut|weigeren|rejeitar|odrzuć|wycofać|ablehnen|avvisa|afvis|отозвать"
        r"|отклонить|撤回|拒否|\bden(?:y|y all)\b|decline|non merci|reject and",
        r"(?:accept|agree)(?: all| and)?|alle akzeptieren|tout accepter|aceptar|accett|aceitar|akceptuj|godkänn"
        r"|(?:allow|enable) (?:all|selection|some)|alle zulassen|alles akzeptieren|tillad|принять|同意する"
        r"|ok pour moi",
    )
)
CONSENT_TITLE: Final = re.compile(
    r"before you continue|consent|we (?:value|care about|respect) your privacy|your privacy (?:choices|matters)"
    r"|cookies?\b"
    r"|privacy settings|datenschutz|zustimmung|privatsphäre|avant de continuer|votre vie privée"
    r"|(?:tu|su|sua|la tua|uw|je|twoj\w+|din|vår) (?:privacidade?|privacy|prywatność|integritet)",
    re.IGNORECASE,
)
AGREE: Final = re.compile(
    r"^(?:i |yes,? (?:i )?)?(?:accept|agree|consent|allow)\b"
    r"|^(?:alle[sn]? )?(?:akzeptieren|zustimmen|annehmen|zulassen)"
    r"|accepte[rz]|acept(?:ar|o)\b|accett"
    r"|akkoord|einverstanden|^ok(?:ay)?\b|that.s ok|got it|continue(?! read)|aceitar|concordo|akceptuj"
    r"|zgadzam|godkänn"
    r"|tillad|przejdź do serwisu|принять|согласен|同意|동의",
    re.IGNORECASE,
)
MAIL: Final = re.compile(
    r"(?:enter|provide|give|use|leave) (?:us )?your (?:work |business )?e-?mail|(?:sign up|register|log in"
    r"|subscribe|create an? "
    r"(?:free )?account) (?:to|and) (?:continue|read|keep|unlock|access|view|download|get)|geben sie ihre e-?mail"
    r"|(?:registrieren|anmelden) .{0,20}(?:weiter|lesen)|saisissez votre (?:adresse )?e-?mail|unlock (?:this"
    r"|the) (?:article|story|content)|pour (?:lire la suite|continuer (?:la|votre) lecture)|para (?:seguir"
    r"|continuar) leyendo"
    r"|per (?:continuare a leggere|leggere l.articolo)|om (?:verder|door) te lezen|para continuar (?:a ler|lendo)"
    r"|fill (?:in|out) (?:the|this) form|(?:must|have to|need to|please) (?:log|sign) in|^(?:log|sign) in to\b"
    r"|iniciar sesión|connectez-vous pour|accedi per|melden sie sich .{0,30}an, um|войдите, чтобы|ログインして",
    re.IGNORECASE | re.MULTILINE,
)
AGE: Final = re.compile(
    r"(?:are you|you are|you must be|must be at least|i am|have to be) .{0,30}(?:\b(?:18|21)\b|eighteen|twenty-one)"
    r"(?:.{0,4}to (?:view|enter)(?: this \w+)?)?|(?:at least|over) (?:18|21|eighteen|twenty-one)\b"
    r"|are you of legal (?:drinking )?age|legal (?:drinking )?age (?:in|to enter)\b|age[- ](?:verification|check)"
    r"|(?:contains )?age-restricted(?: \w+)?"
    r"|altersprüfung|altersverifikation|(?:sind sie )?(?:über|mindestens) 18(?: jahre alt)?|ihr alter"
    r"|nur für erwachsene|18 jahre alt"
    r"|vérification de l.âge|(?:avez-vous )?plus de 18 ans|l.âge légal"
    r"|mayor(?:es)? de (?:18|edad)|maggiorenn|maior(?:es)? de (?:18|idade)|18 jaar|pełnoletni|\b18 lat\b"
    r"|вам .{0,10}18"
    r"|18歳以上|未满18|19세",
    re.IGNORECASE,
)
DOWN: Final = re.compile(
    r"(?:service|website|site|server|page) (?:is )?(?:currently |temporarily |briefly )*unavailable"
    r"|briefly unavailable|scheduled maintenance|\b50[0234]\b|internal server error"
    r"|bad gateway(?: error)?(?: code)?|gateway time-?out"
    r"|maintenance (?:mode|downtime)|performing (?:some )?maintenance|(?:under|in|down for) maintenance|^maintenance$"
    r"|(?:we.ll be )?back (?:soon|online)|(?:the )?connection timed out(?: error code)?"
    r"|establishing a database connection|critical error on this website"
    r"|something went wrong(?! (?:on|at|in|with)\b)|(?:unexpected|unhandled) error|client-side exception"
    r"|account has been suspended"
    r"|(?:this )?domain .{0,40}for sale|try again (?:later|in a few minutes)"
    r"|wartungsarbeiten|vorübergehend nicht erreichbar|(?:site|sommes) en maintenance"
    r"|momentanément indisponible|en mantenimiento"
    r"|in manutenzione|em manutenção|in onderhoud|(?:на сайте ведутся )?технические работы"
    r"|временно недоступ|(?:ただいま)?メンテナンス中?|维护中|점검 중",
    re.IGNORECASE,
)
ELSEWHERE: Final = re.compile(
    r"(?:not available|unavailable|cannot be shown|can.t be shown|blocked) in (?:your|most|this) "
    r".{0,20}(?:countr|region|location|area)|unavailable due to legal reasons"
    r"|from a country belonging to the european"
    r"|(?:inhalt ist )?in ihrem land nicht(?: verfügbar)?|(?:contenu )?(?:non disponible )?(?:dans"
    r"|depuis) votre pays|en (?:tu|su) país|nel tuo paese|no seu país|в вашей стране"
    r"|お住まいの(?:国|地域)|您所在的(?:国家|地区)",
    re.IGNORECASE,
)
BROWSERS: Final = re.compile(
    r"browser (?:is|version is) (?:not|no longer) supported|(?:upgrade|switch) to a (?:modern|supported) browser"
    r"|(?:disable|turn off) your ad ?blocker|ad ?blocker detected",
    re.IGNORECASE,
)
