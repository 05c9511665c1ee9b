"""Says signs in words, one kind after the other. Plain numbers are left: every voice says them in its own language."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeAlias

from williams_writing.aloud.citations import say_citations
from williams_writing.aloud.words import SpokenWords, spoken_words
from williams_writing.spoken import spoken_form

_Rule: TypeAlias = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
_LOW: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_HIGH: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_FORMULA: Final = re.compile(r"(?<=[A-Za-z)₀-₉])([₀-₉]+)")
# Endings of addresses that are no words of their own at the end of a sentence.
_HOST: Final = re.compile(
    r"(?<![\w.@])(?:(?P<user>[\w.+-]+)@)?(?P<host>(?:[A-Za-z0-9-]+\.)+(?:org|com|net|edu|gov|int|info|io|ai|eu|de|at|ch|uk|fr|es|it|nl|pl|ru|jp|cn|in|br|us))"
    r"(?![\w@])(?!\.\w)"
)
_ROMAN: Final = r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NUMBER: Final = r"\d+(?:[.,]\d+)*"
_LARGE: Final = r"(?:thousand|million|billion|trillion|Tausend|Millionen?|Milliarden?|Billionen?)"


def aloud(text: str, language: str) -> str:
    """Return a text as a person would say it.

    In a language without words here only citations are said, and marks for the eye left out.
    """
    said = say_citations(spoken_form(text, language), language)
    said = _FORMULA.sub(lambda match: f" {match[1].translate(_LOW)}", said)
    if spoken_words(language) is None:
        return said
    for pattern, say in _rules(language):
        said = pattern.sub(say, said)
    return " ".join(said.split())


@lru_cache
def _rules(language: str) -> tuple[_Rule, ...]:
    words = spoken_words(language)
    assert words is not None
    return (
        *_abbreviations(words),
        *_addresses(words),
        *_times(words),
        *_numbers(words),
        *_amounts(words),
        *_others(words),
    )


def _abbreviations(words: SpokenWords) -> list[_Rule]:
    return [(re.compile(pattern), _always(said)) for pattern, said in words.abbreviations.items()]


def _always(said: str) -> Callable[[re.Match[str]], str]:
    return lambda _: said


def _addresses(words: SpokenWords) -> list[_Rule]:
    def say(match: re.Match[str]) -> str:
        spelled = match["host"].replace(".", f" {words.dot} ")
        user = match["user"]
        return f"{user.replace('.', f' {words.dot} ')} {words.at} {spelled}" if user else spelled

    return [(_HOST, say)]


def _times(words: SpokenWords) -> list[_Rule]:
    def date(match: re.Match[str]) -> str:
        month, day = int(match["month"]), int(match["day"])
        if not (1 <= month <= 12 and 1 <= day <= 31):
            return match[0]
        said = words.date.format(day=words.days[day - 1], month=words.months[month - 1], year=int(match["year"]))
        return f"{said}, " if match["time"] else said

    def time(match: re.Match[str]) -> str:
        hour, minute = int(match["hour"]), int(match["minute"])
        if hour > 24 or minute > 59:
            return match[0]
        return (words.time if minute else words.hour).format(hour=hour, minute=minute)

    iso = re.compile(
        r"(?<![\d-])(?P<year>[12]\d{3})-(?P<month>\d\d)-(?P<day>\d\d)(?:(?P<time>[T ](?=\d\d:\d\d))|(?![\d-]))"
    )
    clock = re.compile(
        r"(?<![\d:.])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?(?: Uhr)?(?![\d:])"
    )
    return [(iso, date), (clock, time)]


def _numbers(words: SpokenWords) -> list[_Rule]:
    groups = re.compile(rf"(?<![\d{re.escape(words.decimal)}])\d{{1,3}}(?:{re.escape(words.thousands)}\d{{3}})+(?!\d)")

    def power(match: re.Match[str]) -> str:
        exponent = (match["high"] or match["plain"] or "").translate(_HIGH).replace("−", "-")
        return f"{match['base']} {words.power} {exponent.replace('-', f'{words.minus} ')}"

    return [
        (groups, lambda match: match[0].replace(words.thousands, "")),
        (re.compile(r"(?<=\d)\s?[×x·]\s?(?=10[⁰¹²³⁴-⁹⁻^])"), _always(f" {words.signs['×']} ")),
        (re.compile(r"(?P<base>\b\d+)(?:(?P<high>⁻?[⁰¹²³⁴-⁹]+)|\^\{?(?P<plain>[-−]?\d+)\}?)"), power),
        (re.compile(rf"(?<=\d)\s?[–—]\s?(?={_NUMBER})"), _always(f" {words.to} ")),
        (re.compile(r"(?<![\w.,)])[−-](?=\d)"), _always(f"{words.minus} ")),
    ]


def _amounts(words: SpokenWords) -> list[_Rule]:
    signs = "".join(map(re.escape, words.currencies))
    before = re.compile(rf"(?P<sign>[{signs}])\s?(?P<amount>{_NUMBER})(?P<large>\s{_LARGE})?(?![\w])")
    behind = re.compile(rf"(?P<amount>{_NUMBER})(?P<large>\s{_LARGE})?\s?(?P<sign>[{signs}])")
    units = "|".join(re.escape(unit) for unit in sorted(words.units, key=len, reverse=True))
    # A letter right behind a number is a unit only if more of one follows: not in "1990s".
    gap = r"(?:\s|(?![A-Za-z](?![A-Za-z²³/])))"
    measure = re.compile(
        rf"(?P<amount>{_NUMBER}){gap}(?P<unit>{units})(?P<power>[²³])?"
        rf"(?:/(?P<per>{units})(?P<perpower>[²³])?)?(?![\w²³/°])"
    )

    def money(match: re.Match[str]) -> str:
        one, many, cents = words.currencies[match["sign"]]
        whole, mark, part = match["amount"].rpartition(words.decimal) if not match["large"] else ("", "", "")
        if mark and len(part) == 2 and cents and whole.isdigit():
            return (
                words.change.format(whole=whole, name=one if whole == "1" else many, cents=int(part))
                if int(part)
                else f"{whole} {many}"
            )
        amount = f"{match['amount']}{match['large'] or ''}"
        return words.money.format(amount=amount, name=one if amount == "1" else many)

    def unit(name: str, power: str | None, one: bool) -> str:
        said = words.units[name][0 if one else 1]
        prefix = {"²": words.square, "³": words.cubic}.get(power or "", "")
        return f"{prefix}{said.lower() if prefix and not prefix.endswith(' ') else said}"

    def measured(match: re.Match[str]) -> str:
        said = f"{match['amount']} {unit(match['unit'], match['power'], match['amount'] == '1')}"
        return f"{said} {words.per} {unit(match['per'], match['perpower'], True)}" if match["per"] else said

    return [(before, money), (behind, money), (measure, measured)]


def _others(words: SpokenWords) -> list[_Rule]:
    names = "|".join(sorted(words.kings | words.queens))
    full_stop = r"\.(?=\s+[^\W\d_A-ZÄÖÜ]|[,;:)]|$)"  # of the numeral, as German writes it
    kings = re.compile(rf"\b(?P<name>{names}) (?P<roman>{_ROMAN})(?P<stop>{full_stop})?(?!\w)")
    numbered = re.compile(rf"\b(?P<name>{words.numbered}) (?P<roman>{_ROMAN})(?![\w])")

    def king(match: re.Match[str]) -> str:
        number = _value(match["roman"])
        if number > len(words.ordinals):
            return match[0]
        form = words.queen if match["name"] in words.queens else words.king
        end = "." if match["stop"] and match.end() == len(match.string) else ""
        return f"{match['name']} {form.format(ordinal=words.ordinals[number - 1])}{end}"

    signs = [
        (re.compile(rf"(?:(?<=\s)|(?<=^)|(?<=\d)){re.escape(sign)}(?=\s|\d)"), _always(f" {said} "))
        for sign, said in words.signs.items()
    ]
    return [(kings, king), (numbered, lambda match: f"{match['name']} {_value(match['roman'])}"), *signs]


def _value(roman: str) -> int:
    values = [_VALUES[letter] for letter in roman]
    return sum(-one if one < other else one for one, other in pairwise([*values, 0]))
