"""Citations, as a person would say them or leave them out, in the languages of the phrase book."""

from __future__ import annotations

import pytest
from williams_export_podcast.conversation.phrases.book import phrase_book
from williams_writing.aloud import aloud
from williams_writing.aloud.citations import citing_words

SAID = [
    ("en", "Smith et al. (2020) found more (cf. Jones, 2019, p. 4).", "Smith and colleagues found more."),
    ("en", "It grows in shade [12, p. 34] and in light [Hall 2011].", "It grows in shade and in light."),
    ("en", "The rule is on pp. 12 ff. of the act (ibid.).", "The rule is on pages 12 and following of the act."),
    ("de", "Müller et al. (2019) fanden mehr (vgl. Kurz 2018: 34).", "Müller und andere fanden mehr."),
    ("de", "Das steht so im Gesetz (S. 12–15).", "Das steht so im Gesetz."),
    ("de", "Auf S. 12 ff. steht mehr (ebd., S. 14).", "Auf Seite 12 und folgende steht mehr."),
    ("de", "Vgl. dazu Abb. 3 (a. a. O.).", "vergleiche dazu Abbildung 3."),
    ("fr", "Dupont et al. (2020) le montrent (cf. Martin, 2018, p. 12).", "Dupont et collaborateurs le montrent."),
    ("fr", "La règle est à la p. 12 et aux pp. 14–16.", "La règle est à la page 12 et aux pages 14 à 16."),
    ("fr", "Elle mange, p. ex., du pain (ibid.).", "Elle mange, par exemple, du pain."),
    ("fr", "Le vol. 2, chap. IV le dit [7].", "Le volume 2, chapitre IV le dit."),
    ("es", "García et al. (2021) lo vieron (véase Ruiz, 2019).", "García y colaboradores lo vieron."),
    ("es", "Está en la pág. 12 y en las pp. 14-16.", "Está en la página 12 y en las páginas 14 a 16."),
    ("es", "Lo dice el art. 5 (ibíd., p. 3), p. ej. en verano.", "Lo dice el artículo 5, por ejemplo en verano."),
    ("it", "Rossi et al. (2018) lo mostrano (cfr. Bianchi, 2017).", "Rossi e collaboratori lo mostrano."),
    ("it", "Si legge a p. 12 e segg. del vol. 3.", "Si legge a pagina 12 e seguenti del volume 3."),
    ("it", "Cfr. le pp. 12–14 (ibid.).", "si veda le pagine da 12 a 14."),
    ("pt", "Silva et al. (2020) mostraram isso (cf. Costa, 2015).", "Silva e colaboradores mostraram isso."),
    ("pt", "Está na p. 12 e nas pp. 14-16 [3, 5].", "Está na página 12 e nas páginas 14 a 16."),
    ("nl", "De Vries e.a. (2019) zagen meer (zie Bakker, 2018).", "De Vries en anderen zagen meer."),
    ("nl", "Het staat op blz. 12 e.v. en op p. 14–16.", "Het staat op pagina 12 en verder en op pagina 14 tot 16."),
    ("pl", "Kowalski i in. (2020) widzieli więcej (zob. Nowak 2018).", "Kowalski i inni widzieli więcej."),
    ("pl", "Czytamy o tym na s. 12, na rys. 3 i w t. 2.", "Czytamy o tym na stronie 12, na rysunku 3 i w tomie 2."),
    ("pl", "Pisze o tym Nowak, s. 12–15.", "Pisze o tym Nowak, strony od 12 do 15."),
    ("ru", "Иванов и др. (2020) видели больше (см. Петров, 2018).", "Иванов и другие видели больше."),
    ("ru", "Об этом сказано на с. 12 и в табл. 2.", "Об этом сказано на странице 12 и в таблице 2."),
    ("ru", "Это видно сразу (там же, с. 14).", "Это видно сразу."),
    ("zh", "Smith et al.（2020）发现了更多的鸟。", "Smith等人发现了更多的鸟。"),
    ("zh", "张伟等（2019）在p. 12提到了这一点［3］。", "张伟等在第12页提到了这一点。"),
    ("zh", "这一点早已有人指出（王芳，2018，第12页）。", "这一点早已有人指出。"),
    ("ja", "Smith et al. (2020) は鳥を数えた（田中、2019）。", "Smithらは鳥を数えた。"),
    ("ja", "詳しくはpp. 12–15にある【4】。", "詳しくは12から15ページにある。"),
    ("ar", "وجد سميث وآخرون (2020) المزيد [5].", "وجد سميث وآخرون المزيد."),
    ("ar", "ورد ذلك في ص 12 من ج 2 (انظر: أحمد، ٢٠١٩).", "ورد ذلك في صفحة 12 من الجزء 2."),
    ("hi", "शर्मा et al. (2020) ने अधिक पाया [5]।", "शर्मा और अन्य ने अधिक पाया।"),
    ("hi", "यह पृ. 12 पर लिखा है (देखें वर्मा, २०१८)।", "यह पृष्ठ 12 पर लिखा है।"),
]


@pytest.mark.parametrize(("language", "written", "said"), SAID)
def test_a_citation_is_said_or_left_out(language: str, written: str, said: str) -> None:
    assert aloud(written, language) == said


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "Cars (see the picture) and ships [sic] came in 2019."),
        ("de", "Am 3. Mai (einem Montag) kam S. Kurz an."),
        ("fr", "Les p. m. (petits mots) et les nos du jour."),
        ("es", "La n. del autor (que murió) y las págs. sueltas."),
        ("it", "Il sig. P. Rossi (di Roma) e il cap. della nave."),
        ("pt", "O sr. P. Costa (do Porto) viu as pp. soltas."),
        ("nl", "De p. van Jansen (uit Gent) en de blz. zelf."),
        ("pl", "Pan s. Nowak (z Krakowa) i t. d."),
        ("ru", "Деревня с. Горки (у реки) и т. д."),
        ("zh", "他（住在北京）看了图书。"),
        ("ja", "彼（東京に住む）は図書を読んだ。"),
        ("ar", "قصص جميلة (من مصر) وجبال."),
        ("hi", "वह (दिल्ली में) रहता है।"),
    ],
)
def test_what_only_looks_like_a_citation_stays(language: str, written: str) -> None:
    assert aloud(written, language) == written


def test_every_language_of_the_phrase_book_says_citations() -> None:
    """English and German have them among their other words."""
    assert len(citing_words()) == 11
    assert all(phrase_book(language) for language in citing_words())


def test_saying_it_again_changes_nothing() -> None:
    for language, written, _ in SAID:
        once = aloud(written, language)
        assert aloud(once, language) == once
