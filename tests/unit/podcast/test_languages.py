"""Conversations in other scripts, most of them without a phrase book: nothing of what can be told is lost."""

from __future__ import annotations

import pytest
from williams_export_podcast.conversation.phrases import phrase_book

from tests.unit.podcast.conversations import SourceText, Texts, conversation, written

_WELLS: dict[str, Texts] = {
    "hi": [
        (None, "गाँव वालों ने यह कुआँ सन् 1872 में घाटी के बीच में खोदा था। औरतें हर सुबह सूरज निकलने से पहले पानी भरने आती थीं। "
         "कुएँ की गहराई बयालीस मीटर थी और गर्मी में भी उसका पानी नहीं सूखता था।"),
        (None, "जब 1965 में नल आए तब भी बूढ़े लोगों ने कुआँ खुला रखा। उन्हें नल के पानी पर भरोसा नहीं था।"),
    ],
    "ta": [
        (None, "கிராம மக்கள் இந்தக் கிணற்றை பள்ளத்தாக்கின் நடுவில் தோண்டினார்கள். பெண்கள் தினமும் காலையில் தண்ணீர் எடுக்க வந்தார்கள். "
         "கோடையிலும் அதன் நீர் வற்றவில்லை."),
    ],
    "bn": [
        (None, "গ্রামের লোকেরা এই কুয়াটি উপত্যকার মাঝখানে খনন করেছিল। মহিলারা প্রতিদিন সকালে সূর্য ওঠার আগে জল নিতে আসতেন। "
         "গরমেও কুয়ার জল শুকাত না।"),
    ],
    "ko": [
        (None, "마을 사람들은 1872년에 이 우물을 팠다. 여자들은 매일 아침 해가 뜨기 전에 물을 길으러 왔다. "
         "여름에도 그 물은 마르지 않았다."),
    ],
    "ur": [
        (None, "گاؤں والوں نے یہ کنواں وادی کے بیچ میں کھودا تھا۔ عورتیں ہر صبح پانی بھرنے آتی تھیں۔ "
         "کیا پانی ٹھنڈا بھی تھا؟"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", _WELLS)
def test_every_sentence_is_told(language: str) -> None:
    texts = _WELLS[language]
    task = conversation([SourceText("w", "1872", texts)], words=300, language=language)
    said = " ".join(line.said.text for line in written(task).lines)
    assert [text for _, text in texts if text not in said] == []


_LOCK: Texts = [
    (None, "The lock was built in 1820 so that barges could pass the weir. Its keeper slept beside the upper gate.")
]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("THE LOCK AT THE WEIR*", "“The Lock At The Weir”"),
        ("On the Locks, " + "and of their eventual abandonment " * 30, "“On the Locks, and of"),
        ("🌊 Locks <em>for beginners</em>", "“Locks for beginners”"),
    ],
)
def test_a_title_is_said_in_a_few_words(title: str, said: str) -> None:
    lines = written(conversation([SourceText("w", title, _LOCK)], words=300)).lines
    assert said in lines[0].said.text
    assert all(len(line.said.text) < 200 for line in lines)
    assert all(len(line.section or "") < 120 for line in lines)


@pytest.mark.parametrize("language", [language for language in _WELLS if phrase_book(language) is None])
def test_a_title_that_is_also_the_first_heading_is_said_once(language: str) -> None:
    ((_, text), *_) = _WELLS[language]
    title = text[:12].rpartition(" ")[0]
    lines = written(conversation([SourceText("w", title, [(title, text)])], words=300, language=language)).lines
    assert [line.said.text for line in lines].count(f"{title}.") == 1
