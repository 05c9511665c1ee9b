"""Texts of many kinds and lengths."""

TEXTS = [
    "Librarian",
    "How long may a book be borrowed?",
    "The catalogue lists every edition that the library owns, with its publisher, year and place on the shelves.",
    "A cat sleeps on the warm windowsill, and the rain runs down the glass behind it.",
    "Proteins fold into their native state within milliseconds, although the number of possible conformations is so "
    "large that a random search would outlast the age of the universe; this is known as Levinthal's paradox.",
    "E = mc², ∑ 1/n² = π²/6, and 3.14159 < 22/7.",
    "Die Bibliothek öffnet montags um neun Uhr; Bücher dürfen vier Wochen lang ausgeliehen werden.",
    "def mean(values): return sum(values) / len(values)  # raises ZeroDivisionError when empty",
    "[12] A. Turing, On computable numbers, Proc. London Math. Soc., 1937. doi:10.1112/plms/s2-42.1.230",
    "Revenue rose by 4.2 % to 1,204 million in the third quarter, while costs fell, mainly because freight was cheaper "
    "and two plants that had been closed for repairs in spring worked at full capacity again. The board proposes a "
    "dividend of 0.85 per share.",
    "图书馆每天早上九点开门。",
    "Table 3. Mean ± standard deviation, n = 24, p < 0.05. See Section 2.1 for the method and Appendix B for raw data.",
]
