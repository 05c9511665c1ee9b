"""Sentences in scripts that are not Latin: found, told, and heard as they are written."""

from __future__ import annotations

import pytest
from williams_writing.audible import audibility, written_only
from williams_writing.headings import clean_heading
from williams_writing.repetition import alike, shingles
from williams_writing.salience import terms
from williams_writing.sentences import split_sentences
from williams_writing.spoken import count_words, spoken_form
from williams_writing.tellable import is_tellable

_TOLD = {
    "am": ["የመንደሩ ሰዎች ይህን ጉድጓድ በሸለቆው መካከል ቆፈሩ።", "ሴቶች በየቀኑ ጠዋት ውሃ ለመቅዳት ይመጡ ነበር።"],
    "ar": ["حفر أهل القرية هذه البئر في وسط الوادي عام 1872.", "لماذا كانت النساء يأتين كل صباح؟"],
    "bn": ["গ্রামের লোকেরা এই কুয়াটি উপত্যকার মাঝখানে খনন করেছিল।", "ডা. রায় কুয়ার জল পরীক্ষা করতেন।"],
    "el": ["Οι χωρικοί έσκαψαν αυτό το πηγάδι στη μέση της κοιλάδας.", "Ήταν κρύο το νερό εκεί κάτω;"],
    "fa": ["مردم روستا این چاه را در میان دره کندند.", "زنان هر روز صبح برای بردن آب می‌آمدند."],
    "gu": ["ગામના લોકોએ આ કૂવો ખીણની વચ્ચે ખોદ્યો હતો.", "કૂવાનું પાણી ઠંડું અને મીઠું હતું."],
    "he": ['ד"ר כהן הגיע אל הכפר בחורף.', 'צה"ל לא היה שם אז.'],
    "hi": ["गाँव वालों ने यह कुआँ सन् 1872 में खोदा था।", "डॉ. शर्मा हर सुबह उसका पानी पीते थे।"],
    "hy": ["Գյուղացիները այս ջրհորը փորեցին հովտի մեջտեղում։", "Կանայք ամեն առավոտ գալիս էին։"],
    "ja": ["川を渡るための船は江戸時代から続いている。", "「橋は寒い。」と彼らは言った。"],
    "ka": ["სოფლელებმა ეს ჭა ხეობის შუაში ამოთხარეს.", "ქალები ყოველ დილით მოდიოდნენ წყლის ასაღებად."],
    "km": ["អ្នកភូមិបានជីកអណ្តូងនេះនៅកណ្តាលជ្រលងភ្នំ។", "ស្ត្រីៗមកយកទឹករាល់ព្រឹក។"],
    "kn": ["ಹಳ್ಳಿಯ ಜನರು ಈ ಬಾವಿಯನ್ನು ಕಣಿವೆಯ ಮಧ್ಯದಲ್ಲಿ ತೋಡಿದರು.", "ಬಾವಿಯ ನೀರು ತಂಪಾಗಿ ಸಿಹಿಯಾಗಿತ್ತು."],
    "ko": ["마을 사람들은 1872년에 이 우물을 팠다.", "“물이 차다.”라고 그는 말했다."],
    "ml": ["ഗ്രാമവാസികൾ ഈ കിണർ താഴ്വരയുടെ നടുവിൽ കുഴിച്ചു.", "കിണറിലെ വെള്ളം തണുത്തതും മധുരമുള്ളതുമായിരുന്നു എന്ന് പറഞ്ഞു."],
    "mr": ["गावकऱ्यांनी ही विहीर दरीच्या मध्यभागी खोदली.", "विहिरीचे पाणी थंड होते."],
    "my": ["ရွာသားများသည် ဤရေတွင်းကို တူးခဲ့ကြသည်။", "အမျိုးသမီးများသည် နံနက်တိုင်း ရေခပ်လာကြသည်။"],
    "pa": ["ਪਿੰਡ ਵਾਲਿਆਂ ਨੇ ਇਹ ਖੂਹ ਘਾਟੀ ਦੇ ਵਿਚਕਾਰ ਪੁੱਟਿਆ ਸੀ।", "ਉਸਦਾ ਪਾਣੀ ਠੰਡਾ ਅਤੇ ਮਿੱਠਾ ਸੀ।"],
    "ru": ["А. С. Пушкин жил в доме у колодца.", "Вода — это главное богатство деревни."],
    "si": ["ගම්වාසීන් මෙම ළිඳ මිටියාවත මැද හෑරූහ.", "ශ්‍රී ලංකාවේ ජලය සිසිල් විය."],
    "ta": ["கிராம மக்கள் இந்தக் கிணற்றை நடுவில் தோண்டினார்கள்.", "திரு. குமார் தண்ணீர் எடுக்க வந்தார்."],
    "te": ["గ్రామస్తులు ఈ బావిని లోయ మధ్యలో తవ్వారు.", "నీరు చల్లగా తియ్యగా ఉండేది."],
    "th": ["ชาวบ้านขุดบ่อน้ำนี้ไว้กลางหุบเขาเมื่อปี 2415 และใช้ต่อมา", "ผู้หญิงมาตักน้ำทุกเช้าก่อนพระอาทิตย์ขึ้น"],
    "ur": ["گاؤں والوں نے یہ کنواں وادی کے بیچ میں کھودا تھا۔", "کیا کنویں کا پانی ٹھنڈا تھا؟"],
    "zh": ["山谷里的茶园已经有三百年的历史。", "她们说：“今年的茶很好。”"],
}  # fmt: skip
_WITHOUT_BLANKS = {"ja", "zh"}


