"""Sources that say enough for a summary, sections and a table."""

from __future__ import annotations

from tests.unit.ebook.shelf import BODY, CAPTION, CODE, FIGURE, HEADING, REFERENCE, ROW, Piece, under

HARBOUR: tuple[Piece, ...] = (
    (HEADING, "The Harbour of Aldwick"),
    (BODY, "The harbour of Aldwick was built by Dutch engineers between 1621 and 1634.", under("History", page=1)),
    (BODY, "Its outer wall is 412 metres long and rests on oak piles.", under("History", page=1)),
    (HEADING, "Trade", under("The Harbour of Aldwick", page=2)),
    (BODY, "Ships from Bergen brought dried cod to Aldwick every autumn.", under("Trade", page=2)),
    (BODY, "The town council taxed every barrel of herring with two silver pennies.", under("Trade", page=2)),
    (
        BODY,
        "Salt from Portugal reached the town in the spring and was stored in stone cellars.",
        under("Trade", page=3),
    ),
    (CAPTION, "Table 2: Barrels that were taxed", under("Trade", page=3)),
    (ROW, "Year | Herring | Cod", under("Trade", page=3)),
    (ROW, "1640 | 1,204 | 310", under("Trade", page=3)),
    (ROW, "1641 | 988 | 402", under("Trade", page=3)),
    (HEADING, "Decline", under("The Harbour of Aldwick", page=4)),
    (
        BODY,
        "The river carried so much silt that large vessels had to anchor outside the wall.",
        under("Decline", page=4),
    ),
    (BODY, "In 1703 a storm broke the outer wall in three places.", under("Decline", page=4)),
    (BODY, "Merchants moved their warehouses to the new docks at Fernham.", under("Decline", page=5)),
    (CODE, "tide = 3.2", under("Decline", page=5)),
    (REFERENCE, "[1] Smith. Harbours. 1999.", under("Decline", page=6)),
)
SHOWN: Piece = (FIGURE, "Figure 1: The wall after the storm of 1703", under("Decline", page=6))
DOCKS: tuple[Piece, ...] = (
    (BODY, "The new docks at Fernham opened in 1699 with room for forty ships.", under("Docks", anchor="docks")),
    (BODY, "In 1703 a storm broke the outer wall in three places.", under("Docks", anchor="storm")),
    (BODY, "Warehouses of brick replaced the wooden sheds after a fire had ruined the quay.", under("Docks")),
    (BODY, "Herring was packed in barrels of oak that held 120 litres each.", under("Herring")),
    (BODY, "A barrel of herring cost more than a month of a sailor's wages.", under("Herring")),
)
GERMAN: tuple[Piece, ...] = (
    (BODY, "Der Hafen von Aldwick wurde von niederländischen Ingenieuren gebaut.", under("Geschichte", page=1)),
    (BODY, "Die äußere Mauer ruht auf Pfählen aus Eichenholz und ist 412 Meter lang.", under("Geschichte", page=2)),
)
TABLE_ONLY: tuple[Piece, ...] = ((ROW, "Year | Herring"), (ROW, "1640 | 1,204"), (ROW, "1641 | 988"))
