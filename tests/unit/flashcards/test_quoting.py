"""Cards without a model: what is asked of which sentence, and which sentences make none."""

from __future__ import annotations

from itertools import islice, product

import pytest
from williams_export_flashcards.quoting.numbers import dates
from williams_export_flashcards.quoting.rules import rules_of

from tests.unit.flashcards.decks import cited, quoted, task
from williams.domain.errors import EmptyContent

ASKED = [
    (
        "en",
        "A colophon is a statement at the end of a book that names its printer.",
        ("reversed", "colophon", "a statement at the end of a book that names its printer"),
    ),
    (
        "en",
        "Messages travel by the Simple Mail Transfer Protocol (SMTP) from server to server.",
        ("basic", "What does SMTP stand for?", "Simple Mail Transfer Protocol"),
    ),
    (
        "en",
        "Johannes finished a Bible of two volumes in the town of Mainz in March 1455.",
        ("cloze", None, "March 1455"),
    ),
    (
        "en",
        "Parchment lasts longer than papyrus in damp rooms because it is made of cured skin.",
        ("cloze", None, "it is made of cured skin"),
    ),
    ("en", "A fast press of the time printed about 240 sheets in one hour.", ("cloze", None, "240")),
    ("en", "Movable type of metal was brought to Europe by Johannes Gutenberg.", ("cloze", None, "Johannes Gutenberg")),
    (
        "de",
        "Ein Kolophon ist eine Angabe am Ende eines Buches, die den Drucker nennt.",
        ("reversed", "Kolophon", "eine Angabe am Ende eines Buches, die den Drucker nennt"),
    ),
    (
        "de",
        "Johannes vollendete eine Bibel in zwei Bänden im März 1455 in der Stadt Mainz.",
        ("cloze", None, "März 1455"),
    ),
    (
        "fr",
        "Un colophon est une mention à la fin d’un livre qui nomme l’imprimeur.",
        ("reversed", "colophon", "une mention à la fin d’un livre qui nomme l’imprimeur"),
    ),
    (
        "es",
        "Un colofón es una nota al final de un libro que nombra al impresor.",
        ("reversed", "colofón", "una nota al final de un libro que nombra al impresor"),
    ),
    ("it", "La prima Bibbia stampata lasciò i torchi di Magonza nel 1455 in due volumi.", ("cloze", None, "1455")),
    ("zh", "古腾堡于1455年在美因茨印刷了第一部圣经，全书共两卷。", ("cloze", None, "1455")),
    ("ja", "最初の聖書は1455年にマインツの町で印刷された本である。", ("cloze", None, "1455")),
    ("ar", "طُبع أول كتاب مقدس في مدينة ماينتس عام 1455 في مجلدين كبيرين.", ("cloze", None, "1455")),
    ("hi", "पहली बाइबिल 1455 में माइंत्स शहर में छापी गई थी और दो खंडों में थी।", ("cloze", None, "1455")),
    (
        "en",
        r"The area of a disk of radius r in the plane is given by \(A = \pi r^2\) exactly.",
        ("cloze", None, r"\(A = \pi r^2\)"),
    ),
    (
        "en",
        "Early wooden presses of the town were closed in winter due to a shortage of dry paper.",
        ("cloze", None, "a shortage of dry paper"),
    ),
    (
        "en",
        "Because vellum shrinks in dry and heated rooms, bindings of the period have strong metal clasps.",
        ("cloze", None, "vellum shrinks in dry and heated rooms"),
    ),
    ("en", "Damp storage of old paper over many years leads to brown stains.", ("cloze", None, "brown stains")),
    ("en", "Good vellum of a young calf is far more durable than rag paper.", ("cloze", None, "rag paper")),
    ("en", "A folio sheet of fine paper is twice as large as a quarto sheet.", ("cloze", None, "a quarto sheet")),
    ("de", "Feuchte Lagerung von altem Papier führt zu braunen Flecken.", ("cloze", None, "braunen Flecken")),
    (
        "de",
        "Drei Pressen der alten Stadt wurden wegen fehlenden Papiers stillgelegt.",
        ("cloze", None, "fehlenden Papiers"),
    ),
    (
        "de",
        "Die Lesekarte der alten Bibliothek von Mainz erlaubt dem Inhaber, Handschriften im Lesesaal einzusehen.",
        ("cloze", None, "Handschriften im Lesesaal einzusehen"),
    ),
    (
        "de",
        "Zur Trocknung von frischem Papier werden lange Leinen im Dachboden benutzt.",
        ("cloze", None, "lange Leinen im Dachboden"),
    ),
    (
        "de",
        "Ein gedrucktes Verzeichnis der ältesten Drucke einer Bibliothek wird als Inkunabelkatalog bezeichnet.",
        ("cloze", None, "Inkunabelkatalog"),
    ),
    (
        "de",
        "Korrektoren sind Leser, die Abzüge mit der Handschrift vergleichen.",
        ("reversed", "Korrektoren", "Leser, die Abzüge mit der Handschrift vergleichen"),
    ),
    (
        "fr",
        "La presse à bras en bois permet de tirer deux cents feuilles en une heure.",
        ("cloze", None, "tirer deux cents feuilles en une heure"),
    ),
    (
        "fr",
        "Les caractères de plomb de l’atelier sont conservés dans une casse de bois.",
        ("cloze", None, "dans une casse de bois"),
    ),
    (
        "en",
        "A wooden screw press of the early workshops enables two men to print a sheet on each side.",
        ("cloze", None, "print a sheet on each side"),
    ),
    (
        "en",
        "Printers of the town met at the fair of Lyon from 3 to 19 May 1507.",
        ("cloze", None, "3 to 19 May 1507"),
    ),
    (
        "it",
        "Un colophon è una nota alla fine di un libro che nomina lo stampatore.",
        ("reversed", "colophon", "una nota alla fine di un libro che nomina lo stampatore"),
    ),
    (
        "pt",
        "Um cólofon é uma nota no fim de um livro que nomeia o impressor.",
        ("reversed", "cólofon", "uma nota no fim de um livro que nomeia o impressor"),
    ),
    (
        "nl",
        "Een colofon is een aantekening aan het einde van een boek met de naam van de drukker.",
        ("reversed", "colofon", "een aantekening aan het einde van een boek met de naam van de drukker"),
    ),
    (
        "pl",
        "Kolofon to notatka na końcu książki, która wymienia nazwisko drukarza.",
        ("reversed", "Kolofon", "notatka na końcu książki, która wymienia nazwisko drukarza"),
    ),
    (
        "ru",
        "Колофон — это запись в конце книги, которая называет имя печатника.",
        ("reversed", "Колофон", "запись в конце книги, которая называет имя печатника"),
    ),
    (
        "zh",
        "版权页是指书籍中记载出版者和印刷者姓名的一页。",
        ("reversed", "版权页", "书籍中记载出版者和印刷者姓名的一页"),
    ),
    (
        "ja",
        "奥付とは、本の終わりに印刷者の名前を記したページのことである。",
        ("reversed", "奥付", "本の終わりに印刷者の名前を記したページ"),
    ),
    (
        "ar",
        "حرد المتن هو ملاحظة في نهاية الكتاب تذكر اسم الطابع ومكان الطباعة.",
        ("reversed", "حرد المتن", "ملاحظة في نهاية الكتاب تذكر اسم الطابع ومكان الطباعة"),
    ),
    (
        "hi",
        "पुष्पिका एक टिप्पणी है जो पुस्तक के अंत में मुद्रक का नाम बताती है।",
        ("reversed", "पुष्पिका", "एक टिप्पणी है जो पुस्तक के अंत में मुद्रक का नाम बताती"),
    ),
    ("pl", "Pierwsza drukowana Biblia powstała w mieście Moguncja około 1455 roku.", ("cloze", None, "1455")),
]


