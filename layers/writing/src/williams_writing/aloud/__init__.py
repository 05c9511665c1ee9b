"""Written notation as a person would say it: numbers, dates, units, money, formulas, addresses, numerals of kings."""

from williams_writing.aloud.saying import aloud

__all__ = ["aloud"]
