"""The encoding of a text that does not say it, told by the letters that it makes."""

from __future__ import annotations

import codecs
import random

import pytest
from williams_html.encoding import Decoded, decode
from williams_html.paragraphs import Block

from williams.domain.errors import UnsupportedContent

# Article 1 of the Universal Declaration of Human Rights.
RIGHTS = {
    "en": "All human beings are born free and “equal” in dignity – they’re endowed with reason…",
    "de": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft begabt und sollen "
    "einander im Geist der Brüderlichkeit begegnen.",
    "fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de "
    "conscience et doivent agir les uns envers les autres dans un esprit de fraternité.",
    "es": "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y "
    "conciencia, deben comportarse fraternalmente los unos con los otros.",
    "pt": "Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão, "
    "devem agir uns para com os outros em espírito de fraternidade.",
    "sv": "Alla människor är födda fria och lika i värde och rättigheter. De är utrustade med förnuft och samvete.",
    "pl": "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i "
    "sumieniem i powinni postępować wobec innych w duchu braterstwa.",
    "cs": "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem, a mají "
    "spolu jednat v duchu bratrství.",
    "hu": "Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek "
    "egymással szemben testvéri szellemben kell hogy viseltessenek.",
    "ru": "Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью.",
    "uk": "Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони наділені розумом і совістю.",
    "el": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
    "tr": "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler.",
    "lt": "Visi žmonės gimsta laisvi ir lygūs savo orumu ir teisėmis. Jiems suteiktas protas ir sąžinė.",
    "he": "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון.",
    "ar": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا.",
    "th": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ",
    "ja": "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。",
    "zh": "人人生而自由,在尊严和权利上一律平等。他们赋有理性和良心,并应以兄弟关系的精神相对待。",
    "zh-Hant": "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。",
    "mt": "Il-bnedmin kollha jitwieldu ħielsa u ugwali fid-dinjità u d-drittijiet. Huma mogħnija bir-raġuni.",
    "eo": "Ĉiuj homoj estas denaske liberaj kaj egalaj laŭ digno kaj rajtoj. Ili posedas racion kaj konsciencon.",
    "cy": "Genir pawb yn rhydd ac yn gydradd â'i gilydd mewn urddas a hawliau. Tŷ gwyn yw'r tŷ ger y dŵr.",
    "ga": "Saolaítear gach duine den chine daonna saor. Ṫáinig an ḃean go dtí an ċaṫair, agus ḋún sí an doras.",
    "ro": "„Toate ființele umane se nasc libere și egale în demnitate”, spuse el, „și în drepturi”.",
    "is": "Hver maður er borinn frjáls og jafn öðrum að virðingu og réttindum. Menn eru gæddir vitsmunum.",
    "lv": "Visi cilvēki piedzimst brīvi un vienlīdzīgi savā pašcieņā un tiesībās.",
    "kk": "Барлық адамдар тумысынан азат және қадір-қасиеті мен құқықтары тең болып дүниеге келеді.",
    "sr": "Сва људска бића рађају се слободна и једнака у достојанству и правима.",
    "fi": "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan. Šakki ja žanri ovat vanhoja.",
    "fr-oe": "Le cœur de l'œuvre coûte 20 € à l'été, et la sœur de l'évêque le sait.",
    "de-euro": "Die größere Fähre kostet über 20 €, die schöne für späte Gäste 30 €.",
    "ja-nec": "①すべての人間は、②生まれながらにして自由であり、尊厳と権利とについて平等である。㈱",
    "ko": "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.",
}


@pytest.mark.parametrize(
    ("encoding", "codes"),
    [
        ("cp1252", "en de fr es pt sv"),
        ("cp1250", "pl cs hu"),
        ("iso8859_2", "pl cs hu"),
        ("cp1251", "ru uk"),
        ("koi8_r", "ru"),
        ("koi8_u", "uk"),
        ("cp866", "ru"),
        ("mac_cyrillic", "ru"),
        ("iso8859_5", "ru"),
        ("cp1253", "el"),
        ("cp1254", "tr"),
        ("cp1257", "lt"),
        ("cp1255", "he"),
        ("cp1256", "ar"),
        ("cp874", "th"),
        ("iso8859_3", "mt eo"),
        ("iso8859_4", "lv"),
        ("iso8859_14", "cy ga"),
        ("iso8859_15", "fi fr-oe"),
        ("iso8859_16", "ro"),
        ("mac_iceland", "is"),
        ("cp861", "is"),
        ("cp858", "de-euro"),
        ("cp855", "sr"),
        ("cp869", "el"),
        ("kz1048", "kk"),
        ("ptcp154", "kk"),
        ("hp_roman8", "de fr es"),
        ("cp720", "ar"),
        ("johab", "ko"),
        ("euc_jis_2004", "ja-nec"),
        ("utf-7", "fr ru ja"),
        ("hz", "zh"),
        ("mac_roman", "en de fr es pt sv"),
        ("cp850", "de fr es"),
        ("cp852", "pl cs"),
        ("cp932", "ja"),
        ("euc_jp", "ja"),
        ("iso2022_jp", "ja"),
        ("gb18030", "zh"),
        ("big5", "zh-Hant"),
        ("cp949", "ko"),
        ("iso2022_kr", "ko"),
        ("utf-16-le", "de ru ja zh ko ar el"),
        ("utf-16-be", "de ru ja zh ko ar el"),
        ("utf-32-le", "de ja"),
        ("utf-32-be", "ru zh"),
        ("utf-16", "de zh"),
    ],
)
def test_what_nobody_names_is_told_by_its_letters(encoding: str, codes: str) -> None:
    for code in codes.split():
        text = f"{RIGHTS[code]}\n\n{RIGHTS[code]}\n"
        assert decode(text.encode(encoding)).text == text, code


