"""What a workbook shows of a number, date or time by the code of its format."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from itertools import takewhile
from typing import Final, TypeAlias

from williams_import_document.office.format_codes import Section, Token, sections_of

Moment: TypeAlias = datetime | date | time | timedelta
_EXACT: Final = Context(prec=1000, rounding=ROUND_HALF_UP)
_MOST_PLACES: Final = 30
_OPERATORS: Final = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY: Final = timedelta(days=1)
_DATE: Final = ("date", "elapsed", "half")


def shown_number(value: float, code: str) -> str | None:
    """Return what is shown of a number; None where its format says nothing of it, or is not understood."""
    number = Decimal(f"{value:.15g}")
    sections = sections_of(code)
    if not number.is_finite() or not sections:
        return None
    section, number = _chosen(sections, number)
    if section.has("general", "text", "date", "elapsed", "half") or (section.has("fixed") and not section.has("digit")):
        return None
    if not section.has("digit"):
        return _joined(_literals(section.tokens))
    number = number.scaleb(2 * sum(token.kind == "percent" for token in section.tokens), _EXACT)
    written = _fraction(section.tokens, abs(number)) if _is_fraction(section) else _decimal(section, abs(number))
    if written is None:
        return None
    return _joined([f"-{written}" if number < 0 and any(digit in written for digit in "123456789") else written])


def shown_moment(value: Moment, code: str) -> str | None:
    """Return what is shown of a date, a time or a span of it.

    None where the format says nothing of it, is not understood, or would write names of another language than English.
    """
    sections = sections_of(code)
    section = sections[0] if sections else None
    if section is None or not section.has(*_DATE) or section.has("digit", "exponent", "general"):
        return None
    if not section.in_english and any(token.kind == "date" and _is_name(token.text) for token in section.tokens):
        return None
    if section.has("elapsed") and not isinstance(value, timedelta):
        return None
    if isinstance(value, timedelta) and value < timedelta():
        positive = shown_moment(-value, code)
        return None if positive is None else f"-{positive}"
    moment, span = _moment(value)
    tokens = section.tokens
    minutes = _minutes(tokens)
    half = section.has("half")
    written = [
        _part(token, moment, span, is_minute=number in minutes, half=half) for number, token in enumerate(tokens)
    ]
    return None if None in written else _joined(part for part in written if part is not None)


def _chosen(sections: Sequence[Section], number: Decimal) -> tuple[Section, Decimal]:
    """Return the section for a number, and what that shows of it: one for negative numbers writes its own sign."""
    numbers = sections[:3]
    if any(section.condition for section in numbers):
        fits = (each for each in numbers if each.condition is None or _holds(each.condition, number))
        chosen = next(fits, numbers[-1])
        return chosen, -number if number < 0 and _writes_sign(chosen) else number
    if number < 0 and len(numbers) > 1:
        return numbers[1], -number
    return numbers[2 if number == 0 and len(numbers) > 2 else 0], number


def _writes_sign(section: Section) -> bool:
    front = takewhile(lambda token: token.kind != "digit", section.tokens)
    return any("-" in text or "(" in text for text in _literals(front))


def _holds(condition: str, number: Decimal) -> bool:
    sign = condition.rstrip("-.0123456789")
    try:
        return bool(_OPERATORS[sign](number, Decimal(condition[len(sign) :])))
    except ArithmeticError:
        return False


def _decimal(section: Section, number: Decimal) -> str | None:
    tokens = section.tokens
    whole, after = _halves(tokens)
    exponent = next((place for place, token in enumerate(tokens) if token.kind == "exponent"), None)
    if exponent is not None:
        return _scientific(tokens, exponent, number)
    places = sum(token.kind == "digit" for token in after)
    if places > _MOST_PLACES:
        return None
    rounded = _rounded(number.scaleb(-3 * _thousands(tokens), _EXACT), places)
    digits, _, rest = f"{rounded:f}".partition(".")
    return _whole(whole, "" if digits == "0" else digits) + _after(after, rest)


def _halves(tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    point = next((place for place, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    return tokens[:point], tokens[point:]


def _thousands(tokens: Sequence[Token]) -> int:
    """Commas behind the last digit: by each a thousand is shown as one."""
    last = max(place for place, token in enumerate(tokens) if token.kind == "digit")
    return sum(token.kind == "comma" for token in tokens[last + 1 :])


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), context=_EXACT)


def _whole(tokens: Sequence[Token], digits: str) -> str:
    """Fill the places from the right; what is over stands before the first one."""
    places = [number for number, token in enumerate(tokens) if token.kind == "digit"]
    grouped = any(token.kind == "comma" for token in tokens[places[0] : places[-1]]) if places else False
    written: list[str] = []
    left, count = digits, 0
    for number in range(len(tokens) - 1, -1, -1):
        token = tokens[number]
        if token.kind != "digit":
            written.append(token.text if token.kind in ("literal", "percent", "fixed") else "")
            continue
        taken = left if number == places[0] else left[-1:]
        left = "" if number == places[0] else left[:-1]
        for digit in reversed(taken or ("0" if token.text == "0" else "")):
            written.append("," if grouped and count and count % 3 == 0 else "")
            written.append(digit)
            count += 1
    return "".join(reversed(written))


def _after(tokens: Sequence[Token], rest: str) -> str:
    """Write the point and what is behind it; places that need not be filled lose the zeros at the end."""
    places = [token.text for token in tokens if token.kind == "digit"]
    shown = len(places)
    while shown and places[shown - 1] != "0" and not rest[shown - 1 : shown].strip("0"):
        shown -= 1
    digits = iter(rest[:shown])
    written = [
        next(digits, "") if token.kind == "digit" else token.text
        for token in tokens
        if token.kind in ("digit", "literal", "percent", "fixed", "point")
    ]
    return "".join(written)


def _scientific(tokens: Sequence[Token], exponent: int, number: Decimal) -> str | None:
    mantissa, power = tokens[:exponent], tokens[exponent + 1 :]
    whole, after = _halves(mantissa)
    width = max(1, sum(token.kind == "digit" for token in whole))
    places = sum(token.kind == "digit" for token in after)
    if places > _MOST_PLACES:
        return None
    step = number.adjusted() // width * width if number else 0
    rounded = _rounded(number.scaleb(-step, _EXACT), places)
    if rounded.adjusted() >= width:
        step += width
        rounded = _rounded(number.scaleb(-step, _EXACT), places)
    digits, _, rest = f"{rounded:f}".partition(".")
    sign = "-" if step < 0 else "+" if tokens[exponent].text.endswith("+") else ""
    return f"{_whole(whole, digits)}{_after(after, rest)}E{sign}{_whole(power, str(abs(step)))}"


def _is_fraction(section: Section) -> bool:
    return any(token.text == "/" for token in section.tokens)


def _fraction(tokens: Sequence[Token], number: Decimal) -> str | None:
    stroke = next(place for place, token in enumerate(tokens) if token.text == "/")
    below = [token for token in tokens[stroke + 1 :] if token.kind in ("digit", "fixed")]
    above = [place for place in range(stroke) if tokens[place].kind == "digit"]
    if not below or not above or len(below) > 4:
        return None
    numerator = stroke
    while numerator and tokens[numerator - 1].kind == "digit":
        numerator -= 1
    mixed = above[0] < numerator
    whole = int(number) if mixed else 0
    part = Fraction(number) - whole
    if any(token.kind == "fixed" for token in below):
        divisor = int("".join(token.text if token.kind == "fixed" else "0" for token in below))
        dividend = round(part * divisor)
    else:
        near = part.limit_denominator(10 ** len(below) - 1)
        dividend, divisor = near.numerator, near.denominator
    if mixed and dividend == divisor:
        whole, dividend = whole + 1, 0
    written = [str(whole)] if whole or (mixed and not dividend) else []
    written += [f"{dividend}/{divisor}"] if dividend or not mixed else []
    end = max(place for place, token in enumerate(tokens) if token.kind in ("digit", "fixed")) + 1
    return "".join([*_literals(tokens[: above[0]]), " ".join(written), *_literals(tokens[end:])])


def _literals(tokens: Iterable[Token]) -> list[str]:
    return [token.text for token in tokens if token.kind in ("literal", "percent", "point", "comma")]


def _joined(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).split())


def _is_name(text: str) -> bool:
    return text[0] in "mMdD" and len(text) > 2


def _moment(value: Moment) -> tuple[datetime | None, timedelta | None]:
    """Return a value's date with its time, and the span since midnight, or the whole of it."""
    if isinstance(value, timedelta):
        return None, value
    if isinstance(value, time):
        return None, datetime.combine(date.min, value) - datetime.min
    if isinstance(value, datetime):
        return value, value - datetime.combine(value.date(), time())
    return datetime.combine(value, time()), timedelta()