@pytest.mark.parametrize(("language", "sentence", "card"), ASKED, ids=[f"{row[0]}-{row[2][2]}" for row in ASKED])
def test_what_is_asked_of_a_sentence(language: str, sentence: str, card: tuple[str, str | None, str]) -> None:
    asked = task([sentence], language=language)
    (made,) = quoted(asked)
    assert (made.kind, made.question, made.answer) == card
    assert made.fact.text == sentence
    assert cited(asked, made) == [sentence]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The argument is a string that was read in 1999 by the program."),
        ("en", "This protocol was introduced in 1999 by the company."),
        ("en", "We introduced the protocol in 1999 for two reasons."),
        ("en", "It was introduced in 1999 by the company of Mainz."),
        ("en", "Use a buffer of 4096 bytes for every connection."),
        ("en", "As shown in section 4, the speed grew by 50% in one year."),
        ("en", "A good idea is a thing that makes most people of the town happy."),
        ("en", "When was the first Bible printed in the town of Mainz, in 1455?"),
        ("en", "If you want speed, set the buffer to 4096 bytes at once."),
        ("en", "The value that a careful program gives back is always True."),
        ("pl", "Ten protokół został wprowadzony w 1999 roku przez firmę."),
        ("ar", "هذا البروتوكول قدمته الشركة في عام 1999 في المدينة."),
        ("hi", "यह पुस्तक 1999 में शहर की कंपनी ने छापी थी।"),
        ("de", "Dieses Protokoll wurde 1999 von der Firma eingeführt."),
        ("en", "As long as gas and oil are cheap, the lamps of most towns burn all night."),
        ("en", "As Clara argued, the strongest of them win in such towns."),
        ("de", "Abhängig ist das von einer Tabelle für die Karten der Stadt."),
        ("de", "Im Alltag ist das eine Karte für alle Leser der Stadt."),
        ("de", "Eine der schönsten Karten ist das Bild der Brücke am Fluss."),
        ("de", "Teilen Sie die Blätter, um Papier für den Druck zu sparen."),
        ("fr", "Utilisez une presse de bois pour tirer les feuilles du livre."),
        ("en", "Because damp paper tears in a press, use sheets that are dry."),
        ("fr", "Ce protocole a été introduit en 1999 par la société."),
        ("es", "Este protocolo fue introducido en 1999 por la empresa."),
    ],
)
def test_a_sentence_that_needs_its_surroundings_or_its_reader_makes_no_card(language: str, sentence: str) -> None:
    with pytest.raises(EmptyContent, match="none stand in a sentence that a card can ask for"):
        quoted(task([sentence], language=language))