def test_a_damaged_character_of_seven_bits_does_not_cost_the_others() -> None:
    korean = "도서관은 아침에 연다. " * 5
    damaged = korean.encode("iso2022_kr").replace(b"\x0f", b"\x7e\x7e\x0f", 1)
    assert decode(damaged).text.replace("\ufffd", "") == korean


def test_japanese_of_seven_bits_has_what_only_windows_has() -> None:
    """As mails are written there: "①", "㈱" and "髙" stand at places that are empty in the standard."""
    data = b"Re: \x1b$B-!?^=q4[$H-j|b66$5$s\x1b(B (2024)\r\n\x1b$B!VK\\!W\x1b(B\r\n"
    assert decode(data) == Decoded("Re: ①図書館と㈱髙橋さん (2024)\r\n「本」\r\n")


def test_a_guess_is_told_and_how_sure_it_is() -> None:
    (said,) = decode(RIGHTS["fr"].encode("cp1252")).notices
    assert said["code"] == "encoding-guessed"
    assert "surely it is windows-1252 (99% sure)" in str(said["message"])
    (doubt,) = decode("Žiga".encode("cp1250")).notices
    assert "99%" not in str(doubt["message"])


@pytest.mark.parametrize("text", [RIGHTS["de"], RIGHTS["ja"], "plain"])
def test_utf8_is_no_guess(text: str) -> None:
    assert decode(text.encode()).notices == []


def test_one_sign_far_down_a_long_text_decides() -> None:
    text = "The ferryman kept to it for thirty years, and never on a Sunday.\n" * 3000 + "It wasn’t much of a living.\n"
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize(("encoding", "letter"), [("cp1252", "è"), ("mac_roman", "è"), ("cp1252", "à")])
def test_one_letter_among_many_is_in_their_script(encoding: str, letter: str) -> None:
    text = f"Questo campo {letter} obbligatorio, e il valore deve essere un numero intero compreso tra uno e dieci."
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    "signs", ["It was 4° warm and ½ a foot deep", "It cost £3, and © is by the mill", "See § 3 or ¶ 4"]
)
def test_signs_among_words_are_no_letters_of_another_script(signs: str) -> None:
    text = f"{signs}, which the keeper wrote down on the day before the water rose in the harbour."
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["गाँव वालों ने यह कुआँ घाटी के बीच में खोदा था।", "ძველი წისქვილი მდინარის პირას დგას."])
def test_a_language_without_letters_here_is_told_by_its_one_script(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("odd", "encoding"),
    [("Größe und Länge öffnet niemand.\n", "cp1252"), ("Мельница стояла на правом берегу.\n", "cp1251")],
)
def test_a_paragraph_that_was_glued_on_keeps_its_letters(odd: str, encoding: str) -> None:
    whole = "Die Fähre über den Fluß läutete für späte Gäste.\n" * 2
    decoded = decode(whole.encode() + odd.encode(encoding))
    assert decoded.text == whole + odd
    assert [(said["code"], said["place"]) for said in decoded.notices] == [("encoding-mixed", "line 3")]


def test_a_mark_of_utf8_before_bytes_that_are_none_is_no_proof() -> None:
    decoded = decode(codecs.BOM_UTF8 + RIGHTS["de"].encode("cp1252"))
    assert (decoded.text, [said["code"] for said in decoded.notices]) == (RIGHTS["de"], ["encoding-guessed"])


def test_a_mark_of_utf8_before_lines_that_mostly_are_counts_for_more_than_a_name() -> None:
    line = "Die Fähre über den Fluß läutete für späte Gäste.\n"
    decoded = decode(codecs.BOM_UTF8 + (line * 4).encode() + (line * 2).encode("cp1252"), ["iso-8859-1"])
    assert (decoded.text, [said["code"] for said in decoded.notices]) == (line * 6, ["encoding-mixed"])