@pytest.mark.parametrize("language", _TOLD)
def test_sentences_are_found_told_and_heard(language: str) -> None:
    expected = _TOLD[language]
    text = ("" if language in _WITHOUT_BLANKS else " ").join(expected)
    assert [text[start:end] for start, end in split_sentences(text, language)] == expected
    for sentence in expected:
        assert is_tellable(sentence)
        assert spoken_form(sentence, language) == sentence
        assert audibility(sentence, written_only(sentence, {})) == 1.0


@pytest.mark.parametrize("language", ["hi", "ur", "am", "hy", "my", "km", "zh"])
def test_full_stops_of_a_script_are_known_whatever_language_was_said(language: str) -> None:
    one, other = _TOLD[language]
    text = f"{one} {other}"
    assert [text[start:end] for start, end in split_sentences(text, "en")] == [one, other]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "„Die Brücke ist sehr kalt heute“, sagten sie alle."),
        ("de", "Sie sagten alle: „Die Brücke ist sehr kalt.“"),
        ("sv", "”Bron är kall om vintern här”, sade de alla."),
        ("fr", "Ils ont tous dit : « Le pont est très froid. »"),
        ("da", "De sagde alle: »Broen er meget kold i dag.«"),
    ],
)
def test_quotations_are_told_in_the_quotes_of_each_language(language: str, sentence: str) -> None:
    assert [sentence[start:end] for start, end in split_sentences(sentence, language)] == [sentence]
    assert is_tellable(sentence)


@pytest.mark.parametrize(
    "sentence", ["पानी ठंडा।", "물이 차다.", "茶很好。", "“Nobody closed this quotation of many words here."]
)
def test_crumbs_are_not_told(sentence: str) -> None:
    assert not is_tellable(sentence)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("गहराई बयालीस", ["गहराई", "बयालीस"]),
        ("春の茶園", ["春の", "の茶", "茶園"]),
        ("Brücken wachsen", ["brücken", "wachsen"]),
    ],
)
def test_terms_are_whole_words_or_pairs_of_characters(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_vowel_signs_do_not_make_sentences_alike() -> None:
    one, other = (shingles(text, [False] * 6) for text in ("पानी ठंडा और मीठा था वहाँ", "पीना ठंडी ओर मीठे थे वहीं"))
    assert not alike(one, other)


@pytest.mark.parametrize(("text", "words"), [("ชาวบ้านขุดบ่อน้ำนี้ไว้กลางหุบเขา", 9), ("山谷里的茶园", 4), ("물이 차다", 2)])
def test_words_are_counted_by_script(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("می‌آمدند", "می‌آمدند"),
        ("ශ්‍රී ලංකා", "ශ්‍රී ලංකා"),
        ("ef\u200cfi\u200dcient", "efficient"),
        ("🚣🏽‍♀️🌊 Locks ☂️ and Weirs", "Locks and Weirs"),
        ("20 °C → 68 °F", "20 °C → 68 °F"),
    ],
)
def test_joiners_that_spell_are_kept_and_pictures_are_not_read_out(written: str, spoken: str) -> None:
    assert spoken_form(written, "en") == spoken


@pytest.mark.parametrize("heading", ["पुराना कुआँ", "কুয়ার জল", "கிணற்றின் நீர்", "우물", "تاريخ البئر"])
def test_headings_can_be_said_in_any_script(heading: str) -> None:
    assert clean_heading(heading) == heading