@pytest.mark.parametrize(
    ("sentence", "question", "answer"),
    [
        ("Good drives have a battery-backed unit (BBU) for the cache.", "BBU", "battery-backed unit"),
        ("Good drives have battery-backed units (BBUs) for the cache.", "BBU", "battery-backed units"),
        ("Letters follow the Guidelines of the Free Press (GFP) in most towns.", "GFP", "Guidelines of the Free Press"),
        ("Letters are stored as UTF (Unicode Transformation Format) in books.", "UTF", "Unicode Transformation Format"),
    ],
)
def test_what_letters_stand_for(sentence: str, question: str, answer: str) -> None:
    (card,) = [card for card in quoted(task([sentence])) if card.kind == "basic"]
    assert (card.question, card.answer) == (f"What does {question} stand for?", answer)


@pytest.mark.parametrize("sentence", ["A stamp of the town (XYZ) was set under 12 of the books in the abbey."])
def test_letters_that_are_no_initials_stand_for_nothing(sentence: str) -> None:
    assert not [card for card in quoted(task([sentence])) if card.kind == "basic"]


@pytest.mark.parametrize(
    ("sentence", "term", "definition"),
    [
        (
            "A stylus is a pointed tool for writing on wax, and it was used for centuries.",
            "stylus",
            "a pointed tool for writing on wax",
        ),
        (
            "In archives, provenance is a rule of order: papers that grew together stay together.",
            "provenance (in archives)",
            "a rule of order",
        ),
        (
            "An activity is something that happens over a span of time: reading, translating, cutting.",
            "activity",
            "something that happens over a span of time",
        ),
    ],
)
def test_a_definition_ends_where_the_sentence_goes_on(sentence: str, term: str, definition: str) -> None:
    (card,) = quoted(task([sentence]))
    assert (card.kind, card.question, card.answer) == ("reversed", term, definition)