def _minutes(tokens: Sequence[Token]) -> set[int]:
    """Return the places of the m that are minutes: behind hours, or before seconds."""
    units = [(place, token.text[0].lower()) for place, token in enumerate(tokens) if token.kind in ("date", "elapsed")]
    around = zip(["", *(unit for _, unit in units)], units, [*(unit for _, unit in units[1:]), ""], strict=False)
    return {place for before, (place, unit), after in around if unit == "m" and (before == "h" or after == "s")}


def _part(token: Token, moment: datetime | None, span: timedelta | None, *, is_minute: bool, half: bool) -> str | None:
    """Write one token; None for a part of a date where there is only a time."""
    text, unit = token.text, token.text[:1].lower()
    if token.kind not in ("date", "elapsed", "half", "fraction"):
        return text
    seconds = 0 if span is None else span // timedelta(seconds=1)
    if token.kind == "half":
        return text.split("/")[seconds % 86400 >= 43200]
    if token.kind == "fraction":
        places = len(text) - 1
        return f".{0 if span is None else span.microseconds // 10 ** (6 - places):0{places}d}"
    if token.kind == "elapsed":
        return f"{seconds // {'h': 3600, 'm': 60, 's': 1}[unit]:0{len(text)}d}"
    if unit == "h":
        hour = seconds // 3600 % 24
        return f"{(hour % 12 or 12) if half else hour:0{min(len(text), 2)}d}"
    if unit == "s" or is_minute:
        return f"{(seconds if unit == 's' else seconds // 60) % 60:0{min(len(text), 2)}d}"
    return None if moment is None else _of_date(moment, unit, len(text))


def _of_date(moment: datetime, unit: str, width: int) -> str:
    if unit == "y":
        return f"{moment.year % 100:02d}" if width <= 2 else f"{moment.year:04d}"
    number, names = (moment.month, _MONTHS) if unit == "m" else (moment.day, _DAYS)
    if width <= 2:
        return f"{number:0{width}d}"
    name = names[moment.month - 1] if unit == "m" else names[moment.weekday()]
    return name[:1] if unit == "m" and width == 5 else name if width == 4 else name[:3]
