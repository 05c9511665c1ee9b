"""Sentences of a paragraph as exact spans of its text."""

from __future__ import annotations

import re
from itertools import pairwise

from williams.domain.language_codes import primary_language
from williams.domain.sentence_ends import CLOSERS, STOPS
from williams_writing.abbreviations import is_followed
from williams_writing.letters import UNMARKED, begins_small

Span = tuple[int, int]

# What sentencex takes for the end of a sentence in scholarly prose, though it is not.
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[„«“'’])(?:Eqs?|Figs?|Secs?|Tabs?|Refs?|Chs?|Defs?|Thms?|Apps?|approx|resp|ca|cf|vs|Nos?|Nr|[Aa]rt|Abs|Abb|"
    r"Kap|Bd|Vol|pp?|Mr|Mrs|Ms|MM?|Mmes?|Mlles?|Sra?s?|Dra?|Prof|St|al|eds?|bzw|vgl|z|d|u|i|e|p|[A-Z])\.$"
)
_INITIAL = re.compile(r"(?:^|[\s(\[„«“])[\u0590-\u06ff\u0900-\u0dffΑ-ΩЀ-Я]\.$")
_HEBREW_ABBREVIATION = re.compile(r'(?<=[\u0590-\u05ff])"(?=[\u0590-\u05ff])')  # not the beginning of a quotation
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_TITLE = re.compile(r"(?:^|[\s(\[„«“])(?:डॉ|डा|श्री|सुश्री|प्रो|मि|पं|ডাঃ|ডা|ডঃ|মো|প্রফেসর|திரு|டாக்டர்|செல்வி|ਡਾ|డా|ಡಾ|ഡോ)\.$")
_STOP = re.compile(rf"[{STOPS}؟]+[{CLOSERS}]*")
_RUN = re.compile(r"\S+")
_UNMARKED = re.compile(rf"[{UNMARKED}]")
_SHORTEST_RUN = 32  # code points of Thai or Lao, which has no mark for the end of a sentence: some eight words
_SPACE = re.compile(r"\s")
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
# What is numbered by it ends with its number: "Nr. 5. Am Abend".
_NUMBERED = re.compile(
    r"(?:\b(?:Nr|S|Abb|Tab|Kap|Abs|Art|Bd|Vol|Ziff|Anm|Fig)\.|§|Seite|Nummer|Absatz|Artikel|Band)\s\d{1,2}\.$"
)
# "XV a.C.", of which the letters have no blank between them.
_LETTER, _LETTER_BEHIND = re.compile(r"\b[^\W\d_]\.$"), re.compile(r"[^\W\d_]\.(?=\s|$)")
# "and so on" of Russian and Ukrainian ends a sentence where a capital follows.
_AND_SO_ON = re.compile(r"\b(?:и|і|та) (?:т\. ?[дпі]|др|ін)\.\s+(?=[А-ЯЁЄІЇ])")
# A footnote's number, raised in print, stands like "the algorithm.2 Then" in the text.
_FOOTNOTE_MARK = re.compile(r"(?:(?<=[^\W\d_]{3}[.!?])|(?<=\)[.!?]))\d{1,2}(?=\s+[^\W\d_a-zà-ÿ])")
_LEADING_MARKS = re.compile(r"(?:\s*\[\d+(?:\s*[,;–-]\s*\d+)*\])+")


_LEADING_REFERENCE = re.compile(
    r"\s*\[[^\[\]]{0,200}?(?:\bpp?\.\s*\d|\bop\.\s*cit|\bibid|\b[12]\d{3}[a-z]?\b)[^\[\]]{0,60}\]", re.IGNORECASE
)
"""What a sentence before it was quoted from: "[Ada Smith, Lamps, p. 7]". It is part of neither."""


def split_sentences(text: str, language: str) -> list[Span]:
    """Return the sentences' spans in order, without white space around them. ``language`` is a BCP 47 tag."""
    from sentencex import get_sentence_boundaries

    flat = _HEBREW_ABBREVIATION.sub("״", _SPACE.sub(" ", text))
    base = primary_language(language)
    found = [(part["start_index"], part["end_index"]) for part in get_sentence_boundaries(base, flat)]
    found = [piece for span in found for piece in _cut_after_footnotes(flat, span)]
    found = [piece for span in found for piece in _cut_after_stops(flat, span)]
    return [_stripped(flat, span) for span in _joined(flat, found, base) if flat[span[0] : span[1]].strip()]


def _joined(text: str, spans: list[Span], language: str) -> list[Span]:
    """Put back together what was cut after an abbreviation, and give citation marks to the sentence before them."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and (marks := _LEADING_MARKS.match(text, start, end)):
            joined[-1] = (joined[-1][0], marks.end())
            start = marks.end()
        if joined and (reference := _LEADING_REFERENCE.match(text, start, end)):
            start = reference.end()
        if not text[start:end].strip():
            continue
        before = text[slice(*joined[-1])] if joined else ""
        suffix = before and not before[-1].isspace() and _HANGUL.match(text, start)
        if joined and (suffix or _continues(before.rstrip(), text[start:end].lstrip(), language)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _continues(before: str, after: str, language: str) -> bool:
    if _ABBREVIATED.search(before) or (after[:1].islower() and begins_small(after)):
        return True
    if _INITIAL.search(before) or _TITLE.search(before) or (before[-1:] in "」』" and after[:1] == "と"):
        return True
    if is_followed(before, after, language) or (_LETTER.search(before) and _LETTER_BEHIND.match(after)):
        return True
    if language == "de" and _ORDINAL.search(before) and not _NUMBERED.search(before):
        return True
    return before.count("(") > before.count(")") and ")" in after


def _cut_after_footnotes(text: str, span: Span) -> list[Span]:
    cuts = [span[0], *(mark.end() for mark in _FOOTNOTE_MARK.finditer(text, *span)), span[1]]
    return list(pairwise(cuts))


def _cut_after_stops(text: str, span: Span) -> list[Span]:
    """Cut after the marks that end nothing but sentences, and between runs of the scripts that have no such mark."""
    stops = [*_STOP.finditer(text, *span), *_AND_SO_ON.finditer(text, *span)]
    places = sorted(stop.end() for stop in stops) or _ends_of_runs(text, span)
    return list(pairwise([span[0], *(place for place in places if place < span[1]), span[1]]))


def _ends_of_runs(text: str, span: Span) -> list[int]:
    runs = list(_RUN.finditer(text, *span))
    ends, start = [], span[0]
    for run, following in pairwise(runs):
        unmarked = _UNMARKED.match(run.group()[-1]) and _UNMARKED.match(following.group())
        if unmarked and run.end() - start >= _SHORTEST_RUN:
            ends.append(run.end())
            start = run.end()
    return ends


def _stripped(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