@pytest.mark.parametrize(
    ("kinds", "card"),
    [
        (("basic",), ("basic", "What is meant by “colophon”?")),
        (("cloze",), ("cloze", None)),
        (("basic", "reversed", "cloze"), ("reversed", "colophon")),
    ],
)
def test_only_the_kinds_that_were_asked_for_are_made(kinds: tuple[str, ...], card: tuple[str, str | None]) -> None:
    (made,) = quoted(task([ASKED[0][1]], kinds=kinds))
    assert (made.kind, made.question) == card


def test_what_two_sources_say_is_one_card_with_both_citations() -> None:
    one = "Johannes finished a Bible of two volumes in the town of Mainz in March 1455."
    other = "Johannes finished a Bible of two volumes in the town of Mainz in March 1455, as far as is known."
    asked = task([one, "Paper was made of rags for 600 years before wood was tried."], [other])
    cards = {card.answer: card for card in quoted(asked)}
    assert sorted(cards) == ["600", "March 1455"]
    assert set(cited(asked, cards["March 1455"])) == {one, other}


def test_sources_that_contradict_each_other_are_not_merged() -> None:
    one = "A press of the town with 12 men printed about 240 sheets of paper in one hour."
    cards = quoted(task([one], [one.replace("12 men", "14 men")]))
    assert [len(card.fact.citations) for card in cards if card.answer == "240"] == [1]


def test_every_source_has_a_card_before_one_has_two() -> None:
    many = [row[1] for row in ASKED if row[0] == "en"]
    cards = quoted(task(many, ["Paper was made of rags for 600 years before wood was tried."], count=2))
    assert {card.fact.citations[0].content_id for card in cards} == {"doc_0", "doc_1"}


def test_a_person_called_by_the_first_name_only_is_not_asked_about() -> None:
    texts = [
        "Ada Smith of London was a binder who used linen thread in 1699.",
        "Ada joined the guild of the binders of London in 1702.",
    ]
    assert not [card for card in quoted(task(texts)) if card.fact.text == texts[1]]


def test_where_there_is_little_else_key_terms_are_hidden() -> None:
    texts = [
        "Wax tablets were written on with a stylus of bone.",
        "Romans smoothed their tablets with the stylus in the evening.",
        "Children learned letters by a stylus with a blunt end.",
    ]
    cards = quoted(task(texts))
    assert {card.answer for card in cards} == {"stylus"}
    assert len(cards) <= 2, "one answer is asked for twice at most"


def test_the_same_task_has_the_same_answer() -> None:
    asked = task([row[1] for row in ASKED if row[0] == "en"])
    assert quoted(asked) == quoted(asked)


def test_marks_of_notes_are_not_shown_but_the_citation_covers_them() -> None:
    sentence = "Johannes finished a Bible of two volumes in the town of Mainz in March 1455 [3]."
    asked = task([sentence])
    (card,) = quoted(asked)
    assert card.fact.text == "Johannes finished a Bible of two volumes in the town of Mainz in March 1455."
    assert cited(asked, card) == [sentence]


FAIRS = (
    "Printers and binders met merchants of paper at the fair of Lyon until 1507.",
    "Lyon saw merchants, binders, and paper for printers burn at its fair in 1519.",
    "Binders took paper to a fair of Bonn where printers were merchants by 1523.",
    "Fair prices of paper brought merchants, then printers, then binders to Graz around 1534.",
    "Turin lost its binders before merchants or printers gave paper to a fair in 1545.",
    "Paper at a fair of Cork made merchants out of printers and poor binders in 1556.",
    "Merchants let printers of Malmö visit their fair for paper once with binders in 1568.",
)