def test_single_broken_bytes_in_utf8_are_marked_and_told() -> None:
    decoded = decode(RIGHTS["cs"].encode() + b"\xff dale")
    assert decoded.text == RIGHTS["cs"] + "\ufffd dale"
    assert [said["code"] for said in decoded.notices] == ["encoding-mixed", "characters-unreadable"]


@pytest.mark.parametrize(
    ("data", "named"),
    [
        ("Die F\ufffdhre fuhr t\ufffdglich.".encode(), []),
        ("Die Fähre fuhr täglich außer bei Eisgang. ".encode() * 20 + b"\xe4.", ["utf-8"]),
        (codecs.BOM_UTF16_LE + "Die Fähre".encode("utf-16-le") + b" ", []),
    ],
)
def test_characters_that_are_lost_are_told(data: bytes, named: list[str]) -> None:
    assert [said["code"] for said in decode(data, named).notices] == ["characters-unreadable"]


@pytest.mark.parametrize("padded", [b"The tide table.\0\0\0 More.", b"A harbour office." + bytes(512)])
def test_nuls_are_left_out_and_told(padded: bytes) -> None:
    decoded = decode(padded)
    assert (decoded.text.encode(), decoded.notices[0]["code"]) == (padded.replace(b"\0", b""), "characters-left-out")


@pytest.mark.parametrize("seed", range(2))
def test_bytes_that_are_no_text(seed: int) -> None:
    noise = random.Random(seed)
    with pytest.raises(UnsupportedContent, match="not text in any known encoding"):
        decode(bytes(noise.randrange(32, 256) for _ in range(1200)))


@pytest.mark.parametrize(
    "garbled",
    [
        "The cafÃ© opened, and the ownerâ€™s daughter ran it.",
        "gr√∂√üer als sie",
        "Tiáº¿ng Viá»‡t",
        "Привет, мир".encode().decode("cp1251"),
        "Привет, мир".encode().decode("latin-1"),
        "日本語の文書".encode().decode("latin-1"),
    ],
)
def test_text_that_was_garbled_before_is_told(garbled: str) -> None:
    assert [said["code"] for said in decode(garbled.encode()).notices] == ["text-garbled"]


@pytest.mark.parametrize(
    "text", ["Ã is a letter, “â€” are signs.", "« CAFÉ », «CAFÉ»…", "√π and 2√∂, f√x", "С. Петров, № 5: РСФСР, 20 С°"]
)
def test_letters_that_are_meant_are_not_garbled(text: str) -> None:
    assert decode(text.encode()).notices == []


def test_characters_in_two_halves_are_whole() -> None:
    halves = b"Ahoy " + "\ud83d\udea3".encode("utf-8", "surrogatepass") + " über".encode()
    assert decode(halves) == Decoded("Ahoy 🚣 über")


def test_what_a_mainframe_wrote_is_called_by_its_name() -> None:
    with pytest.raises(UnsupportedContent, match="EBCDIC"):
        decode("The ferry keeps to the old hours, and the keeper knows.".encode("cp500"))


@pytest.mark.parametrize(
    "text", ["Use C++ and a+b-c, +foo- or +1-555-0100.", "see A+B+C- and +AAAA-", "a ~{ b ~} c ~{xx~}"]
)
def test_plus_signs_and_braces_among_words_are_themselves(text: str) -> None:
    assert decode(text.encode()) == Decoded(text)


def test_a_picture_within_a_page_in_ascii_is_read_past_at_once() -> None:
    page = f"<img src='data:image/png;base64,{'+A' * 500_000}=='>"
    assert decode(page.encode()) == Decoded(page)


def doubts(decoded: Decoded, *texts: str) -> list[str | None]:
    drafts = decoded.drafts(Block(text) for text in texts)
    return [draft["doubt"] and draft["doubt"]["code"] for draft in drafts]


def test_paragraphs_that_rest_on_a_doubtful_guess_are_doubted() -> None:
    unsure, sure = "Caffè, 12 p.", RIGHTS["fr"]
    assert doubts(decode(unsure.encode("mac_roman")), unsure, "Plain words.") == ["encoding-guessed", None]
    assert doubts(decode(sure.encode("cp1252")), sure) == [None]
    assert doubts(decode("Le café.".encode()), "Le café.") == [None]


def test_paragraphs_that_were_garbled_before_are_doubted() -> None:
    garbled = "The cafÃ© opened, and the ownerâ€™s daughter ran it."
    assert doubts(decode(garbled.encode()), garbled, "The pier is long.") == ["text-garbled", None]


def test_names_and_quotations_in_english_do_not_hide_the_language() -> None:
    text = "Kutatók elkészítették a keféit, szálai vékonyabbak. " + "Learning English with the BBC World Service. " * 40
    assert decode(text.encode("cp1250")).text == text