def test_one_thing_is_asked_about_a_few_times_at_most() -> None:
    syllables = map("".join, product("bdfgklmn", "aeiou", "prst", "aeiou"))
    others = [" ".join(f"{word}n" for word in islice(syllables, 7)).capitalize() + "." for _ in range(40)]
    fairs = [card for card in quoted(task([*FAIRS, *others])) if "fair" in card.fact.text]
    assert 1 < len(fairs) <= 5, "of seven"


@pytest.mark.parametrize(
    ("sentence", "answer"),
    [
        ("Printers of Basel used Gothic, Roman and Greek letters in one book.", "Roman"),
        ("A folio is cut to a quarto by folding steps 2 through 9 once more.", "9"),
        ("An opened book shows its verso at the left under ISBN 12 of the list.", "12"),
        ("A sheet of the paper was cut to 8 by 11 inches before it was dried.", "11"),
        ("A printer sets the mark of the sheet to 0002 in most of the books.", "0002"),
        ('A printer of the town marks the first sheets of a book with "folio 12".', "12"),
        ("Much of the layout of early books looks like Newbery's [New89] in that.", "New89"),
        ("A sheet of paper (about 400 to a ream) was dried for some days in the loft.", "400"),
    ],
)
def test_what_nobody_can_guess_is_not_hidden(sentence: str, answer: str) -> None:
    try:
        cards = quoted(task([sentence]))
    except EmptyContent:
        return
    assert answer not in {card.answer for card in cards}


ENTRIES = [
    ("colophon", "A statement at the end of a book that names its printer."),
    ("quire", "Several sheets of paper that were folded together once."),
    ("rubric", "A heading that was written in red ink by another hand."),
    ("verso", "The left page of an open book, which has an even number."),
]


def test_a_glossarys_entries_are_terms_and_what_they_mean() -> None:
    asked = task([line for entry in ENTRIES for line in entry])
    cards = quoted(asked)
    assert [(card.kind, card.question, f"{card.answer}.") for card in cards] == [
        ("reversed", term, said) for term, said in ENTRIES
    ]
    assert cited(asked, cards[0]) == list(ENTRIES[0])
    assert cards[0].fact.text == "colophon: A statement at the end of a book that names its printer."


@pytest.mark.parametrize(
    "lines",
    [
        [line for entry in ENTRIES[:2] for line in entry],
        [line for term, said in ENTRIES for line in ("a line", term, said)],
        [line for year, (term, said) in enumerate(ENTRIES, 1987) for line in (f"{term.title()} {year}", said)],
        [line for term, said in ENTRIES for line in (" ".join(term[:4]), said)],
        [line for number, (term, said) in enumerate(ENTRIES) for line in (f"Figure {number}: A {term}", said)],
    ],
    ids=["too few", "lists", "references", "letters of a drawing", "captions"],
)
def test_a_line_before_a_paragraph_is_no_glossary(lines: list[str]) -> None:
    with pytest.raises(EmptyContent):
        quoted(task(lines))


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("en", "Membership rose from 250 to May 1849 and fell afterwards.", "May 1849"),
        ("en", "Version 2.10 – March 1999 – was read by nobody.", "March 1999"),
        ("en", "The fair was held from 23 April to 3 May 1507.", "23 April to 3 May 1507"),
        ("de", "Sein Werk 112. – Mai 1820 – war das letzte.", "Mai 1820"),
        ("de", "Die Messe dauerte vom 23. April bis zum 3. Mai 1507.", "23. April bis zum 3. Mai 1507"),
        ("fr", "La ville avait 15 écoles – mars 1820 fut terrible.", "mars 1820"),
        ("fr", "La foire dura du 23 avril au 3 mai 1507.", "23 avril au 3 mai 1507"),
    ],
)
def test_a_date_begins_with_a_day_or_a_month(language: str, text: str, date: str) -> None:
    assert dates(text, rules_of(language), language) == [date]
